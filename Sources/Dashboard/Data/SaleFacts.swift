import Checkout
import Invoicing

/// An invoice that sells credit, and what came for it.
struct SaleFacts: Sendable {
    let stored: StoredTopUp
    let account: InvoiceAccount

    var invoice: TopUpInvoice { stored.invoice }
    /// Where it stands on the page of credits: it has no page of its own, since it has one line and no usage.
    var place: String { "sale-\(invoice.merchant)-\(invoice.number)" }
}
