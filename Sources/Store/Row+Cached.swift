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

    /// A query narrowed by those conditions whose value is given: SQLite finds rows by an index where a condition
    /// stands alone, and reads all rows for `x = ? OR ? IS NULL`.
    ///
    ///     Row.fetchAll(db, cached: "SELECT * FROM note", narrowedBy: [("invoiceId = ?", invoice)], order: "id")
    public static func fetchAll(
        _ db: Database, cached sql: String,
        narrowedBy conditions: [(sql: String, value: (any DatabaseValueConvertible)?)],
        order: String
    ) throws -> [Row] {
        let given = conditions.filter { $0.value != nil }
        let narrowed = given.isEmpty ? "" : " WHERE " + given.map(\.sql).joined(separator: " AND ")
        return try fetchAll(
            db, cached: "\(sql)\(narrowed) ORDER BY \(order)",
            arguments: StatementArguments(given.map(\.value)))
    }
}

extension DatabaseValueConvertible {
    /// The first value; nil where there is none.
    public static func fetchOne(
        _ db: Database, cached sql: String, arguments: StatementArguments = []
    ) throws -> Self? {
        try fetchOne(db.cachedStatement(sql: sql), arguments: arguments)
    }
}

extension Database {
    /// Runs a statement that is run for every document.
    public func execute(cached sql: String, arguments: StatementArguments) throws {
        try cachedStatement(sql: sql).execute(arguments: arguments)
    }
}

extension Set<Int64> {
    /// `[3,17]`, in order: a list of rows for `IN (SELECT value FROM json_each(:rows))`.
    public var jsonArray: String { "[" + sorted().map(String.init).joined(separator: ",") + "]" }
}
