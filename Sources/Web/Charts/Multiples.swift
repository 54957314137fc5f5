/// The same small chart many times, each with its name and on its own scale: what moves alike is seen at once.
public struct Multiples {
    /// One small chart with its name and what it comes to.
    public struct One {
        public let name: Label
        /// What the values come to, in words.
        public let figure: Label
        public let values: [Int]
        public let href: String?

        public init(_ name: Label, _ figure: Label, _ values: [Int], href: String? = nil) {
            self.name = name
            self.figure = figure
            self.values = values
            self.href = href
        }
    }

    let ones: [One]
    private static let height = 40

    public init(_ ones: [One]) { self.ones = ones }

    /// - Parameter rows: the id of the table's rows, where one leads nowhere else.
    public func svg(rows: String) -> Markup {
        var html = "<div class=\"multiples\">"
        for (index, one) in ones.enumerated() {
            let greatest = max(one.values.max() ?? 0, 1)
            let count = max(one.values.count, 1)
            let slot = 10_000 / count
            var bars = ""
            for (place, value) in one.values.enumerated() where value > 0 {
                let size = max(Int(Int128(value) * Int128(Self.height * 10) / Int128(greatest)), 10)
                bars +=
                    "<rect class=\"s1\" x=\"\(Coordinate.share(10_000 * place / count))\" "
                    + "y=\"\(Coordinate.pixels(Self.height * 10 - size))\" "
                    + "width=\"\(Coordinate.share(slot * 3 / 4))\" height=\"\(Coordinate.pixels(size))\"/>"
            }
            html +=
                "<a href=\"\(Markup.escape(one.href ?? "#\(rows)-\(index + 1)"))\"><span>\(one.name.markup.html)</span>"
                + "<b>\(one.figure.markup.html)</b>"
                + "<svg width=\"100%\" height=\"\(Self.height)\" aria-hidden=\"true\">\(bars)"
                + "<line class=\"grid\" x1=\"0\" x2=\"100%\" y1=\"\(Self.height)\" y2=\"\(Self.height)\"/></svg></a>"
        }
        return Markup(html: html + "</div>")
    }
}
