/// How a text looks: its size, line height, weight, family and colour.
///
///     let amount = TextStyle(size: 24, lineHeight: 30, weight: .bold)
///     let id = TextStyle(size: 8, lineHeight: 11, family: .mono, colour: Colour(0x64748B))
public struct TextStyle: Sendable, Hashable {
    /// How heavy the strokes are.
    public enum Weight: Sendable, Hashable { case regular, bold }

    /// Sans for reading, mono for ids and hashes. Characters a family lacks come from the others.
    public enum Family: Sendable, Hashable { case sans, mono }

    /// The height of the em square, in points.
    public var size: Double
    /// The distance between two baselines, in points.
    public var lineHeight: Double
    public var weight: Weight
    public var family: Family
    public var colour: Colour
    /// Extra space after each character, in points.
    public var tracking: Double
    /// OpenType features beside tabular figures, which are always on: `["zero", "smcp"]`.
    public var features: [String]

    /// House body text where nothing else is said: 9 points on 13, regular, ink.
    public init(
        size: Double = 9, lineHeight: Double = 13, weight: Weight = .regular,
        family: Family = .sans, colour: Colour = Colour(0x0F172A), tracking: Double = 0,
        features: [String] = []
    ) {
        self.size = size
        self.lineHeight = lineHeight
        self.weight = weight
        self.family = family
        self.colour = colour
        self.tracking = tracking
        self.features = features
    }

    /// The same style with other parts: `body.with(weight: .bold)`.
    public func with(weight: Weight? = nil, colour: Colour? = nil, size: Double? = nil) -> Self {
        var style = self
        style.weight = weight ?? style.weight
        style.colour = colour ?? style.colour
        style.size = size ?? style.size
        return style
    }

    /// Where the baseline stands below the top of a line of `height`: capitals are centred in it.
    ///
    /// It depends on the style alone, never on the glyphs in the line, because Latin, Han and Thai
    /// faces have different ascents and a row of cells placed by those would dance.
    func baseline(in height: Double) -> Double { (height + Self.capHeight * size) / 2 }

    /// The height of Noto Sans's capitals in ems; Han characters centre near the same height.
    static let capHeight = 0.714
}

/// How lines stand between the left and right edge.
public enum TextAlignment: Sendable, Hashable {
    case leading, centre, trailing
    /// The decimal points of a table column stand below each other, with the longest fraction at
    /// the right edge. Outside a table, and for a cell without digits, it is `trailing`.
    case decimalPoint
}
