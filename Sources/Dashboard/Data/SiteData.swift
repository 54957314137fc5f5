import Checkout
import FX
import Ledger
import Metering
import Money
import Outbox
import Time

/// What the sites show beside the merchants, read from one state of the ledger.
struct SiteData: Sendable {
    let asOf: Instant
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
    let head: (sequence: Int64, hash: String)
    /// What was checked last; nil where nothing was.
    let verification: Verification?
    let intake: Intake
    /// What was published of each path last, without the pages themselves, by path.
    let files: [PublishedFile]
    /// Their paths.
    let paths: Set<String>
    /// By book and day.
    let journal: [JournalDay]
    /// What the ledger told of last, of all merchants, the latest first.
    let activity: [OutboxEvent]

    /// Where input lines went: of all merchants together, since a file may have those of several.
    struct Intake: Sendable {
        /// In their order.
        let batches: [Batch]
        let total: Lines
    }

    /// One file of lines, or one correction.
    struct Batch: Sendable {
        /// `ingest`, `correction` or `replay`.
        let kind: String
        let at: Instant
        let source: String
        let lines: Lines
    }

    /// Input lines: each is accepted, a duplicate or rejected; an accepted one may be late.
    struct Lines: Sendable {
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
