public import Catalog
public import GRDB
import Money
public import Time

/// Counts what was used.
///
///     let usage = try Meter.measure(db, merchant: "mer_001", from: start, to: end, [request])
///     usage[0]   // the metered usage of the first request, by customer and group
public enum Meter {
    /// Measures every request over the half-open period in one scan of the raw events.
    ///
    /// - Parameter mark: leaves out what came after a close.
    /// - Returns: for each request, in its order, what was used, by customer and then group. A
    ///   customer or group without an event is not there.
    /// - Throws: `MoneyError.doesNotFit` when a sum needs more than 38 digits.
    public static func measure(
        _ db: Database, merchant: Merchant.ID, from start: Instant, to end: Instant,
        _ requests: [MeterRequest], through mark: CloseMark? = nil
    ) throws -> [[MeteredUsage]] {
        let routes = try Routes(db, merchant: merchant, requests: requests)
        var totals = routes.totals.map { total in
            RunningTotal(isTokens: requests[total.request].metric.isTokens)
        }
        try UsageScan.run(db, routes, from: start, to: end, through: mark, into: &totals)
        var usage = [[MeteredUsage]](repeating: [], count: requests.count)
        for (total, running) in zip(routes.totals, totals) where running.count > 0 {
            let request = requests[total.request]
            usage[total.request].append(
                MeteredUsage(
                    customer: total.customer, metric: request.metric.code, group: total.group,
                    amount: try running.measured(), eventCount: running.count,
                    firstAt: Instant(nanoseconds: running.first),
                    lastAt: Instant(nanoseconds: running.last)))
        }
        return usage.map { $0.sorted(by: Meter.precedes) }
    }

    /// By customer, then by the group's values; one without a value comes first.
    private static func precedes(_ a: MeteredUsage, _ b: MeteredUsage) -> Bool {
        if a.customer != b.customer { return a.customer < b.customer }
        for (x, y) in zip(a.group, b.group) where x.value != y.value {
            guard let x = x.value else { return true }
            guard let y = y.value else { return false }
            return x < y
        }
        return false
    }
}

extension BillableMetric {
    var isTokens: Bool {
        if case .tokens = aggregation { true } else { false }
    }
}
