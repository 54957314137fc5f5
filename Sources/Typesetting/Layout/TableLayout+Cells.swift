extension TableLayout {
    /// A row of cells on one baseline.
    ///
    /// Every cell's first baseline is where a line of the pitch would have it, and the
    /// lowest of them is the row's: glyphs have no say in it, only styles have.
    ///
    /// - Parameter lines: those of each cell's lines that are drawn; all if nil.
    func cells(
        _ cells: [Table.Cell], style: TextStyle, height pitch: Double, indent: Double,
        isHead: Bool = false, lines: Range<Int>? = nil, tag: (_ span: Int) -> StructureTag
    ) throws(TypesettingError) -> Block {
        var placed: [PlacedCell] = []
        var column = 0
        for cell in cells where column < columns.count {
            let span = min(max(1, cell.columns), columns.count - column)
            placed.append(
                try place(
                    cell, column: column, span: span, style, indent: column == 0 ? indent : 0,
                    isHead: isHead))
            column += span
        }
        if let lines {
            let isEnd = lines.upperBound >= placed.reduce(0) { max($0, $1.lines.upperBound) }
            for index in placed.indices { placed[index].keep(lines, isEnd: isEnd) }
        }
        let baseline = placed.reduce(0) { max($0, $1.baseline(pitch)) }
        var height = placed.reduce(pitch) { max($0, $1.height(pitch, baseline: baseline)) }
        let above = height
        for index in placed.indices where placed[index].isBelow {
            placed[index].top = height
            height += pitch
        }
        var row = Block(width: width, height: height, baseline: baseline)
        row.pieces.append(.open(.row, area: nil))
        for cell in placed {
            let heads = table.columns[cell.column].headsRows
            var cellTag = tag(cell.span)
            if heads, case .cell(let span) = cellTag {
                cellTag = .headCell(scope: .row, span: span)
            }
            row.pieces.append(.open(cellTag, area: nil))
            if let top = cell.top {
                drawBelow(cell, in: &row, top: top, pitch: pitch)
            } else {
                draw(cell, in: &row, baseline: baseline, height: above)
            }
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

    /// How many lines the longest of a row's cells has.
    func lineCount(at index: Int) throws(TypesettingError) -> Int {
        let row = table.rows[index]
        var count = 0
        var column = 0
        for cell in cells(of: row) where column < columns.count {
            let span = min(max(1, cell.columns), columns.count - column)
            let placed = try place(
                cell, column: column, span: span, table.style.text(row.kind),
                indent: column == 0 && row.kind.isStep ? table.style.indent : 0, isHead: false)
            count = max(count, placed.lines.upperBound)
            column += span
        }
        return count
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
        /// Of its text, those that are drawn.
        var lines: Range<Int>
        /// Whether it is a figure wider than its columns.
        var isBelow: Bool
        /// Where such a figure's line begins.
        var top: Double?

        func baseline(_ pitch: Double) -> Double {
            if case .text(let text, _) = content, !isBelow { text.baseline(in: pitch) } else { 0 }
        }

        func height(_ pitch: Double, baseline: Double) -> Double {
            switch content {
            case .block(let block): block.height + 4
            case .text(let text, _):
                // Room below the last baseline as in a row of one line.
                isBelow
                    ? pitch
                    : baseline + text.lineHeight * Double(max(0, lines.count - 1)) + pitch
                        - text.baseline(in: pitch)
            }
        }

        /// Draws some of its lines only; what has none stands with the first, what stands below
        /// the row with the last.
        mutating func keep(_ kept: Range<Int>, isEnd: Bool) {
            if case .block = content {
                if kept.lowerBound > 0 { content = .block(.empty(width: width)) }
            } else if isBelow {
                if isEnd { return }
                isBelow = false
                lines = lines.upperBound..<lines.upperBound
            } else {
                lines =
                    lines.overlaps(kept)
                    ? lines.clamped(to: kept) : lines.upperBound..<lines.upperBound
            }
        }
    }

    private func place(
        _ cell: Table.Cell, column: Int, span: Int, _ style: TextStyle, indent: Double,
        isHead: Bool
    ) throws(TypesettingError) -> PlacedCell {
        let last = columns[column + span - 1]
        let x = columns[column].x + indent
        let width = last.x + last.width - x
        var placed = PlacedCell(
            column: column, span: span, x: x, width: width,
            alignment: alignment(of: cell, column: column, span: span, isHead: isHead),
            content: .block(.empty(width: width)), lines: 0..<0, isBelow: false)
        if case .element(let element) = cell.content {
            placed.content = .block(try layout.block(element, width: width))
            return placed
        }
        let text = cell.text(style: style).scaled(by: scale)
        var shaped = layout.fonts.shape(text.spans, language: layout.language)
        if shaped.width > width + 0.06 {
            let isNumeric = span == 1 && table.columns[column].isNumeric && !isHead
            placed.isBelow = !isHead && text.isFigure(inNumericColumn: isNumeric)
            shaped = layout.shape(text, width: placed.isBelow ? self.width : width)
        }
        placed.content = .text(text, shaped)
        placed.lines = shaped.lines.indices
        return placed
    }

    /// As the cell says, else as its column does. A head has no point to stand on.
    private func alignment(
        of cell: Table.Cell, column: Int, span: Int, isHead: Bool
    ) -> TextAlignment {
        if let own = cell.alignment { return own }
        if span > 1 { return .leading }
        let alignment = table.columns[column].alignment
        return isHead && alignment == .decimalPoint ? .trailing : alignment
    }

    /// A figure on a line of its own, against the table's right edge, after its column's head.
    private func drawBelow(
        _ cell: PlacedCell, in row: inout Block, top: Double, pitch: Double
    ) {
        guard case .text(let text, let shaped) = cell.content, let line = shaped.lines.first else {
            return
        }
        layout.report(shaped.missing, of: text, in: &row)
        let x = width - line.width
        let y = top + text.baseline(in: pitch)
        if let head = head(of: cell.column) {
            let shaped = layout.fonts.shape(head.spans, language: layout.language)
            if let name = shaped.lines.first, name.width + 8 <= x {
                row.pieces.append(.mark(.text(name, at: Point(x - 8 - name.width, y))))
            }
        }
        row.pieces.append(.mark(.text(line, at: Point(x, y))))
    }

    private func head(of column: Int) -> Text? {
        var place = 0
        for cell in table.head {
            if place == column, cell.columns == 1, !cell.isEmpty {
                return cell.text(style: table.style.head).scaled(by: scale)
            }
            place += cell.columns
        }
        return nil
    }

    private func draw(
        _ cell: PlacedCell, in row: inout Block, baseline: Double, height: Double
    ) {
        switch cell.content {
        case .block(let block):
            let free = cell.width - block.width
            let x =
                switch cell.alignment {
                case .leading: cell.x
                case .centre: cell.x + free / 2
                case .trailing, .decimalPoint: cell.x + free
                }
            row.pieces.append(.block(block, x: x, y: (height - block.height) / 2))
        case .text(let text, let shaped):
            if cell.lines.lowerBound == 0 { layout.report(shaped.missing, of: text, in: &row) }
            var marks: [Block.Piece] = []
            var area: Rect?
            for (index, line) in shaped.lines[cell.lines].enumerated() where !line.runs.isEmpty {
                let x = cell.x + offset(line, cell.alignment, column: cell.column, in: cell.width)
                let y = baseline + Double(index) * text.lineHeight
                marks.append(.mark(.text(line, at: Point(x, y))))
                area =
                    area
                    ?? Rect(
                        x: x, y: 0, width: line.width, height: height)
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
