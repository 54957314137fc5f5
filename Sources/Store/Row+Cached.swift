public import GRDB

/// Queries that are asked for every document: SQLite reads their text once a connection, which is most of what a
/// small one costs.
extension Row {
    /// - Parameter sql: the same text each time.
    public static func fetchAll(
        _ db: Database, cached sql: String, arguments: StatementArguments = []
    ) throws -> [Row] {
        try fetchAll(db.cachedStatement(sql: sql), arguments: arguments)
    }

    /// The first row; nil where there is none.
    public static func fetchOne(
        _ db: Database, cached sql: String, arguments: StatementArguments = []
    ) throws -> Row? {
        try fetchOne(db.cachedStatement(sql: sql), arguments: arguments)
    }
}
