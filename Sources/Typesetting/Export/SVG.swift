import CCairo

extension TypesetDocument {
    /// One page as an SVG picture whose words can be searched, selected and read aloud.
    ///
    /// The picture is drawn from glyph outlines, so it looks the same everywhere; over it lies the
    /// same text, transparent, on the same baselines, with the links and the figures' words.
    /// All but text is drawn by Cairo; a line of text has a placeholder in Cairo's picture, and `SVGText` writes it
    /// from Cairo's outlines.
    ///
    /// - Parameters:
    ///   - page: counted from 0.
    ///   - fonts: a book over the directory the document was set with.
    ///   - title: what the page is: `账单 INV-2025-0611-0019, page 1 of 3`.
    ///   - description: what it says, in a sentence.
    ///   - idPrefix: begins every id in the file; give each picture of one HTML page its own.
    /// - Throws: `noSuchPage`, `drawing`.
    public func svg(
        page: Int, fonts: FontBook, title: String, description: String = "",
        idPrefix: String = "bm"
    ) throws(TypesettingError) -> [UInt8] {
        guard frames.indices.contains(page) else { throw .noSuchPage(page, pages: frames.count) }
        let frame = frames[page]
        let output = CairoOutput("SVG", size: frame.size) {
            cairo_svg_surface_create_for_stream($0, $1, $2, $3)
        }
        // Sizes in points, as in the frame.
        cairo_svg_surface_set_document_unit(output.surface, CAIRO_SVG_UNIT_PT)
        var painter = CairoPainter(output.surface, fonts: fonts)
        painter.drawsCodeInOnePath = true
        var text = SVGText(fonts: fonts, idPrefix: idPrefix)
        var lines: [[UInt8]] = []
        for item in frame.items {
            if case .text(let line, let point) = item.mark {
                lines.append(text.draw(line, at: point))
                painter.drawPlaceholder()
            } else {
                painter.draw(item.mark)
            }
        }
        try painter.close("SVG")
        let finish = SVGFinish(
            frame: frame, structure: structure, language: language, title: title,
            description: description, idPrefix: idPrefix,
            lines: lines, outlines: text.outlines)
        return try finish.finish(try output.finish())
    }
}
