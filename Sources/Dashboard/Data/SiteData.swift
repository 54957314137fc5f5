import Catalog
import Checkout
import Credits
import FX
import Ledger
import Metering
import Money
public import Time

/// Everything the sites show, read once from one state of the ledger.
public struct SiteData: Sendable {
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
    let files: [FileCount]

    /// Where input lines went.
    struct Intake: Sendable {
        let input: Int
        let accepted: Int
        let late: Int
        let duplicate: Int
        let rejected: Int
    }

    /// Published files of one kind.
    struct FileCount: Sendable {
        let kind: String
        let files: Int
        let bytes: Int
        let last: Instant
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
    /// What in its catalog is likely to cost somebody money.
    let findings: [LintFinding]
    /// Months that are closed.
    let closed: [Month]

    var merchant: Merchant { catalog.merchant }
    var id: Merchant.ID { merchant.id }

    func customer(_ id: Customer.ID) -> Customer? { catalog.customer(id) }
}
