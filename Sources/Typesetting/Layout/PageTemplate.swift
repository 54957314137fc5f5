/// A page's size, its margins, and what every page carries above and below the text.
///
///     PageTemplate(footer: { page in
///         [.text("INV-2025-0611-0019 · \(page.number) / \(page.count)", label, align: .centre)]
///     })
///
/// Headers and footers stand inside the margins and are drawn when all pages are known. They are
/// artifacts: a screen reader reads the document, not its paper.
public struct PageTemplate: Sendable {
    /// The paper.
    public var size: PageSize
    /// Kept free around the body.
    public var margins: Insets
    /// From the paper's upper edge to the header, from its lower edge to the footer, in points.
    public var edge: Double
    /// What stands above the body of each page.
    public var header: (@Sendable (PageNumber) -> [Element])?
    /// What stands below the body of each page.
    public var footer: (@Sendable (PageNumber) -> [Element])?
    /// What stands above the rest of a table's row that began on the page before; `…` if empty.
    public var continued: [Text.Span] = []

    /// A4 with the house's margins, where nothing else is said.
    public init(
        size: PageSize = .a4, margins: Insets = Insets(sides: 48, top: 48, bottom: 56),
        edge: Double = 24, header: (@Sendable (PageNumber) -> [Element])? = nil,
        footer: (@Sendable (PageNumber) -> [Element])? = nil
    ) {
        self.size = size
        self.margins = margins
        self.edge = edge
        self.header = header
        self.footer = footer
    }

    /// The area the body may fill.
    var region: Rect {
        Rect(
            x: margins.left, y: margins.top, width: size.width - margins.horizontal,
            height: size.height - margins.vertical)
    }
}

/// Page x of y.
public struct PageNumber: Sendable, Hashable {
    /// Counted from 1.
    public var number: Int
    /// How many pages there are.
    public var count: Int
}
