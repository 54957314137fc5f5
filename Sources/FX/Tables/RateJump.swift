import Money
import Time

/// A rate that lies too far from the one before it: a point set wrong, a pair the wrong way round, or a
/// day on which the world changed.
public struct RateJump: Sendable, Hashable {
    public let before: FXRate
    public let after: FXRate

    /// Only rates at most so many days apart are compared: a currency may move far in a month.
    public static let reachDays = 10

    /// Whether the larger is a thousand times the smaller, or more: a unit was taken for another, not a
    /// move of the market.
    public var isThousandfold: Bool { isBeyond(Exact(1000)) || isExactly(Exact(1000)) }

    /// `USD/CNY is 7.27 on 2026-05-28 and 72.7 on 2026-05-29`, and whether a thousandfold.
    public var text: String {
        "\(before.base.code)/\(before.quote.code) is \(before.value) on \(before.day) and "
            + "\(after.value) on \(after.day)\(isThousandfold ? ", a thousandfold" : "")"
    }

    /// The jumps between rates of one pair and source, by day, where one of the two is of a new day.
    ///
    ///     7.27 on 28 May, 8.73 on 29 May, limit 1.2: 7.27 × 1.2 = 8.724, so that is one
    static func all(in rates: [FXRate], new days: Set<Day>, limit: Exact) -> [RateJump] {
        zip(rates, rates.dropFirst()).compactMap { before, after in
            let jump = RateJump(before: before, after: after)
            let isNear = after.day <= before.day.advanced(by: reachDays)
            let isNew = days.contains(before.day) || days.contains(after.day)
            return isNear && isNew && jump.isBeyond(limit) ? jump : nil
        }
    }

    private var ends: (low: Exact, high: Exact) {
        (min(before.value, after.value), max(before.value, after.value))
    }

    /// Both have at most 20 digits, so that the product always fits.
    private func isBeyond(_ factor: Exact) -> Bool {
        guard let bound = try? ends.low.times(factor) else { return true }
        return ends.high > bound
    }

    private func isExactly(_ factor: Exact) -> Bool {
        (try? ends.low.times(factor)) == ends.high
    }
}
