/// The second half of a PDF: what Cairo cannot say.
///
/// The document's language, alternative text, the scope of head cells, artifacts, the metadata
/// packet, dates in PDF's form, an id that depends on the content alone.
struct PDFFinish {
    let document: TypesetDocument
    let metadata: PDFMetadata
    let created: PDFDate
    let modified: PDFDate

    init(document: TypesetDocument, metadata: PDFMetadata) throws(TypesettingError) {
        self.document = document
        self.metadata = metadata
        created = try PDFDate(metadata.created)
        modified = try PDFDate(metadata.modified ?? metadata.created)
    }

    func finish(_ drawn: [UInt8]) throws(TypesettingError) -> [UInt8] {
        let file = try QPDFFile(drawn)
        let root = file.root
        root["/Lang"] = file.text(document.language.tag)
        root["/MarkInfo"] = file.parse("<< /Marked true >>")
        root["/ViewerPreferences"] = file.parse("<< /DisplayDocTitle true >>")
        root["/Metadata"] = file.stream(
            Array(xmp.utf8), [("/Type", "/Metadata"), ("/Subtype", "/XML")])
        file.setInfo("/CreationDate", created.pdf)
        file.setInfo("/ModDate", modified.pdf)
        try layArtifactsUnder(file)
        for (index, page) in file.pages.enumerated() {
            page["/Tabs"] = file.parse("/S")
            finishFonts(page["/Resources"]["/Font"])
            finishLinks(page["/Annots"], index)
        }
        try PDFStructureFinish(document).finish(root["/StructTreeRoot"])
        return try file.write()
    }

    /// Puts the content of each artifact sheet in front of its page's, and takes the sheet away.
    private func layArtifactsUnder(_ file: QPDFFile) throws(TypesettingError) {
        let sheets = file.pages
        let wanted = document.frames.reduce(0) { $0 + ($1.hasArtifacts ? 2 : 1) }
        guard sheets.count == wanted else {
            throw .finishing("\(wanted) sheets were set, \(sheets.count) drawn")
        }
        // Cairo turns the page over without saving the state before: q and Q do.
        let begin = file.stream(Array("q /Artifact BMC\n".utf8), [])
        let end = file.stream(Array("\nEMC Q\n".utf8), [])
        var next = 0
        for frame in document.frames {
            let sheet = sheets[next]
            next += 1
            guard frame.hasArtifacts else { continue }
            let page = sheets[next]
            next += 1
            let contents = file.parse("[]")
            for part in [begin, sheet["/Contents"], end, page["/Contents"]] {
                contents.append(part)
            }
            page["/Contents"] = contents
            let resources = sheet["/Resources"]
            for kind in resources.keys {
                if page["/Resources"][kind].isNull {
                    page["/Resources"][kind] = file.parse("<< >>")
                }
                for key in resources[kind].keys {
                    page["/Resources"][kind][key] = resources[kind][key]
                }
            }
            file.remove(page: sheet)
        }
    }

    /// Cairo leaves out how the characters of a composite TrueType font map to its glyphs.
    private func finishFonts(_ fonts: QPDFFile.Object) {
        guard fonts.isDictionary else { return }
        for key in fonts.keys {
            let descendants = fonts[key]["/DescendantFonts"]
            guard descendants.count == 1, descendants[0]["/Subtype"].isName("/CIDFontType2") else {
                continue
            }
            descendants[0]["/CIDToGIDMap"] = fonts.file.parse("/Identity")
        }
    }

    /// Links say where they lead, and are printed.
    private func finishLinks(_ annotations: QPDFFile.Object, _ page: Int) {
        let urls = document.frames[page].items.compactMap { item in
            if case .link(_, let url) = item.mark, item.node != nil { url } else { nil }
        }
        guard annotations.count == urls.count else { return }
        for (index, url) in urls.enumerated() {
            annotations[index]["/Contents"] = annotations.file.text(url)
            annotations[index]["/F"] = annotations.file.parse("4")
        }
    }

    private var xmp: String {
        let description =
            metadata.subject.isEmpty
            ? ""
            : """

            <dc:description><rdf:Alt><rdf:li xml:lang="x-default">\(metadata.subject.xml)</rdf:li>\
            </rdf:Alt></dc:description>
            """
        let author =
            metadata.author.isEmpty
            ? ""
            : """

            <dc:creator><rdf:Seq><rdf:li>\(metadata.author.xml)</rdf:li></rdf:Seq></dc:creator>
            """
        return """
            <?xpacket begin="\u{FEFF}" id="W5M0MpCehiHzreSzNTczkc9d"?>
            <x:xmpmeta xmlns:x="adobe:ns:meta/">
            <rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">
            <rdf:Description rdf:about="" xmlns:dc="http://purl.org/dc/elements/1.1/" \
            xmlns:xmp="http://ns.adobe.com/xap/1.0/">
            <dc:format>application/pdf</dc:format>
            <dc:language><rdf:Bag><rdf:li>\(document.language.tag)</rdf:li></rdf:Bag></dc:language>
            <dc:title><rdf:Alt><rdf:li xml:lang="x-default">\(metadata.title.xml)</rdf:li>\
            </rdf:Alt></dc:title>\(author)\(description)
            <xmp:CreatorTool>\(metadata.creator.xml)</xmp:CreatorTool>
            <xmp:CreateDate>\(created.iso)</xmp:CreateDate>
            <xmp:ModifyDate>\(modified.iso)</xmp:ModifyDate>
            </rdf:Description>
            </rdf:RDF>
            </x:xmpmeta>
            <?xpacket end="r"?>
            """
    }
}
