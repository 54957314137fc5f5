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
        let chart = StackedColumns(
            labels: days.map { "\($0.parts.day)" }, titles: days.map(\.description),
            series: zip(names, values).map { .init(name: $0, values: $1) }, unit: "events")
        let sum = totals.reduce(0, +)
        // Without an event no day is the busiest.
        let most: Markup = sum > 0 ? ", most on \(days[peak])" : ""
        let sentence: Markup = "\(caption): \(Markup.grouped(sum)) in \(month)\(most)"
        var head: [Cell] = ["Day"]
        head += names.map { Cell(Markup(name: $0), right: true) }
        // One series is its own sum.
        if names.count > 1 { head.append(Cell("All", right: true)) }
        return FigureContext(
            caption: sentence, legend: names.count > 1 ? names : [],
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
}
