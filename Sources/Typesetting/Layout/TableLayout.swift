/// A table at a width: where its columns stand and what its rows measure.
struct TableLayout {
    let table: Table
    let layout: BlockLayout
    let width: Double
    /// Left edge and width of each column.
    private(set) var columns: [(x: Double, width: Double)] = []
    /// How much smaller than its style the table's text is.
    let scale: Double
    /// For each decimal column the width right of the point, over all rows.
    private let fractions: [Double?]
    /// For each row whether the next one must be on the same page.
    let glue: [Bool]

    init(_ table: Table, _ layout: BlockLayout, width: Double) throws(TypesettingError) {
        self.table = table
        self.layout = layout
        self.width = width
        let measured = try TableColumns(table, layout, width: width)
        scale = measured.scale
        fractions = measured.fractions
        glue = table.glue
        var x = 0.0
        for width in measured.widths {
            columns.append((x, width))
            x += width + table.style.gap
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
            isHead: true, tag: { .headCell(scope: .column, span: $0) })
        if let rule = table.style.headRule {
            block.pieces.append(.mark(line(rule, from: 0, y: block.height)))
            block.height += 2
        }
        return block
    }

    /// A row of the table's body, or some lines of it.
    func row(at index: Int, lines: Range<Int>? = nil) throws(TypesettingError) -> Block {
        try row(
            table.rows[index], after: index > 0 ? table.rows[index - 1].kind : nil, lines: lines)
    }

    /// A row with the rules of its kind, and room above it where it follows another of its kind.
    func row(
        _ row: Table.Row, after previous: Table.Row.Kind? = nil, lines: Range<Int>? = nil
    ) throws(TypesettingError) -> Block {
        let style = table.style
        var block = try cells(
            cells(of: row), style: style.text(row.kind), height: style.height(row.kind),
            indent: row.kind.isStep ? style.indent : 0, lines: lines,
            tag: { span in
                row.kind == .group ? .headCell(scope: .row, span: span) : .cell(span: span)
            })
        // A row that goes on has its rules and the room above it where it began.
        if let lines, lines.lowerBound > 0 { return block }
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
        case .detail, .note, .addition, .carried: break
        }
        return block
    }

    /// A row's cells; a group's only one runs over all columns.
    func cells(of row: Table.Row) -> [Table.Cell] {
        row.kind == .group && row.cells.count == 1
            ? [row.cells[0].over(columns: columns.count)] : row.cells
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

    /// Where a line starts in a cell: on the column's decimal point, or as aligned.
    func offset(
        _ line: ShapedLine, _ alignment: TextAlignment, column: Int, in width: Double
    ) -> Double {
        guard alignment == .decimalPoint, let widest = fractions[column],
            let fraction = line.fractionWidth
        else { return line.offset(alignment, in: width) }
        return width - widest - (line.width - fraction)
    }
}

extension Table.Cell {
    /// Whether it stands on its column's decimal point, where that has one.
    var standsOnPoint: Bool { alignment == nil || alignment == .decimalPoint }
}

extension Table.Row.Kind {
    /// Whether it belongs to the item above it.
    var isStep: Bool { self == .detail || self == .note }
}
