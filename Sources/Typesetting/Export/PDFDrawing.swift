import CCairo

/// The first half of a PDF: frames and structure through Cairo's PDF surface.
///
/// Cairo knows no artifact tag. So a page's artifacts are drawn on a sheet of their own before the
/// page, and the finishing pass lays the sheet under the page as an artifact.
struct PDFDrawing {
    let document: TypesetDocument
    let fonts: FontBook
    let metadata: PDFMetadata

    func draw() throws(TypesettingError) -> [UInt8] {
        guard let first = document.frames.first else { throw .noSuchPage(0, pages: 0) }
        let output = CairoOutput("PDF", size: first.size) {
            cairo_pdf_surface_create_for_stream($0, $1, $2, $3)
        }
        let surface = output.surface!
        describe(surface)
        var painter = CairoPainter(surface, fonts: fonts)
        var tags = TagCursor(document.structure, context: painter.context)
        for (index, frame) in document.frames.enumerated() {
            cairo_pdf_surface_set_size(surface, frame.size.width, frame.size.height)
            if frame.hasArtifacts {
                for item in frame.items where item.node == nil { painter.draw(item.mark) }
                painter.showPage()
            }
            for item in frame.items {
                guard let node = item.node else { continue }
                tags.move(to: node)
                painter.draw(item.mark)
            }
            // What does not go on on the next page ends here.
            if index < document.frames.count - 1 { tags.endPage() } else { tags.finish() }
            painter.showPage()
        }
        if metadata.outline { outline(surface) }
        try painter.close("PDF")
        return try output.finish()
    }

    private func describe(_ surface: OpaquePointer) {
        func set(_ key: cairo_pdf_metadata_t, _ text: String) {
            if !text.isEmpty { cairo_pdf_surface_set_metadata(surface, key, text.printable) }
        }
        set(CAIRO_PDF_METADATA_TITLE, metadata.title)
        set(CAIRO_PDF_METADATA_AUTHOR, metadata.author)
        set(CAIRO_PDF_METADATA_SUBJECT, metadata.subject)
        set(CAIRO_PDF_METADATA_CREATOR, metadata.creator)
        set(CAIRO_PDF_METADATA_CREATE_DATE, metadata.created)
        set(CAIRO_PDF_METADATA_MOD_DATE, metadata.modified ?? metadata.created)
    }

    private func outline(_ surface: OpaquePointer) {
        var sheets = 0
        let sheetOfPage = document.frames.map { frame in
            sheets += frame.hasArtifacts ? 2 : 1
            return sheets
        }
        var parents: [Int32] = [0, 0, 0, 0]
        for heading in document.headings {
            let level = min(max(heading.level, 1), 3)
            let place = "page=\(sheetOfPage[heading.page]) pos=[0 \(heading.y.points)]"
            let entry = cairo_pdf_surface_add_outline(
                surface, parents[level - 1], heading.text, place, CAIRO_PDF_OUTLINE_FLAG_OPEN)
            for deeper in level...3 { parents[deeper] = entry }
        }
    }
}

/// Opens and closes Cairo's tags so that each mark lands in its structure node.
///
/// Nodes are numbered in reading order and marks come in that order, so every node up to the
/// wanted one is opened on the way, even one without marks: an empty cell is still a cell.
private struct TagCursor {
    private let structure: [StructureNode]
    private let context: OpaquePointer
    private var open: [Int] = []
    private var next = 0

    init(_ structure: [StructureNode], context: OpaquePointer) {
        self.structure = structure
        self.context = context
    }

    mutating func move(to node: Int) {
        while next <= node { begin(next) }
        guard open.contains(node) else { return }
        while let last = open.last, last != node { end(last) }
    }

    mutating func endPage() {
        guard next < structure.count else { return }
        while let last = open.last, last != structure[next].parent { end(last) }
    }

    mutating func finish() {
        while next < structure.count { begin(next) }
        while let last = open.last { end(last) }
    }

    private mutating func begin(_ node: Int) {
        while let last = open.last, last != structure[node].parent { end(last) }
        cairo_tag_begin(context, structure[node].tag.pdfName, attributes(structure[node]))
        open.append(node)
        next = node + 1
    }

    private mutating func end(_ node: Int) {
        cairo_tag_end(context, structure[node].tag.pdfName)
        open.removeLast()
    }

    private func attributes(_ node: StructureNode) -> String? {
        guard case .link(let url) = node.tag, let area = node.area else { return nil }
        return "rect=[\(area.x) \(area.y) \(area.width) \(area.height)] uri='\(url.uri)'"
    }
}

extension String {
    /// The address with everything in percent signs that neither Cairo nor a PDF takes as it is:
    /// quotes, parentheses, blanks and whatever is not ASCII.
    fileprivate var uri: String {
        let digits = Array("0123456789ABCDEF")
        return utf8.reduce(into: "") { uri, byte in
            if byte > 32, byte < 127, !"'()<>\\\"".utf8.contains(byte) {
                uri.unicodeScalars.append(Unicode.Scalar(byte))
            } else {
                uri.append("%")
                uri.append(digits[Int(byte >> 4)])
                uri.append(digits[Int(byte & 15)])
            }
        }
    }
}

extension Frame {
    /// Whether the page has marks outside the structure, and so a sheet of its own for them.
    var hasArtifacts: Bool { items.contains { $0.node == nil } }
}

extension StructureTag {
    var pdfName: String {
        switch self {
        case .document: "Document"
        case .heading(let level): "H\(min(max(level, 1), 3))"
        case .paragraph: "P"
        case .span: "Span"
        case .table: "Table"
        case .row: "TR"
        case .headCell: "TH"
        case .cell: "TD"
        case .figure: "Figure"
        case .link: "Link"
        }
    }
}
