/// A part of a page: it measures itself for a width, then is placed.
///
/// Elements are values; build them with the functions below and hand them to a `Typesetter`:
///
///     let body: [Element] = [
///         .text("账单 Invoice", title, as: .heading(1)),
///         .columns(gap: 24, [
///             .init(.flexible(), [.text("CNY 7,650.00", amount)]),
///             .init(.fixed(120), [.code("https://pay.example.com/o/1", side: 120, alt: "…")]),
///         ]),
///         .table(lines),
///     ]
///
/// Texts, stacks and tables continue on the next page; everything else stays whole.
public struct Element: Sendable {
    indirect enum Content: Sendable {
        case text(Text)
        case stack(spacing: Double, [Element])
        case columns(gap: Double, alignment: RowAlignment, [Column])
        case table(Table)
        case rule(Stroke)
        case spacer(Double)
        case box(Box, [Element])
        case code(String, side: Double, colour: Colour, alt: String)
        case drawing(Drawing)
        case picture(Picture, within: Size, alt: String)
        case link(url: String, Element)
        case together(spacing: Double, [Element], keepsWithNext: Bool)
        case pageBreak(unlessFree: Double)
    }

    let content: Content

    /// How columns stand beside each other.
    public enum RowAlignment: Sendable, Hashable {
        /// Tops in line.
        case top
        /// First baselines in line.
        case firstBaseline
        /// Middles in line.
        case centre
        /// Bottoms in line.
        case bottom
    }

    /// One of several parts that stand beside each other.
    public struct Column: Sendable {
        /// How wide the column is.
        public var width: Width
        /// Its elements, below each other.
        public var elements: [Element]
        /// Between the column's elements, in points.
        public var spacing: Double

        /// A column of elements `spacing` points apart.
        public init(_ width: Width, spacing: Double = 0, _ elements: [Element]) {
            self.width = width
            self.spacing = spacing
            self.elements = elements
        }
    }
}

/// The width of a column.
public enum Width: Sendable, Hashable {
    /// In points.
    case fixed(Double)
    /// As wide as its widest content that is not wrapped.
    case natural
    /// The same, but no less than so many points.
    case atLeast(Double)
    /// A share of what the other columns leave.
    case flexible(Double = 1)
}

/// What a box draws around its content.
public struct Box: Sendable, Hashable {
    /// Between the border and the content.
    public var padding: Insets
    /// Filled under the content; none if nil.
    public var background: Colour?
    /// Drawn inside the edge, so that boxes side by side line up; none if nil.
    public var border: Stroke?
    /// The radius of its corners, in points.
    public var radius: Double
    /// The least height, in points, padding included.
    public var minimumHeight: Double

    /// A box without paint draws nothing and only pads.
    public init(
        padding: Insets = Insets(), background: Colour? = nil, border: Stroke? = nil,
        radius: Double = 0, minimumHeight: Double = 0
    ) {
        self.padding = padding
        self.background = background
        self.border = border
        self.radius = radius
        self.minimumHeight = minimumHeight
    }
}
