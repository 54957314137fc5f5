public import Catalog
import GRDB
import Money
import Time

/// What a scan made of one total, as the quantity of its period.
enum Level {
    /// What a scan adds up for a request.
    ///
    /// - Parameter scanned: all that is scanned: its part of it, and the billing period, where it names none.
    static func total(_ request: MeterRequest, _ scanned: MeterRequest.Span) -> RunningTotal {
        let (span, period) = (request.span ?? scanned, request.period ?? scanned)
        return RunningTotal(
            isTokens: request.metric.isTokens,
            aggregator: request.metric.orderedKind.map { kind in
                // The shares of a level that is held over several parts of a period add up to that of the period.
                Aggregator(
                    kind, from: span.from, to: span.to,
                    span: request.metric.spanNanoseconds
                        ?? period.to.nanoseconds - period.from.nanoseconds)
            })
    }

    /// The same of what came before, where the metric carries it over.
    static func before(_ request: MeterRequest) -> RunningTotal {
        RunningTotal(
            aggregator: request.metric.orderedKind.map { kind in
                // Of a level only its end counts.
                Aggregator(
                    kind == .weightedSum ? .sum : kind, from: Instant(nanoseconds: .min),
                    to: Instant(nanoseconds: .max))
            })
    }

    /// - Throws: `MoneyError.doesNotFit`.
    static func measured(
        _ request: MeterRequest, _ running: RunningTotal, _ db: Database
    ) throws -> MeteredUsage.Measured {
        switch request.needs {
        case .each: return .each(try ordered(running.values, db).map(\.number))
        case .priced:
            return .priced(
                try ordered(running.values, db).map {
                    .init(units: $0.number, unitPrice: $0.price!)
                })
        case .total: break
        }
        let amount =
            try running.aggregator.map { .units(Quantity(sum: try $0.quantity())) }
            ?? running.measured()
        guard let rounding = request.metric.rounding, case .units(let units) = amount else {
            return amount
        }
        return .units(Quantity(sum: try rounding(units.exact)))
    }

    /// Whether the first event is later than the second, of two at one instant: the one whose key comes later, so that the
    /// same events give the same order, however they came in.
    static func follows(_ db: Database, _ a: Int64, _ b: Int64) throws -> Bool {
        try key(b, db).utf8.lexicographicallyPrecedes(key(a, db).utf8)
    }

    /// By time, and at one instant by the events' keys.
    private static func ordered(
        _ values: [RunningTotal.Value], _ db: Database
    ) throws -> [RunningTotal.Value] {
        var sorted = values.sorted { ($0.at, $0.sequence) < ($1.at, $1.sequence) }
        var start = 0
        while start < sorted.count {
            var end = start + 1
            while end < sorted.count, sorted[end].at == sorted[start].at { end += 1 }
            if end - start > 1 {
                let keyed = try sorted[start..<end].map { ($0, try key($0.sequence, db)) }
                let inOrder = keyed.sorted { $0.1.utf8.lexicographicallyPrecedes($1.1.utf8) }
                sorted.replaceSubrange(start..<end, with: inOrder.map(\.0))
            }
            start = end
        }
        return sorted
    }

    private static func key(_ sequence: Int64, _ db: Database) throws -> String {
        try String.fetchOne(
            db.cachedStatement(
                sql: "SELECT idempotencyKey FROM usageEventDetail WHERE sequence = ?"),
            arguments: [sequence]) ?? ""
    }
}

extension BillableMetric {
    /// Whether what was there before a period counts in it.
    public var recurs: Bool {
        switch aggregation {
        case .latest(_, let recurs), .uniqueCount(_, _, let recurs), .weightedSum(_, _, let recurs):
            recurs
        case .count, .sum, .max, .tokens: false
        }
    }

    /// The aggregation of values that are not added up; nil for those that are.
    fileprivate var orderedKind: Aggregator.Kind? {
        switch aggregation {
        case .count, .sum, .tokens: nil
        case .max: .max
        case .latest: .latest
        case .uniqueCount: .uniqueCount
        case .weightedSum: .weightedSum
        }
    }

    fileprivate var spanNanoseconds: Int64? {
        guard case .weightedSum(_, let per, _) = aggregation else { return nil }
        return switch per {
        case .period: nil
        case .hour: 3600 * Instant.nanosecondsPerSecond
        case .day: 86_400 * Instant.nanosecondsPerSecond
        }
    }
}
