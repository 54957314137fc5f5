import GRDB
import Store
import Time

extension ExportTable {
    /// Hands the rows that are asked for to `body`, one at a time.
    func forEach(
        _ db: Database, _ request: ExportRequest, _ body: ([DatabaseValue]) throws -> Void
    ) throws {
        switch rows {
        case .report(_, let report):
            for row in try report(db, request) { try body(row) }
        case .query(let query):
            db.add(function: ExportTable.dayFunction)
            let (sql, arguments) = query.statement(request)
            let cursor = try Row.fetchCursor(db, sql: sql, arguments: arguments)
            while let row = try cursor.next() {
                precondition(row.count == columns.count, "\(name): \(row.count) values")
                try body(Array(row.databaseValues))
            }
        }
    }

    /// `localDay(instant, zone)`: the day an instant falls on somewhere, which SQLite does not know.
    private static let dayFunction = DatabaseFunction(
        "localDay", argumentCount: 2, pure: true
    ) { values in
        guard let text = String.fromDatabaseValue(values[0]),
            let zone = String.fromDatabaseValue(values[1])
        else { return nil }
        return try Zone(zone).day(of: Instant(text)).description
    }
}

extension ExportTable.Query {
    /// The statement with its conditions; months of instants are those of UTC+8, as the channels' bills and
    /// the payments' journal entries are cut.
    fileprivate func statement(_ request: ExportRequest) -> (String, StatementArguments) {
        var conditions = whereClause.map { ["(\($0))"] } ?? []
        var arguments: [String: (any DatabaseValueConvertible)?] = [:]
        if request.isNarrowed, let merchant {
            conditions.append("\(merchant) = :merchant")
            arguments["merchant"] = request.merchants[0]
        }
        if let wanted = request.month {
            if let month {
                conditions.append("\(month) = :month")
                arguments["month"] = wanted.description
            } else if let instant {
                conditions.append("\(instant) >= :from AND \(instant) < :to")
                arguments["from"] = Zone.shanghai.start(of: wanted).column
                arguments["to"] = Zone.shanghai.end(of: wanted).column
            }
        }
        if let recorded { conditions.append("\(recorded) <= :asOf") }
        let sql =
            select + (conditions.isEmpty ? "" : "\nWHERE " + conditions.joined(separator: " AND "))
            + "\n" + order
        if sql.contains(":asOf") { arguments["asOf"] = request.asOf.column }
        return (sql, StatementArguments(arguments))
    }
}
