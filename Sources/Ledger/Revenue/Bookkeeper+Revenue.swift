public import Catalog
import Money
public import Time

extension Bookkeeper {
    /// `revenue mer_001/2026-05`
    public static func revenueSource(_ merchant: Merchant.ID, _ month: Month) -> String {
        "revenue \(merchant)/\(month)"
    }

    /// What was earned, in the merchant's book, an entry for each day: out of what was billed for it before,
    /// or is billed for it later.
    ///
    /// - Parameter parts: those that the close of the month books.
    public static func recognition(
        _ merchant: Merchant.ID, _ month: Month, _ parts: [RevenueSchedule.Part]
    ) -> [JournalEntry.Draft] {
        let byDay = Dictionary(grouping: parts, by: \.day)
        return byDay.keys.sorted().compactMap { day in
            let postings =
                balances(byDay[day]!) { Posting(debit: $0, $1) }
                + revenues(byDay[day]!) { Posting(credit: $0, $1) }
            let entry = JournalEntry.Draft(
                book: .merchant(merchant), day: day, kind: .recognition,
                source: revenueSource(merchant, month), postings: postings)
            return entry.postings.isEmpty ? nil : entry
        }
    }

    /// The parts taken back: of those that are earned the revenue, of the others what stands for them.
    ///
    /// - Parameter closed: the last month whose revenue is booked.
    static func reversal(_ parts: [RevenueSchedule.Part], earnedThrough closed: Month) -> [Posting]
    {
        revenues(parts.filter { $0.month <= closed }) { Posting(debit: $0, $1) }
            + balances(parts.filter { $0.month > closed }) { Posting(debit: $0, $1) }
    }

    private static func revenues(
        _ parts: [RevenueSchedule.Part], _ posting: (Account, Amount) -> Posting
    ) -> [Posting] {
        sums(
            parts, of: [.revenueUsage, .revenueSubscription, .revenueAddOn], by: \.revenue, posting)
    }

    private static func balances(
        _ parts: [RevenueSchedule.Part], _ posting: (Account, Amount) -> Posting
    ) -> [Posting] {
        sums(parts, of: [.unbilledRevenue, .deferredRevenue], by: \.balance, posting)
    }

    private static func sums(
        _ parts: [RevenueSchedule.Part], of accounts: [Account],
        by account: (RevenueSchedule.Part) -> Account, _ posting: (Account, Amount) -> Posting
    ) -> [Posting] {
        accounts.compactMap { wanted in
            let amounts = parts.filter { account($0) == wanted }.map(\.amount)
            return amounts.first.map { posting(wanted, amounts.total($0.currency)) }
        }
    }
}
