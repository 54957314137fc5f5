import CCairo

/// Draws marks on a Cairo surface. It adds nothing: every place comes from the frame.
struct CairoPainter {
    let context: OpaquePointer
    let fonts: FontBook
    /// Whether a QR code is one path instead of a fill for each run of modules.
    ///
    /// Separate fills make the smallest PDF, and PDF viewers snap their edges. Browsers do not:
    /// they would show hairs between the rows, and none within one path.
    var drawsCodeInOnePath = false
    private var colour: Colour?
    private var glyphs: [cairo_glyph_t] = []
    private var clusters: [cairo_text_cluster_t] = []

    init(_ surface: OpaquePointer, fonts: FontBook) {
        context = cairo_create(surface)
        self.fonts = fonts
    }

    /// Must be called once, when drawing is done.
    ///
    /// - Throws: `drawing` if anything drawn was refused: Cairo then ignored all that came after.
    func close(_ surface: String) throws(TypesettingError) {
        let status = cairo_status(context)
        cairo_destroy(context)
        guard status == CAIRO_STATUS_SUCCESS else {
            throw .drawing(surface: surface, String(cString: cairo_status_to_string(status)))
        }
    }

    /// A page break forgets colours and fonts.
    mutating func showPage() {
        cairo_show_page(context)
        colour = nil
    }

    mutating func draw(_ mark: Frame.Mark) {
        switch mark {
        case .text(let line, let point):
            for run in line.runs { draw(run, x: point.x + run.x, y: point.y) }
        case .rect(let rect, let radius, let fill, let stroke):
            trace(rect, radius: radius)
            paint(fill, stroke)
        case .line(let points, let stroke):
            for (index, point) in points.enumerated() {
                if index == 0 {
                    cairo_move_to(context, point.x, point.y)
                } else {
                    cairo_line_to(context, point.x, point.y)
                }
            }
            paint(nil, stroke)
        case .path(let steps, let fill, let stroke):
            for step in steps { trace(step) }
            paint(fill, stroke)
        case .code(let matrix, let rect, let colour): draw(matrix, in: rect, colour)
        case .picture(let picture, let rect): draw(picture, in: rect)
        case .link: break
        }
    }

    /// The data of the path that `drawPlaceholder` draws, as Cairo writes it: a size that nothing on a page has, in
    /// numbers that have an end.
    static let placeholder: StaticString = "M 0 0 L 0.25 0 L 0.25 0.125 L 0 0.125 Z M 0 0"

    /// Keeps a place among the marks of an SVG for what is written there later.
    func drawPlaceholder() {
        cairo_rectangle(context, 0, 0, 0.25, 0.125)
        cairo_fill(context)
    }

    private mutating func draw(_ run: GlyphRun, x: Double, y: Double) {
        guard !run.glyphs.isEmpty else { return }
        set(run.colour)
        cairo_set_scaled_font(context, fonts.scaledFont(run.face, size: run.size))
        glyphs.removeAll(keepingCapacity: true)
        for glyph in run.glyphs {
            glyphs.append(
                cairo_glyph_t(
                    index: UInt(glyph.id), x: x + Double(glyph.x) / GlyphRun.unitsPerPoint,
                    y: y + Double(glyph.y) / GlyphRun.unitsPerPoint))
        }
        clusters.removeAll(keepingCapacity: true)
        for cluster in run.clusters {
            clusters.append(
                cairo_text_cluster_t(
                    num_bytes: Int32(cluster.bytes), num_glyphs: Int32(cluster.glyphs)))
        }
        // With the text beside the glyphs, a PDF's text can be searched and copied.
        cairo_show_text_glyphs(
            context, run.text, Int32(run.text.utf8.count), glyphs, Int32(glyphs.count), clusters,
            Int32(clusters.count), cairo_text_cluster_flags_t(0))
    }

    private mutating func draw(_ matrix: QRMatrix, in rect: Rect, _ colour: Colour) {
        set(colour)
        let module = rect.width / Double(matrix.size + 2 * QRMatrix.quietZone)
        let margin = module * Double(QRMatrix.quietZone)
        for row in 0..<matrix.size {
            for run in matrix.runs(row: row) {
                cairo_rectangle(
                    context, rect.x + margin + Double(run.column) * module,
                    rect.y + margin + Double(row) * module, Double(run.length) * module, module)
                if !drawsCodeInOnePath { cairo_fill(context) }
            }
        }
        cairo_fill(context)
    }

    private mutating func draw(_ picture: Picture, in rect: Rect) {
        cairo_save(context)
        switch picture.format {
        case .svg: SVGReading.draw(picture.bytes, in: rect, on: context)
        case .png:
            let surface = PNGReading.read(picture.bytes)
            cairo_translate(context, rect.x, rect.y)
            cairo_scale(context, rect.width / picture.width, rect.height / picture.height)
            cairo_set_source_surface(context, surface, 0, 0)
            cairo_paint(context)
            cairo_surface_destroy(surface)
        }
        cairo_restore(context)
        colour = nil
    }

    private func trace(_ rect: Rect, radius: Double) {
        guard radius > 0 else {
            return cairo_rectangle(context, rect.x, rect.y, rect.width, rect.height)
        }
        let r = min(radius, rect.width / 2, rect.height / 2)
        let quarter = Double.pi / 2
        cairo_new_sub_path(context)
        cairo_arc(context, rect.right - r, rect.y + r, r, -quarter, 0)
        cairo_arc(context, rect.right - r, rect.bottom - r, r, 0, quarter)
        cairo_arc(context, rect.x + r, rect.bottom - r, r, quarter, 2 * quarter)
        cairo_arc(context, rect.x + r, rect.y + r, r, 2 * quarter, 3 * quarter)
        cairo_close_path(context)
    }

    private func trace(_ step: PathStep) {
        switch step {
        case .move(let point): cairo_move_to(context, point.x, point.y)
        case .line(let point): cairo_line_to(context, point.x, point.y)
        case .curve(let a, let b, let end):
            cairo_curve_to(context, a.x, a.y, b.x, b.y, end.x, end.y)
        case .close: cairo_close_path(context)
        }
    }

    private mutating func paint(_ fill: Colour?, _ stroke: Stroke?) {
        if let fill {
            set(fill)
            cairo_fill_preserve(context)
        }
        if let stroke {
            set(stroke.colour)
            cairo_set_line_width(context, stroke.width)
            cairo_set_dash(context, stroke.dash, Int32(stroke.dash.count), 0)
            cairo_stroke_preserve(context)
        }
        cairo_new_path(context)
    }

    private mutating func set(_ colour: Colour) {
        guard self.colour != colour else { return }
        cairo_set_source_rgb(
            context, Double(colour.red) / 255, Double(colour.green) / 255,
            Double(colour.blue) / 255)
        self.colour = colour
    }
}
