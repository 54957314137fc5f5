/// A shaped glyph: its number in the face and its offset from the start of its run.
///
/// Offsets are Pango units, 1024 to the point, because they come from the shaper as integers and
/// stay exact that way.
public struct Glyph: Sendable, Hashable {
    /// The glyph number in the face.
    public var id: UInt32
    public var x: Int32
    public var y: Int32
}

/// How many bytes of the source text how many glyphs stand for; a ligature is 2 bytes to 1 glyph.
public struct Cluster: Sendable, Hashable {
    public var bytes: UInt32
    public var glyphs: UInt32
}

/// Glyphs of one face, size and colour that stand on one baseline.
public struct GlyphRun: Sendable, Hashable {
    public var face: FontFace.ID
    /// The size of the em square in points.
    public var size: Double
    public var colour: Colour
    /// The text the glyphs show; `clusters` splits it glyph by glyph.
    public var text: String
    /// Distance of the run's start from the start of its line, in points.
    public var x: Double
    /// In points.
    public var width: Double
    /// In the order they are drawn.
    public var glyphs: [Glyph]
    /// Which bytes of `text` each glyph stands for.
    public var clusters: [Cluster]

    static let unitsPerPoint = 1024.0
}

/// One line of shaped text, ready to be put on any baseline.
public struct ShapedLine: Sendable, Hashable {
    /// The source text of the whole line.
    public var text: String
    /// The language the line is in.
    public var language: Language
    /// In points, without blanks at the end of a wrapped line.
    public var width: Double
    /// Stretches of one face, size and colour, from the left.
    public var runs: [GlyphRun]
}

/// A text after shaping and line breaking.
struct ShapedText: Sendable {
    var lines: [ShapedLine]
    /// Characters no face has, in the order they occur.
    var missing: [Unicode.Scalar]

    var width: Double { lines.reduce(0) { max($0, $1.width) } }
}

/// A character that is not drawn, because no font has it or it is none to draw, and where it was wanted.
///
/// Its code point is printed in its place, and it is always listed here, so that the caller can warn:
/// `U+1F600 in customer.name “Ann [U+1F600]”`.
public struct MissingGlyph: Sendable, Hashable, CustomStringConvertible {
    /// The character itself.
    public var character: Unicode.Scalar
    /// The field or label given with the text, if any.
    public var field: String?
    /// The whole text it stood in.
    public var text: String

    /// `U+1F600`.
    public var codePoint: String { Unprintable.codePoint(character) }

    public var description: String {
        let shown = Unprintable.replaced(in: text) {
            $0 == character || Unprintable.isAlways($0)
        }
        return "\(codePoint) in \(field.map { $0 + " " } ?? "")“\(shown)”"
    }
}
