import Catalog
import Invoicing
import Money
import Time
import Typesetting

/// Usage by day: of one charge by its lines, or of several charges beside each other. A chart each, and the
/// same figures as a table.
struct UsageTable {
    /// All of the same days; more than one only where each has one line.
    let usages: [UsageByDay]
    let invoice: Invoice
    let writer: Writer

    /// Charges that fit beside each other.
    static let mostColumns = 4

    private var theme: Theme { writer.theme }
    private var steps: [UsageByDay.Step] { usages[0].steps }
    /// The lines of the only charge, where it has several.
    private var parts: [UsageByDay.Part] {
        usages.count == 1 && usages[0].lines.count > 1 ? usages[0].parts : []
    }

    var elements: [Element] {
        [charts, .spacer(6), .table(table)]
            + usages.filter { $0.total != $0.billed }.flatMap { usage in
                writer.stacked(
                    .roundedUsage, theme.label,
                    [
                        "lines": usage.numbers.map { "#\($0)" }.joined(separator: ", "),
                        "billed": usage.billed.grouped(minimumScale: 0),
                    ])
            }
    }

    /// One over the whole width, or two beside each other.
    private var charts: Element {
        if usages.count == 1 {
            return .together(
                chart(usages[0], width: theme.width, plot: 64)
                    + (parts.isEmpty ? [] : [.spacer(2), legend]), keepsWithNext: true)
        }
        let all = usages.map { chart($0, width: (theme.width - 24) / 2, plot: 44) }
        let rows = stride(from: 0, to: all.count, by: 2).map { place in
            Element.columns(
                gap: 24,
                [
                    .init(.flexible(), all[place]),
                    .init(.flexible(), place + 1 < all.count ? all[place + 1] : []),
                ])
        }
        return .together(spacing: 8, rows, keepsWithNext: true)
    }

    private func chart(_ usage: UsageByDay, width: Double, plot: Double) -> [Element] {
        let number = usages.count > 1 ? [Text.Span("#\(usage.numbers[0]) ", theme.strong)] : []
        let title =
            number + writer.spans(usage.name, theme.strong)
            + writer.unit(usage.unit, of: usage.name)
        let chart = UsageChart(
            usage: usage, theme: theme, alt: alt(usage), width: width, plot: plot)
        return [.spans(title, as: .heading(3)), .spacer(4), .drawing(chart.drawing)]
    }

    /// Which colour is which line: `■ #3 claude-opus-4-5 · 521,488,300`.
    private var legend: Element {
        let entries = parts.enumerated().map { place, part -> Element in
            let dot = Text.Span(
                "■ ", theme.label.with(colour: theme.series(place, of: usages[0])))
            let total = Text.Span(" · \(part.total.grouped(minimumScale: 0))", theme.label)
            return .spans([dot] + name(part) + [total], field: "line \(part.numbers[0])")
        }
        return writer.halves(spacing: 0, entries)
    }

    private func name(_ part: UsageByDay.Part) -> [Text.Span] {
        if part.numbers.count > 1 {
            return writer.spans(.otherLines, theme.label, ["count": "\(part.numbers.count)"])
        }
        let line = invoice.lines.first { $0.number == part.numbers[0] }!
        let dates = line.dates(in: invoice.zone).map { [Text.Span(" · \($0)", theme.label)] } ?? []
        return [Text.Span("#\(line.number) ", theme.label)]
            + writer.title(line, invoice.zone) + dates
    }

    /// A column of figures: its head, what stands in each row, and their sum.
    private struct Column {
        let head: Table.Cell
        let units: [Exact]
        let total: Exact
    }

    private var columns: [Column] {
        if usages.count > 1 {
            return usages.map {
                Column(
                    head: .init(
                        spans: [Text.Span("#\($0.numbers[0]) ", theme.caption)]
                            + writer.spans($0.name, theme.caption), align: .trailing),
                    units: $0.steps.map(\.units), total: $0.total)
            }
        }
        let usage = usages[0]
        let whole = Column(
            head: caption(parts.isEmpty ? .quantity : .together), units: steps.map(\.units),
            total: usage.total)
        return parts.map { part in
            Column(
                head: part.numbers.count > 1
                    ? caption(.others) : .init("#\(part.numbers[0])", align: .trailing),
                units: part.units, total: part.total)
        } + [whole]
    }

    private var table: Table {
        let columns = columns
        let showsEvents = usages.count == 1
        func row(
            _ kind: Table.Row.Kind, _ label: Table.Cell, _ units: [Exact], _ events: Int
        ) -> Table.Row {
            .init(
                kind,
                [label]
                    + units.map {
                        .init($0.isZero ? "–" : writer.minus($0.grouped(minimumScale: 0)))
                    }
                    + (showsEvents
                        ? [.init(events == 0 ? "–" : Quantity(count: events).grouped)] : []))
        }
        return Table(
            columns: [.init(.atLeast(58), headsRows: true)]
                + columns.map { _ in .init(.flexible(), align: .decimalPoint) }
                + (showsEvents ? [.init(.atLeast(54), align: .trailing)] : []),
            head: [caption(steps[0].isMonth ? .month : .day)] + columns.map(\.head)
                + (showsEvents ? [caption(.events)] : []),
            // The chart has the days on which nothing was used.
            rows: steps.indices.filter { place in
                steps[place].events > 0 || columns.contains { !$0.units[place].isZero }
            }.map { place in
                row(
                    .item, .init(steps[place].label), columns.map { $0.units[place] },
                    steps[place].events)
            } + [
                row(
                    .subtotal, caption(.sum), columns.map(\.total),
                    steps.map(\.events).reduce(0, +))
            ], style: theme.smallTable)
    }

    private func caption(_ phrase: Phrase) -> Table.Cell {
        .init(spans: writer.spans(phrase, theme.caption))
    }

    private func alt(_ usage: UsageByDay) -> String {
        let most = usage.steps.max { ($0.units, $1.day) < ($1.units, $0.day) }!
        return writer.text(
            .usageAlt,
            [
                "name": usage.name[writer.leading], "from": usage.steps.first!.label,
                "to": usage.steps.last!.label, "day": most.label,
                "units": most.units.grouped(minimumScale: 0),
            ])
    }
}

extension UsageByDay {
    /// What a chart tells apart.
    var parts: [Part] { lines + (others.map { [$0] } ?? []) }
    /// The numbers of all its lines.
    var numbers: [Int] { parts.flatMap(\.numbers).sorted() }
    /// Whether both have the same days, so that they can share a table.
    func isOfSameDays(as other: UsageByDay) -> Bool {
        steps.map(\.day) == other.steps.map(\.day)
    }
}

extension UsageByDay.Step {
    /// `2026-05-03`, or `2026-05`.
    var label: String { isMonth ? "\(day.month)" : "\(day)" }
}

extension Theme {
    /// The colour of a line of a chart; grey for all others together.
    func series(_ place: Int, of usage: UsageByDay) -> Colour {
        place < usage.lines.count ? series[place % series.count] : ink3
    }
}
