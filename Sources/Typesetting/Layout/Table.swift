/// Rows of cells under a head that is repeated on every page.
///
///     Table(
///         columns: [.init(.flexible()), .init(.fixed(90), align: .decimalPoint)],
///         head: ["项目 Item", "金额 CNY"],
///         rows: [
///             .init(.group, ["Developer"]),
///             .init(.item, ["tokens_output", "34.17"]),
///             .init(.detail, ["1,000,000 × 1.50 / 1M", ""]),
///             .init(.total, ["应付 Total", "34.17"]),
///         ])
///
/// Page breaks: a row is never split unless it is taller than half a page; a group row keeps with
/// two rows after it, an item with its first two details, the last two details with each other, a
/// note and a subtotal with the row before them, the closing sums with each other and two items,
/// and the last three rows with each other.
///
/// Figures are never broken, and a column of them is as wide as its widest one whatever its `Width`
/// says (`TableColumns`).
public struct Table: Sendable {
    /// From the left.
    public var columns: [Column]
    /// The head's cells.
    public var head: [Cell]
    /// The body, from the top.
    public var rows: [Row]
    /// How the kinds of rows look.
    public var style: TableStyle
    /// The row that ends a page the table goes on after; told how many rows are printed by then.
    public var carriedForward: (@Sendable (_ rowsPrinted: Int) -> Row)?
    /// The row that opens a following page, told the same number as the row that ended the last.
    public var broughtForward: (@Sendable (_ rowsPrinted: Int) -> Row)?
    /// What stands below the last row. It is on the same page as the table's end wherever that can
    /// be: the end then moves on with it.
    public var closing: [Element]

    /// A table; cells beyond the last column are not printed.
    public init(
        columns: [Column], head: [Cell] = [], rows: [Row], style: TableStyle = TableStyle(),
        carriedForward: (@Sendable (_ rowsPrinted: Int) -> Row)? = nil,
        broughtForward: (@Sendable (_ rowsPrinted: Int) -> Row)? = nil,
        closing: [Element] = []
    ) {
        self.columns = columns
        self.head = head
        self.rows = rows
        self.style = style
        self.carriedForward = carriedForward
        self.broughtForward = broughtForward
        self.closing = closing
    }

    /// A column's width and how its cells stand in it.
    public struct Column: Sendable, Hashable {
        /// Fixed, natural or a share of the rest.
        public var width: Width
        /// For cells that do not say otherwise.
        public var alignment: TextAlignment
        /// Whether its cells name their rows, for screen readers.
        public var headsRows: Bool

        /// A column: `.init(.fixed(90), align: .decimalPoint)`.
        public init(
            _ width: Width, align alignment: TextAlignment = .leading, headsRows: Bool = false
        ) {
            self.width = width
            self.alignment = alignment
            self.headsRows = headsRows
        }
    }

    /// A row of the body.
    public struct Row: Sendable {
        /// What a row is: its style, its rules and what it keeps with follow from this.
        public enum Kind: Sendable, Hashable {
            /// A plain row.
            case item
            /// A step of the item above it, indented and quieter.
            case detail
            /// A remark on the item above it, after its steps and set like them.
            case note
            /// The name of the rows that follow; a single cell runs over all columns.
            case group
            /// The sum of a group, under a hairline.
            case subtotal
            /// What is added to the subtotal above it on the way to the total: a tax.
            case addition
            /// The sum of everything, under two hairlines.
            case total
            /// Carried or brought forward; not part of the table for screen readers.
            case carried
        }

        /// What the row is.
        public var kind: Kind
        /// From the left; columns without a cell are empty.
        public var cells: [Cell]
        /// Whether it stays on the page of the row above it, beyond what its kind says.
        public var keeps: Bool

        /// A row of `kind`; `[]` leaves every column empty.
        public init(_ kind: Kind = .item, _ cells: [Cell], keepsWithPrevious keeps: Bool = false) {
            self.kind = kind
            self.cells = cells
            self.keeps = keeps
        }
    }

    /// A cell: text in its row's style, text of its own making, or any element.
    ///
    /// A plain string literal is a cell, so rows read as lists of strings.
    public struct Cell: Sendable, ExpressibleByStringLiteral {
        enum Content: Sendable {
            case string(String)
            case text(Text)
            case element(Element)
        }

        let content: Content
        /// How many columns it takes.
        let columns: Int
        /// The column's alignment if nil.
        let alignment: TextAlignment?
        let field: String?

        /// Text in the row's style. `field` names its source when a glyph is missing.
        public init(
            _ text: String, columns: Int = 1, align alignment: TextAlignment? = nil,
            field: String? = nil
        ) {
            content = .string(text)
            self.columns = columns
            self.alignment = alignment
            self.field = field
        }

        /// Text in the row's style.
        public init(stringLiteral text: String) { self.init(text) }

        /// Text with styles of its own, and possibly a link.
        public init(
            spans: [Text.Span], columns: Int = 1, align alignment: TextAlignment? = nil,
            field: String? = nil, link: String? = nil
        ) {
            content = .text(Text(spans, field: field, link: link))
            self.columns = columns
            self.alignment = alignment
            self.field = field
        }

        /// Any element, centred on the row's height: a sparkline, a code.
        public init(element: Element, columns: Int = 1) {
            content = .element(element)
            self.columns = columns
            alignment = nil
            field = nil
        }

        /// The same cell over other columns.
        func over(columns: Int) -> Cell { Cell(content, columns, alignment, field) }

        private init(
            _ content: Content, _ columns: Int, _ alignment: TextAlignment?, _ field: String?
        ) {
            self.content = content
            self.columns = columns
            self.alignment = alignment
            self.field = field
        }
    }
}
