/// A table: what a reader compares. The first cell of a row names the row.
///
///     Table(
///         id: "invoices", caption: Markup("Invoices", zh: "账单"),
///         columns: [Column("number", Markup("Invoice", zh: "账单")), .figure("total_cny", "CNY")],
///         rows: [[Cell("INV-2026-0601-0001"), .figure("7,650.00")]], empty: "…")
public struct Table: Sendable {
    /// Names its place on the page and its files.
    public let id: String
    /// What it shows, for those who come upon it without its surroundings.
    public let caption: Markup
    public let columns: [Column]
    public let rows: [Row]
    /// The sums below the rows; none where empty.
    public let foot: [Cell]
    /// What stands in place of no rows: what would fill them.
    public let empty: Markup

    public init(
        id: String, caption: Markup, columns: [Column], rows: [Row], foot: [Cell] = [],
        empty: Markup
    ) {
        self.id = id
        self.caption = caption
        self.columns = columns
        self.rows = rows
        self.foot = foot
        self.empty = empty
    }

    /// What stands in one column, on the page and in the files.
    public struct Column: Sendable {
        /// What its values are called in the files: `total_cny`.
        public let key: String
        public let head: Label
        /// Aligned right.
        public let isFigure: Bool
        /// Whether its cells name things by their ids, too: the files have these as `customer_id` beside `customer`.
        public let hasIDs: Bool

        public init(_ key: String, _ head: Label, isFigure: Bool = false, hasIDs: Bool = false) {
            self.key = key
            self.head = head
            self.isFigure = isFigure
            self.hasIDs = hasIDs
        }

        public static func figure(_ key: String, _ head: Label) -> Column {
            Column(key, head, isFigure: true)
        }
    }

    /// One row: a cell for each column.
    public struct Row: Sendable {
        public let cells: [Cell]
        /// Where a click on the row leads, from the page.
        public let href: String?
        /// Its place on the page; counted where nil.
        public let id: String?

        public init(_ cells: [Cell], href: String? = nil, id: String? = nil) {
            self.cells = cells
            self.href = href
            self.id = id
        }
    }
}

public typealias Column = Table.Column

/// What a state means to a reader, drawn as a dot before its word.
public enum Tone: String, Sendable {
    case good, wait, bad
}

/// What stands in one place of a table.
public struct Cell: Sendable {
    public let words: Markup
    /// The value as a machine reads it: without grouping, a point before the fraction.
    public let value: String
    public let href: String?
    public let state: Tone?
    /// Below it, smaller.
    public let note: Markup?
    /// How dark it is, 0 to 5, where a table is looked at like a map.
    public let shade: Int
    /// The id of what it names, for the files.
    public let id: String?

    public init(
        _ words: Markup, value: String, href: String? = nil, state: Tone? = nil,
        note: Markup? = nil, shade: Int = 0, id: String? = nil
    ) {
        self.words = words
        self.value = value
        self.href = href
        self.state = state
        self.note = note
        self.shade = shade
        self.id = id
    }

    /// A code, a number, a word that is the same in both languages, on one line.
    public init(_ text: String, href: String? = nil, note: Markup? = nil) {
        self.init(
            Markup(html: "<span class=\"nb\">\(Markup.shown(text))</span>"), value: text,
            href: href,
            note: note)
    }

    /// Words of ours.
    public init(_ label: Label, href: String? = nil, state: Tone? = nil, note: Markup? = nil) {
        self.init(label.markup, value: label.english, href: href, state: state, note: note)
    }

    /// A figure as it is printed, `1,234.56`; its value is the same without the commas.
    public static func figure(_ text: String, href: String? = nil, note: Markup? = nil) -> Cell {
        Cell(
            "\(text.withMinus)",
            value: text.utf8.contains(44) ? text.replacing(",", with: "") : text, href: href,
            note: note)
    }

    /// Nothing, which is not zero.
    public static let none = Cell(Markup(stringLiteral: "–"), value: "")
}
