/// How much there is in each cell of a grid, by five shades of one colour: hours down, days across.
public struct HeatMap {
    /// Names of the columns and of the rows.
    public let across: [Label]
    public let titles: [Label]
    public let down: [Label]
    /// By column, then row.
    public let values: [[Int]]

    private static let cell = 12
    static let shades = 5

    public init(across: [Label], titles: [Label], down: [Label], values: [[Int]]) {
        self.across = across
        self.titles = titles
        self.down = down
        self.values = values
    }

    /// Zero is no shade; the others are cut at equal shares of the greatest.
    static func shade(_ value: Int, of greatest: Int) -> Int {
        if value <= 0 || greatest <= 0 { return 0 }
        return Int((Int128(value) * Int128(shades) + Int128(greatest) - 1) / Int128(greatest))
    }

    /// - Parameter rows: the id of the table's rows, one a column.
    public func svg(rows: String) -> Markup {
        let greatest = values.flatMap { $0 }.max() ?? 0
        let height = Self.cell * down.count
        let count = max(across.count, 1)
        var axis = ""
        for (index, name) in down.enumerated() where index.isMultiple(of: 6) {
            axis += name.svg(
                "x=\"\(Frame.axis - 8)\" y=\"\(24 + index * Self.cell + 10)\" text-anchor=\"end\"")
        }
        var plot = ""
        let slot = 10_000 / count
        for place in across.indices {
            let x = 10_000 * place / count
            let own = values[place]
            let sum = own.reduce(0, +)
            plot += "<a class=\"m\" href=\"#\(rows)-\(place + 1)\">"
            plot +=
                "<rect class=\"hit\" x=\"\(Coordinate.share(x))\" y=\"24\" "
                + "width=\"\(Coordinate.share(slot))\" height=\"\(height)\"/>"
            for (row, value) in own.enumerated() where value > 0 {
                plot +=
                    "<rect class=\"h\(Self.shade(value, of: greatest))\" "
                    + "x=\"\(Coordinate.share(x))\" y=\"\(24 + row * Self.cell)\" "
                    + "width=\"\(Coordinate.share(slot * 9 / 10))\" height=\"\(Self.cell - 1)\"/>"
            }
            var words = titles[place] + Label(" · \(Markup.grouped(sum))")
            if let most = own.max(), most > 0 {
                words =
                    words + Label(" · ") + down[own.firstIndex(of: most)!]
                    + Label(" \(Markup.grouped(most))")
            }
            plot += Frame.tip(words, x: x + slot / 2) + "</a>"
            if place % Frame.everyLabel(of: count) == 0 {
                plot += across[place].svg(
                    "x=\"\(Coordinate.share(x + slot / 2))\" y=\"\(24 + height + 18)\" text-anchor=\"middle\""
                )
            }
        }
        let all = height + 48
        return Markup(
            html:
                "<div class=\"plot\"><svg class=\"axis\" width=\"\(Frame.axis)\" height=\"\(all)\" aria-hidden=\"true\">\(axis)</svg>"
                + "<svg width=\"100%\" height=\"\(all)\">\(plot)</svg></div>")
    }
}
