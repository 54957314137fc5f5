public import Checkout
public import Invoicing
public import Money
public import Time

/// Everything an invoice document prints.
public struct InvoiceInput: Sendable {
    public let invoice: Invoice
    /// SHA-256 of its snapshot.
    public let digest: String
    /// The last order of each channel, if any.
    public let orders: [PaymentOrder]
    public let paid: Amount
    /// When the last payment came.
    public let paidAt: Instant?
    /// The time the document is made: decides what is overdue and which codes are good.
    public let asOf: Instant

    public init(
        invoice: Invoice, digest: String, orders: [PaymentOrder], paid: Amount, paidAt: Instant?,
        asOf: Instant
    ) {
        self.invoice = invoice
        self.digest = digest
        self.orders = orders
        self.paid = paid
        self.paidAt = paidAt
        self.asOf = asOf
    }

    /// What is left to pay.
    public var due: Amount { invoice.total - paid }

    /// Where an invoice stands at the document's time.
    public enum State: String, Sendable { case due, overdue, partlyPaid, paid }

    public var state: State {
        if due <= .zero(invoice.currency) { return .paid }
        if paid > .zero(invoice.currency) { return .partlyPaid }
        return invoice.zone.day(of: asOf) > invoice.dueDay ? .overdue : .due
    }
}
