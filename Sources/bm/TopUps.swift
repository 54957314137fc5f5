import Catalog
import Credits
import GRDB
import Invoicing
import Metering
import Money
import Rating
import Time

/// Credit that is ordered by itself when a customer's balance falls below what its catalog says.
struct TopUps {
    /// A customer with settings, and what they come to now.
    struct Row {
        let customer: Customer
        let settings: AutoTopUp
        /// What is left, orders that wait for their payment among it, less usage that is not billed yet.
        let balance: PreciseAmount
        /// What was ordered this month.
        let ordered: Exact
        let decision: AutoTopUp.Decision
        /// What is ordered now.
        let order: Exact
    }

    let rows: [Row]

    /// Who made a grant that nobody asked for.
    static let maker = "auto_top_up"

    /// - Throws: `RatingError` where usage has no price: its cost is not known then.
    init(_ db: Database, _ merchant: Merchant.ID, at instant: Instant) throws {
        let catalog = try MerchantCatalog(db, merchant, at: instant)
        let unbilled = try Unbilled(db, merchant, at: instant)
        let customers = catalog.customers.filter { $0.autoTopUp != nil }
        let late = customers.isEmpty ? [] : try unbilled.late()
        rows = try customers.compactMap { customer in
            guard let settings = customer.autoTopUp else { return nil }
            let currency = catalog.plan(customer.plan).currency
            let zone = catalog.merchant.zone
            var balance = Exact.zero
            var ordered = Exact.zero
            for credit in try CreditBalance.fetchAll(db, customer: customer.id)
            where credit.grant.unit.currency == currency {
                let grant = credit.grant
                let isVoid = try grant.sale.map {
                    try InvoiceVoid.fetch(db, invoice: $0.invoice) != nil
                }
                if grant.grantedBy == TopUps.maker, isVoid != true,
                    zone.day(of: grant.grantedAt).month == zone.day(of: instant).month
                {
                    ordered = try ordered.plus(grant.amount)
                }
                let isOver = grant.expiresAt.map { $0 <= instant } ?? false
                if !isOver, grant.scope.isEverything {
                    balance = try balance.plus(credit.value.exact)
                }
            }
            balance = try balance.minus(
                unbilled.cost(customer.id, currency, late: late, at: instant))
            return Row(
                customer: customer, settings: settings, balance: PreciseAmount(balance, currency),
                ordered: ordered,
                decision: try settings.decision(balance: balance, ordered: ordered),
                order: try settings.order(balance: balance, ordered: ordered))
        }
    }

    /// Makes the orders that are due: a paid grant each, which lives when its invoice is paid.
    func order(_ db: Database, at instant: Instant) throws -> [CreditBooks.Made] {
        try rows.filter { $0.decision == .order }.map { row in
            try CreditBooks.grant(
                db,
                CreditBooks.Request(
                    customer: row.customer.id, kind: .paid, amount: row.order,
                    reason: "less than \(row.settings.below) was left", by: TopUps.maker),
                at: instant)
        }
    }
}
