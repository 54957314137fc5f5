/// One finished page: every mark on it at its final place.
///
/// Exporters read frames and decide nothing. Coordinates are points from the top left corner,
/// y grows downwards; a text's y is its baseline.
public struct Frame: Sendable, Hashable {
    /// The size of the paper.
    public var size: PageSize
    /// The marks in the order they are drawn.
    public var items: [Item]

    /// A mark and the structure node it belongs to; nil for an artifact (a rule, a running head).
    public struct Item: Sendable, Hashable {
        /// The number of its structure node.
        public var node: Int?
        /// What is drawn.
        public var mark: Mark
    }

    /// What is drawn.
    public enum Mark: Sendable, Hashable {
        /// A line of text whose baseline starts at the point.
        case text(ShapedLine, at: Point)
        case rect(Rect, radius: Double, fill: Colour?, stroke: Stroke?)
        case line([Point], Stroke)
        case path([PathStep], fill: Colour?, stroke: Stroke?)
        /// A QR code filling the rectangle, quiet zone included.
        case code(QRMatrix, Rect, Colour)
        /// A picture over the whole rectangle.
        case picture(Picture, Rect)
        /// A rectangle that opens an address; draws nothing.
        case link(Rect, url: String)
    }
}

/// A line's colour, thickness and dash pattern, lengths in points.
public struct Stroke: Sendable, Hashable {
    public var colour: Colour
    public var width: Double
    /// Lengths of dashes and gaps in turn; empty for a solid line.
    public var dash: [Double]

    /// A line of `width` points; `dash` alternates dashes and gaps.
    public init(_ colour: Colour, width: Double = 0.5, dash: [Double] = []) {
        self.colour = colour
        self.width = width
        self.dash = dash
    }
}

/// A step of an outline.
public enum PathStep: Sendable, Hashable {
    case move(Point)
    case line(Point)
    /// A cubic Bézier curve: two control points, then its end.
    case curve(Point, Point, Point)
    case close

    func moved(_ dx: Double, _ dy: Double) -> PathStep {
        switch self {
        case .move(let point): .move(point.moved(dx, dy))
        case .line(let point): .line(point.moved(dx, dy))
        case .curve(let a, let b, let end):
            .curve(a.moved(dx, dy), b.moved(dx, dy), end.moved(dx, dy))
        case .close: .close
        }
    }
}

extension Frame.Mark {
    func moved(_ dx: Double, _ dy: Double) -> Frame.Mark {
        switch self {
        case .text(let line, let point): .text(line, at: point.moved(dx, dy))
        case .rect(let rect, let radius, let fill, let stroke):
            .rect(rect.moved(dx, dy), radius: radius, fill: fill, stroke: stroke)
        case .line(let points, let stroke): .line(points.map { $0.moved(dx, dy) }, stroke)
        case .path(let steps, let fill, let stroke):
            .path(steps.map { $0.moved(dx, dy) }, fill: fill, stroke: stroke)
        case .code(let matrix, let rect, let colour): .code(matrix, rect.moved(dx, dy), colour)
        case .picture(let picture, let rect): .picture(picture, rect.moved(dx, dy))
        case .link(let rect, let url): .link(rect.moved(dx, dy), url: url)
        }
    }
}
