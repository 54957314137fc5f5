public import Checkout
public import EInvoicing
public import Invoicing
import Money
public import Time

/// Everything an invoice document prints.
public struct InvoiceInput: Sendable {
    public let content: Content
    /// SHA-256 of its snapshot.
    public let digest: String
    /// The last order of each channel, if any.
    public let orders: [OrderAccount]
    /// Where it stands at `asOf`.
    public let account: InvoiceAccount
    /// What became of it by then.
    public let history: InvoiceHistory
    /// The time the document is made: decides what is overdue and which codes are good.
    public let asOf: Instant
    /// The merchant's own page to pay this invoice on, where it has one.
    public let payLink: String?
    /// The fapiaos that were issued for it by then.
    public let fapiaos: [Fapiao]
    /// What it is to whoever reads it.
    public var edition = Edition.issued

    /// Issued, or to look at only.
    public enum Edition: Sendable {
        /// The invoice that the books have.
        case issued
        /// The same, to see how invoices look.
        case preview
        /// What would be issued now: it has no number yet, and nobody owes it.
        case draft
    }

    /// What is billed.
    public enum Content: Sendable {
        case usage(Invoice)
        case credit(TopUpInvoice)

        /// What it has in common with every other.
        public var invoice: any FinalizedInvoice {
            switch self {
            case .usage(let invoice): invoice
            case .credit(let sale): sale
            }
        }

        /// How many lines it has.
        public var lineCount: Int {
            switch self {
            case .usage(let invoice): invoice.lines.count
            case .credit: 1
            }
        }
    }

    public init(
        _ content: Content, digest: String, orders: [OrderAccount], account: InvoiceAccount,
        history: InvoiceHistory = InvoiceHistory(events: []), asOf: Instant,
        payLink: String? = nil, fapiaos: [Fapiao] = []
    ) {
        self.content = content
        self.digest = digest
        self.orders = orders
        self.account = account
        self.history = history
        self.asOf = asOf
        self.payLink = payLink
        self.fapiaos = fapiaos
    }

    /// What it has in common with every other.
    public var invoice: any FinalizedInvoice { content.invoice }

    /// What it is called.
    var title: Phrase { edition == .draft ? .draftInvoice : .invoice }

    /// Its number; nil for a draft, which has none.
    var number: Invoice.Number? { edition == .draft ? nil : invoice.number }

    /// The same as EN 16931 has it, as it was issued; nil where nobody is to book it: one that is void, a
    /// preview, a draft.
    public var electronic: EInvoice? {
        if account.isVoid || edition != .issued { return nil }
        return switch content {
        case .usage(let invoice): EInvoice(invoice)
        case .credit(let sale): EInvoice(sale)
        }
    }

    /// How it can be paid then.
    public var means: PaymentMeans {
        edition == .draft
            ? .none : PaymentMeans(due: account.due, orders: orders, payLink: payLink)
    }

    /// What is asked for at the time, the largest thing on the page: what is left to pay; all of it where that is
    /// paid.
    var headline: Amount {
        edition == .draft || state == .paid
            ? invoice.total : max(account.due, .zero(invoice.currency))
    }

    public var state: InvoiceAccount.State { account.state(isLate: isLate) }

    /// Whether its due day is over.
    public var isLate: Bool { invoice.zone.day(of: asOf) > invoice.dueDay }
}
