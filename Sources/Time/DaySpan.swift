/// Days in a row, half open: from `from` up to and without `to`.
///
///     let june = DaySpan(from: try Day("2026-06-01"), to: try Day("2026-07-01"))
///     june.length        // 30
///     june.description   // 2026-06-01 – 2026-06-30
public struct DaySpan: Sendable, Hashable, CustomStringConvertible {
    public let from: Day
    public let to: Day

    /// - Precondition: `from` is not after `to`.
    public init(from: Day, to: Day) {
        precondition(from <= to, "days from \(from) to \(to)")
        self.from = from
        self.to = to
    }

    /// The days of a month.
    public init(_ month: Month) { self.init(from: month.firstDay, to: month.next.firstDay) }

    public var length: Int { to.sinceEpoch - from.sinceEpoch }
    public var isEmpty: Bool { length == 0 }

    public func contains(_ day: Day) -> Bool { day >= from && day < to }

    /// Each of them, in order.
    public var all: [Day] { (0..<length).map { from.advanced(by: $0) } }

    /// The days that both have; nil for none.
    public func intersection(_ other: DaySpan) -> DaySpan? {
        let (first, end) = (max(from, other.from), min(to, other.to))
        return first < end ? DaySpan(from: first, to: end) : nil
    }

    /// The first day and the last: `2026-06-01 – 2026-06-30`; a single one by itself.
    public var description: String {
        let last = to.advanced(by: -1)
        return last == from ? "\(from)" : "\(from) – \(last)"
    }
}

extension Day {
    /// The same day of the month `count` months later, or the last where that month is shorter:
    /// 31 January and 1 give 28 February, and 2 give 31 March.
    public func advanced(byMonths count: Int) -> Day {
        let parts = parts
        let target = month.advanced(by: count)
        return Day(
            year: target.year, month: target.month, day: min(parts.day, target.length))!
    }
}
