/// Fills pages with elements from the top, breaking where they may be broken.
struct Flow {
    let layout: BlockLayout
    let region: Rect
    var builder: PageBuilder
    var y: Double
    var atTop = true
    /// What stands above the rest of a row that began on the page before.
    let continued: Table.Cell
    /// The measures of the table that comes next, if it was asked whether it fits.
    var prepared: TableLayout?

    init(_ layout: BlockLayout, template: PageTemplate) {
        self.layout = layout
        region = template.region
        continued = template.continued.isEmpty ? "…" : .init(spans: template.continued)
        builder = PageBuilder(size: template.size)
        builder.newPage()
        y = region.y
    }

    var room: Double { region.bottom - y }

    mutating func newPage() {
        builder.newPage()
        y = region.y
        atTop = true
    }

    /// Elements below each other. A heading stays with the start of what follows it, and so does
    /// what is told to.
    mutating func flow(_ elements: [Element], spacing: Double) throws(TypesettingError) {
        for (index, element) in elements.enumerated() {
            if element.keepsWithNext, !atTop {
                let needed = try startHeight(elements[index...], spacing: spacing)
                if spacing + needed > room + 0.01 { newPage() }
            }
            if index > 0, !atTop { y += spacing }
            try flow(element)
        }
    }

    private mutating func flow(_ element: Element) throws(TypesettingError) {
        switch element.content {
        case .stack(let spacing, let elements): try flow(elements, spacing: spacing)
        case .text(let text): try flow(text)
        case .table(let table): try flow(table)
        case .pageBreak(let free):
            let goesOn = builder.frames.count > 1 && room > free * region.height
            if !atTop, !goesOn { newPage() }
            builder.noteBreak(after: atTop ? builder.frames.count - 1 : builder.frames.count)
        case .spacer(let height):
            if !atTop { y += height }
        default:
            let block = try layout.block(element, width: region.width)
            try makeRoom(for: block.height, of: element.name)
            place(block)
        }
    }

    /// A text goes on line by line; two lines at least stay on either side of a page break.
    private mutating func flow(_ text: Text) throws(TypesettingError) {
        let shaped = layout.shape(text, width: region.width)
        let count = shaped.lines.count
        let fitting = Int((room + 0.01) / text.lineHeight)
        if count <= fitting || count < 4 {
            let block = layout.block(text, shaped, lines: 0..<count, width: region.width)
            try makeRoom(for: block.height, of: "“\(text.string)”")
            return place(block)
        }
        if text.role != .artifact { builder.beginTag(.paragraph) }
        var next = 0
        while next < count {
            let fitting = Int((room + 0.01) / text.lineHeight)
            var take = min(count - next, fitting)
            if count - next - take == 1 { take -= 1 }
            if take < min(2, count - next) {
                guard !atTop else {
                    throw .tooTall(
                        what: "a line of “\(text.string.prefix(40))”", height: text.lineHeight,
                        available: region.height)
                }
                newPage()
                continue
            }
            place(
                layout.block(
                    text, shaped, lines: next..<(next + take), width: region.width, as: .span))
            next += take
            if next < count { newPage() }
        }
        if text.role != .artifact { builder.endTag() }
    }

    mutating func place(_ block: Block, artifact: Bool = false) {
        builder.place(block, x: region.x, y: y, artifact: artifact)
        y += block.height
        if block.height > 0 { atTop = false }
    }

    mutating func makeRoom(for height: Double, of what: String) throws(TypesettingError) {
        guard height <= region.height + 0.01 else {
            throw .tooTall(what: what, height: height, available: region.height)
        }
        if height > room + 0.01 { newPage() }
    }

    /// The height that must fit for the first of the elements to start on this page.
    private mutating func startHeight(
        _ elements: ArraySlice<Element>, spacing: Double
    ) throws(TypesettingError) -> Double {
        guard let first = elements.first else { return 0 }
        switch first.content {
        case .stack(let inner, let parts): return try startHeight(parts[...], spacing: inner)
        case .text(let text):
            let shaped = layout.shape(text, width: region.width)
            guard first.isHeading else {
                return text.lineHeight * Double(shaped.lines.count < 4 ? shaped.lines.count : 2)
            }
            let height = text.lineHeight * Double(shaped.lines.count)
            return try with(elements.dropFirst(), after: height, spacing: spacing)
        case .table(let table):
            let rows = try measured(table)
            prepared = rows
            return try startHeight(rows)
        case .pageBreak: return 0
        case .spacer(let height):
            return height + (try startHeight(elements.dropFirst(), spacing: spacing))
        default:
            let height = try layout.block(first, width: region.width).height
            guard first.keepsWithNext else { return height }
            return try with(elements.dropFirst(), after: height, spacing: spacing)
        }
    }

    /// The height with the start of what follows, where a page holds both.
    private mutating func with(
        _ next: ArraySlice<Element>, after height: Double, spacing: Double
    ) throws(TypesettingError) -> Double {
        let both = height + spacing + (try startHeight(next, spacing: spacing))
        return both <= region.height + 0.01 ? both : height
    }
}

extension Element {
    var isHeading: Bool {
        if case .text(let text) = content, case .heading = text.role { true } else { false }
    }

    /// Whether it is on one page with the start of what follows it, where a page holds both.
    var keepsWithNext: Bool {
        if case .together(_, _, let keeps) = content { keeps } else { isHeading }
    }

    /// What it is called in a message.
    var name: String {
        switch content {
        case .text: "a text"
        case .stack: "a stack"
        case .columns: "a row of columns"
        case .table: "a table"
        case .rule: "a rule"
        case .spacer: "a spacer"
        case .box: "a box"
        case .code: "a QR code"
        case .drawing: "a drawing"
        case .picture: "a picture"
        case .link: "a link area"
        case .together: "a group kept together"
        case .pageBreak: "a page break"
        }
    }
}
