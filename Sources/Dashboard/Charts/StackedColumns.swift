/// Columns over time, stacked by series, as SVG.
///
/// Only heights are in pixels; across, everything is a share of the width there is, so that the chart
/// fills a phone and a wide screen alike and its words keep their size on both.
struct StackedColumns {
    struct Series {
        let name: String
        /// One value a column.
        let values: [Int]
    }

    let labels: [String]
    /// What a column's title says before its figure: the whole day.
    let titles: [String]
    /// At most `colours`, so that no two look the same.
    let series: [Series]
    /// How many series the style sheet tells apart, the last in grey.
    static let colours = 7
    let unit: String

    private static let height = 220
    private static let axis = 48
    private static let bottom = 24
    private static let top = 8

    /// The chart; its words for those who cannot see it are in `aria-label`.
    func svg(label: Markup) -> String {
        let totals = labels.indices.map { day in series.reduce(0) { $0 + $1.values[day] } }
        let ceiling = StackedColumns.ceiling(totals.max() ?? 0)
        let plotHeight = Self.height - Self.bottom - Self.top
        func y(_ value: Int) -> Int { Self.top + plotHeight - value * plotHeight / ceiling }
        var scale = ""
        var plot = ""
        for step in 0...4 {
            let value = ceiling * step / 4
            plot +=
                "<line class=\"grid\" x1=\"0\" x2=\"100%\" y1=\"\(y(value))\" y2=\"\(y(value))\"/>"
            scale +=
                "<text x=\"\(Self.axis - 8)\" y=\"\(y(value) + 4)\" text-anchor=\"end\">"
                + "\(StackedColumns.short(value))</text>"
        }
        // In hundredths of a per cent of the width.
        let slot = 10_000 / max(labels.count, 1)
        for day in labels.indices {
            let x = 10_000 * day / labels.count + slot / 8
            var base = 0
            for (index, one) in series.enumerated() where one.values[day] > 0 {
                let high = base + one.values[day]
                plot +=
                    "<rect class=\"s\(index + 1)\" x=\"\(Markup.hundredths(x))%\" y=\"\(y(high))\" "
                    + "width=\"\(Markup.hundredths(slot * 3 / 4))%\" "
                    + "height=\"\(max(y(base) - y(high), 1))\"><title>"
                    + Markup.escape(
                        "\(titles[day]) · \(Name.isolated(one.name)): "
                            + "\(Markup.grouped(one.values[day])) \(unit)")
                    + "</title></rect>"
                base = high
            }
            if labels.count <= 12 || day % 5 == 0 {
                plot +=
                    "<text x=\"\(Markup.hundredths(x + slot * 3 / 8))%\" y=\"\(Self.height - 6)\" "
                    + "text-anchor=\"middle\">\(Markup.escape(labels[day]))</text>"
            }
        }
        return "<div class=\"plot\" role=\"img\" aria-label=\"\(Markup.escape(label.plain))\">"
            + "<svg class=\"axis\" width=\"\(Self.axis)\" height=\"\(Self.height)\">\(scale)</svg>"
            + "<svg width=\"100%\" height=\"\(Self.height)\">\(plot)</svg></div>"
    }

    /// The least number not below `value` that four grid lines divide into round steps.
    static func ceiling(_ value: Int) -> Int {
        var scale = 1
        while true {
            for tenths in [10, 15, 20, 25, 30, 40, 50, 60, 80] where tenths * scale % 10 == 0 {
                let step = tenths * scale / 10
                if step * 4 >= max(value, 1) { return step * 4 }
            }
            scale *= 10
        }
    }

    /// 12,400 as `12.4K`, whole thousands without a fraction.
    static func short(_ value: Int) -> String {
        guard value >= 10_000 else { return Markup.grouped(value) }
        let tenths = value / 100 % 10
        return "\(Markup.grouped(value / 1000))" + (tenths == 0 ? "K" : ".\(tenths)K")
    }
}
