/// Goes through Cairo's structure tree beside the document's own, takes the artifacts out and
/// adds what Cairo's tags cannot carry.
struct PDFStructureFinish {
    private let structure: [StructureNode]
    private let pageHeights: [Double]

    init(_ document: TypesetDocument) {
        structure = document.structure
        pageHeights = document.frames.map(\.size.height)
    }

    /// - Throws: `finishing` when the trees do not agree, which would put a text on a wrong part.
    func finish(
        _ root: QPDFFile.Object, parents: QPDFFile.Object
    ) throws(TypesettingError) {
        var next = 0
        try walk(root, next: &next)
        guard next == structure.count else {
            throw .finishing("\(structure.count) structure elements were set, \(next) drawn")
        }
        // Marks of pages point back to their elements by number; artifacts have none to point to.
        for index in stride(from: 1, to: parents.count, by: 2) {
            let elements = parents[index]
            guard elements.count > 0, elements[0]["/S"].isName("/Private") else { continue }
            elements[0] = root.file.parse("null")
        }
    }

    private func walk(_ element: QPDFFile.Object, next: inout Int) throws(TypesettingError) {
        let kids = element["/K"]
        guard kids.isArray else {
            if kids.isDictionary { try visit(kids, next: &next) }
            return
        }
        var index = 0
        while index < kids.count {
            let kid = kids[index]
            if kid.isDictionary {
                if kid["/S"].isName("/Private") {
                    kids.erase(at: index)
                    continue
                }
                try visit(kid, next: &next)
            }
            index += 1
        }
    }

    private func visit(_ element: QPDFFile.Object, next: inout Int) throws(TypesettingError) {
        // An object reference of a link, not an element.
        guard !element["/S"].isNull else { return }
        guard next < structure.count else {
            throw .finishing("more structure elements were drawn than set")
        }
        let node = structure[next]
        guard element["/S"].isName("/" + node.tag.pdfName) else {
            throw .finishing("structure element \(next) is not the \(node.tag.pdfName) it was set")
        }
        next += 1
        let file = element.file
        switch node.tag {
        case .figure(let alt):
            element["/Alt"] = file.text(alt)
        case .headCell(let scope, let span):
            element["/A"] = file.parse("<< /O /Table /Scope /\(scope.rawValue)\(columns(span)) >>")
        case .cell(let span) where span > 1:
            element["/A"] = file.parse("<< /O /Table\(columns(span)) >>")
        case .link(let url):
            element["/Alt"] = file.text(url)
        case .document, .heading, .paragraph, .span, .table, .row, .cell: break
        }
        try walk(element, next: &next)
    }

    private func columns(_ span: Int) -> String { span > 1 ? " /ColSpan \(span)" : "" }
}
