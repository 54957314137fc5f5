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
        let parents = root["/StructTreeRoot"]["/ParentTree"]["/Nums"]
        for (index, page) in file.pages.enumerated() {
            page["/Tabs"] = file.parse("/S")
            finishFonts(page["/Resources"]["/Font"])
            finishLinks(page["/Annots"], index)
            finishArtifacts(page)
        }
        try PDFStructureFinish(document).finish(root["/StructTreeRoot"], parents: parents)
        return try file.write()
    }

    /// The page's artifacts were drawn first, under Cairo's `Private` tag, as marked content 0.
    private func finishArtifacts(_ page: QPDFFile.Object) {
        let drawn = Array("/Private << /MCID 0 >> BDC".utf8)
        let content = page.pageContent
        guard let start = content.firstRange(of: drawn) else { return }
        var finished = content
        finished.replaceSubrange(start, with: "/Artifact BMC".utf8)
        page["/Contents"].replaceStream(finished)
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

extension Array<UInt8> {
    /// Where the bytes first occur.
    fileprivate func firstRange(of bytes: [UInt8]) -> Range<Int>? {
        guard count >= bytes.count else { return nil }
        for start in 0...(count - bytes.count)
        where self[start] == bytes[0] && self[start..<(start + bytes.count)].elementsEqual(bytes) {
            return start..<(start + bytes.count)
        }
        return nil
    }
}
