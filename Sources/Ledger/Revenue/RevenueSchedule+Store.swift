public import Catalog
public import GRDB
import Invoicing
public import Time

extension RevenueSchedule {
    /// What the close of a merchant's month books as earned: of the invoices closed with it all days up to
    /// its end, of those before it its own days; less what notes and voids had taken back by then.
    public static func due(
        _ db: Database, _ merchant: Merchant.ID, _ month: Month
    ) throws -> [Part] {
        try dueByInvoice(db, merchant, month).flatMap(\.parts)
    }

    /// The same, with the invoice that each is of.
    static func dueByInvoice(
        _ db: Database, _ merchant: Merchant.ID, _ month: Month
    ) throws -> [(invoice: Invoice, parts: [Part])] {
        try Invoice.fetchAll(db, merchant: merchant, earnedIn: month).compactMap { stored in
            if let void = try InvoiceVoid.fetch(db, invoice: stored.id), void.closedThrough < month
            {
                return nil
            }
            let notes = try CreditNote.fetchAll(db, invoice: stored.id)
                .filter { $0.closedThrough < month }
            let parts = RevenueSchedule(stored.invoice, less: notes).parts
            return (stored.invoice, parts.filter { $0.month == month })
        }
    }
}
