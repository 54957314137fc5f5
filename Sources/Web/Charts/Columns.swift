/// Columns over time, stacked by series.
///
/// Only heights are in pixels; across, everything is a share of the width there is, so that the chart fills a
/// phone and a wide screen alike and its words keep their size on both.
public struct Columns {
    /// What is stacked, with one value a column.
    public struct Series {
        public let name: Label
        /// One value a column, none below zero.
        public let values: [Int]

        public init(_ name: Label, _ values: [Int]) {
            self.name = name
            self.values = values
        }
    }

    /// What stands below each column.
    public let labels: [Label]
    /// What a column is called where it is named alone: the whole day.
    public let titles: [Label]
    /// At most `colours`, so that no two look the same.
    public let series: [Series]
    /// How many digits of a value stand behind the point.
    public let decimals: Int
    /// How many series the style sheet tells apart, the last in grey.
    public static let colours = 7

    public init(labels: [Label], titles: [Label], series: [Series], decimals: Int = 0) {
        self.labels = labels
        self.titles = titles
        self.series = series
        self.decimals = decimals
    }

    /// - Parameter rows: the id of the table's rows, `usage-1` being the first column's.
    public func svg(rows: String) -> Markup {
        let totals = labels.indices.map { place in series.reduce(0) { $0 + $1.values[place] } }
        let frame = Frame(scale: Scale(of: totals), decimals: decimals)
        var plot = frame.grid
        // In hundredths of a per cent of the width.
        let slot = 10_000 / max(labels.count, 1)
        let every = Frame.everyLabel(of: labels.count)
        for place in labels.indices {
            let x = 10_000 * place / labels.count
            plot += "<a class=\"m\" href=\"#\(rows)-\(place + 1)\">"
            plot += Frame.hit(x: x, width: slot)
            var base = 0
            for (index, one) in series.enumerated() where one.values[place] > 0 {
                let (low, high) = (frame.y(base), frame.y(base + one.values[place]))
                plot +=
                    "<rect class=\"s\(index + 1)\" x=\"\(Coordinate.share(x + slot / 8))\" "
                    + "y=\"\(Coordinate.pixels(high))\" width=\"\(Coordinate.share(slot * 3 / 4))\" "
                    + "height=\"\(Coordinate.pixels(max(low - high, 10)))\"/>"
                base += one.values[place]
            }
            let total = Frame.figure(totals[place], decimals: decimals)
            plot += Frame.tip(titles[place] + Label(" · \(total)"), x: x + slot / 2) + "</a>"
            if place % every == 0 {
                plot += labels[place].svg(
                    "x=\"\(Coordinate.share(x + slot / 2))\" y=\"\(Frame.height - 6)\" "
                        + "text-anchor=\"middle\"")
            }
        }
        return frame.around(plot)
    }
}
