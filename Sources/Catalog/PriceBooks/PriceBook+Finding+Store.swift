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
    /// that fit, those of the provider that stands before a slash come first, then the order of the
    /// table decides: `azure/gpt-4o` is azure's, and `gpt-4o` the first's whose rule fits.
    ///
    /// - Returns: nil when no version in force names the model.
    /// - Throws: `CatalogError.unknownPriceBook`.
    public static func find(
        _ db: Database, book code: String, model: String, at instant: Instant
    ) throws -> Found? {
        let book = try id(db, code)
        let versions = try Row.fetchAll(
            db,
            sql: """
                SELECT id, sourceName, markup FROM priceBookVersion
                WHERE priceBookId = ? AND effectiveFrom <= ?
                ORDER BY effectiveFrom DESC, id DESC
                """,
            arguments: [book, instant.column])
        for version in versions {
            guard let name = try name(db, of: model, version: version[0]) else { continue }
            let row = try Row.fetchOne(
                db, sql: "\(PriceBook.select) WHERE versionId = ? AND code = ?",
                arguments: [version[0] as Int64, name])!
            return Found(
                entry: try entry(row).inForce(on: instant.utcDay), version: version[0],
                sourceName: version[1], markup: try Exact(parsing: version[2] as String))
        }
        return nil
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

    /// The name of the entry that prices `model` in a version.
    private static func name(
        _ db: Database, of model: String, version: Int64
    ) throws -> String? {
        let own = try String.fetchOne(
            db, sql: "SELECT code FROM priceBookEntry WHERE versionId = ? AND code = ?",
            arguments: [version, model])
        if own != nil { return own }
        let rules = try Row.fetchAll(
            db,
            sql: """
                SELECT code, match FROM priceBookEntry
                WHERE versionId = ? AND match IS NOT NULL ORDER BY position
                """,
            arguments: [version]
        ).compactMap { row in
            try ModelMatch(JSONValue(parsing: row[1] as String)).map { (row[0] as String, $0) }
        }
        let parts = model.split(separator: "/", maxSplits: 1)
        if parts.count == 2 {
            let provider = parts[0].lowercased() + "/"
            let rest = String(parts[1])
            if let (code, _) = rules.first(where: {
                $0.0.lowercased().hasPrefix(provider) && $0.1.fits(rest)
            }) {
                return code
            }
        }
        return rules.first { $0.1.fits(model) }?.0
    }
}
