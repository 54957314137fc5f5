import Catalog
import Metering
import Money
import Time

/// Quantities that are not added up, where a price changes inside a period: the largest or last value, and
/// how many different ones; and what is rounded. The parts of the period have to add up to what the whole has.
///
/// A part has what the quantity is more at its end than at its beginning: of a maximum of 50 that became 60
/// after the change, 50 at the old price and 10 at the new. The last value has the price of its own time.
struct RunningQuantities {
    /// Further requests: from the start of the period to the end of each later part.
    let requests: [MeterRequest]
    /// The places of the items of one charge in one cohort, in time, and where their requests begin.
    private let runs: [(items: [Int], first: Int)]
    private let items: [Item]

    init(_ items: [Item], zone: Zone) {
        self.items = items
        var requests: [MeterRequest] = []
        var runs: [(items: [Int], first: Int)] = []
        var index = 0
        while index < items.count {
            var end = index + 1
            while end < items.count, items[end].cohort == items[index].cohort,
                items[end].charge.code == items[index].charge.code
            { end += 1 }
            if end - index > 1, items[index].metric.runs {
                runs.append((Array(index..<end), items.count + requests.count))
                let start = items[index].cohort.span(in: zone).from
                requests += items[(index + 1)..<end].map {
                    $0.request.over(.init(from: start, to: $0.request.span!.to))
                }
            }
            index = end
        }
        self.requests = requests
        self.runs = runs
    }

    /// The usage of each item.
    ///
    /// - Parameter measured: of the items' own requests, then of the further ones.
    func usage(_ measured: [[MeteredUsage]]) throws(MoneyError) -> [[MeteredUsage]] {
        var usage = Array(measured.prefix(items.count))
        for (items, first) in runs {
            var left: [MeteredUsage.Line: Exact] = [:]
            var isTaken: Set<MeteredUsage.Line> = []
            // From the last part to the first: what falls again was never more than what it falls to.
            for (place, item) in items.enumerated().reversed() {
                let isLatest = self.items[item].metric.isLatest
                let now = totals(place == 0 ? measured[item] : measured[first + place - 1])
                let before =
                    place == 0
                    ? [:] : totals(place == 1 ? measured[items[0]] : measured[first + place - 2])
                for index in usage[item].indices {
                    let line = usage[item][index].line
                    let end = min(now[line] ?? .zero, left[line] ?? now[line] ?? .zero)
                    let start = min(before[line] ?? .zero, end)
                    var units = try end.minus(start)
                    if isLatest {
                        // Of the part with its event; a level that was carried in, of the first.
                        let isHere = usage[item][index].eventCount > 0 || place == 0
                        units = isHere && isTaken.insert(line).inserted ? now[line] ?? .zero : .zero
                    }
                    usage[item][index] = usage[item][index].with(.units(Quantity(sum: units)))
                }
                for (line, sum) in now { left[line] = min(left[line] ?? sum, sum) }
            }
        }
        return usage
    }

    private func totals(_ usage: [MeteredUsage]) -> [MeteredUsage.Line: Exact] {
        var totals: [MeteredUsage.Line: Exact] = [:]
        for usage in usage {
            guard case .units(let units) = usage.amount else { continue }
            totals[usage.line] = units.exact
        }
        return totals
    }
}

extension BillableMetric {
    /// Whether its quantities of the parts of a period do not add up to that of the whole.
    fileprivate var runs: Bool {
        switch aggregation {
        case .max, .latest, .uniqueCount: true
        // What is rounded is rounded once in a period.
        case .count, .sum, .weightedSum, .tokens: rounding != nil
        }
    }

    fileprivate var isLatest: Bool {
        if case .latest = aggregation { true } else { false }
    }
}

extension MeteredUsage {
    /// Whose usage it is.
    struct Line: Hashable {
        let customer: Customer.ID
        let group: [DimensionValue]
    }

    var line: Line { Line(customer: customer, group: group) }

    func with(_ amount: Measured) -> MeteredUsage {
        MeteredUsage(
            customer: customer, metric: metric, group: group, amount: amount,
            eventCount: eventCount, firstAt: firstAt, lastAt: lastAt)
    }
}
