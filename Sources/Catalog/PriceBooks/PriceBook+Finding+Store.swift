public import GRDB
import Money
import Store
public import Time

extension PriceBook {
    /// What the book says of a model for events at `instant`: the entry of the latest version in
    /// force that names it, as it holds on that UTC day. A later table that no longer names a model
    /// leaves its last price.
    ///
    /// A version names a model by the entry's own name or by its rule for names. Of several rules
    /// that fit, those of the provider that stands before a slash come first, those of entries
    /// without any price last, and then the order of the table decides: `azure/gpt-4o` is azure's,
    /// and `gpt-4o` the first's that has a price and whose rule fits.
    ///
    /// - Returns: nil when no version in force names the model.
    /// - Throws: `CatalogError.unknownPriceBook`.
    public static func find(
        _ db: Database, book code: String, model: String, at instant: Instant
    ) throws -> Found? {
        for version in try versions(db, code, at: instant) {
            guard let name = try names(db, of: model, version: version[0], limit: 1).first else {
                continue
            }
            return Found(
                entry: try entry(db, name, version: version[0]).inForce(on: instant.utcDay),
                version: version[0], sourceName: version[1],
                markup: try Exact(parsing: version[2] as String))
        }
        return nil
    }

    /// Entries whose rules fit a name as well as that of the entry `find` takes, and whose tokens
    /// cost something else: a person should know that the order of the table decided.
    ///
    /// `claude-opus-4-6` may be anthropic's, or that of a cloud that sells it for a tenth more.
    ///
    /// - Throws: `CatalogError.unknownPriceBook`.
    public static func rivals(
        _ db: Database, book code: String, model: String, at instant: Instant
    ) throws -> [String] {
        for version in try versions(db, code, at: instant) {
            let names = try names(db, of: model, version: version[0], limit: .max)
            guard let first = names.first else { continue }
            let day = instant.utcDay
            let taken = try entry(db, first, version: version[0]).inForce(on: day)
            return try names.dropFirst().filter {
                try !entry(db, $0, version: version[0]).inForce(on: day).pricesTokens(like: taken)
            }
        }
        return []
    }

    /// Number, source and markup of the versions in force, the latest first.
    private static func versions(
        _ db: Database, _ code: String, at instant: Instant
    ) throws -> [Row] {
        try Row.fetchAll(
            db,
            sql: """
                SELECT id, sourceName, markup FROM priceBookVersion
                WHERE priceBookId = ? AND effectiveFrom <= ?
                ORDER BY effectiveFrom DESC, id DESC
                """,
            arguments: [try id(db, code), instant.column])
    }

    private static func entry(
        _ db: Database, _ name: String, version: Int64
    ) throws -> PriceBookEntry {
        try entry(
            Row.fetchOne(
                db, sql: "\(PriceBook.select) WHERE versionId = ? AND code = ?",
                arguments: [version, name])!)
    }

    static let select = "SELECT code, state, document, match FROM priceBookEntry"

    static func entry(_ row: Row) throws -> PriceBookEntry {
        try PriceBookEntry(
            model: row[0], state: row[1], document: JSONValue(parsing: row[2] as String),
            match: (row[3] as String?).map { try JSONValue(parsing: $0) })
    }

    /// - Throws: `CatalogError.unknownPriceBook`.
    static func id(_ db: Database, _ code: String) throws -> Int64 {
        guard
            let id = try Int64.fetchOne(
                db, sql: "SELECT id FROM priceBook WHERE code = ?", arguments: [code])
        else { throw CatalogError.unknownPriceBook(code) }
        return id
    }

    /// The names of the entries that price `model` in a version, the one that does first; no more
    /// than `limit`.
    private static func names(
        _ db: Database, of model: String, version: Int64, limit: Int
    ) throws -> [String] {
        let own = try String.fetchAll(
            db, sql: "SELECT code FROM priceBookEntry WHERE versionId = ? AND code = ?",
            arguments: [version, model])
        if !own.isEmpty { return own }
        let rules = try Row.fetchAll(
            db,
            sql: """
                SELECT code, match FROM priceBookEntry
                WHERE versionId = ? AND match IS NOT NULL
                ORDER BY state = 'unpriced', position
                """,
            arguments: [version]
        ).compactMap { row in
            try ModelMatch(JSONValue(parsing: row[1] as String)).map { (row[0] as String, $0) }
        }
        let parts = model.split(separator: "/", maxSplits: 1)
        if parts.count == 2 {
            let provider = parts[0].lowercased() + "/"
            let rest = String(parts[1])
            let named = rules.lazy.filter {
                $0.0.lowercased().hasPrefix(provider) && $0.1.fits(rest)
            }.map(\.0).prefix(limit)
            if !named.isEmpty { return Array(named) }
        }
        return Array(rules.lazy.filter { $0.1.fits(model) }.map(\.0).prefix(limit))
    }
}
