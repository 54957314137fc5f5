import Catalog
import Credits
import GRDB
import Invoicing
import Money
import Store
import Time

/// The credit of `examples/credit.csv`: a balance paid before it is used, of which what is left on its last day
/// is lost to the customer, and a code that gives one.
enum DemoCredits {
    /// Makes what the file says, as the commands `bm credits grant` and `bm codes` do; a second time
    /// nothing.
    ///
    /// - Parameter instant: from when it lives; what is sold lives before its payment is on a bill.
    /// - Returns: what was made, in words.
    static func make(
        _ db: Database, _ bytes: [UInt8], at instant: Instant
    ) throws -> [String] {
        try CSVRows(bytes).rows.dropFirst().map { row in
            let customer = Customer.ID(row.cells[0])
            let amount = try Exact(parsing: row.cells[3])
            if row.cells[4].isEmpty {
                let made = try CreditBooks.grant(
                    db,
                    CreditBooks.Request(
                        id: CreditGrant.ID(row.cells[1]), customer: customer, kind: .paid,
                        amount: amount, effectiveAt: instant,
                        expiresAt: try row.cells[5].isEmpty
                            ? nil : Zone.shanghai.start(of: Day(row.cells[5])),
                        reason: "paid before use",
                        by: "demo", onAccount: true), at: instant)
                let worth = try made.balance.grant.unit.value(of: amount)
                return "\(customer) paid \(PreciseAmount(worth, made.balance.grant.unit.currency))"
            }
            let merchant = try MerchantCatalog.merchant(db, of: customer)
            let catalog = try MerchantCatalog(db, merchant, at: instant)
            guard let entry = catalog.customer(customer) else {
                throw CatalogError.unknownCustomer(customer.text)
            }
            let unit = CreditUnit(catalog.plan(entry.plan).currency)
            let code = try RedemptionCode(
                merchant: merchant, text: row.cells[4], gives: .balance(amount, unit),
                description: "welcome to the gateway", createdAt: instant)
            if try RedemptionCode.fetchAll(db, text: code.text).isEmpty { try code.insert(db) }
            _ = try Redemption(
                db, code.text, for: customer, reference: "demo", at: instant)
            return "\(customer) redeemed \(code.text)"
        }
    }
}
