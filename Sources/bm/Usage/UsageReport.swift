import GRDB
import Metering
import Money
import Store
import Time

/// How many lines came in, how much they said, and where each of them ended.
struct UsageReport {
    struct Figure: Equatable {
        var lines = 0
        var quantity = Exact.zero
    }

    /// By outcome, all of them, in the order of `UsageOutcome`.
    private(set) var classes: [(outcome: UsageOutcome, figure: Figure)] = []
    private(set) var total = Figure()
    /// What stops invoices, in the order it was found.
    private(set) var stops: [Stop] = []

    /// A customer whose open months cannot be priced. What has no price stops the whole invoice, and
    /// all that the invoice would have is unmatched until it has.
    struct Stop: Equatable {
        let customer: String
        let reason: String
        var lines = 0
    }

    /// - Parameters:
    ///   - period: only what happened in that month. The whole is held against what came in all the
    ///     same.
    ///   - now: when lines that wait are looked at; default: when all that is known is in force.
    /// - Throws: `MeteringError.doesNotAddUp` where the lines or the quantities of all classes are not
    ///   those that intake counted as it read them.
    init(
        _ db: Database, in period: Month? = nil, at now: Instant = Instant(nanoseconds: .max)
    ) throws {
        let whole = try UsageReport.count(db, in: nil, at: now)
        let sum = try UsageReport.sum(whole.figures)
        var input = Figure()
        let batches = try Row.fetchCursor(
            db, sql: "SELECT inputCount, inputQuantity FROM usageBatch WHERE kind <> 'replay'")
        while let batch = try batches.next() {
            input.lines += batch[0] as Int
            input.quantity = try input.quantity.plus(try Exact(parsing: batch[1] as String))
        }
        guard input.lines == sum.lines else {
            throw MeteringError.doesNotAddUp(
                "lines", input: "\(input.lines)", classes: "\(sum.lines)")
        }
        guard input.quantity == sum.quantity else {
            throw MeteringError.doesNotAddUp(
                "quantity", input: "\(input.quantity)", classes: "\(sum.quantity)")
        }
        let shown = try period.map { try UsageReport.count(db, in: $0, at: now) } ?? whole
        classes = UsageOutcome.allCases.map { ($0, shown.figures[$0] ?? Figure()) }
        total = try UsageReport.sum(shown.figures)
        stops = shown.stops
    }

    private static func count(
        _ db: Database, in period: Month?, at now: Instant
    ) throws -> (figures: [UsageOutcome: Figure], stops: [Stop]) {
        var figures: [UsageOutcome: Figure] = [:]
        var stops: [Stop] = []
        try UsageRows.forEach(db, in: period, at: now) { row in
            var figure = figures[row.outcome] ?? Figure()
            figure.lines += 1
            figure.quantity = try figure.quantity.plus(row.quantity ?? .zero)
            figures[row.outcome] = figure
            // An event that is there and unmatched, and no line that waits outside.
            guard row.outcome == .unmatched, row.sequence != nil else { return }
            let stop = Stop(customer: row.customer ?? "", reason: row.reason ?? "")
            let known = stops.firstIndex {
                $0.customer == stop.customer && $0.reason == stop.reason
            }
            if known == nil { stops.append(stop) }
            stops[known ?? stops.count - 1].lines += 1
        }
        return (figures, stops)
    }

    private static func sum(_ figures: [UsageOutcome: Figure]) throws -> Figure {
        var sum = Figure()
        for outcome in UsageOutcome.allCases {
            guard let figure = figures[outcome] else { continue }
            sum.lines += figure.lines
            sum.quantity = try sum.quantity.plus(figure.quantity)
        }
        return sum
    }

    var table: String {
        var rows = classes.filter { $0.figure.lines > 0 }.map { outcome, figure in
            [
                outcome.rawValue, Quantity(count: figure.lines).grouped,
                figure.quantity.grouped(minimumScale: 0),
            ]
        }
        rows.append([
            "input", Quantity(count: total.lines).grouped, total.quantity.grouped(minimumScale: 0),
        ])
        return Console.table([["outcome", "lines", "quantity"]] + rows, right: [1, 2])
    }

    var json: JSONValue {
        .object([
            .init("schema", "bm.usage-report/1"), .init("input", Self.json(total)),
            .init(
                "outcomes",
                .object(classes.map { .init($0.outcome.rawValue, Self.json($0.figure)) })),
            .init(
                "stopped",
                .array(
                    stops.map {
                        .object([
                            .init("customer_id", .string($0.customer)),
                            .init("lines", .int($0.lines)), .init("reason", .string($0.reason)),
                        ])
                    })),
        ])
    }

    private static func json(_ figure: Figure) -> JSONValue {
        .object([
            .init("lines", .int(figure.lines)), .init("quantity", .exact(figure.quantity)),
        ])
    }
}
