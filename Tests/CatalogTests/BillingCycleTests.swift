import Catalog
import TestSupport
import Testing
import Time

@Suite("Billing periods from an anchor")
struct BillingCycleTests {
    @Test(
        "months are counted from the anchor: 31 January, 28 February, 31 March",
        arguments: [
            (Plan.Interval.monthly, "2026-01-31", "2026-03-05", "2026-02-28", "2026-03-31"),
            (.monthly, "2026-01-31", "2026-02-27", "2026-01-31", "2026-02-28"),
            (.monthly, "2026-01-31", "2026-04-30", "2026-04-30", "2026-05-31"),
            (.monthly, "2028-01-31", "2028-02-29", "2028-02-29", "2028-03-31"),
            (.monthly, "2026-03-31", "2025-02-27", "2025-01-31", "2025-02-28"),
            (.quarterly, "2025-11-30", "2026-03-01", "2026-02-28", "2026-05-30"),
            (.yearly, "2024-02-29", "2026-01-01", "2025-02-28", "2026-02-28"),
            (.yearly, "2024-02-29", "2028-02-29", "2028-02-29", "2029-02-28"),
            (.weekly, "2026-01-31", "2026-03-01", "2026-02-28", "2026-03-07"),
        ])
    func anchored(
        interval: Plan.Interval, anchor: String, day: String, from: String, to: String
    ) throws {
        let period = try BillingCycle(interval, anchor: Day(anchor)).period(containing: Day(day))
        let expected = DaySpan(from: try Day(from), to: try Day(to))
        #expect(period == expected)
    }

    @Test("periods lie side by side, and begin where the calendar says; ten thousand; seed 401")
    func tiled() throws {
        var random = SplitMix(seed: 401)
        func below(_ bound: Int) -> Int { Int(truncatingIfNeeded: random.next() % UInt64(bound)) }
        let months: [(Plan.Interval, Int)] = [(.monthly, 1), (.quarterly, 3), (.yearly, 12)]
        for number in 0..<10_000 {
            let (interval, count) = months[below(3)]
            let anchor = Day(sinceEpoch: 14_610 + below(14_610))  // from 2010 to 2049
            let day = Day(sinceEpoch: 14_610 + below(14_610))
            let period = BillingCycle(interval, anchor: anchor).period(containing: day)
            // The slow answer: from a century before, period by period.
            let (year, month, dayOfMonth) = anchor.parts
            func start(_ index: Int) -> Day {
                let distance = (year - 100) * 12 + month - 1 + index * count
                let (newYear, newMonth) = (distance / 12, distance % 12 + 1)
                var last = 31
                while Day(year: newYear, month: newMonth, day: last) == nil { last -= 1 }
                return Day(year: newYear, month: newMonth, day: min(dayOfMonth, last))!
            }
            // No month has more than 31 days, so that this many have begun by then.
            var index = (day.sinceEpoch - start(0).sinceEpoch) / (31 * count)
            while start(index + 1) <= day { index += 1 }
            #expect(
                period == DaySpan(from: start(index), to: start(index + 1)),
                "seed 401, case \(number): \(interval) from \(anchor), \(day)")
        }
    }
}
