import Catalog
import Checkout
import Credits
import FX
public import GRDB
import Invoicing
import Ledger
import Metering
import Money
import Settlement
import Store
public import Time

extension SiteData {
    /// - Parameter asOf: what happened later is left out.
    public init(_ db: Database, asOf: Instant) throws {
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
        merchants = try catalogs.map { catalog in
            let id = catalog.merchant.id
            return MerchantData(
                asOf: asOf, catalog: catalog,
                invoices: try Invoice.fetchAll(db, merchant: id).map {
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
                usage: usage.removeValue(forKey: id) ?? [],
                credits: try CreditBalance.fetchAll(db, merchant: id).filter {
                    $0.grant.grantedAt <= asOf
                },
                versions: try CatalogVersion.all(db, id).filter { $0.appliedAt <= asOf },
                findings: try Self.findings(db, id, asOf),
                closed: try String.fetchAll(
                    db,
                    sql: """
                        SELECT month FROM periodClose JOIN merchant ON merchant.id = merchantId
                        WHERE code = ? ORDER BY month
                        """, arguments: [id.text]
                ).map { try Month($0) })
        }
        reconciliation = Reconciliation(sides, period: nil, asOf: asOf)
        revenue = try RevenueByMonth(db)
        locks = try FXLock.fetchAll(db)
        balances = try Journal.trialBalance(db)
        head = try Journal.head(db)
        intake = try Intake(db)
        files = try GRDB.Row.fetchAll(
            db,
            sql: """
                SELECT kind, count(DISTINCT path), sum(byteCount), max(publishedAt)
                FROM publishedFile WHERE kind <> 'site' GROUP BY kind ORDER BY kind
                """
        ).map {
            FileCount(
                kind: $0[0], files: $0[1], bytes: $0[2], last: try Instant($0[3] as String))
        }
        self.asOf = asOf
        verification = try Verification.latest(db, at: asOf)
    }
}

extension SiteData {
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
        self.init(
            input: row[0], accepted: row[1], late: row[2], duplicate: row[3], rejected: row[4])
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
