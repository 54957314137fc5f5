extension BlockLayout {
    func columns(
        _ columns: [Element.Column], gap: Double, alignment: Element.RowAlignment, width: Double
    ) throws(TypesettingError) -> Block {
        let widths = try widths(
            columns.map(\.width), gap: gap, total: width, of: "a row of columns"
        ) { column in
            columns[column].elements.reduce(0) { max($0, naturalWidth($1)) }
        }
        var blocks: [Block] = []
        for (column, width) in zip(columns, widths) {
            blocks.append(try stack(column.elements, spacing: column.spacing, width: width))
        }
        let baseline = blocks.compactMap(\.baseline).max() ?? 0
        let tops = blocks.map { block in
            alignment == .firstBaseline ? baseline - (block.baseline ?? baseline) : 0
        }
        let height = zip(blocks, tops).reduce(0) { max($0, $1.0.height + $1.1) }
        var result = Block.empty(width: width, height: height)
        var x = 0.0
        for (index, block) in blocks.enumerated() {
            let y =
                switch alignment {
                case .top, .firstBaseline: tops[index]
                case .centre: (height - block.height) / 2
                case .bottom: height - block.height
                }
            result.add(block, x: x, y: y)
            x += widths[index] + gap
        }
        if alignment == .firstBaseline { result.baseline = baseline }
        return result
    }

    /// Shares a width out: fixed and natural columns first, the rest by share.
    func widths(
        _ wanted: [Width], gap: Double, total: Double, of what: String,
        natural: (Int) -> Double
    ) throws(TypesettingError) -> [Double] {
        var widths = wanted.enumerated().map { index, width in
            switch width {
            case .fixed(let points): points
            case .natural: natural(index)
            case .atLeast(let points): max(points, natural(index))
            case .flexible: 0.0
            }
        }
        let shares = wanted.reduce(0.0) { sum, width in
            if case .flexible(let share) = width { sum + share } else { sum }
        }
        let needed = widths.reduce(0, +) + gap * Double(max(0, wanted.count - 1))
        guard needed <= total + 0.01 else {
            throw .tooWide(what: what, needed: needed, available: total)
        }
        for (index, width) in wanted.enumerated() {
            if case .flexible(let share) = width {
                widths[index] = (total - needed) * share / shares
            }
        }
        return widths
    }

    /// The width an element would like, unwrapped; 0 for one that takes what it is given.
    func naturalWidth(_ element: Element) -> Double {
        switch element.content {
        case .text(let text): fonts.shape(text.spans, language: language).width
        case .stack(_, let elements), .together(_, let elements, _):
            elements.reduce(0) { max($0, naturalWidth($1)) }
        case .columns(let gap, _, let columns):
            columns.reduce(gap * Double(max(0, columns.count - 1))) { sum, column in
                if case .fixed(let width) = column.width { return sum + width }
                let least = if case .atLeast(let width) = column.width { width } else { 0.0 }
                return sum + column.elements.reduce(least) { max($0, naturalWidth($1)) }
            }
        case .box(let box, let elements):
            elements.reduce(0) { max($0, naturalWidth($1)) } + box.padding.horizontal
        case .code(_, let side, _, _): side
        case .drawing(let drawing): drawing.width
        case .picture(let picture, let within, _): picture.size(within: within).width
        case .link(_, let element): naturalWidth(element)
        case .table, .rule, .spacer, .pageBreak: 0
        }
    }
}
