/// What a PDF says about itself.
///
///     PDFMetadata(
///         title: "账单 INV-2025-0611-0019", author: "Yunshan Cloud",
///         created: "2025-06-11T09:00:00+08:00")
public struct PDFMetadata: Sendable, Hashable {
    /// Shown in the window's title instead of the file name.
    public var title: String
    public var author: String
    public var subject: String
    /// The program that made it.
    public var creator: String
    /// ISO 8601 with zone. It comes from the ledger, never from the clock: same input, same bytes.
    public var created: String
    /// The time of creation if nil.
    public var modified: String?
    /// Whether viewers get an outline of the headings.
    public var outline: Bool

    public init(
        title: String, author: String = "", subject: String = "", creator: String = "bm",
        created: String, modified: String? = nil, outline: Bool = false
    ) {
        self.title = title
        self.author = author
        self.subject = subject
        self.creator = creator
        self.created = created
        self.modified = modified
        self.outline = outline
    }
}
