import GRDB
import Ledger
import Time

/// What the books say: what was earned month by month, and what every account holds.
struct BooksData {
    /// The latest months in which anything was earned, or what is still to be earned moved, in their order.
    let revenue: [RecognitionReport]
    /// By book, account and currency.
    let balances: [TrialBalanceRow]

    /// As many months as a table of them is read with ease.
    private static let months = 12

    init(_ db: Database) throws {
        let row = try Row.fetchOne(
            db, sql: "SELECT substr(min(day), 1, 7), substr(max(day), 1, 7) FROM journalEntry")!
        var months: [Month] = []
        if let first: String = row[0], let last: String = row[1] {
            var month = try Month(last)
            let begin = try Month(first)
            while month >= begin, months.count < Self.months {
                months.insert(month, at: 0)
                month = month.previous
            }
        }
        revenue = try months.map { try RecognitionReport(db, $0) }.filter {
            !$0.earned.isEmpty || $0.balances.contains { !$0.movements.isEmpty }
        }
        balances = try Journal.trialBalance(db)
    }
}
