extension Frame {
    /// The page as text a person can review, a line a mark, in the order they are drawn.
    ///
    ///     text "CNY 7,650.00" at 412.0 88.5
    ///     rect 48.0 96.0 499.3 0.5 fill #E2E8F0
    public var dump: String {
        "page \(size.width.points) × \(size.height.points)\n"
            + items.map { $0.mark.dump + "\n" }.joined()
    }
}

extension Frame.Mark {
    fileprivate var dump: String {
        switch self {
        case .text(let line, let point): "text \"\(line.text)\" at \(point.dump)"
        case .rect(let rect, let radius, let fill, let stroke):
            "rect \(rect.dump)" + (radius > 0 ? " radius \(radius.points)" : "")
                + paint(fill, stroke)
        case .line(let points, let stroke):
            "line " + points.map(\.dump).joined(separator: " – ") + paint(nil, stroke)
        case .path(let steps, let fill, let stroke):
            "path of \(steps.count) steps" + paint(fill, stroke)
        case .code(let matrix, let rect, _):
            "code \(matrix.size) × \(matrix.size) modules at \(rect.dump)"
        case .picture(_, let rect): "picture at \(rect.dump)"
        case .link(let rect, let url): "link \(rect.dump) to \(url)"
        }
    }

    private func paint(_ fill: Colour?, _ stroke: Stroke?) -> String {
        (fill.map { " fill \($0.hex)" } ?? "")
            + (stroke.map { " stroke \($0.colour.hex) \($0.width.points)" } ?? "")
    }
}

extension Point {
    fileprivate var dump: String { "\(x.points) \(y.points)" }
}

extension Rect {
    fileprivate var dump: String {
        "\(x.points) \(y.points) \(width.points) \(height.points)"
    }
}
