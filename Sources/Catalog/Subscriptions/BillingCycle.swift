public import Time

/// The periods of a subscription, one after the other, for ever in both directions.
///
///     let cycle = BillingCycle(.monthly, anchor: try Day("2026-01-31"))
///     cycle.period(containing: try Day("2026-03-05"))   // 2026-02-28 – 2026-03-30
///
/// Months are counted from the anchor, not from period to period, so that 31 January leads to
/// 28 February and to 31 March again.
public struct BillingCycle: Sendable, Hashable {
    public let interval: Plan.Interval
    /// A day on which a period begins.
    public let anchor: Day

    public init(_ interval: Plan.Interval, anchor: Day) {
        self.interval = interval
        self.anchor = anchor
    }

    /// The cycle of the calendar: weeks begin on Monday, quarters and years with January.
    public static func calendar(_ interval: Plan.Interval) -> BillingCycle {
        // 1900-01-01 was a Monday, and the first day of a month, a quarter and a year.
        BillingCycle(interval, anchor: Day(year: 1900, month: 1, day: 1)!)
    }

    /// The period that `day` is in; of a lifetime, all days from the anchor on.
    public func period(containing day: Day) -> DaySpan {
        switch interval {
        case .daily: return days(1, day)
        case .weekly: return days(7, day)
        case .monthly: return months(1, day)
        case .quarterly: return months(3, day)
        case .yearly: return months(12, day)
        case .lifetime: return DaySpan(from: min(anchor, day), to: BillingCycle.never)
        }
    }

    /// The last day that can be written: where a lifetime ends.
    public static let never = Day(year: 2200, month: 12, day: 31)!

    private func days(_ count: Int, _ day: Day) -> DaySpan {
        let distance = day.sinceEpoch - anchor.sinceEpoch
        let rest = ((distance % count) + count) % count
        let from = day.advanced(by: -rest)
        return DaySpan(from: from, to: from.advanced(by: count))
    }

    private func months(_ count: Int, _ day: Day) -> DaySpan {
        let (year, month, _) = day.parts
        let (firstYear, firstMonth, _) = anchor.parts
        let distance = (year - firstYear) * 12 + month - firstMonth
        var number = distance >= 0 ? distance / count : -((count - 1 - distance) / count)
        if anchor.advanced(byMonths: number * count) > day { number -= 1 }
        return DaySpan(
            from: anchor.advanced(byMonths: number * count),
            to: anchor.advanced(byMonths: (number + 1) * count))
    }
}

extension Plan {
    /// The periods of its base fee, for a subscription that began on `since`.
    public func cycle(since: Day) -> BillingCycle {
        anchor == .subscription || interval == .lifetime
            ? BillingCycle(interval, anchor: since) : .calendar(interval)
    }

    /// The periods of its usage, its seats and its add-ons: those of the base fee, and months where
    /// that is paid once for all time.
    public func usageCycle(since: Day) -> BillingCycle {
        guard interval == .lifetime else { return cycle(since: since) }
        return anchor == .subscription
            ? BillingCycle(.monthly, anchor: since) : .calendar(.monthly)
    }
}

extension Plan {
    /// The first day after the trial of a subscription that began on `since`.
    public func trialEnd(since: Day) -> Day { since.advanced(by: trial?.days ?? 0) }
}
