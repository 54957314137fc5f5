import CCairo

/// The outline of a glyph in units of its face's design (mostly 1000 to the em), as Cairo draws it, written as the data
/// of an SVG path.
struct GlyphOutline {
    private(set) var path = SVGPath()

    /// - Parameter font: the face at as many points as it has units to the em, so that its places are whole numbers.
    init(_ glyph: UInt32, of font: OpaquePointer) {
        let paper = cairo_image_surface_create(CAIRO_FORMAT_A8, 1, 1)
        let context = cairo_create(paper)
        defer {
            cairo_destroy(context)
            cairo_surface_destroy(paper)
        }
        // Curves stay curves: flattening is left to who draws.
        cairo_set_scaled_font(context, font)
        var one = cairo_glyph_t(index: UInt(glyph), x: 0, y: 0)
        cairo_glyph_path(context, &one, 1)
        let drawn = cairo_copy_path(context)
        defer { cairo_path_destroy(drawn) }
        guard let drawn, drawn.pointee.num_data > 0 else { return }
        trace(UnsafeBufferPointer(start: drawn.pointee.data, count: Int(drawn.pointee.num_data)))
    }

    private mutating func trace(_ steps: UnsafeBufferPointer<cairo_path_data_t>) {
        var here = (x: 0.0, y: 0.0)
        var next = 0
        while next < steps.count {
            func point(_ index: Int) -> (x: Double, y: Double) {
                let point = steps[next + index].point
                return (point.x, point.y)
            }
            switch steps[next].header.type {
            case CAIRO_PATH_MOVE_TO:
                here = point(1)
                path.move(to: Self.place(here))
            case CAIRO_PATH_LINE_TO:
                here = point(1)
                path.line(to: Self.place(here))
            case CAIRO_PATH_CURVE_TO:
                curve(here, point(1), point(2), point(3))
                here = point(3)
            default: path.close()
            }
            next += Int(steps[next].header.length)
        }
    }

    /// FreeType and Cairo make a cubic of a TrueType curve by going two thirds of the way to its control point; the
    /// same way back gives that point, where both thirds agree on it.
    private mutating func curve(
        _ start: (x: Double, y: Double), _ a: (x: Double, y: Double), _ b: (x: Double, y: Double),
        _ end: (x: Double, y: Double)
    ) {
        let one = (x: (3 * a.x - start.x) / 2, y: (3 * a.y - start.y) / 2)
        let other = (x: (3 * b.x - end.x) / 2, y: (3 * b.y - end.y) / 2)
        if abs(one.x - other.x) < 0.1, abs(one.y - other.y) < 0.1 {
            path.quad(
                Self.place(((one.x + other.x) / 2, (one.y + other.y) / 2)), to: Self.place(end))
        } else {
            path.cubic(Self.place(a), Self.place(b), to: Self.place(end))
        }
    }

    private static func place(_ point: (x: Double, y: Double)) -> SVGPath.Place {
        SVGPath.Place(x: Int(point.x.rounded()), y: Int(point.y.rounded()))
    }
}
