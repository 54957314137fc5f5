public import Catalog
import GRDB
import Money
import Time

/// What a scan kept of one total, made into the quantity of its period.
struct Level {
    private let metric: BillableMetric
    private let needs: MeterRequest.Needs
    private let db: Database
    private let running: RunningTotal
    /// What happened before the period, where the metric carries it over.
    private let before: RunningTotal?

    init(
        _ request: MeterRequest, _ db: Database, _ running: RunningTotal, before: RunningTotal?
    ) {
        metric = request.metric
        needs = request.needs
        self.db = db
        self.running = running
        self.before = before
    }

    /// - Parameter period: the whole of which `span` is a part: the shares of a level that is held
    ///   over several parts add up to that of the period.
    /// - Throws: `MoneyError.doesNotFit`.
    func measured(
        _ span: MeterRequest.Span, of period: MeterRequest.Span
    ) throws -> MeteredUsage.Measured {
        switch needs {
        case .each: return .each(try ordered(running.values).map(\.number!))
        case .priced:
            return .priced(
                try ordered(running.values).map { .init(units: $0.number!, unitPrice: $0.price!) })
        case .total: break
        }
        guard let kind = metric.orderedKind else { return try rounded(running.measured()) }
        var initial = Exact.zero
        var carried: [RunningTotal.Value] = []
        if let before {
            switch metric.aggregation {
            case .weightedSum:
                for value in before.values { initial = try initial.plus(value.number ?? .zero) }
            case .latest: initial = try ordered(before.values).last?.number ?? .zero
            case .uniqueCount: carried = try ordered(before.values)
            case .count, .sum, .max, .tokens: break
            }
        }
        var aggregator = Aggregator(
            kind, from: span.from, to: span.to, initial: initial,
            span: metric.spanNanoseconds
                ?? period.to.nanoseconds - period.from.nanoseconds)
        // What was there before the period is there at its first instant.
        for value in carried {
            try aggregator.add(
                .init(at: span.from, text: value.text, removes: value.removes))
        }
        for value in try ordered(running.values) {
            try aggregator.add(
                .init(
                    at: Instant(nanoseconds: value.at), number: value.number, text: value.text,
                    removes: value.removes))
        }
        return try rounded(.units(Quantity(sum: aggregator.quantity())))
    }

    private func rounded(_ amount: MeteredUsage.Measured) throws -> MeteredUsage.Measured {
        guard let rounding = metric.rounding, case .units(let units) = amount else {
            return amount
        }
        return .units(Quantity(sum: try rounding(units.exact)))
    }

    /// By time, and at one instant by the events' keys: the same events give the same order, however
    /// they came in.
    private func ordered(_ values: [RunningTotal.Value]) throws -> [RunningTotal.Value] {
        var sorted = values.sorted { ($0.at, $0.sequence) < ($1.at, $1.sequence) }
        var start = 0
        while start < sorted.count {
            var end = start + 1
            while end < sorted.count, sorted[end].at == sorted[start].at { end += 1 }
            if end - start > 1 {
                let keyed = try sorted[start..<end].map { ($0, try key($0.sequence)) }
                let inOrder = keyed.sorted { $0.1.utf8.lexicographicallyPrecedes($1.1.utf8) }
                sorted.replaceSubrange(start..<end, with: inOrder.map(\.0))
            }
            start = end
        }
        return sorted
    }

    private func key(_ sequence: Int64) throws -> String {
        try String.fetchOne(
            db, sql: "SELECT idempotencyKey FROM usageEventDetail WHERE sequence = ?",
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
