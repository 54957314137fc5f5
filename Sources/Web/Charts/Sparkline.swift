/// How a figure moved, in the space of a word: no axis, no names. It stands beside the figure it belongs to,
/// which says the same in words, so it is hidden from those who cannot see it.
public struct Sparkline: Sendable {
    let values: [Int]

    public init(_ values: [Int]) { self.values = values }

    /// Nothing where there is no way from one value to another.
    var svg: Markup {
        guard values.count > 1 else { return Markup() }
        let scale = Scale(of: values)
        let points = values.enumerated().map { index, value in
            "\(index * 960 / (values.count - 1) / 10 + 2) \(Coordinate.pixels(scale.depth(value, height: 24) + 20))"
        }
        let last = points.last!.split(separator: " ")
        return Markup(
            html:
                "<svg class=\"spark\" viewBox=\"0 0 100 28\" width=\"100\" height=\"28\" aria-hidden=\"true\">"
                + "<path d=\"M\(points.joined(separator: "L"))\"/>"
                + "<circle cx=\"\(last[0])\" cy=\"\(last[1])\" r=\"2\"/></svg>")
    }
}
