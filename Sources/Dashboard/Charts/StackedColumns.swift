/// Columns over time, stacked by series, as SVG.
struct StackedColumns {
    struct Series {
        let name: String
        /// One value a column.
        let values: [Int]
    }

    let labels: [String]
    /// What a column's title says before its figure: the whole day.
    let titles: [String]
    let series: [Series]
    let unit: String

    private static let width = 720
    private static let height = 220
    private static let left = 48
    private static let bottom = 24
    private static let top = 8

    /// The chart; its words for those who cannot see it are in `aria-label`.
    func svg(label: String) -> String {
        let totals = labels.indices.map { day in series.reduce(0) { $0 + $1.values[day] } }
        let ceiling = StackedColumns.ceiling(totals.max() ?? 0)
        let plotHeight = Self.height - Self.bottom - Self.top
        let slot = (Self.width - Self.left) * 100 / max(labels.count, 1)
        func y(_ value: Int) -> Int { Self.top + plotHeight - value * plotHeight / ceiling }
        var svg =
            "<svg viewBox=\"0 0 \(Self.width) \(Self.height)\" role=\"img\" aria-label=\""
            + Markup.escape(label) + "\">"
        for step in 0...4 {
            let value = ceiling * step / 4
            svg +=
                "<line class=\"grid\" x1=\"\(Self.left)\" x2=\"\(Self.width)\" y1=\"\(y(value))\" "
                + "y2=\"\(y(value))\"/>"
            svg +=
                "<text x=\"\(Self.left - 8)\" y=\"\(y(value) + 4)\" text-anchor=\"end\">"
                + "\(StackedColumns.short(value))</text>"
        }
        for day in labels.indices {
            let x = Self.left * 100 + slot * day + slot / 8
            var base = 0
            for (index, one) in series.enumerated() where one.values[day] > 0 {
                let high = base + one.values[day]
                let rectHeight = max(y(base) - y(high), 1)
                svg +=
                    "<rect class=\"s\(index % 6 + 1)\" x=\"\(Markup.hundredths(x))\" y=\"\(y(high))\" "
                    + "width=\"\(Markup.hundredths(slot * 3 / 4))\" height=\"\(rectHeight)\">"
                    + "<title>\(Markup.escape("\(titles[day]) · \(one.name): \(Markup.grouped(one.values[day])) \(unit)"))"
                    + "</title></rect>"
                base = high
            }
            if labels.count <= 12 || day % 5 == 0 {
                svg +=
                    "<text x=\"\(Markup.hundredths(x + slot * 3 / 8))\" y=\"\(Self.height - 6)\" "
                    + "text-anchor=\"middle\">\(Markup.escape(labels[day]))</text>"
            }
        }
        return svg + "</svg>"
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

/// Bars beside their names, longest first as given, with their share.
struct NamedBars {
    struct Bar {
        let name: String
        /// Decides the length only.
        let length: Int64
        let text: String
        let series: Int
    }

    let bars: [Bar]

    func svg(label: String) -> String {
        let rowHeight = 44
        let longest = max(bars.map(\.length).max() ?? 0, 1)
        var svg =
            "<svg viewBox=\"0 0 480 \(rowHeight * max(bars.count, 1))\" role=\"img\" "
            + "aria-label=\"\(Markup.escape(label))\">"
        for (index, bar) in bars.enumerated() {
            let y = index * rowHeight
            svg += "<text x=\"0\" y=\"\(y + 12)\">\(Markup.escape(bar.name))</text>"
            svg +=
                "<text x=\"480\" y=\"\(y + 12)\" text-anchor=\"end\">\(Markup.escape(bar.text))</text>"
            svg +=
                "<rect class=\"s\(bar.series)\" x=\"0\" y=\"\(y + 19)\" rx=\"2\" "
                + "width=\"\(max(bar.length * 480 / longest, 1))\" height=\"12\"/>"
        }
        return svg + "</svg>"
    }
}
