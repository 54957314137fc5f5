import Catalog
import Metering
import Money
import Store
import Time
import Web

/// Usage of a month as charts: by day and product or event, by hour, by value of a dimension.
struct UsageCharts {
    let scope: Scope
    let month: Month

    private var calendars: [(merchant: MerchantData, calendar: UsageCalendar)] {
        scope.usage(month)
    }
    private var days: [Day] { (0..<month.length).map { month.firstDay.advanced(by: $0) } }
    var total: Int { calendars.reduce(0) { $0 + $1.calendar.total } }

    /// By product for the platform, by event for a merchant.
    var byProduct: Figure {
        if scope.isPlatform {
            return figure(
                "usage", calendars.map { (Label($0.merchant.merchant.product), $0.calendar.byDay) },
                of: Label("Events by day and product", zh: "每日事件（按产品）"))
        }
        return byEvent("usage")
    }

    func byEvent(_ id: String) -> Figure {
        var events: [String: [Int]] = [:]
        for (_, calendar) in calendars {
            for (name, days) in calendar.byName { add(days, to: &events[name.event]) }
        }
        return figure(
            id, events.sorted { $0.key < $1.key }.map { (Label($0.key), $0.value) },
            of: Label("Events by day and name", zh: "每日事件（按名称）"))
    }

    func byCustomer(_ id: Customer.ID) -> Figure {
        var events: [String: [Int]] = [:]
        for (_, calendar) in calendars {
            for (name, days) in calendar.byName where name.customer == id {
                add(days, to: &events[name.event])
            }
        }
        return figure(
            "usage", events.sorted { $0.key < $1.key }.map { (Label($0.key), $0.value) },
            of: Label("Events by day in \(month)", zh: "\(month) 每日事件"))
    }

    /// One small chart a value: `model`, `region`.
    func byValue(_ dimension: String) -> Figure {
        var values: [String: [Int]] = [:]
        for (_, calendar) in calendars {
            for (value, days) in calendar.byValue where value.dimension == dimension {
                add(days, to: &values[value.value])
            }
        }
        let sorted = values.map { ($0.key, $0.value, $0.value.reduce(0, +)) }
            .sorted { ($1.2, $0.0) < ($0.2, $1.0) }
        let id = "by-\(Self.id(dimension))"
        let sum = sorted.reduce(0) { $0 + $1.2 }
        let most = sorted.first
        return Figure(
            finding: most.map {
                Markup(
                    "\(name: $0.0) leads \(name: dimension) with \(figure: Self.share($0.2, of: sum)) of \(sum, "event")",
                    zh:
                        "按 \(name: dimension)：\(name: $0.0) 最多，占 \(sum) 个事件的 \(figure: Self.share($0.2, of: sum))"
                )
            } ?? Markup("No event has \(name: dimension)", zh: "没有事件带 \(name: dimension)"),
            chart: Multiples(
                sorted.prefix(12).map { value, days, sum in
                    .init(Label(value), Label(Markup.grouped(sum)), days)
                }
            ).svg(rows: id),
            table: Table(
                id: id,
                caption: Markup("Events by \(name: dimension)", zh: "按 \(name: dimension) 的事件"),
                columns: [
                    Column("value", Label(dimension)), .figure("events", Label("Events", zh: "事件")),
                    .figure("share", Label("Share", zh: "占比")),
                ],
                rows: sorted.map { value, _, count in
                    Table.Row([
                        .words(value), .count(count), .figure(Self.share(count, of: sum)),
                    ])
                }, empty: ""))
    }

    /// The dimensions most events have, at most four.
    var dimensions: [String] {
        var counts: [String: Int] = [:]
        for (_, calendar) in calendars {
            for (value, days) in calendar.byValue {
                counts[value.dimension, default: 0] += days.reduce(0, +)
            }
        }
        return counts.sorted { ($1.value, $0.key) < ($0.value, $1.key) }.prefix(4).map(\.key)
    }

    /// `09:00`
    private static func time(_ hour: Int) -> String { "\(hour < 10 ? "0" : "")\(hour):00" }

    var byHour: Figure {
        var hours = Array(repeating: Array(repeating: 0, count: 24), count: month.length)
        for (_, calendar) in calendars {
            for day in hours.indices {
                for hour in 0..<24 { hours[day][hour] += calendar.byHour[day][hour] }
            }
        }
        let byHour = (0..<24).map { hour in hours.reduce(0) { $0 + $1[hour] } }
        let busiest = byHour.indices.max { byHour[$0] < byHour[$1] } ?? 0
        let total = byHour.reduce(0, +)
        let map = HeatMap(
            across: days.map { Label("\($0.parts.day)") }, titles: days.map { Label("\($0)") },
            down: (0..<24).map { Label(Self.time($0)) }, values: hours)
        return Figure(
            finding: total == 0
                ? Markup("No event in \(month)", zh: "\(month) 没有事件")
                : Markup(
                    "The hour from \(figure: Self.time(busiest)) is the busiest, with \(figure: Self.share(byHour[busiest], of: total)) of events",
                    zh:
                        "\(figure: Self.time(busiest)) 起的一小时最忙，占事件的 \(figure: Self.share(byHour[busiest], of: total))"
                ),
            chart: total == 0 ? "" : map.svg(rows: "hours"),
            table: Table(
                id: "hours", caption: Markup("Events by day and hour", zh: "按日与小时的事件"),
                columns: [
                    Column("day", Label("Day", zh: "日期")),
                    .figure("events", Label("Events", zh: "事件")),
                    Column("busiest", Label("Busiest hour", zh: "最忙时段")),
                ],
                rows: total == 0
                    ? []
                    : days.indices.map { day in
                        let most = hours[day].indices.max { hours[day][$0] < hours[day][$1] }!
                        let sum = hours[day].reduce(0, +)
                        return Table.Row([
                            .day(days[day]), .count(sum),
                            sum == 0
                                ? .none
                                : Cell(
                                    "\(Self.time(most)) (\(hours[day][most]))",
                                    value: Self.time(most)),
                        ])
                    },
                empty: Markup(
                    "\(code: "bm usage-events ingest") takes usage.",
                    zh: "\(code: "bm usage-events ingest") 接收用量。")))
    }

    private func figure(_ id: String, _ all: [(Label, [Int])], of what: Label) -> Figure {
        let totals = days.indices.map { day in all.reduce(0) { $0 + $1.1[day] } }
        let sum = totals.reduce(0, +)
        let peak = totals.indices.max { totals[$0] < totals[$1] } ?? 0
        let series = Self.folded(all.map { Columns.Series($0.0, $0.1) })
        let finding =
            sum == 0
            ? Markup("No event in \(month)", zh: "\(month) 没有事件")
            : Markup(
                "\(sum, "event") in \(month), most on \(days[peak])",
                zh: "\(month) 共 \(sum) 个事件，\(days[peak]) 最多")
        var columns = [Column("day", Label("Day", zh: "日期"))]
        // Of more than a table has room for, those that are drawn.
        let shown = all.count > 12 ? series.map { ($0.name, $0.values) } : all
        columns += shown.enumerated().map { .figure("series_\($0 + 1)", $1.0) }
        if shown.count != 1 { columns.append(.figure("all", Label("All", zh: "合计"))) }
        return Figure(
            finding: finding, legend: series.count > 1 ? series.map(\.name) : [],
            chart: sum == 0
                ? ""
                : Columns(
                    labels: days.map { Label("\($0.parts.day)") },
                    titles: days.map { Label("\($0)") }, series: series
                ).svg(rows: id),
            table: Table(
                id: id, caption: what.markup, columns: columns,
                rows: sum == 0
                    ? []
                    : days.indices.map { day in
                        var cells: [Cell] = [.day(days[day])]
                        cells += shown.map { .count($0.1[day]) }
                        if shown.count != 1 { cells.append(.count(totals[day])) }
                        return Table.Row(cells)
                    },
                empty: Markup(
                    "\(code: "bm usage-events ingest") takes usage.",
                    zh: "\(code: "bm usage-events ingest") 接收用量。")))
    }

    /// As many series as there are colours: the largest in their order, and what is left in one.
    private static func folded(_ series: [Columns.Series]) -> [Columns.Series] {
        if series.count <= Columns.colours { return series }
        let sizes = series.map { $0.values.reduce(0, +) }
        let largest = series.indices.sorted { (sizes[$0], $1) > (sizes[$1], $0) }
            .prefix(Columns.colours - 1).sorted()
        let rest = series.indices.filter { !largest.contains($0) }
        let sums = series[0].values.indices.map { day in
            rest.reduce(0) { $0 + series[$1].values[day] }
        }
        return largest.map { series[$0] }
            + [Columns.Series(Label("\(rest.count) others", zh: "其他 \(rest.count) 项"), sums)]
    }

    private func add(_ days: [Int], to sum: inout [Int]?) {
        sum = sum.map { zip($0, days).map(+) } ?? days
    }

    /// What may be an id of an element and a name of a file, another for each text.
    static func id(_ text: String) -> String {
        let isPlain = text.utf8.allSatisfy { byte in
            (97...122).contains(byte) || (48...57).contains(byte) || byte == 95
        }
        if isPlain, text.utf8.count <= 40 { return text }
        let plain = text.lowercased().filter { $0.isASCII && ($0.isLetter || $0.isNumber) }
        return "\(plain.prefix(24))-\(SHA256Digest.hex(Array(text.utf8)).prefix(8))"
    }

    static func share(_ part: Int, of whole: Int) -> String {
        if whole == 0 { return "–" }
        let tenths = (Int128(part) * 2000 / Int128(whole) + 1) / 2
        return "\(tenths / 10).\(tenths % 10) %"
    }
}
