import GRDB
import GRDBSQLite

/// A statement that is run a million times: its parameters are bound and it is stepped as SQLite has it, without making
/// arguments of them first.
extension Statement {
    /// - Parameter bind: binds every parameter; bytes that it binds must stay until this returns.
    /// - Throws: `DatabaseError`.
    func run(_ bind: (RawParameters) -> Void) throws {
        let raw = sqliteStatement
        // GRDB leaves a statement where its last step ended, and there nothing can be bound.
        sqlite3_reset(raw)
        bind(RawParameters(statement: raw))
        let code = sqlite3_step(raw)
        sqlite3_reset(raw)
        guard code == SQLITE_DONE else {
            throw DatabaseError(
                resultCode: ResultCode(rawValue: code),
                message: String(cString: sqlite3_errmsg(sqlite3_db_handle(raw))), sql: sql)
        }
    }
}

/// Where a statement's parameters are bound, the first at 1.
struct RawParameters {
    fileprivate let statement: OpaquePointer

    func bind(_ place: Int, _ number: Int64) { sqlite3_bind_int64(statement, Int32(place), number) }

    /// A text, not empty, that stays where it is until the statement has run.
    func bind(_ place: Int, text: UnsafeBufferPointer<UInt8>) {
        text.withMemoryRebound(to: CChar.self) {
            _ = sqlite3_bind_text(statement, Int32(place), $0.baseAddress, Int32($0.count), nil)
        }
    }

    func bind(_ place: Int, _ value: DatabaseValue) {
        switch value.storage {
        case .null: sqlite3_bind_null(statement, Int32(place))
        case .int64(let number): sqlite3_bind_int64(statement, Int32(place), number)
        case .string(let text):
            // SQLite copies it.
            let transient = unsafeBitCast(-1, to: sqlite3_destructor_type.self)
            sqlite3_bind_text(statement, Int32(place), text, -1, transient)
        case .double, .blob: preconditionFailure("no column of an event holds \(value)")
        }
    }
}
