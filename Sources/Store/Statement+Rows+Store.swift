public import GRDB
public import GRDBSQLite

/// Statements that are stepped as SQLite has them, for a million rows at a time. The one place where what a step returns
/// is told apart: a row, the end, or a failure, which is never taken for the end.
extension Statement {
    /// Gives every row; its columns are read with `sqlite3_column_…`.
    ///
    ///     try db.makeStatement(sql: "SELECT id FROM customer").forEachRow { sum += sqlite3_column_int64($0, 0) }
    ///
    /// - Parameters:
    ///   - bind: binds parameters, where they are not what they were.
    ///   - body: the row is good until it returns.
    /// - Throws: `DatabaseError` where a row cannot be read; what `body` throws.
    @inlinable
    public func forEachRow(
        _ bind: (_ statement: OpaquePointer) -> Void = { _ in },
        _ body: (_ row: OpaquePointer) throws -> Void
    ) throws {
        let raw = sqliteStatement
        try withExtendedLifetime(self) {
            // GRDB leaves a statement where its last step ended.
            sqlite3_reset(raw)
            defer { sqlite3_reset(raw) }
            bind(raw)
            while true {
                let code = sqlite3_step(raw)
                if code == SQLITE_ROW { try body(raw) } else { return try end(code) }
            }
        }
    }

    /// Runs a statement that gives no rows.
    ///
    /// - Parameter bind: binds every parameter; bytes that it binds must stay until this returns.
    /// - Throws: `DatabaseError`.
    @inlinable
    public func run(_ bind: (_ statement: OpaquePointer) -> Void) throws {
        let raw = sqliteStatement
        try withExtendedLifetime(self) {
            // Where its last step ended, nothing can be bound.
            sqlite3_reset(raw)
            defer { sqlite3_reset(raw) }
            bind(raw)
            try end(sqlite3_step(raw))
        }
    }

    /// - Parameter code: what a step returned that is not a row.
    /// - Throws: `DatabaseError`, unless it is the end.
    @usableFromInline
    func end(_ code: Int32) throws {
        if code == SQLITE_DONE { return }
        throw DatabaseError(
            resultCode: ResultCode(rawValue: code),
            message: String(cString: sqlite3_errmsg(sqlite3_db_handle(sqliteStatement))), sql: sql)
    }
}
