extension BlockLayout {
    /// A text wrapped to `width`, with its structure and its link.
    func text(_ text: Text, width: Double) -> Block {
        let shaped = shape(text, width: width)
        return block(text, shaped, lines: shaped.lines.indices, width: width)
    }

    /// The lines of a text for a width; the unbroken one if it fits, since that is cached for any.
    ///
    /// A figure is never torn apart: one that is wider than `width` makes the whole text as much
    /// smaller as it takes, unless nobody could read it then.
    func shape(_ text: Text, width: Double) -> ShapedText {
        let natural = fonts.shape(text.spans, language: language)
        if natural.width <= width + 0.01 { return natural }
        let broken = fonts.shape(text.spans, language: language, width: width)
        if broken.width <= width + 0.01 { return broken }
        // A thousandth less, as widths are rounded to the shaper's units.
        let smaller = text.scaled(by: 0.999 * width / broken.width)
        if smaller.smallestSize >= Self.leastSize {
            return fonts.shape(smaller.spans, language: language, width: width)
        }
        return fonts.shape(text.spans, language: language, width: width, breaksFigures: true)
    }

    /// The smallest size a text is brought down to for a figure in it, in points.
    static let leastSize = 5.0

    /// Some lines of a shaped text as a block, tagged as the text's role says.
    func block(
        _ text: Text, _ shaped: ShapedText, lines: Range<Int>, width: Double,
        as tag: StructureTag? = nil
    ) -> Block {
        let pitch = text.lineHeight
        var result = Block(
            width: width, height: pitch * Double(lines.count), baseline: text.baseline(in: pitch))
        if lines.lowerBound == 0 { report(shaped.missing, of: text, in: &result) }
        func draw(_ block: inout Block) {
            let marks = marks(text, shaped, lines: lines, width: width)
            guard let url = text.link, let area = area(shaped, lines, text.alignment, width, pitch)
            else { return block.pieces.append(contentsOf: marks) }
            block.tagged(.link(url: url), area: area) {
                $0.pieces.append(.mark(.link(area, url: url)))
                $0.pieces.append(contentsOf: marks)
            }
        }
        switch text.role {
        case .artifact: draw(&result)
        case .paragraph: result.tagged(tag ?? .paragraph, draw)
        case .heading(let level):
            result.pieces.append(.heading(level: level, text: text.string.printable, y: 0))
            result.tagged(tag ?? .heading(level), draw)
        }
        return result
    }

    private func marks(
        _ text: Text, _ shaped: ShapedText, lines: Range<Int>, width: Double
    ) -> [Block.Piece] {
        let pitch = text.lineHeight
        let first = text.baseline(in: pitch)
        return lines.enumerated().compactMap { index, line in
            let line = shaped.lines[line]
            guard !line.runs.isEmpty else { return nil }
            let x = line.offset(text.alignment, in: width)
            return .mark(.text(line, at: Point(x, first + pitch * Double(index))))
        }
    }

    /// The area the lines take, for a link around them.
    private func area(
        _ shaped: ShapedText, _ lines: Range<Int>, _ alignment: TextAlignment, _ width: Double,
        _ pitch: Double
    ) -> Rect? {
        guard !lines.isEmpty else { return nil }
        let left = lines.map { shaped.lines[$0].offset(alignment, in: width) }.min() ?? 0
        let wide = lines.map { shaped.lines[$0].width }.max() ?? 0
        return Rect(x: left, y: 0, width: wide, height: pitch * Double(lines.count))
    }

    /// Notes the characters of a text that no font has.
    func report(_ missing: [Unicode.Scalar], of text: Text, in block: inout Block) {
        guard !missing.isEmpty else { return }
        block.pieces.append(
            .missing(
                missing.map {
                    MissingGlyph(character: $0, field: text.field, text: text.string)
                }))
    }
}

extension ShapedLine {
    /// Where the line starts in a width, so that it stands as the alignment says.
    func offset(_ alignment: TextAlignment, in available: Double) -> Double {
        switch alignment {
        case .leading: 0
        case .centre: (available - width) / 2
        case .trailing, .decimalPoint: available - width
        }
    }
}
