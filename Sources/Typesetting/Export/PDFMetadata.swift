/// What a PDF says about itself.
///
///     PDFMetadata(
///         title: "账单 INV-2025-0611-0019", author: "Yunshan Cloud",
///         created: "2025-06-11T09:00:00+08:00")
public struct PDFMetadata: Sendable, Hashable {
    /// Shown in the window's title instead of the file name.
    public var title: String
    /// Who issued the document.
    public var author: String
    /// What it is about, in a line.
    public var subject: String
    /// The program that made it.
    public var creator: String
    /// ISO 8601 with zone. It comes from the ledger, never from the clock: same input, same bytes.
    public var created: String
    /// The time of creation if nil.
    public var modified: String?
    /// Whether viewers get an outline of the headings.
    public var outline: Bool
    /// Whether the file says that it keeps to PDF/UA-1; set it only where a checker agreed.
    public var claimsPDFUA: Bool

    /// Files inside the document, the most important first.
    public var attachments: [PDFAttachment]
    /// An ICC profile of sRGB: what the colours of the pages mean; nil to leave that to the reader.
    public var colourProfile: [UInt8]?

    /// What is empty is left out of the file.
    public init(
        title: String, author: String = "", subject: String = "", creator: String = "bm",
        created: String, modified: String? = nil, outline: Bool = false, claimsPDFUA: Bool = false,
        attachments: [PDFAttachment] = [], colourProfile: [UInt8]? = nil
    ) {
        self.title = title
        self.author = author
        self.subject = subject
        self.creator = creator
        self.created = created
        self.modified = modified
        self.outline = outline
        self.claimsPDFUA = claimsPDFUA
        self.attachments = attachments
        self.colourProfile = colourProfile
    }
}
