import Catalog
import Checkout
public import GRDB
import Invoicing
public import Ledger
import Money
import Settlement
import Store
public import Time

/// Everything the site shows, read once from one state of the ledger.
public struct SiteData {
    public let asOf: Instant
    let merchants: [MerchantCatalog]
    let invoices: [StoredInvoice]
    let payments: [Payment]
    /// Where each invoice stands, by its row.
    private let accounts: [Int64: InvoiceAccount]
    /// Its orders, by its row.
    private let orders: [Int64: [OrderAccount]]
    /// What came and went, and what the channels' bills say of it.
    let collected: CollectedData
    let books: BooksData
    let batches: [StoredBatch]
    /// Events by customer and local day, for the latest month that was closed.
    let usage: [UsageDay]
    let month: Month?
    let intake: Intake
    /// The last journal entry: what the pages show is what stood in the ledger up to it.
    public let head: (sequence: Int64, hash: String)
    let invariants: [Invariant]

    struct UsageDay {
        let customer: Customer.ID
        let eventName: String
        let day: Day
        let events: Int
    }

    struct Intake {
        let input: Int
        let accepted: Int
        let late: Int
        let duplicate: Int
        let rejected: Int
    }

    /// - Parameter invariants: as `bm verify` found them just now.
    public init(_ db: Database, asOf: Instant, invariants: [Invariant]) throws {
        self.asOf = asOf
        self.invariants = invariants
        merchants = try MerchantCatalog.merchants(db).map { try MerchantCatalog(db, $0, at: asOf) }
        invoices = try Invoice.fetchAll(db)
        let accounts = try Dictionary(
            uniqueKeysWithValues: invoices.map {
                ($0.id, try InvoiceAccount(db, $0, at: asOf))
            })
        self.accounts = accounts
        orders = try Dictionary(
            uniqueKeysWithValues: invoices.map {
                (
                    $0.id,
                    try OrderAccount.fetchAll(
                        db, invoice: $0.id, due: accounts[$0.id]!.due, at: asOf)
                )
            })
        payments = try Payment.fetchAll(db).filter { $0.paidAt <= asOf }
        collected = try CollectedData(db, invoices, asOf: asOf)
        books = try BooksData(db)
        batches = try SettlementBatch.fetchAll(db)
        head = try Journal.head(db)
        let last = try String.fetchOne(db, sql: "SELECT max(month) FROM periodClose")
        month = try last.map { try Month($0) }
        usage = if let month { try SiteData.usageDays(db, merchants, month) } else { [] }
        let row = try Row.fetchOne(
            db,
            sql: """
                SELECT coalesce(sum(CASE WHEN kind <> 'replay' THEN inputCount END), 0),
                    coalesce(sum(acceptedCount), 0), coalesce(sum(lateCount), 0),
                    coalesce(sum(duplicateCount), 0),
                    -- What a replay has taken is no longer rejected.
                    coalesce(sum(rejectedCount), 0)
                        - coalesce(sum(CASE WHEN kind = 'replay' THEN inputCount END), 0)
                FROM usageBatch
                """)!
        intake = Intake(
            input: row[0], accepted: row[1], late: row[2], duplicate: row[3], rejected: row[4])
    }

    /// Counts by day where the merchant's zone cuts it.
    private static func usageDays(
        _ db: Database, _ merchants: [MerchantCatalog], _ month: Month
    ) throws -> [UsageDay] {
        var days: [UsageDay] = []
        for catalog in merchants {
            let zone = catalog.merchant.zone
            for offset in 0..<month.length {
                let day = month.firstDay.advanced(by: offset)
                let (start, end) = (zone.start(of: day), zone.start(of: day.advanced(by: 1)))
                let last = Instant(nanoseconds: end.nanoseconds - 1)
                let rows = try Row.fetchAll(
                    db,
                    sql: """
                        SELECT customer.code, name, count(*) FROM usageEvent
                        JOIN usageSeries ON usageSeries.id = seriesId
                        JOIN customer ON customer.id = customerId
                        JOIN merchant ON merchant.id = customer.merchantId
                        JOIN usageEventName ON usageEventName.id = eventNameId
                        WHERE sequence BETWEEN ? AND ? AND occurredAt >= ? AND occurredAt < ?
                        AND merchant.code = ? GROUP BY customer.code, name ORDER BY 1, 2
                        """,
                    arguments: [
                        Int64(start.utcDay.number) * 1_000_000_000,
                        Int64(last.utcDay.number) * 1_000_000_000 + 999_999_999,
                        start.nanoseconds, end.nanoseconds, catalog.merchant.id.text,
                    ])
                days += rows.map {
                    UsageDay(customer: Code($0[0]), eventName: $0[1], day: day, events: $0[2])
                }
            }
        }
        return days
    }

    func paid(_ invoice: StoredInvoice) -> Amount { accounts[invoice.id]!.paid }

    /// Nothing where more was paid than is owed.
    func due(_ invoice: StoredInvoice) -> Amount {
        max(.zero(invoice.invoice.currency), accounts[invoice.id]!.due)
    }

    /// What was paid beyond what is owed.
    func excess(_ invoice: StoredInvoice) -> Amount { accounts[invoice.id]!.excess }

    /// What credit notes took off.
    func credited(_ invoice: StoredInvoice) -> Amount { accounts[invoice.id]!.credited }

    /// What the customer's balance paid of it, less what was kept of it for later invoices.
    func fromBalance(_ invoice: StoredInvoice) -> Amount { accounts[invoice.id]!.fromBalance }

    /// What is kept of these invoices for later ones; no figure where it is nothing.
    func keptFigures(_ invoices: [StoredInvoice]) -> [KeyFigure] {
        let kept = -invoices.map { fromBalance($0) }.total(.cny)
        return kept.isZero
            ? [] : [KeyFigure("Kept", kept.grouped, "CNY, for later invoices")]
    }

    /// By channel and attempt.
    func orders(_ invoice: StoredInvoice) -> [OrderAccount] { orders[invoice.id]! }

    /// How it can be paid at the site's time.
    func means(_ stored: StoredInvoice) -> PaymentMeans {
        let merchant = merchants.first { $0.merchant.id == stored.invoice.merchant }?.merchant
        return PaymentMeans(
            due: accounts[stored.id]!.due, orders: orders(stored),
            payLink: merchant?.payLink?.text(invoice: stored.invoice.number.text))
    }

    /// A word and its colour class.
    func state(_ stored: StoredInvoice) -> (text: String, style: String) {
        let isLate = stored.invoice.zone.day(of: asOf) > stored.invoice.dueDay
        return switch accounts[stored.id]!.state(isLate: isLate) {
        case .due: ("Due", "wait")
        case .overdue: ("Overdue", "bad")
        case .partlyPaid: ("Partly paid", "wait")
        case .paid: ("Paid", "good")
        case .credited: ("Credited", "wait")
        case .void: ("Void", "bad")
        }
    }
}
