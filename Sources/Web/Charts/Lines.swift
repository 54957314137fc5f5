/// Lines over time: a value at each place, or none.
///
/// The axis does not begin at zero unless the values are near it: a rate between 7.1 and 7.3 is looked at for
/// how it moves.
public struct Lines {
    /// A line, with one value a place.
    public struct Series {
        public let name: Label
        /// One value a place; nil where there is none.
        public let values: [Int?]

        public init(_ name: Label, _ values: [Int?]) {
            self.name = name
            self.values = values
        }
    }

    public let labels: [Label]
    public let titles: [Label]
    public let series: [Series]
    public let decimals: Int
    /// Whether the area below the first line is filled; the axis begins at zero then.
    public let isArea: Bool

    public init(
        labels: [Label], titles: [Label], series: [Series], decimals: Int = 0, isArea: Bool = false
    ) {
        self.labels = labels
        self.titles = titles
        self.series = series
        self.decimals = decimals
        self.isArea = isArea
    }

    /// - Parameter rows: the id of the table's rows, `rates-1` being the first place's.
    public func svg(rows: String) -> Markup {
        let values = series.flatMap(\.values).compactMap { $0 }
        let low = values.min() ?? 0
        // Zero is far away where all values lie in the upper half.
        let frame = Frame(
            scale: Scale(of: values, fromZero: isArea || low <= (values.max() ?? 0) / 2),
            decimals: decimals)
        var plot = frame.grid
        let count = max(labels.count, 1)
        func x(_ place: Int) -> Int { (10_000 * place + 5_000) / count }
        plot +=
            "<svg width=\"100%\" height=\"\(Frame.height)\" viewBox=\"0 0 10000 \(Frame.height * 10)\" preserveAspectRatio=\"none\">"
        for (index, one) in series.enumerated() {
            var path = ""
            var isOpen = false
            for (place, value) in one.values.enumerated() {
                guard let value else {
                    isOpen = false
                    continue
                }
                path += "\(isOpen ? "L" : "M")\(x(place)) \(frame.y(value))"
                isOpen = true
            }
            if isArea, !path.isEmpty, one.values.allSatisfy({ $0 != nil }) {
                plot +=
                    "<path class=\"area s\(index + 1)\" d=\"\(path)L\(x(count - 1)) \(frame.y(frame.scale.low))L\(x(0)) \(frame.y(frame.scale.low))Z\"/>"
            }
            plot += "<path class=\"line l\(index + 1)\" d=\"\(path)\"/>"
        }
        plot += "</svg>"
        let every = Frame.everyLabel(of: labels.count)
        for place in labels.indices {
            let words = series.compactMap { one in
                one.values[place].map { value in
                    (series.count > 1 ? one.name + Label(" ") : Label(""))
                        + Label(Frame.figure(value, decimals: decimals))
                }
            }
            let slot = 10_000 / count
            plot += "<a class=\"m\" href=\"#\(rows)-\(place + 1)\">"
            plot += Frame.hit(x: x(place) - slot / 2, width: slot)
            for (index, one) in series.enumerated() {
                guard let value = one.values[place] else { continue }
                plot +=
                    "<circle class=\"dot s\(index + 1)\" cx=\"\(Coordinate.share(x(place)))\" "
                    + "cy=\"\(Coordinate.pixels(frame.y(value)))\" r=\"3\"/>"
            }
            plot +=
                Frame.tip(
                    words.reduce(titles[place]) { $0 + Label(" · ") + $1 }, x: x(place)) + "</a>"
            if place % every == 0 {
                plot += labels[place].svg(
                    "x=\"\(Coordinate.share(x(place)))\" y=\"\(Frame.height - 6)\" text-anchor=\"middle\""
                )
            }
        }
        return frame.around(plot)
    }
}
