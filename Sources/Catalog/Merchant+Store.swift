public import GRDB
import Store
public import Time

extension Merchant {
    /// A merchant by its catalog at `instant`; nil where it has none yet.
    public static func fetch(
        _ db: Database, _ merchant: ID, at instant: Instant
    ) throws -> Merchant? {
        let document = try String.fetchOne(
            db,
            sql: """
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
