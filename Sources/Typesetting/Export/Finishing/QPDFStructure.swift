/// Goes through Cairo's structure tree beside the document's own and adds what Cairo's tags cannot
/// carry.
struct QPDFStructure {
    private let structure: [StructureNode]

    init(_ document: TypesetDocument) { structure = document.structure }

    /// - Throws: `finishing` when the trees do not agree, which would put a text on a wrong part.
    func finish(_ root: QPDFFile.Object) throws(TypesettingError) {
        var next = 0
        try walk(root, next: &next)
        guard next == structure.count else {
            throw .finishing("\(structure.count) structure elements were set, \(next) drawn")
        }
    }

    private func walk(_ element: QPDFFile.Object, next: inout Int) throws(TypesettingError) {
        let kids = element["/K"]
        if kids.isDictionary { return try visit(kids, next: &next) }
        for index in 0..<kids.count where kids[index].isDictionary {
            try visit(kids[index], next: &next)
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
        for (key, value) in node.tag.pdfAttributes { element[key] = element.file.parse(value) }
        try walk(element, next: &next)
    }
}
