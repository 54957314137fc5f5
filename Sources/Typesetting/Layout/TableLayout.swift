/// A table at a width: where its columns stand and what its rows measure.
struct TableLayout {
    let table: Table
    let layout: BlockLayout
    let width: Double
    /// Left edge and width of each column.
    private(set) var columns: [(x: Double, width: Double)] = []
    /// For each decimal column the width right of the point, over all rows.
    private var fractions: [Double] = []

    init(_ table: Table, _ layout: BlockLayout, width: Double) throws(TypesettingError) {
        self.table = table
        self.layout = layout
        self.width = width
        let widths = try layout.widths(
            table.columns.map(\.width), gap: table.style.gap, total: width, of: "a table",
            natural: naturalWidth)
        var x = 0.0
        for width in widths {
            columns.append((x, width))
            x += width + table.style.gap
        }
        fractions = columns.indices.map { column in
            table.columns[column].alignment == .decimalPoint ? widestFraction(column) : 0
        }
    }

    /// The rows of a table that stays on one page.
    func whole() throws(TypesettingError) -> Block {
        var block = Block.empty(width: width)
        block.pieces.append(.open(.table, area: nil))
        for row in try headRow().map({ [$0] }) ?? [] {
            block.add(row, x: 0, y: 0)
            block.height = row.height
        }
        for index in table.rows.indices {
            let row = try row(at: index)
            block.add(row, x: 0, y: block.height)
            block.height += row.height
        }
        block.pieces.append(.close)
        let closing = try layout.stack(table.closing, spacing: 0, width: width)
        block.add(closing, x: 0, y: block.height)
        block.height += closing.height
        return block
    }

    /// The head, with its rule; nil for a table without one.
    func headRow() throws(TypesettingError) -> Block? {
        guard !table.head.isEmpty else { return nil }
        var block = try cells(
            table.head, style: table.style.head, height: table.style.rowHeight, indent: 0,
            tag: { .headCell(scope: .column, span: $0) })
        if let rule = table.style.headRule {
            block.pieces.append(.mark(line(rule, from: 0, y: block.height)))
            block.height += 2
        }
        return block
    }

    /// A row of the table's body.
    func row(at index: Int) throws(TypesettingError) -> Block {
        try row(table.rows[index], after: index > 0 ? table.rows[index - 1].kind : nil)
    }

    /// A row with the rules of its kind, and room above it where it follows another of its kind.
    func row(
        _ row: Table.Row, after previous: Table.Row.Kind? = nil
    ) throws(TypesettingError) -> Block {
        let style = table.style
        var given = row.cells
        if row.kind == .group, given.count == 1 {
            given[0] = given[0].over(columns: columns.count)
        }
        var block = try cells(
            given, style: style.text(row.kind), height: style.height(row.kind),
            indent: row.kind.isStep ? style.indent : 0,
            tag: { span in
                row.kind == .group ? .headCell(scope: .row, span: span) : .cell(span: span)
            })
        switch row.kind {
        case .subtotal:
            block.pieces.append(.mark(line(style.sumRule, from: firstFilled(row), y: 0)))
        case .total:
            let second = 3 * style.sumRule.width
            block = block.lowered(by: second + style.totalSpace)
            for y in [0, second] {
                block.pieces.append(.mark(line(style.sumRule, from: firstFilled(row), y: y)))
            }
        case .group: return previous == nil ? block : block.lowered(by: style.groupSpace)
        case .item:
            if let rule = style.rowRule {
                block.pieces.append(.mark(line(rule, from: 0, y: block.height)))
            }
            if previous?.isStep == true { return block.lowered(by: style.itemSpace) }
        case .detail, .note, .carried: break
        }
        return block
    }

    private func line(_ stroke: Stroke, from x: Double, y: Double) -> Frame.Mark {
        .line([Point(x, y), Point(width, y)], stroke)
    }

    /// The left edge of the first cell with something in it.
    private func firstFilled(_ row: Table.Row) -> Double {
        var column = 0
        for cell in row.cells where column < columns.count {
            if !cell.isEmpty { return columns[column].x }
            column += cell.columns
        }
        return 0
    }

    /// The width of a column's widest cell; in a decimal column the widest whole part and the
    /// widest fraction may come from different cells.
    private func naturalWidth(_ column: Int) -> Double {
        let decimal = table.columns[column].alignment == .decimalPoint
        var widest = 0.0
        var whole = 0.0
        var fraction = 0.0
        for (cell, style) in cells(in: column) where cell.columns == 1 {
            if case .element(let element) = cell.content {
                widest = max(widest, layout.naturalWidth(element))
                continue
            }
            let text = cell.text(style: style)
            let shaped = layout.fonts.shape(text.spans, language: layout.language)
            widest = max(widest, shaped.width)
            if decimal, cell.standsOnPoint, let line = shaped.lines.first,
                let part = line.fractionWidth
            {
                whole = max(whole, line.width - part)
                fraction = max(fraction, part)
            }
        }
        return max(widest, whole + fraction)
    }

    private func widestFraction(_ column: Int) -> Double {
        cells(in: column).reduce(0) { widest, entry in
            guard entry.cell.columns == 1, entry.cell.standsOnPoint else { return widest }
            let text = entry.cell.text(style: entry.style)
            let shaped = layout.fonts.shape(text.spans, language: layout.language)
            return max(widest, shaped.lines.first?.fractionWidth ?? 0)
        }
    }

    /// The cells that start in a column, with their rows' styles; the head's included.
    private func cells(in column: Int) -> [(cell: Table.Cell, style: TextStyle)] {
        let rows =
            [(table.head, table.style.head)]
            + table.rows.map { ($0.cells, table.style.text($0.kind)) }
        return rows.compactMap { cells, style in
            var start = 0
            for cell in cells {
                if start == column { return (cell, style) }
                start += cell.columns
            }
            return nil
        }
    }

    /// Where a line starts in a cell: on the column's decimal point, or as aligned.
    func offset(
        _ line: ShapedLine, _ alignment: TextAlignment, column: Int, in width: Double
    ) -> Double {
        guard alignment == .decimalPoint, let fraction = line.fractionWidth else {
            return line.offset(alignment, in: width)
        }
        return width - fractions[column] - (line.width - fraction)
    }
}

extension Table.Cell {
    /// Whether it stands on its column's decimal point, where that has one.
    fileprivate var standsOnPoint: Bool { alignment == nil || alignment == .decimalPoint }
}

extension Table.Row.Kind {
    /// Whether it belongs to the item above it.
    var isStep: Bool { self == .detail || self == .note }
}
