import Catalog
import Checkout
import Credits
import FX
public import GRDB
import Invoicing
import Ledger
import Metering
import Money
import Outbox
import Settlement
import Store
public import Time

extension SiteData {
    /// - Parameters:
    ///   - asOf: the time of the run: it decides what is overdue, which codes are open and which credit has ended.
    ///     The ledger is shown as it stands.
    ///   - book: the price book with the suppliers' prices, instead of those the plans name.
    ///   - most: how many events of a merchant are named and found by their ids, the latest months first.
    /// - Throws: `CatalogError.unknownPriceBook`, and what the ledger's rooms throw.
    public init(
        _ db: Database, asOf: Instant, costBook book: String? = nil, naming most: Int = eventsNamed
    ) throws {
        let catalogs = try MerchantCatalog.merchants(db).map {
            try MerchantCatalog(db, $0, at: asOf)
        }
        var usage = try UsageCalendar.all(
            db,
            zones: Dictionary(
                uniqueKeysWithValues: catalogs.map { ($0.merchant.id, $0.merchant.zone) }))
        let payments = Dictionary(
            grouping: try Payment.fetchAll(db).filter { $0.paidAt <= asOf }, by: \.merchant)
        let refunds = try Refund.fetchAll(db).filter { $0.refundedAt <= asOf }
        withdrawals = try Withdrawal.fetchAll(db).filter { $0.at <= asOf }
        let sides = try Clearing.sides(db, asOf: asOf)
        let entries = try EntriesBySource(db)
        let invoices = try catalogs.map { try Invoice.fetchAll(db, merchant: $0.merchant.id) }
        let events = try LineEvents.all(
            db,
            zip(catalogs, invoices).map { catalog, invoices in
                LineEvents.Subject(
                    merchant: catalog.merchant, invoices: invoices.map(\.invoice),
                    usage: usage[catalog.merchant.id] ?? [])
            }, most: most)
        merchants = try catalogs.enumerated().map { number, catalog in
            let id = catalog.merchant.id
            let closed = try Self.closedMonths(db, id)
            let calendars = usage.removeValue(forKey: id) ?? []
            let month = closed.last ?? calendars.map(\.month).max()
            return MerchantData(
                asOf: asOf, catalog: catalog,
                invoices: try invoices[number].map {
                    try InvoiceFacts(db, $0, catalog.merchant, at: asOf)
                },
                payments: payments[id] ?? [],
                refunds: refunds.filter { $0.payment.merchant == id },
                reconciliation: Reconciliation(
                    sides, Reconciliation.Scope(merchant: id), asOf: asOf),
                batches: try SettlementBatch.fetchAll(db, merchant: id).map {
                    BatchFacts(
                        stored: $0,
                        events: try PayoutEvent.fetchAll(db, number: $0.batch.number)
                            .filter { $0.at <= asOf })
                },
                usage: calendars,
                credits: try CreditBalance.fetchAll(db, merchant: id).filter {
                    $0.grant.grantedAt <= asOf
                },
                versions: try CatalogVersion.all(db, id).filter { $0.appliedAt <= asOf },
                review: try month.map { try MonthReview.of(db, id, $0, costBook: book) },
                findings: try Self.findings(db, id, asOf),
                activity: try OutboxEvent.latest(db, 10, of: id, at: asOf),
                events: events[number],
                entries: entries.of(id.text), closed: closed)
        }
        reconciliation = Reconciliation(sides, period: nil, asOf: asOf)
        revenue = try RevenueByMonth(db)
        locks = try FXLock.fetchAll(db)
        balances = try Journal.trialBalance(db)
        head = try Journal.head(db)
        intake = try Intake(db)
        files = try PublishedFile.all(db)
        journal = try Journal.days(db)
        activity = try OutboxEvent.latest(db, 10, at: asOf)
        self.asOf = asOf
        verification = try Verification.latest(db, at: asOf)
    }
}

extension SiteData {
    private static func closedMonths(
        _ db: Database, _ merchant: Merchant.ID
    ) throws -> [Month] {
        try String.fetchAll(
            db,
            sql: """
                SELECT month FROM periodClose JOIN merchant ON merchant.id = merchantId
                WHERE code = ? ORDER BY month
                """, arguments: [merchant.text]
        ).map { try Month($0) }
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
}

extension SiteData.PublishedFile {
    static func all(_ db: Database) throws -> [Self] {
        // Beside max(), SQLite takes the other columns from the row with the maximum.
        try GRDB.Row.fetchAll(
            db,
            sql: """
                SELECT path, digest, byteCount, kind, publishedAt, max(id)
                FROM publishedFile WHERE kind <> 'site' GROUP BY path ORDER BY path
                """
        ).map {
            Self(
                path: $0[0], digest: $0[1], bytes: $0[2], kind: $0[3],
                at: try Instant($0[4] as String))
        }
    }
}

extension SiteData.Intake {
    init(_ db: Database) throws {
        let row = try GRDB.Row.fetchOne(
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
        let batches = try GRDB.Row.fetchAll(
            db,
            sql: """
                SELECT kind, ingestedAt, sourceName, inputCount, acceptedCount, lateCount,
                    duplicateCount, rejectedCount
                FROM usageBatch ORDER BY id
                """
        ).map {
            SiteData.Batch(
                kind: $0[0], at: try Instant($0[1] as String), source: $0[2], input: $0[3],
                accepted: $0[4], late: $0[5], duplicate: $0[6], rejected: $0[7])
        }
        self.init(
            batches: batches, input: row[0], accepted: row[1], late: row[2], duplicate: row[3],
            rejected: row[4])
    }
}

extension InvoiceFacts {
    convenience init(
        _ db: Database, _ stored: StoredInvoice, _ merchant: Merchant, at instant: Instant
    ) throws {
        let account = try InvoiceAccount(db, stored, at: instant)
        let orders = try OrderAccount.fetchAll(
            db, invoice: stored.id, due: account.due, at: instant)
        self.init(
            stored: stored, account: account, orders: orders,
            history: try InvoiceHistory(db, stored, at: instant),
            means: PaymentMeans(
                due: account.due, orders: orders,
                payLink: merchant.payLink?.text(invoice: stored.invoice.number.text)),
            isLate: stored.invoice.zone.day(of: instant) > stored.invoice.dueDay)
    }
}
