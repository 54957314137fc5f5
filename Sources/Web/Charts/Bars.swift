/// Bars beside their names, in the order given; below zero they go to the left.
public struct Bars {
    /// A name, a bar as long as its value, and the value in words.
    public struct Bar {
        public let name: Label
        /// Decides the length only.
        public let value: Int
        /// The value as it is to be read.
        public let figure: Label
        /// The class that colours it: `s1`, `wechat`.
        public let style: String
        /// Where a click leads.
        public let href: String?

        public init(
            _ name: Label, _ value: Int, _ figure: Label, style: String = "s1", href: String? = nil
        ) {
            self.name = name
            self.value = value
            self.figure = figure
            self.style = style
            self.href = href
        }
    }

    let bars: [Bar]

    public init(_ bars: [Bar]) { self.bars = bars }

    /// - Parameter rows: the id of the table's rows, where a bar leads nowhere else.
    public func svg(rows: String) -> Markup {
        Markup(
            html: Rows.svg(bars.map { ($0.name, $0.figure, $0.href, $0.style) }, rows: rows) {
                low, high in
                (min(low, bars.map(\.value).min() ?? 0), max(high, bars.map(\.value).max() ?? 0))
            } span: {
                (0, bars[$0].value)
            })
    }
}

/// What leads from a first figure to a last one: each step begins where the one before it ends.
///
///     Waterfall(steps: [.init(Label("Collected"), 765_000, …), .init(Label("Fee"), -19_125, …)], total: …)
public struct Waterfall {
    /// What is added to the level before it, or taken off it.
    public struct Step {
        public let name: Label
        public let value: Int
        public let figure: Label
        /// Whether it stands on zero: an opening, a sum.
        public let isTotal: Bool

        public init(_ name: Label, _ value: Int, _ figure: Label, isTotal: Bool = false) {
            self.name = name
            self.value = value
            self.figure = figure
            self.isTotal = isTotal
        }
    }

    let steps: [Step]

    public init(_ steps: [Step]) { self.steps = steps }

    public func svg(rows: String) -> Markup {
        var spans: [(Int, Int)] = []
        var level = 0
        for step in steps {
            let from = step.isTotal ? 0 : level
            level = from + step.value
            spans.append((from, level))
        }
        let styles = steps.map { $0.isTotal ? "sum" : $0.value < 0 ? "minus" : "plus" }
        return Markup(
            html: Rows.svg(
                zip(steps, styles).map { ($0.name, $0.figure, nil, $1) }, rows: rows
            ) { low, high in
                (
                    spans.reduce(low) { min($0, $1.0, $1.1) },
                    spans.reduce(high) { max($0, $1.0, $1.1) }
                )
            } span: {
                spans[$0]
            })
    }
}

/// Rows of a name, a figure and a bar below them.
private enum Rows {
    static let height = 44
    /// How many letters name and figure may have together: on a wide screen, and on a phone.
    private static let (most, least) = (100, 46)

    /// A name that would run into its figure is cut; the table has it whole.
    private static func name(_ name: Label, beside figure: Label, _ attributes: String) -> String {
        let taken = max(figure.english.count, figure.chinese.count)
        let short = name.cut(max(least - taken, 12))
        if short == name { return name.svg(attributes) }
        return name.cut(max(most - taken, 12)).svg(class: "long", attributes)
            + short.svg(class: "short", attributes)
    }

    /// - Parameters:
    ///   - reach: the least and the greatest value, of at least these.
    ///   - span: where the bar of a row begins and ends.
    static func svg(
        _ rows: [(name: Label, figure: Label, href: String?, style: String)], rows id: String,
        reach: (Int, Int) -> (Int, Int), span: (Int) -> (Int, Int)
    ) -> String {
        let (low, high) = reach(0, 0)
        let all = max(Int128(high) - Int128(low), 1)
        func x(_ value: Int) -> Int { Int((Int128(value) - Int128(low)) * 10_000 / all) }
        var svg = "<svg class=\"rows\" width=\"100%\" height=\"\(height * max(rows.count, 1))\">"
        if low < 0 {
            let zero = Coordinate.share(x(0))
            svg += "<line class=\"grid zero\" x1=\"\(zero)\" x2=\"\(zero)\" y1=\"0\" y2=\"100%\"/>"
        }
        for (index, row) in rows.enumerated() {
            let y = index * height
            let (from, to) = span(index)
            let (left, right) = (x(min(from, to)), x(max(from, to)))
            // A bar of nothing still shows where it would begin.
            let width = right > left ? Coordinate.share(right - left) : "1"
            svg +=
                "<a class=\"m\" href=\"\(Markup.escape(row.href ?? "#\(id)-\(index + 1)"))\">"
                + "<rect class=\"hit\" x=\"0\" y=\"\(y)\" width=\"100%\" height=\"\(height - 4)\"/>"
                + name(row.name, beside: row.figure, "x=\"0\" y=\"\(y + 12)\"")
                + row.figure.svg(class: "value", "x=\"100%\" y=\"\(y + 12)\" text-anchor=\"end\"")
                + "<rect class=\"\(row.style)\" x=\"\(Coordinate.share(left))\" y=\"\(y + 20)\" rx=\"2\" "
                + "width=\"\(width)\" height=\"12\"/></a>"
        }
        return svg + "</svg>"
    }
}
