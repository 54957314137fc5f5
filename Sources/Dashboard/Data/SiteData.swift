import Catalog
import Checkout
import Credits
import FX
import Invoicing
import Ledger
import Metering
import Money
import Outbox
public import Time

/// Everything the sites show, read once from one state of the ledger.
public struct SiteData: Sendable {
    /// How many events of a merchant are named on its pages, unless told otherwise.
    public static let eventsNamed = 100_000
    public let asOf: Instant
    let merchants: [MerchantData]
    /// What the books have of revenue, by merchant, month, account and kind.
    let revenue: RevenueByMonth
    /// What the channels' bills and the ledger say of each other.
    let reconciliation: Reconciliation
    /// What channels paid to the platform's bank.
    let withdrawals: [Withdrawal]
    /// Every lock by its row, the oldest first.
    let locks: [(id: Int64, lock: FXLock)]
    /// By book, account and currency.
    let balances: [TrialBalanceRow]
    /// The last journal entry: what the pages show is what stood in the ledger up to it.
    public let head: (sequence: Int64, hash: String)
    /// What was checked last; nil where nothing was.
    let verification: Verification?
    let intake: Intake
    /// What was published of each path last, without the pages themselves, by path.
    let files: [PublishedFile]
    /// By book and day.
    let journal: [JournalDay]
    /// What the ledger told of last, of all merchants, the latest first.
    let activity: [OutboxEvent]

    /// Where input lines went: of all merchants together, since a file may have those of several.
    struct Intake: Sendable {
        /// In their order.
        let batches: [Batch]
        let input: Int
        let accepted: Int
        let late: Int
        let duplicate: Int
        let rejected: Int
    }

    /// One file of lines, or one correction.
    struct Batch: Sendable {
        let kind: String
        let at: Instant
        let source: String
        let input: Int
        let accepted: Int
        let late: Int
        let duplicate: Int
        let rejected: Int
    }

    /// A document beside the site.
    struct PublishedFile: Sendable {
        let path: String
        let digest: String
        let bytes: Int
        let kind: String
        let at: Instant
    }
}

/// One merchant: what it sells, what it billed, what came, what it was paid.
struct MerchantData: Sendable {
    let asOf: Instant
    let catalog: MerchantCatalog
    /// By number.
    let invoices: [InvoiceFacts]
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
    /// The events behind its invoices' lines.
    let events: LineEvents
    /// The entries of its book, by the number of what they record.
    let entries: [String: [StoredEntry]]
    /// Months that are closed.
    let closed: [Month]

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
