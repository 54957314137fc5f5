/// How wide a table's columns are, and how much smaller than its style its text is.
///
/// Figures decide. A column of figures is at least as wide as its widest one, and takes that from
/// columns that have more than they need, then from texts that can be wrapped. Where that is not
/// enough the whole table is set smaller, down to three quarters. Where that is not enough either
/// the widest figures find their column too narrow, and stand on a line of their own below their
/// row.
struct TableColumns {
    private(set) var widths: [Double] = []
    /// Of every text in the table: 1, or less where its figures would not fit.
    private(set) var scale = 1.0
    /// For each column the width right of the decimal point; nil where none is stood on.
    private(set) var fractions: [Double?] = []

    /// No table is set smaller than this.
    static let leastScale = 0.75
    /// A text column is not narrower than this for the sake of figures, unless all its texts are.
    static let leastText = 96.0
    /// Words in a column of figures are broken where they are longer than this.
    static let longestWord = 60.0

    /// - Throws: `tooWide` where columns that hold no figures alone take more than the width.
    init(_ table: Table, _ layout: BlockLayout, width: Double) throws(TypesettingError) {
        var needs = TableNeeds(table, layout)
        needs.measure()
        let gaps = table.style.gap * Double(max(0, table.columns.count - 1))
        let available = width - gaps
        var wanted = needs.columns.map(\.wanted)
        needs.widenForSpans(&wanted, gap: table.style.gap, scale: 1)
        if wanted.reduce(0, +) <= available + 0.01 {
            widths = needs.sharing(available, over: wanted)
        } else {
            try squeeze(&needs, to: available, wanted: wanted, gap: table.style.gap)
        }
        fractions = zip(needs.columns, widths).map { need, width in
            guard need.isDecimal, need.onPoint * scale <= width + 0.05 else { return nil }
            return need.fraction * scale
        }
    }

    private mutating func squeeze(
        _ needs: inout TableNeeds, to available: Double, wanted: [Double], gap: Double
    ) throws(TypesettingError) {
        for percent in stride(from: 100, through: Int(Self.leastScale * 100), by: -5) {
            scale = Double(percent) / 100
            var least = needs.columns.map { $0.least(scale: scale) }
            needs.widenForSpans(&least, gap: gap, scale: scale)
            let room = available - least.reduce(0, +)
            guard room >= -0.01 else { continue }
            // What is left goes to whoever would have liked more.
            let more = zip(wanted, least).map { max(0, $0 - $1) }
            let part = more.reduce(0, +) > 0 ? min(1, max(0, room) / more.reduce(0, +)) : 0
            widths = zip(least, more).map { $0 + $1 * part }
            return
        }
        // The narrow columns of figures get what they need, the others the same each.
        let texts = needs.columns.map { $0.isNumeric ? 0 : $0.least(scale: scale) }
        var room = available - texts.reduce(0, +)
        widths = texts
        let numeric = needs.columns.indices.filter { needs.columns[$0].isNumeric }
            .sorted { needs.columns[$0].widest < needs.columns[$1].widest }
        guard room > Double(numeric.count) * 8 else {
            throw .tooWide(
                what: "a table", needed: texts.reduce(0, +) + Double(numeric.count) * 8,
                available: available)
        }
        for (place, column) in numeric.enumerated() {
            let share = room / Double(numeric.count - place)
            widths[column] = min(needs.columns[column].widest * scale, share)
            room -= widths[column]
        }
    }
}

/// What the columns of a table would like, and what they cannot do without, at full size.
struct TableNeeds {
    struct Column {
        let width: Width
        /// Whether it is one of figures: set against its right edge, or on its decimal point.
        let isNumeric: Bool
        let isDecimal: Bool
        /// Of everything in it, where it asks for that.
        var natural = 0.0
        /// The widest figure.
        var figure = 0.0
        /// Left and right of the decimal point.
        var whole = 0.0
        var fraction = 0.0
        /// The widest word of what is no figure; for a column of texts the widest text.
        var words = 0.0

        /// With the decimal points below each other.
        var onPoint: Double { whole + fraction }

        /// What it must hold without points below each other.
        var widest: Double { max(figure, min(words, TableColumns.longestWord)) }

        var wanted: Double {
            switch width {
            case .fixed(let points): max(points, least(scale: 1))
            case .natural: max(natural, onPoint, least(scale: 1))
            case .atLeast(let points): max(points, natural, onPoint, least(scale: 1))
            case .flexible: least(scale: 1)
            }
        }

        func least(scale: Double) -> Double {
            // A little more, as glyphs are placed in units of their own.
            if isNumeric { return max(onPoint, widest) * scale + (scale < 1 ? 0.05 : 0) }
            if case .fixed(let points) = width { return max(points, figure * scale) }
            return max(figure, min(words, TableColumns.leastText)) * scale
        }
    }

    private(set) var columns: [Column]
    /// Figures over several columns.
    private var spans: [(columns: Range<Int>, width: Double)] = []
    private let table: Table
    private let layout: BlockLayout

    init(_ table: Table, _ layout: BlockLayout) {
        self.table = table
        self.layout = layout
        columns = table.columns.map {
            Column(
                width: $0.width, isNumeric: $0.isNumeric, isDecimal: $0.alignment == .decimalPoint)
        }
    }

    mutating func measure() {
        measure(table.head, style: table.style.head, isHead: true)
        for row in table.rows { measure(row.cells, style: table.style.text(row.kind)) }
        guard let carried = table.carriedForward, table.rows.count > 1 else { return }
        for printed in 1..<table.rows.count {
            measure(carried(printed).cells, style: table.style.carried)
        }
    }

    private mutating func measure(_ cells: [Table.Cell], style: TextStyle, isHead: Bool = false) {
        var place = 0
        for cell in cells where place < columns.count {
            let taken = place..<min(place + max(1, cell.columns), columns.count)
            place = taken.upperBound
            guard !cell.isEmpty else { continue }
            if case .element(let element) = cell.content {
                guard taken.count == 1, columns[taken.lowerBound].asksForNatural else { continue }
                let width = layout.naturalWidth(element)
                columns[taken.lowerBound].natural = max(columns[taken.lowerBound].natural, width)
                continue
            }
            let text = cell.text(style: style)
            if taken.count == 1 {
                measure(
                    text, in: taken.lowerBound, standsOnPoint: cell.standsOnPoint && !isHead,
                    isHead: isHead)
            } else if cell.alignment == .trailing, Figures.isOnlyFigure(text.string) {
                let width = layout.fonts.measure(text.spans, language: layout.language).width
                spans.append((taken, width))
            }
        }
    }

    private mutating func measure(
        _ text: Text, in column: Int, standsOnPoint: Bool, isHead: Bool
    ) {
        var need = columns[column]
        defer { columns[column] = need }
        if text.isFigure(inNumericColumn: need.isNumeric && !isHead) {
            let (width, fraction) = layout.fonts.measure(text.spans, language: layout.language)
            need.figure = max(need.figure, width)
            need.natural = max(need.natural, width)
            if need.isDecimal, standsOnPoint, let fraction {
                need.whole = max(need.whole, width - fraction)
                need.fraction = max(need.fraction, fraction)
            }
            return
        }
        if need.asksForNatural {
            let width = layout.fonts.measure(text.spans, language: layout.language).width
            need.natural = max(need.natural, width)
            if !need.isNumeric { need.words = max(need.words, width) }
        } else if !need.isNumeric, need.words < TableColumns.leastText {
            let width = layout.fonts.measure(text.spans, language: layout.language).width
            need.words = max(need.words, width)
        }
        if need.isNumeric, need.words < TableColumns.longestWord {
            need.words = max(need.words, widestWord(text))
        }
    }

    /// The width of a text's widest word; characters that a line may break between are none.
    private func widestWord(_ text: Text) -> Double {
        var widest = 0.0
        for span in text.spans {
            for word in span.text.split(whereSeparator: { $0 == " " || $0 >= "\u{2E80}" }) {
                let word = [Text.Span(String(word), span.style, in: span.language)]
                widest = max(widest, layout.fonts.measure(word, language: layout.language).width)
            }
        }
        return widest
    }

    /// Makes the last column of a figure over several columns as wide as the figure asks for.
    func widenForSpans(_ widths: inout [Double], gap: Double, scale: Double) {
        for span in spans {
            let has = widths[span.columns].reduce(gap * Double(span.columns.count - 1), +)
            let needed = span.width * scale + (scale < 1 ? 0.05 : 0)
            if needed > has { widths[span.columns.upperBound - 1] += needed - has }
        }
    }

    /// The widths with what is left shared out among flexible columns, none below what it needs.
    func sharing(_ available: Double, over wanted: [Double]) -> [Double] {
        var widths = wanted
        var open = columns.indices.filter {
            if case .flexible = columns[$0].width { true } else { false }
        }
        while !open.isEmpty {
            let pinned = widths.indices.filter { !open.contains($0) }.reduce(0) { $0 + widths[$1] }
            let shares = open.reduce(0) { $0 + columns[$1].share }
            let short = open.filter {
                (available - pinned) * columns[$0].share / shares < wanted[$0]
            }
            guard short.isEmpty else {
                open.removeAll { short.contains($0) }
                continue
            }
            for column in open {
                widths[column] = (available - pinned) * columns[column].share / shares
            }
            break
        }
        return widths
    }
}

extension TableNeeds.Column {
    fileprivate var share: Double { if case .flexible(let share) = width { share } else { 0 } }

    fileprivate var asksForNatural: Bool {
        switch width {
        case .natural, .atLeast: true
        case .fixed, .flexible: false
        }
    }
}

extension Table.Column {
    /// Whether its cells are figures, where they have digits.
    var isNumeric: Bool { alignment == .trailing || alignment == .decimalPoint }
}

extension Text {
    /// Whether it is set in one line whatever it takes: anything short with a digit in a column of
    /// figures (`0.02 / package`), elsewhere what is nothing but a figure.
    func isFigure(inNumericColumn isNumeric: Bool) -> Bool {
        let string = string
        return isNumeric
            ? string.utf8.count <= 64 && Figures.hasDigit(string) : Figures.isOnlyFigure(string)
    }
}
