import Time

/// Usage events by day as a chart and a table.
enum UsageFigure {
    /// - Parameter series: which of `names` a count belongs to; nil leaves it out.
    static func make(
        _ data: SiteData, caption: Markup, names: [String], series: (SiteData.UsageDay) -> Int?
    ) -> FigureContext {
        guard let month = data.month else {
            return FigureContext(
                caption: "\(caption): no month is closed yet", svg: "",
                table: TableContext(
                    caption: caption, head: [], rows: [],
                    empty: "\(code: "bm close") closes a month."))
        }
        var values = [[Int]](
            repeating: [Int](repeating: 0, count: month.length), count: names.count)
        for usage in data.usage {
            guard let index = series(usage) else { continue }
            values[index][usage.day.sinceEpoch - month.firstDay.sinceEpoch] += usage.events
        }
        let days = (0..<month.length).map { month.firstDay.advanced(by: $0) }
        let totals = days.indices.map { day in values.reduce(0) { $0 + $1[day] } }
        let peak = totals.indices.max { totals[$0] < totals[$1] } ?? 0
        let series = folded(zip(names, values).map { .init(name: $0, values: $1) })
        let chart = StackedColumns(
            labels: days.map { "\($0.parts.day)" }, titles: days.map(\.description),
            series: series, unit: "events")
        let sum = totals.reduce(0, +)
        // Without an event no day is the busiest.
        let most: Markup = sum > 0 ? ", most on \(days[peak])" : ""
        let sentence: Markup = "\(caption): \(Markup.grouped(sum)) in \(month)\(most)"
        var head: [Cell] = ["Day"]
        head += names.map { Cell(Markup(name: $0), right: true) }
        // One series is its own sum.
        if names.count > 1 { head.append(Cell("All", right: true)) }
        return FigureContext(
            caption: sentence, legend: series.count > 1 ? series.map(\.name) : [],
            svg: sum > 0 ? chart.svg(label: sentence) : "",
            table: TableContext(
                caption: "\(caption), \(month)", head: head,
                rows: days.indices.map { day in
                    var row = [Cell("\(days[day])")]
                    row += values.map { .number(Markup.grouped($0[day])) }
                    if names.count > 1 { row.append(.number(Markup.grouped(totals[day]))) }
                    return row
                }, empty: ""))
    }

    /// As many series as there are colours: the largest in their order, and what is left in one. The
    /// figures below the chart have them all.
    private static func folded(_ series: [StackedColumns.Series]) -> [StackedColumns.Series] {
        if series.count <= StackedColumns.colours { return series }
        let sizes = series.map { $0.values.reduce(0, +) }
        let largest = series.indices.sorted { (sizes[$0], $1) > (sizes[$1], $0) }
            .prefix(StackedColumns.colours - 1).sorted()
        let rest = series.indices.filter { !largest.contains($0) }
        let sums = series[0].values.indices.map { day in
            rest.reduce(0) { $0 + series[$1].values[day] }
        }
        return largest.map { series[$0] } + [.init(name: "\(rest.count) others", values: sums)]
    }
}
