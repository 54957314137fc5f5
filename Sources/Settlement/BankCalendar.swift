public import Money
public import Time

/// The days a currency's banks are open.
public struct BankCalendar: Sendable {
    public let currency: Currency
    private let closures: Set<Int>
    private let workingWeekends: Set<Int>

    /// The calendar of a currency that is settled in; nil for others. Known from 2024 to 2027.
    public init?(_ currency: Currency) {
        guard let days = BankCalendar.weekdayClosures[currency] else { return nil }
        self.currency = currency
        closures = Set(days)
        workingWeekends = currency == .cny ? Set(BankCalendar.chinaWorkingWeekends) : []
    }

    /// Whether banks are open: a weekday that is no holiday, or in China a make-up working day.
    public func isOpen(_ day: Day) -> Bool {
        if day.weekday > 5 { return workingWeekends.contains(day.number) }
        return !closures.contains(day.number)
    }

    /// The first day after `day` that is open in every one of `calendars`.
    ///
    /// A payout in USD after Thursday 2026-06-18 goes on Monday the 22nd: the 19th is Juneteenth in
    /// the US and the Dragon Boat Festival in China.
    public static func next(after day: Day, in calendars: [BankCalendar]) -> Day {
        var candidate = day.advanced(by: 1)
        while !calendars.allSatisfy({ $0.isOpen(candidate) }) {
            candidate = candidate.advanced(by: 1)
        }
        return candidate
    }
}
