/// Measures elements that stay whole: what a width makes of them.
struct BlockLayout {
    let fonts: FontBook
    let language: Language

    func block(_ element: Element, width: Double) throws(TypesettingError) -> Block {
        switch element.content {
        case .text(let text): return self.text(text, width: width)
        case .stack(let spacing, let elements), .together(let spacing, let elements, _):
            return try stack(elements, spacing: spacing, width: width)
        case .columns(let gap, let alignment, let columns):
            return try self.columns(columns, gap: gap, alignment: alignment, width: width)
        case .table(let table): return try TableLayout(table, self, width: width).whole()
        case .rule(let stroke):
            return Block(
                width: width, height: stroke.width,
                pieces: [
                    .mark(
                        .line(
                            [Point(0, stroke.width / 2), Point(width, stroke.width / 2)], stroke))
                ])
        case .spacer(let height): return .empty(width: width, height: height)
        case .box(let box, let elements): return try self.box(box, elements, width: width)
        case .code(let payload, let side, let colour, let alt):
            let matrix = try QRMatrix(payload)
            let area = Rect(x: 0, y: 0, width: side, height: side)
            var block = Block(width: side, height: side)
            block.tagged(.figure(alt: alt), area: area) {
                $0.pieces.append(.mark(.code(matrix, area, colour)))
            }
            return block
        case .drawing(let drawing): return self.drawing(drawing)
        case .picture(let picture, let within, let alt):
            let size = picture.size(within: within)
            let area = Rect(x: 0, y: 0, width: size.width, height: size.height)
            var block = Block(width: size.width, height: size.height)
            block.tagged(.figure(alt: alt), area: area) {
                $0.pieces.append(.mark(.picture(picture, area)))
            }
            return block
        case .link(let url, let element):
            let inner = try block(element, width: width)
            let area = Rect(x: 0, y: 0, width: inner.width, height: inner.height)
            var block = Block(width: inner.width, height: inner.height)
            block.tagged(.link(url: url), area: area) {
                $0.pieces.append(.mark(.link(area, url: url)))
                $0.add(inner, x: 0, y: 0)
            }
            return block
        case .pageBreak: return .empty(width: width)
        }
    }

    func stack(
        _ elements: [Element], spacing: Double, width: Double
    ) throws(TypesettingError) -> Block {
        var result = Block.empty(width: width)
        for (index, element) in elements.enumerated() {
            if index > 0 { result.height += spacing }
            let block = try block(element, width: width)
            result.add(block, x: 0, y: result.height)
            result.height += block.height
        }
        return result
    }

    private func box(
        _ box: Box, _ elements: [Element], width: Double
    ) throws(TypesettingError) -> Block {
        let inner = try stack(elements, spacing: 0, width: width - box.padding.horizontal)
        let height = max(inner.height + box.padding.vertical, box.minimumHeight)
        var result = Block.empty(width: width, height: height)
        if box.background != nil || box.border != nil {
            // The border is drawn inside the box, so that boxes side by side line up.
            let inset = (box.border?.width ?? 0) / 2
            let rect = Rect(
                x: inset, y: inset, width: width - 2 * inset, height: height - 2 * inset)
            result.pieces.append(
                .mark(
                    .rect(rect, radius: box.radius, fill: box.background, stroke: box.border)))
        }
        result.add(inner, x: box.padding.left, y: box.padding.top)
        return result
    }

    private func drawing(_ drawing: Drawing) -> Block {
        let area = Rect(x: 0, y: 0, width: drawing.width, height: drawing.height)
        var result = Block.empty(width: drawing.width, height: drawing.height)
        func draw(_ block: inout Block) {
            for shape in drawing.shapes {
                if let mark = shape.mark { block.pieces.append(.mark(mark)) }
                guard case .text(let string, let style, let point, let alignment, let most) = shape
                else { continue }
                var text = Text(string, style, as: .artifact)
                var shaped = fonts.shape(text.spans, language: language)
                if shaped.width > most {
                    text = text.scaled(by: most / shaped.width)
                    if text.smallestSize < Self.leastSize { continue }
                    shaped = fonts.shape(text.spans, language: language)
                }
                report(shaped.missing, of: text, in: &block)
                guard let line = shaped.lines.first else { continue }
                let x = point.x + line.offset(alignment, in: 0)
                block.pieces.append(.mark(.text(line, at: Point(x, point.y))))
            }
        }
        if let alt = drawing.alt {
            result.tagged(.figure(alt: alt), area: area, draw)
        } else {
            draw(&result)
        }
        return result
    }
}
