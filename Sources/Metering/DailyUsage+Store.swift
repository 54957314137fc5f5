public import Catalog
public import GRDB
import Money
public import Time

/// What one line of usage used on one day.
public struct DailyUsage: Sendable {
    /// The place of its request.
    public let request: Int
    public let day: Day
    public let usage: MeteredUsage
}

extension Meter {
    /// Measures the requests once for each day, of those whose days add up to the whole.
    ///
    ///     try Meter.days(db, merchant: "mer_001", may, in: zone, [tokens]) { daily in … }
    ///     // request 0, 2026-05-03, what cus_1 used of claude-opus-4-5 on it; then the next line
    ///
    /// One day is held at a time, so memory does not grow with the period.
    ///
    /// - Parameters:
    ///   - span: the period that is walked, from the day it begins in to the day it ends in.
    ///   - zone: where days are cut.
    ///   - mark: leaves out what came after a close.
    /// - Throws: `MoneyError.doesNotFit` when a sum needs more than 38 digits.
    public static func days(
        _ db: Database, merchant: Merchant.ID, _ span: MeterRequest.Span, in zone: Zone,
        _ requests: [MeterRequest], through mark: CloseMark? = nil,
        _ body: (DailyUsage) throws -> Void
    ) throws {
        let places = requests.indices.filter { requests[$0].metric.addsUp }
        if places.isEmpty || span.from >= span.to { return }
        let routes = try Routes(db, merchant: merchant, requests: places.map { requests[$0] })
        let scan = UsageScan(routes)
        let none = routes.totals.map {
            RunningTotal(isTokens: requests[places[$0.request]].metric.isTokens)
        }
        func end(_ day: Day, _ totals: ArraySlice<RunningTotal>) throws {
            for (total, running) in zip(routes.totals, totals) where running.count > 0 {
                let request = requests[places[total.request]]
                try body(
                    DailyUsage(
                        request: places[total.request], day: day,
                        usage: MeteredUsage(
                            customer: total.customer, metric: request.metric.code,
                            group: total.group, amount: try running.sum(request.needs),
                            eventCount: running.count,
                            firstAt: Instant(nanoseconds: running.first),
                            lastAt: Instant(nanoseconds: running.last))))
            }
        }
        // Events stand by their UTC day. So that each is read once, UTC days are walked and cut where a day of the zone
        // begins; the totals of the day that goes on are taken over into the next one.
        var day = zone.day(of: span.from)
        var open = none
        var from = span.from
        while from < span.to {
            let to = min(span.to, Zone.utc.start(of: from.utcDay.advanced(by: 1)))
            var cuts: [Instant] = []
            while true {
                let next = zone.start(of: day.advanced(by: cuts.count + 1))
                if next >= to { break }
                cuts.append(next)
            }
            var totals = open + cuts.flatMap { _ in none }
            try scan.run(db, from: from, to: to, cuts: cuts, through: mark, into: &totals)
            for _ in cuts {
                try end(day, totals.prefix(none.count))
                totals.removeFirst(none.count)
                day = day.advanced(by: 1)
            }
            open = totals
            from = to
        }
        try end(day, open[...])
    }
}

extension RunningTotal {
    /// What is added up, before the metric rounds it; in no order of its events.
    fileprivate func sum(
        _ needs: MeterRequest.Needs
    ) throws(MoneyError) -> MeteredUsage.Measured {
        switch needs {
        case .total: try measured()
        case .each: .each(values.map(\.number))
        case .priced: .priced(values.map { .init(units: $0.number, unitPrice: $0.price!) })
        }
    }
}

extension BillableMetric {
    /// Whether the quantities of days add up to that of the period. A largest or last value, a level
    /// and the number of different values do not.
    public var addsUp: Bool {
        switch aggregation {
        case .count, .sum, .tokens: true
        case .max, .latest, .uniqueCount, .weightedSum: false
        }
    }
}
