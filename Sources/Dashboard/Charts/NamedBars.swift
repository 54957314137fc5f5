/// Bars beside their names, in the order given, with their share; as wide as there is room.
struct NamedBars {
    struct Bar {
        let name: String
        /// Decides the length only.
        let length: Int64
        let text: String
        /// The class that colours it.
        let style: String
    }

    let bars: [Bar]

    func svg(label: Markup) -> String {
        let rowHeight = 44
        let longest = max(bars.map(\.length).max() ?? 0, 1)
        var svg =
            "<svg width=\"100%\" height=\"\(rowHeight * max(bars.count, 1))\" role=\"img\" "
            + "aria-label=\"\(Markup.escape(label.plain))\">"
        for (index, bar) in bars.enumerated() {
            let y = index * rowHeight
            // A bar of nothing still shows where it would begin.
            let width = Int(bar.length * 10_000 / longest)
            svg +=
                "<text x=\"0\" y=\"\(y + 12)\">\(Markup.escape(bar.name))</text>"
                + "<text class=\"value\" x=\"100%\" y=\"\(y + 12)\" text-anchor=\"end\">"
                + "\(Markup.escape(bar.text))</text>"
                + "<rect class=\"\(bar.style)\" x=\"0\" y=\"\(y + 20)\" rx=\"2\" "
                + "width=\"\(width == 0 ? "1" : Markup.hundredths(width) + "%")\" height=\"12\"/>"
        }
        return svg + "</svg>"
    }
}
