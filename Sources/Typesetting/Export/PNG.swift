import CCairo

extension TypesetDocument {
    /// One page as a PNG on white, for looking and for tests.
    ///
    /// - Parameters:
    ///   - page: counted from 0.
    ///   - dotsPerInch: 72 gives a pixel a point.
    /// - Throws: `noSuchPage`, `drawing`.
    public func png(
        page: Int, fonts: FontBook, dotsPerInch: Double = 144
    ) throws(TypesettingError) -> [UInt8] {
        guard frames.indices.contains(page) else { throw .noSuchPage(page, pages: frames.count) }
        let frame = frames[page]
        let scale = dotsPerInch / 72
        let surface = cairo_image_surface_create(
            CAIRO_FORMAT_RGB24, Int32((frame.size.width * scale).rounded(.up)),
            Int32((frame.size.height * scale).rounded(.up)))
        defer { cairo_surface_destroy(surface) }
        guard let surface, cairo_surface_status(surface) == CAIRO_STATUS_SUCCESS else {
            throw .drawing(surface: "PNG", "no memory for the picture")
        }
        var painter = CairoPainter(surface, fonts: fonts)
        painter.drawsCodeInOnePath = true
        cairo_set_source_rgb(painter.context, 1, 1, 1)
        cairo_paint(painter.context)
        cairo_scale(painter.context, scale, scale)
        for item in frame.items { painter.draw(item.mark) }
        try painter.close("PNG")
        let output = PNGBytes()
        let status = cairo_surface_write_to_png_stream(
            surface,
            { closure, data, length in
                let output = Unmanaged<PNGBytes>.fromOpaque(closure!).takeUnretainedValue()
                output.bytes += UnsafeBufferPointer(start: data, count: Int(length))
                return CAIRO_STATUS_SUCCESS
            }, Unmanaged.passUnretained(output).toOpaque())
        guard status == CAIRO_STATUS_SUCCESS else {
            throw .drawing(surface: "PNG", String(cString: cairo_status_to_string(status)))
        }
        return output.bytes
    }
}

private final class PNGBytes {
    var bytes: [UInt8] = []
}
