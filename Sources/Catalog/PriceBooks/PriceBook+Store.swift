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
        public let unpriced: Int
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
    }

    /// The days from which versions of a book hold; none where it is not there.
    public static func versionDays(_ db: Database, book code: String) throws -> [Day] {
        let days = try String.fetchAll(
            db,
            sql: """
                SELECT DISTINCT effectiveFrom FROM priceBookVersion
                JOIN priceBook ON priceBook.id = priceBookId WHERE code = ? ORDER BY effectiveFrom
                """,
            arguments: [code])
        return try days.map { try Instant($0).utcDay }
    }

    /// Adds a table as a new version of the book `code`, which is made when it is not there.
    public static func add(
        _ db: Database, _ table: LiteLLMTable, book code: String, digest: String,
        sourceName: String, markup: Exact, effectiveFrom: Instant, at instant: Instant
    ) throws -> Import {
        try db.execute(
            sql: "INSERT INTO priceBook (code) VALUES (?) ON CONFLICT DO NOTHING",
            arguments: [code])
        let book = try Int64.fetchOne(
            db, sql: "SELECT id FROM priceBook WHERE code = ?", arguments: [code])!
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
                    VALUES (?, ?, ?, 'litellm', ?, ?, ?, ?)
                    """,
                arguments: [
                    book, instant.column, effectiveFrom.column, sourceName, digest,
                    markup.description, JSONValue.object(ignored).canonical,
                ])
            let version = db.lastInsertedRowID
            let statement = try db.makeStatement(
                sql: """
                    INSERT INTO priceBookEntry (versionId, code, state, document)
                    VALUES (?, ?, ?, ?)
                    """)
            for entry in table.entries {
                try statement.execute(arguments: [
                    version, entry.model, entry.state.rawValue, entry.document.canonical,
                ])
            }
        }
        func count(_ state: PriceBookEntry.State) -> Int {
            table.entries.count { $0.state == state }
        }
        return Import(
            isNew: known == nil, priced: count(.priced), zero: count(.zero),
            unpriced: count(.unpriced), ignoredKeys: table.ignoredKeys)
    }

    /// What the book says of a model for events at `instant`: the entry of the latest version in
    /// force that names it. A later table that no longer names a model leaves its last price.
    ///
    /// - Returns: nil when no version in force names the model.
    /// - Throws: `CatalogError.unknownPriceBook`.
    public static func find(
        _ db: Database, book code: String, model: String, at instant: Instant
    ) throws -> Found? {
        guard
            let book = try Int64.fetchOne(
                db, sql: "SELECT id FROM priceBook WHERE code = ?", arguments: [code])
        else { throw CatalogError.unknownPriceBook(code) }
        let row = try Row.fetchOne(
            db,
            sql: """
                SELECT state, document, version.id, sourceName, markup
                FROM priceBookEntry AS entry
                JOIN priceBookVersion AS version ON version.id = entry.versionId
                WHERE entry.code = ? AND priceBookId = ? AND effectiveFrom <= ?
                ORDER BY effectiveFrom DESC, version.id DESC LIMIT 1
                """,
            arguments: [model, book, instant.column])
        guard let row else { return nil }
        let entry = PriceBookEntry(
            model: model, state: row[0], document: try JSONValue(parsing: row[1] as String))
        return Found(
            entry: entry, version: row[2], sourceName: row[3],
            markup: try Exact(parsing: row[4] as String))
    }
}
