import CCairo

/// The second half of a PDF: what Cairo cannot say.
///
/// The document's language, alternative text, the scope of head cells, artifacts, the metadata
/// packet, dates in PDF's form, an id that depends on the content alone; all in few bytes.
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

    /// Finishes what `PDFDrawing` drew: in place where Cairo's file has the plain form we know, and
    /// through libqpdf, which takes some six times as long, where it has another.
    func finish(_ drawn: [UInt8]) throws(TypesettingError) -> [UInt8] {
        if let file = CairoFile(drawn),
            let bytes = try CairoFinish(parts: self, file: file).finish()
        {
            return bytes
        }
        return try QPDFFinish(parts: self).finish(drawn)
    }

    /// The urls of a page's links, in the order of its annotations.
    func urls(page: Int) -> [String] {
        document.frames[page].items.compactMap { item in
            if case .link(_, let url) = item.mark, item.node != nil { url } else { nil }
        }
    }

    /// What Cairo names itself in the file's information: the packet must say the same.
    private static let producer =
        "cairo \(String(cString: cairo_version_string())) (https://cairographics.org)"

    static let xmpKeys = "/Type /Metadata /Subtype /XML"

    var xmp: String {
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
            xmlns:xmp="http://ns.adobe.com/xap/1.0/" xmlns:pdf="http://ns.adobe.com/pdf/1.3/">
            <dc:format>application/pdf</dc:format>
            <dc:language><rdf:Bag><rdf:li>\(document.language.tag)</rdf:li></rdf:Bag></dc:language>
            <dc:title><rdf:Alt><rdf:li xml:lang="x-default">\(metadata.title.xml)</rdf:li>\
            </rdf:Alt></dc:title>\(author)\(description)
            <xmp:CreatorTool>\(metadata.creator.xml)</xmp:CreatorTool>
            <xmp:CreateDate>\(created.iso)</xmp:CreateDate>
            <xmp:ModifyDate>\(modified.iso)</xmp:ModifyDate>
            <pdf:Producer>\(Self.producer.xml)</pdf:Producer>
            </rdf:Description>\(ownSchemas)
            </rdf:RDF>
            </x:xmpmeta>
            <?xpacket end="r"?>
            """
    }
}
