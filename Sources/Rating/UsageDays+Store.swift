import Catalog
import GRDB
import Metering
import Money
import Time

/// What each day used of each line: what a line comes to is earned by their weights.
///
/// Tokens weigh what they cost, so that a day of output tokens weighs more than one of cached input; anything
/// else weighs its units, whatever tier they fell into. Lines whose days do not add up (a largest or last
/// value, a level, different values) have none.
struct UsageDays {
    private var days: [Evidence.Line: [Day: DayUse]] = [:]

    init() {}

    init(_ scan: PeriodScan, _ items: [Item], from start: Instant, to end: Instant) throws {
        try Meter.days(
            scan.db, merchant: scan.merchant, MeterRequest.Span(from: start, to: end),
            in: scan.history.zone, items.map(\.request), through: scan.mark
        ) { daily in
            let line = Evidence.Line(
                request: daily.request, customer: daily.usage.customer, group: daily.usage.group)
            days[line, default: [:]][daily.day] = DayUse(
                weight: try items[daily.request].weight(daily.usage),
                units: try daily.usage.size(), events: daily.usage.eventCount)
        }
    }

    subscript(line: Evidence.Line) -> [Day: DayUse] { days[line] ?? [:] }
}

extension Item {
    /// What a day's usage weighs beside that of other days of the same line.
    fileprivate func weight(_ usage: MeteredUsage) throws -> Exact {
        var sum = Exact.zero
        switch usage.amount {
        case .units(let units): sum = units.exact
        case .each(let amounts): for amount in amounts { sum = try sum.plus(amount) }
        case .priced(let events):
            for event in events { sum = try sum.plus(event.units.times(event.unitPrice)) }
        case .tokens(let totals):
            // What has no price stops the bill where it is priced; here it weighs nothing.
            guard let prices = tokenPrices(of: usage),
                totals.count <= prices.bands.count + (prices.offPeak?.bands.count ?? 0),
                let steps = try? prices.steps(totals, .one)
            else { return sum }
            for step in steps { sum = try sum.plus(step.amount) }
        }
        return sum
    }

    private func tokenPrices(of usage: MeteredUsage) -> TokenPrices? {
        if case .tokens(let tokens) = charge.price, case .own(let prices) = tokens.prices {
            return prices
        }
        return request.modelDimension.flatMap { usage.value(of: $0) }
            .flatMap { request.modelPrices[$0] }
    }
}
