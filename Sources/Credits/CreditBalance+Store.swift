public import Catalog
public import GRDB
import Money
import Store
import Time

extension CreditBalance {
    /// What is left of grants, by customer and, of each, the oldest grant first; every parameter narrows.
    ///
    /// - Parameters:
    ///   - invoice: the row of the invoice that sold the grant.
    ///   - mark: leaves out what came after it.
    public static func fetchAll(
        _ db: Database, customer: Customer.ID? = nil, merchant: Merchant.ID? = nil,
        grant: CreditGrant.ID? = nil, invoice: Int64? = nil, as mark: CreditMark? = nil
    ) throws -> [CreditBalance] {
        let rows = try Row.fetchAll(
            db,
            sql: """
                SELECT creditGrant.*, customer.code AS customerCode, liveFrom FROM creditGrant
                JOIN customer ON customer.id = customerId
                JOIN merchant ON merchant.id = customer.merchantId
                LEFT JOIN creditActivation ON grantId = creditGrant.id
                    AND (creditActivation.id <= :lastActivation OR :lastActivation IS NULL)
                WHERE (customer.code = :customer OR :customer IS NULL)
                AND (merchant.code = :merchant OR :merchant IS NULL)
                AND (creditGrant.code = :grant OR :grant IS NULL)
                AND (invoiceId = :invoice OR :invoice IS NULL)
                AND (creditGrant.id <= :lastGrant OR :lastGrant IS NULL)
                ORDER BY customer.code, grantedAt, creditGrant.id
                """,
            arguments: [
                "customer": customer?.text, "merchant": merchant?.text, "grant": grant?.text,
                "invoice": invoice, "lastGrant": mark?.grant, "lastActivation": mark?.activation,
            ])
        return try rows.map { row in
            try CreditBalance(
                CreditGrant(row: row),
                liveFrom: (row["liveFrom"] as String?).map { try Instant($0) },
                CreditMovement.fetchAll(db, grant: CreditGrant.ID(row["code"]), as: mark))
        }
    }

    /// What is left of one grant; nil where there is none of that name.
    public static func fetch(_ db: Database, _ grant: CreditGrant.ID) throws -> CreditBalance? {
        try fetchAll(db, grant: grant).first
    }
}
