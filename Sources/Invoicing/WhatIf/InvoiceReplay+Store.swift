public import Catalog
public import GRDB
import Metering
import Money
public import Rating
public import Time

extension InvoiceReplay {
    /// A closed month, rated again with all that is known now, against what was billed: the invoices
    /// that would be others, by customer and number. Nothing is written.
    ///
    /// - Parameter suppositions: catalogs to rate it by in place of the one in force.
    /// - Returns: the invoices, and usage that has no price.
    /// - Throws: `InvoicingError.notClosed`, `MoneyError.doesNotFit`.
    public static func all(
        _ db: Database, _ merchant: Merchant.ID, _ month: Month,
        supposing suppositions: [CatalogSupposition] = []
    ) throws -> (invoices: [InvoiceReplay], unpriced: [RatingError]) {
        guard try CloseMark(db, merchant, month) != nil else {
            throw InvoicingError.notClosed(merchant, month)
        }
        let rated = try RatedMonth(
            db, merchant, month, withEvidence: false, supposing: Supposition(suppositions))
        let drafts = try Invoicer.drafts(db, merchant, rated)
        let billed = Dictionary(
            grouping: try Invoice.fetchAll(db, merchant: merchant, month: month),
            by: \.invoice.customer)
        var found: [InvoiceReplay] = []
        for customer in Set(drafts.keys).union(billed.keys).sorted() {
            var due = try (drafts[customer] ?? []).filter { try Invoicer.isDue($0) }
            for stored in (billed[customer] ?? []).sorted(by: { $0.id < $1.id }) {
                let invoice = stored.invoice
                // Of the same days, or else the next one with prices in the same currency.
                let alike = due.indices.filter {
                    due[$0].plan.currency == invoice.pricingCurrency
                }
                let place = alike.first { due[$0].days == invoice.days } ?? alike.first
                let now = try place.map { place in
                    try Invoicer.invoice(
                        due.remove(at: place).withOpenCoupons(db, before: stored.id),
                        number: invoice.number, issuedAt: invoice.issuedAt,
                        currency: invoice.currency, lock: invoice.lock)
                }
                if let replay = try InvoiceReplay(invoice, now) { found.append(replay) }
            }
            for draft in due {
                let invoice = try Invoicer.invoice(
                    draft.withOpenCoupons(db),
                    number: Invoice.Number(day: draft.days.to, counter: 0),
                    issuedAt: rated.history.zone.start(of: draft.days.to),
                    currency: draft.plan.currency, lock: nil)
                found.append(try InvoiceReplay(new: invoice))
            }
        }
        return (found, rated.unpriced)
    }
}
