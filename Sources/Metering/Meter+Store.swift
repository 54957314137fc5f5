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
        let scanned = MeterRequest.Span(from: start, to: end)
        var totals = routes.totals.map { Level.total(requests[$0.request], scanned) }
        try UsageScan(routes).run(
            db, from: start, to: end, through: mark, into: &totals)
        if requests.contains(where: \.metric.recurs) {
            var before = routes.totals.map { Level.before(requests[$0.request]) }
            let earlier = try Routes(db, merchant: merchant, requests: requests, before: start)
            let begins = requests.filter(\.metric.recurs).map { ($0.span ?? scanned).from }
            try UsageScan(earlier).run(
                db, from: Instant(seconds: 0), to: begins.max()!, through: mark,
                into: &before)
            for (index, earlier) in before.enumerated() {
                if let level = earlier.aggregator {
                    try totals[index].aggregator?.begin(after: level)
                }
            }
        }
        var usage = [[MeteredUsage]](repeating: [], count: requests.count)
        for (index, total) in routes.totals.enumerated() {
            let request = requests[total.request]
            let running = totals[index]
            let span = request.span ?? scanned
            let amount = try Level.measured(request, running, db)
            // A level carried in is used though nothing happens to it.
            if running.count == 0, amount == .units(.zero) || !request.metric.recurs { continue }
            usage[total.request].append(
                MeteredUsage(
                    customer: total.customer, metric: request.metric.code, group: total.group,
                    amount: amount, eventCount: running.count,
                    firstAt: running.count > 0 ? Instant(nanoseconds: running.first) : span.from,
                    lastAt: running.count > 0 ? Instant(nanoseconds: running.last) : span.from))
        }
        return usage.map { $0.sorted(by: Meter.precedes) }
    }

    /// By customer, then by the group's values.
    private static func precedes(_ a: MeteredUsage, _ b: MeteredUsage) -> Bool {
        if a.customer != b.customer { return a.customer < b.customer }
        return a.groupPrecedes(b) ?? false
    }
}

extension BillableMetric {
    var isTokens: Bool {
        if case .tokens = aggregation { true } else { false }
    }
}
