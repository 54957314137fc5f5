public import Catalog
public import GRDB
public import Money
public import Rating
import Time

/// What the invoices of a rated month come to, exact and in the currency of their prices.
///
///     let now = try Revenue(db, "mer_1", RatedMonth(db, "mer_1", may))
///     now.totals["cus_1"]     // [USD 109.80]
///
/// Base fees, seats, add-ons and commitments are in it, less coupons; credits and tax are not.
public struct Revenue: Sendable {
    /// By customer, in the order of their invoices. Who is billed nothing has no lines.
    public let lines: [Customer.ID: [PreciseLine]]
    /// Usage that has no price, and is in no line.
    public let unpriced: [RatingError]
    let metrics: [BillableMetric]
    /// The metrics that a customer's plans charge for.
    let charged: [Customer.ID: Set<BillableMetric.ID>]

    /// - Parameter only: of these customers; of all where nil.
    /// - Throws: `MoneyError.doesNotFit`, `.tooLarge`.
    public init(
        _ db: Database, _ merchant: Merchant.ID, _ rated: RatedMonth,
        only: Set<Customer.ID>? = nil
    ) throws {
        let first = try Int64.fetchOne(
            db,
            sql: """
                SELECT min(invoice.id) FROM invoice JOIN merchant ON merchant.id = merchantId
                WHERE merchant.code = ? AND month = ?
                """,
            arguments: [merchant.text, rated.month.description])
        var lines: [Customer.ID: [PreciseLine]] = [:]
        for customer in rated.periods.keys where only?.contains(customer) ?? true {
            var lowered: [Coupon.ID: Int] = [:]
            let drafts = Invoicer.drafts(customer, rated)
            var standing = Standing(
                credit: nil,
                billed: try Invoicer.billed(db, merchant, customer, before: rated.month, drafts))
            for draft in drafts where try Invoicer.isDue(draft) {
                var draft = draft
                draft.standing = standing
                // As at the close: invoices of the months before count, and those of this one
                // that came before.
                draft.coupons = try draft.coupons.filter { coupon in
                    guard let most = coupon.invoices else { return true }
                    let before = try Invoice.uses(
                        db, of: coupon.code, by: customer, before: first ?? .max)
                    return before + lowered[coupon.code, default: 0] < most
                }
                let invoice = try Invoicer.unissued(draft)
                standing = try standing.after(invoice)
                for code in invoice.couponsUsed { lowered[code, default: 0] += 1 }
                lines[customer, default: []] += try invoice.lines.map { try PreciseLine($0) }
            }
        }
        self.lines = lines
        unpriced = rated.unpriced
        metrics = rated.catalog.metrics
        charged = rated.periods.mapValues { periods in
            Set(periods.flatMap(\.plan.charges).map(\.metric))
        }
    }

    /// What each customer pays, an amount for each currency, in the order of their codes.
    ///
    /// - Throws: `MoneyError.doesNotFit`.
    public func totals() throws(MoneyError) -> [Customer.ID: [PreciseAmount]] {
        var totals: [Customer.ID: [PreciseAmount]] = [:]
        for (customer, lines) in lines { totals[customer] = try lines.map(\.amount).byCurrency() }
        return totals
    }
}

extension [PreciseAmount] {
    /// The sums by currency, in the order of their codes.
    func byCurrency() throws(MoneyError) -> [PreciseAmount] {
        var sums: [Currency: PreciseAmount] = [:]
        for amount in self {
            sums[amount.currency] = try sums[amount.currency, default: .zero(amount.currency)]
                .plus(amount)
        }
        return sums.values.sorted { $0.currency.code < $1.currency.code }
    }
}
