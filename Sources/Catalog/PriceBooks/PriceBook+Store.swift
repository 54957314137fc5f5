public import GRDB
public import Money
import Store
public import Time

/// Supplier prices by model, in versions.
public struct PriceBook: Sendable {
    /// What one import did.
    public struct Import: Sendable, Equatable {
        /// False where the same table was imported before, from the same day, at the same markup.
        public let isNew: Bool
        public let priced: Int
        public let zero: Int
        public let free: Int
        public let unpriced: Int
        /// Models that have a price of something else than tokens.
        public let withUnits: Int
        /// Models that have other prices for other services, from a day on, by the hour.
        public let withServices: Int
        public let withDates: Int
        public let withHours: Int
        public let ignoredKeys: [String: Int]
    }

    /// A price as found for one event's time.
    public struct Found: Sendable, Equatable {
        public let entry: PriceBookEntry
        /// The number of the version it comes from.
        public let version: Int64
        public let sourceName: String
        /// The factor on every price of that version.
        public let markup: Exact

        /// The supplier's own price, without the markup.
        public var atCost: Found {
            Found(entry: entry, version: version, sourceName: sourceName, markup: .one)
        }
    }

    /// Adds a table as a new version of the book `code`, which is made when it is not there.
    public static func add(
        _ db: Database, _ table: some PriceTable, book code: String, digest: String,
        sourceName: String, markup: Exact, effectiveFrom: Instant, at instant: Instant
    ) throws -> Import {
        try db.execute(
            sql: "INSERT INTO priceBook (code) VALUES (?) ON CONFLICT DO NOTHING",
            arguments: [code])
        let book = try id(db, code)
        let known = try Int64.fetchOne(
            db,
            sql: """
                SELECT id FROM priceBookVersion
                WHERE priceBookId = ? AND digest = ? AND markup = ? AND effectiveFrom = ?
                """,
            arguments: [book, digest, markup.description, effectiveFrom.column])
        if known == nil {
            let ignored = table.ignoredKeys.sorted { $0.key < $1.key }
                .map { JSONValue.Member($0.key, .int($0.value)) }
            try db.execute(
                sql: """
                    INSERT INTO priceBookVersion (priceBookId, importedAt, effectiveFrom, format,
                        sourceName, digest, markup, ignoredKeys)
                    VALUES (?, ?, ?, ?, ?, ?, ?, ?)
                    """,
                arguments: [
                    book, instant.column, effectiveFrom.column, table.format.rawValue, sourceName,
                    digest, markup.description, JSONValue.object(ignored).canonical,
                ])
            let version = db.lastInsertedRowID
            let statement = try db.makeStatement(
                sql: """
                    INSERT INTO priceBookEntry (versionId, code, state, document, match, position)
                    VALUES (?, ?, ?, ?, ?, ?)
                    """)
            for (position, entry) in table.entries.enumerated() {
                try statement.execute(arguments: [
                    version, entry.model, entry.state.rawValue, entry.document.canonical,
                    entry.match?.json.compact, position,
                ])
            }
        }
        let entries = table.entries
        func count(_ state: PriceBookEntry.State) -> Int { entries.count { $0.state == state } }
        func count(_ varies: (PriceVariant.Condition) -> Bool) -> Int {
            entries.count { $0.variants.contains { varies($0.when) } }
        }
        return Import(
            isNew: known == nil, priced: count(.priced), zero: count(.zero), free: count(.free),
            unpriced: count(.unpriced),
            withUnits: entries.count { entry in
                !entry.unitPrices.isEmpty || entry.variants.contains { !$0.unitPrices.isEmpty }
            },
            withServices: count { $0.service != nil },
            withDates: count { $0.service == nil && $0.from != nil },
            withHours: count { !$0.hours.isEmpty }, ignoredKeys: table.ignoredKeys)
    }
}
