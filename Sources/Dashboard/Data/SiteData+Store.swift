import Catalog
import Checkout
import Credits
import FX
import GRDB
import Invoicing
import Ledger
import Metering
import Money
import Outbox
import Settlement
import Store
import Time

extension SiteData {
    init(_ db: Database, _ all: AllMerchants) throws {
        asOf = all.asOf
        reconciliation = Reconciliation(all.sides, period: nil, asOf: asOf)
        withdrawals = try Withdrawal.fetchAll(db).filter { [asOf] in $0.at <= asOf }
        revenue = try RevenueByMonth(db)
        locks = try FXLock.fetchAll(db)
        balances = try Journal.trialBalance(db)
        head = try Journal.head(db)
        intake = try Intake(db)
        files = try PublishedFile.all(db)
        paths = Set(files.map(\.path))
        journal = try Journal.days(db)
        activity = try OutboxEvent.latest(db, 10, at: asOf)
        verification = try Verification.latest(db, at: asOf)
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
        let batches = try GRDB.Row.fetchAll(
            db,
            sql: """
                SELECT kind, ingestedAt, sourceName, inputCount, acceptedCount, lateCount,
                    duplicateCount, rejectedCount
                FROM usageBatch ORDER BY id
                """
        ).map {
            SiteData.Batch(
                kind: $0[0], at: try Instant($0[1] as String), source: $0[2],
                lines: SiteData.Lines(
                    input: $0[3], accepted: $0[4], late: $0[5], duplicate: $0[6], rejected: $0[7]))
        }
        // A line that was rejected and replayed came in once; what a replay has taken is no longer rejected.
        let replayed = SiteData.Lines(batches.filter { $0.kind == "replay" }.map(\.lines)).input
        let all = SiteData.Lines(batches.map(\.lines))
        self.init(
            batches: batches,
            total: SiteData.Lines(
                input: all.input - replayed, accepted: all.accepted, late: all.late,
                duplicate: all.duplicate, rejected: all.rejected - replayed))
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

extension SiteData.Lines {
    /// Those of some batches together.
    init(_ parts: [Self]) {
        func sum(_ of: (Self) -> Int) -> Int { parts.reduce(0) { $0 + of($1) } }
        self.init(
            input: sum(\.input), accepted: sum(\.accepted), late: sum(\.late),
            duplicate: sum(\.duplicate), rejected: sum(\.rejected))
    }
}
