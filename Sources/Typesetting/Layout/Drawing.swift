/// Vector shapes in a rectangle of their own, with coordinates from its top left corner.
///
///     Drawing(width: 60, height: 12, alt: "usage by day, highest on the 9th", [
///         .rect(Rect(x: 0, y: 4, width: 3, height: 8), fill: accent),
///     ])
public struct Drawing: Sendable, Hashable {
    public var width: Double
    public var height: Double
    /// What the drawing says, in words; nil for decoration, which screen readers skip.
    public var alt: String?
    /// Drawn in this order, later ones on top.
    public var shapes: [Shape]

    /// A drawing of a fixed size; shapes may not be wider, as nothing is clipped.
    public init(width: Double, height: Double, alt: String?, _ shapes: [Shape]) {
        self.width = width
        self.height = height
        self.alt = alt
        self.shapes = shapes
    }

    /// What a drawing is made of. Lengths are in points.
    public enum Shape: Sendable, Hashable {
        case rect(Rect, radius: Double = 0, fill: Colour? = nil, stroke: Stroke? = nil)
        case line([Point], Stroke)
        /// A closed or open outline, filled, stroked or both.
        case path([PathStep], fill: Colour? = nil, stroke: Stroke? = nil)
        case circle(Point, radius: Double, fill: Colour? = nil, stroke: Stroke? = nil)
        /// Text on a baseline: the point is its start, centre or end, as `align` says. One wider
        /// than `within` is set smaller, and left out where nobody could read it then.
        case text(
            String, TextStyle, at: Point, align: TextAlignment = .leading,
            within: Double = .infinity)
    }
}

extension Drawing.Shape {
    /// The shape as a mark; nil for text, which the layout shapes first.
    var mark: Frame.Mark? {
        switch self {
        case .rect(let rect, let radius, let fill, let stroke):
            .rect(rect, radius: radius, fill: fill, stroke: stroke)
        case .line(let points, let stroke): .line(points, stroke)
        case .path(let steps, let fill, let stroke): .path(steps, fill: fill, stroke: stroke)
        case .circle(let centre, let radius, let fill, let stroke):
            // A rectangle whose corners are all there is of it.
            .rect(
                Rect(
                    x: centre.x - radius, y: centre.y - radius, width: 2 * radius,
                    height: 2 * radius),
                radius: radius, fill: fill, stroke: stroke)
        case .text: nil
        }
    }
}
