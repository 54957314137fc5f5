/// Takes blocks at their places and turns them into frames and structure.
struct PageBuilder {
    private(set) var frames: [Frame] = []
    private(set) var structure = [StructureNode(tag: .document, parent: nil, area: nil)]
    private(set) var headings: [TypesetDocument.Heading] = []
    private(set) var missing: [MissingGlyph] = []
    private(set) var breaks: [Int] = []
    /// The nodes open now, outermost first.
    private var open = [0]
    private let size: PageSize

    init(size: PageSize) { self.size = size }

    mutating func newPage() { frames.append(Frame(size: size, items: [])) }

    /// What comes next was told to begin a page: how many pages it is behind.
    mutating func noteBreak(after pages: Int) { breaks.append(pages) }

    mutating func beginTag(_ tag: StructureTag) {
        structure.append(StructureNode(tag: tag, parent: open.last, area: nil))
        open.append(structure.count - 1)
    }

    mutating func endTag() { open.removeLast() }

    /// Places a block on the last page, or on a given one; an artifact leaves no structure.
    mutating func place(
        _ block: Block, x: Double, y: Double, page: Int? = nil, artifact: Bool = false
    ) {
        let page = page ?? frames.count - 1
        for piece in block.pieces {
            switch piece {
            case .mark(let mark):
                let node = artifact ? nil : self.node(for: mark)
                frames[page].items.append(.init(node: node, mark: mark.moved(x, y)))
            case .block(let inner, let dx, let dy):
                place(inner, x: x + dx, y: y + dy, page: page, artifact: artifact)
            case .open(let tag, let area):
                guard !artifact else { continue }
                beginTag(tag)
                structure[structure.count - 1].area = area?.moved(x, y)
            case .close:
                if !artifact { endTag() }
            case .heading(let level, let text, let dy):
                guard !artifact else { continue }
                headings.append(.init(level: level, text: text, page: page, y: y + dy))
            case .missing(let glyphs):
                missing += glyphs
            }
        }
    }

    /// Text, codes and links belong to what is open; shapes only to a figure, being decoration
    /// elsewhere.
    private func node(for mark: Frame.Mark) -> Int? {
        guard let top = open.last else { return nil }
        switch (structure[top].tag, mark) {
        case (.figure, _): return top
        case (.document, _), (.table, _), (.row, _): return nil
        case (_, .text), (_, .code), (_, .picture), (_, .link): return top
        case (_, .rect), (_, .line), (_, .path): return nil
        }
    }
}
