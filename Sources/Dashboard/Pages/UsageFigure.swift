import Time

/// Usage events by day as a chart and a table.
enum UsageFigure {
    /// - Parameter series: which of `names` a count belongs to; nil leaves it out.
    static func make(
        _ data: SiteData, caption: String, names: [String], series: (SiteData.UsageDay) -> Int?
    ) -> FigureContext {
        guard let month = data.month else {
            return FigureContext(
                caption: "\(caption): no month is closed yet", svg: "",
                table: TableContext(head: [], rows: []))
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
        let sentence = "\(caption): \(Markup.grouped(sum)) in \(month), most on \(days[peak])"
        return FigureContext(
            caption: sentence, legend: names.count > 1 ? names : [],
            svg: chart.svg(label: sentence),
            table: TableContext(
                head: [Cell("Day")] + names.map { Cell($0, right: true) } + [
                    Cell("All", right: true)
                ],
                rows: days.indices.map { day in
                    [Cell(days[day].description)]
                        + values.map { .number(Markup.grouped($0[day])) }
                        + [.number(Markup.grouped(totals[day]))]
                }))
    }
}
