public import GRDB
import Store
public import Time

extension PayLink {
    /// The page of a merchant by its catalog at `instant`; nil where it has none, or no catalog yet.
    public static func fetch(
        _ db: Database, _ merchant: Merchant.ID, at instant: Instant
    ) throws -> PayLink? {
        let document = try String.fetchOne(
            db,
            sql: """
                SELECT document FROM catalogRevision JOIN merchant ON merchant.id = merchantId
                WHERE merchant.code = ? AND kind = 'merchant' AND effectiveFrom <= ?
                ORDER BY effectiveFrom DESC, catalogRevision.id DESC LIMIT 1
                """,
            arguments: [merchant.text, instant.column])
        guard let document else { return nil }
        return try Merchant(CatalogNode(JSONValue(parsing: document), key: "merchant")).payLink
    }
}
