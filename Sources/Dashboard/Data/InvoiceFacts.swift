import Catalog
import Checkout
import Invoicing
import Money
import Time
import Web

/// An invoice and what became of it. Many pages look at the same ones, so they are shared and never copied.
final class InvoiceFacts: Sendable {
    let stored: StoredInvoice
    let account: InvoiceAccount
    /// By channel and attempt.
    let orders: [OrderAccount]
    let history: InvoiceHistory
    let means: PaymentMeans
    let isLate: Bool

    init(
        stored: StoredInvoice, account: InvoiceAccount, orders: [OrderAccount],
        history: InvoiceHistory, means: PaymentMeans, isLate: Bool
    ) {
        self.stored = stored
        self.account = account
        self.orders = orders
        self.history = history
        self.means = means
        self.isLate = isLate
    }

    var invoice: Invoice { stored.invoice }
    var total: Amount { invoice.total }
    /// Nothing where more was paid than is owed.
    var due: Amount { max(.zero(invoice.currency), account.due) }

    var state: (Label, Tone) {
        switch account.state(isLate: isLate) {
        case .due: (Label("Due", zh: "待付"), .wait)
        case .overdue: (Label("Overdue", zh: "逾期"), .bad)
        case .partlyPaid: (Label("Partly paid", zh: "部分已付"), .wait)
        case .paid: (Label("Paid", zh: "已付"), .good)
        case .credited: (Label("Credited", zh: "已冲减"), .wait)
        case .void: (Label("Void", zh: "已作废"), .bad)
        }
    }
}
