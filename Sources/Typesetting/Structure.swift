/// What a part of a page is, for those who cannot see it: a heading, a cell, a figure.
public enum StructureTag: Sendable, Hashable {
    case document
    /// A heading of level 1, 2 or 3.
    case heading(Int)
    case paragraph
    /// A part of a paragraph.
    case span
    case table
    case row
    /// A head cell, and whether it heads its column or its row.
    case headCell(scope: Scope, span: Int)
    case cell(span: Int)
    /// A picture with the words that stand for it.
    case figure(alt: String)
    case link(url: String)

    /// What a head cell heads.
    public enum Scope: String, Sendable, Hashable { case column = "Column", row = "Row" }
}

/// A node of the document's structure tree; nodes are numbered in reading order.
public struct StructureNode: Sendable, Hashable {
    public var tag: StructureTag
    /// The number of the node this one stands in; nil for the document itself.
    public var parent: Int?
    /// Where a figure or a link stands on its page.
    public var area: Rect?
}
