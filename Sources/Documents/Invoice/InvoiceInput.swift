public import Checkout
public import Invoicing
import Money
public import Time

/// Everything an invoice document prints.
public struct InvoiceInput: Sendable {
    public let invoice: Invoice
    /// SHA-256 of its snapshot.
    public let digest: String
    /// The last order of each channel, if any.
    public let orders: [PaymentOrder]
    /// Where it stands at `asOf`.
    public let account: InvoiceAccount
    /// The time the document is made: decides what is overdue and which codes are good.
    public let asOf: Instant

    public init(
        invoice: Invoice, digest: String, orders: [PaymentOrder], account: InvoiceAccount,
        asOf: Instant
    ) {
        self.invoice = invoice
        self.digest = digest
        self.orders = orders
        self.account = account
        self.asOf = asOf
    }

    public var state: InvoiceAccount.State {
        account.state(isLate: invoice.zone.day(of: asOf) > invoice.dueDay)
    }
}
