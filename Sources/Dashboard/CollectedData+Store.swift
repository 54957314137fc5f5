import Checkout
import GRDB
import Invoicing
import Ledger
import Time

/// What was collected, what went back, and where the channels' bills and the ledger do not agree.
struct CollectedData {
    /// What became of each invoice, by its row.
    private let histories: [Int64: InvoiceHistory]
    /// By time: what we sent back and what channels took back.
    let refunds: [Refund]
    let withdrawals: [Withdrawal]
    /// Over all periods.
    let reconciliation: Reconciliation

    init(_ db: Database, _ invoices: [StoredInvoice], asOf instant: Instant) throws {
        histories = try Dictionary(
            uniqueKeysWithValues: invoices.map {
                ($0.id, try InvoiceHistory(db, $0, at: instant))
            })
        refunds = try Refund.fetchAll(db).filter { $0.refundedAt <= instant }
        withdrawals = try Withdrawal.fetchAll(db).filter { $0.at <= instant }
        reconciliation = Reconciliation(
            try Clearing.sides(db, asOf: instant), period: nil, asOf: instant)
    }

    func history(_ invoice: StoredInvoice) -> InvoiceHistory { histories[invoice.id]! }
}
