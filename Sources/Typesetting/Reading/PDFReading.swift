/// What a PDF that was drawn here says, read back from its bytes.
///
///     let reading = PDFReading(pdf)
///     reading?.title              // 账单 INV-2025-0611-0019
///     reading?.pages[0].lines     // ["示例灯笼智能（演示）有限公司", "账单  Bill", …]
///
/// It is for comparing documents of this program with each other: the text of any other PDF may be read in part.
public struct PDFReading: Sendable {
    /// What one page says and shows.
    public struct Page: Sendable {
        /// Its text in the order it is read, a line for each change of baseline or of paragraph.
        public let lines: [String]
        /// What draws it: the operators of its content, and its fonts and pictures by name; nil where they
        /// cannot be unpacked.
        public let drawing: [(name: String, bytes: [UInt8]?)]
    }

    public let title: String
    public let subject: String
    public let author: String
    public let pages: [Page]
    /// Files inside the document, by name; without bytes where they cannot be unpacked.
    public let attachments: [(name: String, bytes: [UInt8]?)]
    /// The XMP packet.
    public let metadata: [UInt8]?
    /// Everything in the file, object by object.
    public let objects: [(name: String, bytes: [UInt8])]

    /// Nil for what is no PDF, or so damaged that it has no pages.
    public init?(_ bytes: [UInt8]) {
        guard bytes.starts(with: "%PDF-".utf8), let file = try? QPDFFile(bytes) else { return nil }
        let pages = file.pages
        if pages.isEmpty { return nil }
        self.pages = pages.map { Page($0) }
        title = file.info("/Title")
        subject = file.info("/Subject")
        author = file.info("/Author")
        objects = file.objects
        metadata = file.root["/Metadata"].streamBytes
        let names = file.root["/Names"]["/EmbeddedFiles"]["/Names"]
        attachments = stride(from: 0, to: names.count - 1, by: 2).map { index in
            (names[index].string, names[index + 1]["/EF"]["/F"].streamBytes)
        }
    }
}

extension PDFReading.Page {
    fileprivate init(_ page: QPDFFile.Object) {
        let content = page.pageContent
        let resources = page["/Resources"]
        var fonts: [String: PDFText.Font] = [:]
        var drawing: [(name: String, bytes: [UInt8]?)] = [("content", content)]
        let named = resources["/Font"]
        for key in named.isDictionary ? named.keys : [] {
            fonts[key] = PDFText.Font(
                isWide: named[key]["/Subtype"].isName("/Type0"),
                unicode: named[key]["/ToUnicode"].streamBytes ?? [])
            let descendant = named[key]["/DescendantFonts"]
            let font = descendant.count > 0 ? descendant[0] : named[key]
            for kind in ["/FontFile", "/FontFile2", "/FontFile3"] {
                let file = font["/FontDescriptor"][kind]
                if !file.isNull { drawing.append(("font \(key)", file.streamBytes)) }
            }
        }
        let pictures = resources["/XObject"]
        for key in pictures.isDictionary ? pictures.keys : [] {
            drawing.append(("picture \(key)", pictures[key].streamBytes))
        }
        lines = PDFText(fonts: fonts).lines(content ?? [])
        self.drawing = drawing
    }
}
