public import GRDB
import Money
import Store
public import Time

extension PriceBook {
    /// A version of a book whole: the latest one in force at `instant`, or the one numbered.
    ///
    ///     let file = try PriceBook.contents(db, book: "litellm", at: now)
    ///     Console.print(file.json)        // reads back as the same version
    ///
    /// - Throws: `CatalogError.unknownPriceBook`, `.unknownPriceBookVersion`.
    public static func contents(
        _ db: Database, book code: String, version: Int64? = nil, at instant: Instant
    ) throws -> PriceBookFile {
        let book = try id(db, code)
        let row = try Row.fetchOne(
            db,
            sql: """
                SELECT id, sourceName, effectiveFrom, markup FROM priceBookVersion
                WHERE priceBookId = ? AND (id = ? OR (? IS NULL AND effectiveFrom <= ?))
                ORDER BY effectiveFrom DESC, id DESC LIMIT 1
                """,
            arguments: [book, version, version, instant.column])
        guard let row else { throw CatalogError.unknownPriceBookVersion(code, version, instant) }
        let entries = try Row.fetchAll(
            db, sql: "\(PriceBook.select) WHERE versionId = ? ORDER BY position",
            arguments: [row[0] as Int64]
        ).map(entry)
        return PriceBookFile(
            entries: entries, book: code, sourceName: row[1],
            effectiveFrom: try Instant(row[2] as String).utcDay,
            markup: try Exact(parsing: row[3] as String))
    }

    /// The UTC days on which prices of a book may change, in order: those its versions hold from,
    /// and those on which its entries say so themselves. None where the book is not there.
    public static func changeDays(_ db: Database, book code: String) throws -> [Day] {
        let versions = try String.fetchAll(
            db,
            sql: """
                SELECT DISTINCT effectiveFrom FROM priceBookVersion
                JOIN priceBook ON priceBook.id = priceBookId WHERE code = ?
                """,
            arguments: [code])
        let variants = try String.fetchAll(
            db,
            sql: """
                SELECT DISTINCT json_extract(variant.value, '$.from') AS day
                FROM priceBook JOIN priceBookVersion AS version ON priceBookId = priceBook.id
                JOIN priceBookEntry ON versionId = version.id,
                    json_each(document, '$.variants') AS variant
                WHERE priceBook.code = ? AND day IS NOT NULL
                """,
            arguments: [code])
        let days = try versions.map { try Instant($0).utcDay } + variants.map { try Day($0) }
        return Set(days).sorted()
    }

    /// The codes of all books, sorted.
    public static func codes(_ db: Database) throws -> [String] {
        try String.fetchAll(db, sql: "SELECT code FROM priceBook ORDER BY code")
    }

    /// Every name in the versions of a book that are in force at `instant`, sorted.
    ///
    /// - Throws: `CatalogError.unknownPriceBook`.
    public static func names(
        _ db: Database, book code: String, at instant: Instant
    ) throws -> [String] {
        try String.fetchAll(
            db,
            sql: """
                SELECT DISTINCT code FROM priceBookEntry
                JOIN priceBookVersion AS version ON version.id = versionId
                WHERE priceBookId = ? AND effectiveFrom <= ? ORDER BY code
                """,
            arguments: [try id(db, code), instant.column])
    }
}
