import GRDB
import GRDBSQLite
import Store

/// Adds many rows to a table, some with each statement: to begin and to end one costs as much as a row.
struct RowInsert {
    private static let most = 16
    private let columns: Int
    private let one: Statement
    private let many: Statement

    /// - Parameter columns: how many the table has; all of them are given.
    init(_ db: Database, _ table: String, columns: Int) throws {
        self.columns = columns
        let row = "(" + repeatElement("?", count: columns).joined(separator: ", ") + ")"
        func insert(_ count: Int) throws -> Statement {
            let rows = repeatElement(row, count: count).joined(separator: ", ")
            // Whoever inserts takes the transaction back where a row fails: SQLite need not keep the pages for that.
            return try db.makeStatement(sql: "INSERT OR FAIL INTO \(table) VALUES \(rows)")
        }
        one = try insert(1)
        many = try insert(RowInsert.most)
    }

    /// - Parameter bind: binds the columns of one of `rows`; bytes that it binds must stay until this returns.
    func run<Row>(_ rows: [Row], _ bind: (RawParameters, Row) -> Void) throws {
        var start = 0
        while start < rows.count {
            let count = rows.count - start >= RowInsert.most ? RowInsert.most : 1
            try (count == 1 ? one : many).run { statement in
                for place in 0..<count {
                    let parameters = RawParameters(statement: statement, skipped: place * columns)
                    bind(parameters, rows[start + place])
                }
            }
            start += count
        }
    }
}

/// Where a statement's parameters are bound, the first at 1.
struct RawParameters {
    fileprivate let statement: OpaquePointer
    fileprivate let skipped: Int

    private func index(_ place: Int) -> Int32 { Int32(truncatingIfNeeded: skipped + place) }

    func bind(_ place: Int, _ number: Int64) { sqlite3_bind_int64(statement, index(place), number) }

    /// A text, not empty, that stays where it is until the statement has run.
    func bind(_ place: Int, text: UnsafeBufferPointer<UInt8>) {
        text.withMemoryRebound(to: CChar.self) {
            _ = sqlite3_bind_text(statement, index(place), $0.baseAddress, Int32($0.count), nil)
        }
    }

    func bind(_ place: Int, _ value: DatabaseValue) {
        switch value.storage {
        case .null: sqlite3_bind_null(statement, index(place))
        case .int64(let number): sqlite3_bind_int64(statement, index(place), number)
        case .string(let text):
            // SQLite copies it.
            let transient = unsafeBitCast(-1, to: sqlite3_destructor_type.self)
            sqlite3_bind_text(statement, index(place), text, -1, transient)
        case .double, .blob: preconditionFailure("no column of an event holds \(value)")
        }
    }
}
