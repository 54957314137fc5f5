import GRDB

/// A table of facts as its seals read it.
struct SealedTable {
    let name: String
    let sealing: Sealing
    /// In the order they were declared; a later version of the ledger adds at the end.
    let columns: [String]
    let primaryKey: [String]
    /// The integer that tells new rows from old ones.
    let key: String

    /// Nil where the ledger has no such table: that is told of by `schema_matches`.
    init?(_ db: Database, _ name: String) throws {
        guard try db.tableExists(name) else { return nil }
        self.name = name
        sealing = Schema.sealing[name] ?? .byNumber
        columns = try db.columns(in: name).map(\.name)
        primaryKey = try db.primaryKey(name).columns
        switch sealing {
        case .with(_, let column): key = column
        case .each: key = "NULL"
        case .byNumber, .byBatch, .not: key = primaryKey[0]
        }
    }

    /// Every table that is sealed, in the order money flows.
    static func all(_ db: Database) throws -> [SealedTable] {
        try Schema.names.compactMap { try SealedTable(db, $0) }.filter { $0.sealing != .not }
    }
}

/// Rows of one table that were added together.
struct SealedRange: Equatable {
    let table: String
    let keys: ClosedRange<Int64>
    let columnCount: Int
    let rowCount: Int
    let digest: String

    /// The line of it that its seal's hash is made of.
    func text(id: Int64) -> String {
        "\(id) \(table) \(keys.lowerBound) \(keys.upperBound) \(columnCount) \(rowCount) \(digest)\n"
    }
}
