public import Catalog
public import GRDB
public import Money
public import Time

/// What the journal has of earned, deferred and unbilled revenue and of credit, month by month: the books alone, in
/// one query. That they are what invoices and credits come to is `RecognitionReport`'s and `bm verify`'s to say.
public struct RevenueByMonth: Sendable {
    /// What was booked in one merchant's month to one account by entries of one kind, as a debit or credit raises the
    /// account.
    public struct Row: Sendable, Equatable {
        public let merchant: Merchant.ID
        public let month: Month
        public let account: Account
        public let kind: JournalEntry.Kind
        public let amount: Amount
    }

    /// By merchant, month, account and kind.
    public let rows: [Row]

    /// Accounts of what is earned.
    public static let earned: [Account] = [
        .revenueUsage, .revenueSubscription, .revenueAddOn, .revenueBreakage,
    ]
    /// Accounts of what is still to be earned, or to be billed.
    public static let rolled: [Account] = [.deferredRevenue, .unbilledRevenue, .creditLiability]

    public init(_ db: Database) throws {
        let accounts = Dictionary(
            uniqueKeysWithValues: (Self.earned + Self.rolled).map { ($0.name, $0) })
        let names = accounts.keys.sorted().map { "'\($0)'" }.joined(separator: ", ")
        rows = try GRDB.Row.fetchAll(
            db,
            sql: """
                SELECT book, substr(day, 1, 7) AS month, account, kind, sum(minorUnits) FROM posting
                JOIN journalEntry ON sequence = entry
                WHERE currency = 'CNY' AND book <> 'platform' AND account IN (\(names))
                GROUP BY book, month, account, kind ORDER BY book, month, account, kind
                """
        ).compactMap { row in
            guard let account = accounts[row[2]],
                let kind = JournalEntry.Kind(rawValue: row[3] as String)
            else { return nil }
            let units: Int64 = row[4]
            return Row(
                merchant: Merchant.ID(row[0] as String), month: try Month(row[1] as String),
                account: account, kind: kind,
                amount: Amount(minorUnits: account.isDebit ? units : -units, .cny))
        }
    }
}
