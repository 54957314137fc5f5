import Catalog
import GRDB
import Money
import Time

/// The days of a merchant's month at whose end what was collected is settled.
struct PayoutCalendar {
    let month: Month
    let zone: Zone
    /// Whether days are paid, and not the month. The contract at the month's begin decides for all of it.
    let isDaily: Bool
    /// In order; the last is the month's last.
    let days: [Day]

    init(
        _ db: Database, _ merchant: Merchant.ID, _ month: Month, at instant: Instant
    ) throws {
        let now = try Merchant(db, merchant, at: instant).zone
        let lastInstant = Instant(nanoseconds: now.end(of: month).nanoseconds - 1)
        let zone = try Merchant(db, merchant, at: min(instant, lastInstant)).zone
        let first = try MerchantCatalog(
            db, merchant, at: min(instant, zone.start(of: month)),
            orFirstBefore: zone.end(of: month)
        ).merchant.settlement
        self.month = month
        self.zone = zone
        isDaily = first.payout == .nextBankDay
        let calendars = [BankCalendar(.cny), BankCalendar(first.currency)].compactMap { $0 }
        days = isDaily ? PayoutCalendar.days(of: month, calendars) : [month.lastDay]
    }

    func end(of day: Day) -> Instant { zone.start(of: day.advanced(by: 1)) }

    /// Days before a day on which every bank is open, and the month's last. What was collected on days
    /// before closed ones is paid with theirs.
    ///
    /// In June 2026, in CNY and USD, Thursday the 18th to Sunday the 21st are settled together at the
    /// end of the 21st and paid on Monday: Friday is the Dragon Boat Festival and Juneteenth.
    static func days(of month: Month, _ calendars: [BankCalendar]) -> [Day] {
        (0..<month.length).map { month.firstDay.advanced(by: $0) }.filter { day in
            let next = day.advanced(by: 1)
            return day == month.lastDay || calendars.allSatisfy { $0.isOpen(next) }
        }
    }
}
