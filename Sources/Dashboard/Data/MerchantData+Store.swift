import Catalog
import Checkout
import Credits
import GRDB
import Invoicing
import Ledger
import Metering
import Outbox
import Settlement
import Time

/// One merchant: what it sells, what it billed, what came, what it was paid. Many pages look at the same one, so it is
/// shared and never copied.
final class MerchantData: Sendable {
    let asOf: Instant
    let catalog: MerchantCatalog
    /// By number.
    let invoices: [InvoiceFacts]
    /// Invoices that sell credit, as they were issued.
    let sales: [SaleFacts]
    let payments: [Payment]
    let refunds: [Refund]
    /// What its channels' bills and the ledger say of each other.
    let reconciliation: Reconciliation
    let batches: [BatchFacts]
    /// Months with an event.
    let usage: [UsageCalendar]
    /// What is left of its customers' credit.
    let credits: [CreditBalance]
    let versions: [CatalogVersion]
    /// Of the month its pages begin with; nil where there is none.
    let review: MonthReview?
    /// What in its catalog is likely to cost somebody money.
    let findings: [LintFinding]
    /// What the ledger told of last, the latest first.
    let activity: [OutboxEvent]
    /// The entries of its book, by the number of what they record.
    let entries: [String: [StoredEntry]]
    /// Months that are closed.
    let closed: [Month]

    /// - Parameter number: the merchant's place among all.
    init(_ db: Database, _ all: AllMerchants, _ number: Int) throws {
        asOf = all.asOf
        catalog = all.catalogs[number]
        let (id, instant) = (catalog.merchant.id, all.asOf)
        usage = all.usage[id] ?? []
        closed = try CloseMark.months(db, id)
        invoices = try Invoice.fetchAll(db, merchant: id).map { [catalog] in
            try InvoiceFacts(db, $0, catalog.merchant, at: instant)
        }
        sales = try TopUpInvoice.fetchAll(db, merchant: id).map {
            SaleFacts(
                stored: $0,
                account: try InvoiceAccount(
                    db, invoice: $0.id, total: $0.invoice.total, at: instant))
        }
        payments = all.payments[id] ?? []
        refunds = all.refunds[id] ?? []
        reconciliation = Reconciliation(
            all.sides, Reconciliation.Scope(merchant: id), asOf: instant)
        batches = try SettlementBatch.fetchAll(db, merchant: id).map {
            BatchFacts(
                stored: $0,
                events: try PayoutEvent.fetchAll(db, number: $0.batch.number)
                    .filter { $0.at <= instant })
        }
        credits = try CreditBalance.fetchAll(db, merchant: id).filter {
            $0.grant.grantedAt <= instant
        }
        versions = try CatalogVersion.all(db, id).filter { $0.appliedAt <= instant }
        let month = closed.last ?? usage.map(\.month).max()
        review = try month.map { try MonthReview.of(db, id, $0, costBook: all.costBook) }
        findings = try Self.findings(db, id, instant)
        activity = try OutboxEvent.latest(db, 10, of: id, at: instant)
        entries = all.entries.of(id.text)
    }

    private static func findings(
        _ db: Database, _ merchant: Merchant.ID, _ instant: Instant
    ) throws -> [LintFinding] {
        do {
            let file = try CatalogFile(db, merchant, at: instant)
            return CatalogLint.findings(in: file, facts: try LintFacts(db, file, at: instant))
        } catch CatalogError.unknownMerchant {
            // Its first version is not in force yet.
            return []
        }
    }

    var merchant: Merchant { catalog.merchant }
    var id: Merchant.ID { merchant.id }

    func invoice(numbered number: String) -> Invoice? {
        invoices.first { $0.invoice.number.text == number }?.invoice
    }
    /// What was booked for some numbers, in the order of the journal.
    func entries(of numbers: [String]) -> [StoredEntry] {
        Set(numbers).flatMap { entries[$0] ?? [] }.sorted { $0.sequence < $1.sequence }
    }
    func customer(_ id: Customer.ID) -> Customer? { catalog.customer(id) }
}
