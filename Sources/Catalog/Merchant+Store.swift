public import GRDB
import Store
public import Time

extension Merchant {
    /// A merchant by its catalog at `instant`.
    ///
    ///     try Merchant(db, "mer_001", at: now).zone
    ///
    /// - Throws: `CatalogError.unknownMerchant` when nothing is in force by then.
    public init(_ db: Database, _ merchant: ID, at instant: Instant) throws {
        guard let found = try Merchant.fetch(db, merchant, at: instant) else {
            throw CatalogError.unknownMerchant(merchant.text)
        }
        self = found
    }

    /// A merchant by its catalog at `instant`; nil where it has none yet.
    public static func fetch(
        _ db: Database, _ merchant: ID, at instant: Instant
    ) throws -> Merchant? {
        let document = try String.fetchOne(
            db,
            cached: """
                SELECT document FROM catalogRevision JOIN merchant ON merchant.id = merchantId
                WHERE merchant.code = ? AND kind = 'merchant' AND effectiveFrom <= ?
                ORDER BY effectiveFrom DESC, catalogRevision.id DESC LIMIT 1
                """,
            arguments: [merchant.text, instant.column])
        return try document.map {
            try Merchant(CatalogNode(JSONValue(parsing: $0), key: "merchant"))
        }
    }
}
