public import Catalog
import Credits
public import GRDB
import Metering
import Money
public import Rating
public import Time

extension InvoiceReplay {
    /// A closed month, rated again with all that is known now of its prices, against what was billed:
    /// the invoices that would be others, by customer and number. Nothing is written.
    ///
    /// Usage that came in after the close changes no invoice of the month, because the next one bills
    /// it: it is in `late` until then.
    ///
    /// - Parameter suppositions: catalogs to rate it by in place of the one in force.
    /// - Returns: the invoices, usage that has no price, and what waits for the next invoice.
    /// - Throws: `InvoicingError.notClosed`, `MoneyError.doesNotFit`.
    public static func all(
        _ db: Database, _ merchant: Merchant.ID, _ month: Month,
        supposing suppositions: [CatalogSupposition] = []
    ) throws -> (invoices: [InvoiceReplay], unpriced: [RatingError], late: [Fee]) {
        guard let mark = try CloseMark(db, merchant, month),
            let last = try CloseMark.lastMonth(db, merchant)
        else {
            throw InvoicingError.notClosed(merchant, month)
        }
        let rated = try RatedMonth(
            db, merchant, month, withEvidence: false, through: mark.knowing(.max),
            supposing: Supposition(suppositions))
        let drafts = try Invoicer.drafts(db, merchant, rated)
        let standings = try Invoicer.standings(
            db, merchant, rated, drafts, through: mark.knowing(.max),
            as: CreditMark(db, merchant, month), supposing: suppositions)
        let billed = Dictionary(
            grouping: try Invoice.fetchAll(db, merchant: merchant, month: month),
            by: \.invoice.customer)
        var found: [InvoiceReplay] = []
        for customer in Set(drafts.keys).union(billed.keys).sorted() {
            var due = try (drafts[customer] ?? []).filter { try Invoicer.isDue($0) }
            var standing = standings[customer] ?? Standing()
            for stored in (billed[customer] ?? []).sorted(by: { $0.id < $1.id }) {
                let invoice = stored.invoice
                // Of the same days, or else the next one with prices in the same currency.
                let alike = due.indices.filter {
                    due[$0].plan.currency == invoice.pricingCurrency
                }
                let place = alike.first { due[$0].days == invoice.days } ?? alike.first
                let now = try place.map { place in
                    try Invoicer.invoice(
                        due.remove(at: place).billed(db, to: standing, before: stored.id),
                        number: invoice.number, issuedAt: invoice.issuedAt,
                        currency: invoice.currency, lock: invoice.lock)
                }
                if let now { standing = try standing.after(now) }
                if let replay = try InvoiceReplay(invoice, now) { found.append(replay) }
            }
            for draft in due {
                let invoice = try Invoicer.unissued(draft.billed(db, to: standing))
                standing = try standing.after(invoice)
                found.append(try InvoiceReplay(new: invoice))
            }
        }
        let late = try LateUsage.months(db, merchant, closing: last.next)
            .filter { $0.month == month }
            .flatMap { late in late.fees.sorted { $0.key < $1.key }.flatMap(\.value) }
        return (found, rated.unpriced, late)
    }
}
