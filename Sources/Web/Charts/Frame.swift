/// The axis, the grid and the tips that charts over time have in common.
struct Frame {
    let scale: Scale
    let decimals: Int

    /// In pixels.
    static let height = 232
    static let axis = 48
    private static let top = 24
    private static let bottom = 24

    init(scale: Scale, decimals: Int) {
        self.scale = scale
        self.decimals = decimals
    }

    private static var inner: Int { height - top - bottom }

    /// In tenths of a pixel.
    func y(_ value: Int) -> Int { Self.top * 10 + scale.depth(value, height: Self.inner) }

    var grid: String {
        scale.ticks.map { tick in
            let y = Coordinate.pixels(y(tick))
            return
                "<line class=\"grid\(tick == 0 ? " zero" : "")\" x1=\"0\" x2=\"100%\" y1=\"\(y)\" y2=\"\(y)\"/>"
        }.joined()
    }

    /// The plot with its axis beside it.
    func around(_ plot: String) -> Markup {
        let names = scale.ticks.map { tick in
            Scale.short(tick, decimals: decimals).svg(
                "x=\"\(Self.axis - 8)\" y=\"\(Coordinate.pixels(y(tick) + 40))\" text-anchor=\"end\""
            )
        }.joined()
        return Markup(
            html: "<div class=\"plot\"><svg class=\"axis\" width=\"\(Self.axis)\" "
                + "height=\"\(Self.height)\" aria-hidden=\"true\">\(names)</svg>"
                + "<svg width=\"100%\" height=\"\(Self.height)\">\(plot)</svg></div>")
    }

    /// What is pointed at: the whole height, not the drawn part alone.
    static func hit(x: Int, width: Int) -> String {
        "<rect class=\"hit\" x=\"\(Coordinate.share(x))\" y=\"\(top)\" "
            + "width=\"\(Coordinate.share(width))\" height=\"\(inner)\"/>"
    }

    /// Words above the plot, seen when what they belong to is pointed at or has the focus.
    static func tip(_ words: Label, x: Int) -> String {
        // Away from the nearer edge, so that no tip is cut.
        let anchor = x < 3_000 ? "start" : x > 7_000 ? "end" : "middle"
        return words.svg(
            class: "tip", "x=\"\(Coordinate.share(x))\" y=\"14\" text-anchor=\"\(anchor)\"")
    }

    /// About seven names below an axis, so that they fit a phone.
    static func everyLabel(of count: Int) -> Int { count <= 12 ? 1 : (count + 6) / 7 }

    /// All digits of a value: 123456 with two decimals is `1,234.56`.
    static func figure(_ value: Int, decimals: Int) -> String {
        if decimals == 0 { return Markup.grouped(value).withMinus }
        var one = 1
        for _ in 0..<decimals { one *= 10 }
        let magnitude = Int(clamping: value.magnitude)
        let digits = String(magnitude % one)
        let rest = String(repeating: "0", count: decimals - digits.count) + digits
        return (value < 0 ? "−" : "") + Markup.grouped(magnitude / one) + ".\(rest)"
    }
}
