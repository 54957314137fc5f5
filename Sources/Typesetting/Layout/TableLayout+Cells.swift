extension TableLayout {
    /// A row of cells on one baseline.
    ///
    /// Every cell's first baseline is where a line of the pitch would have it, and the
    /// lowest of them is the row's: glyphs have no say in it, only styles have.
    func cells(
        _ cells: [Table.Cell], style: TextStyle, height pitch: Double, indent: Double,
        tag: (_ span: Int) -> StructureTag
    ) throws(TypesettingError) -> Block {
        var placed: [PlacedCell] = []
        var column = 0
        for cell in cells where column < columns.count {
            let span = min(max(1, cell.columns), columns.count - column)
            placed.append(
                try place(cell, column: column, span: span, style, indent: column == 0 ? indent : 0)
            )
            column += span
        }
        let baseline = placed.reduce(0) { max($0, $1.baseline(pitch)) }
        let height = placed.reduce(pitch) { max($0, $1.height(pitch, baseline: baseline)) }
        var row = Block(width: width, height: height, baseline: baseline)
        row.pieces.append(.open(.row, area: nil))
        for cell in placed {
            let heads = table.columns[cell.column].headsRows
            var cellTag = tag(cell.span)
            if heads, case .cell(let span) = cellTag {
                cellTag = .headCell(scope: .row, span: span)
            }
            row.pieces.append(.open(cellTag, area: nil))
            draw(cell, in: &row, baseline: baseline)
            row.pieces.append(.close)
        }
        // Columns without a cell are still cells, or the table would not be regular.
        for _ in column..<max(column, columns.count) {
            row.pieces.append(.open(.cell(span: 1), area: nil))
            row.pieces.append(.close)
        }
        row.pieces.append(.close)
        return row
    }

    /// A cell with its content measured for its width.
    private struct PlacedCell {
        enum Content {
            case text(Text, ShapedText)
            case block(Block)
        }

        var column: Int
        var span: Int
        var x: Double
        var width: Double
        var alignment: TextAlignment
        var content: Content

        func baseline(_ pitch: Double) -> Double {
            if case .text(let text, _) = content { text.baseline(in: pitch) } else { 0 }
        }

        func height(_ pitch: Double, baseline: Double) -> Double {
            switch content {
            case .block(let block): block.height + 4
            case .text(let text, let shaped):
                // Room below the last baseline as in a row of one line.
                baseline + text.lineHeight * Double(max(0, shaped.lines.count - 1)) + pitch
                    - text.baseline(in: pitch)
            }
        }
    }

    private func place(
        _ cell: Table.Cell, column: Int, span: Int, _ style: TextStyle, indent: Double
    ) throws(TypesettingError) -> PlacedCell {
        let last = columns[column + span - 1]
        let x = columns[column].x + indent
        let width = last.x + last.width - x
        let content: PlacedCell.Content
        if case .element(let element) = cell.content {
            content = .block(try layout.block(element, width: width))
        } else {
            let text = cell.text(style: style)
            content = .text(text, layout.shape(text, width: width))
        }
        return PlacedCell(
            column: column, span: span, x: x, width: width,
            alignment: cell.alignment ?? (span > 1 ? .leading : table.columns[column].alignment),
            content: content)
    }

    private func draw(_ cell: PlacedCell, in row: inout Block, baseline: Double) {
        switch cell.content {
        case .block(let block):
            let free = cell.width - block.width
            let x =
                switch cell.alignment {
                case .leading: cell.x
                case .centre: cell.x + free / 2
                case .trailing, .decimalPoint: cell.x + free
                }
            row.pieces.append(.block(block, x: x, y: (row.height - block.height) / 2))
        case .text(let text, let shaped):
            layout.report(shaped.missing, of: text, in: &row)
            var marks: [Block.Piece] = []
            var area: Rect?
            for (index, line) in shaped.lines.enumerated() where !line.runs.isEmpty {
                let x = cell.x + offset(line, cell.alignment, column: cell.column, in: cell.width)
                let y = baseline + Double(index) * text.lineHeight
                marks.append(.mark(.text(line, at: Point(x, y))))
                area =
                    area
                    ?? Rect(
                        x: x, y: 0, width: line.width, height: row.height)
            }
            guard let url = text.link, let area else { return row.pieces += marks }
            row.tagged(.link(url: url), area: area) {
                $0.pieces.append(.mark(.link(area, url: url)))
                $0.pieces += marks
            }
        }
    }
}

extension Table.Cell {
    /// The cell's words in its row's style, or in their own.
    func text(style: TextStyle) -> Text {
        switch content {
        case .string(let string): Text(string, style, field: field)
        case .text(let text): text
        case .element: Text("", style)
        }
    }

    var isEmpty: Bool {
        if case .string(let string) = content { string.isEmpty } else { false }
    }
}

extension ShapedLine {
    /// The width from the decimal point to the end: `.50 %` of `12.50 %`, ` %` of `6 %`.
    ///
    /// Nil for a text without digits, which has no point to align on.
    var fractionWidth: Double? {
        let bytes = Array(text.utf8)
        guard let lastDigit = bytes.lastIndex(where: { (48...57).contains($0) }) else { return nil }
        var point = lastDigit + 1
        if let dot = bytes.lastIndex(of: 46), dot < lastDigit { point = dot }
        return width - x(ofByte: point)
    }

    /// Where the byte's glyph starts.
    private func x(ofByte byte: Int) -> Double {
        var start = 0
        for run in runs {
            var glyph = 0
            for cluster in run.clusters {
                if start >= byte {
                    guard glyph < run.glyphs.count else { break }
                    return run.x + Double(run.glyphs[glyph].x) / GlyphRun.unitsPerPoint
                }
                start += Int(cluster.bytes)
                glyph += Int(cluster.glyphs)
            }
        }
        return width
    }
}
