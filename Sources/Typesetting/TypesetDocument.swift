/// A document after layout: its pages, what their parts mean, and what could not be drawn.
///
/// `document.pdf(fonts:metadata:)` and `document.svg(page:fonts:…)` write it; both read the same
/// frames.
public struct TypesetDocument: Sendable {
    /// The pages in order.
    public var frames: [Frame]
    /// The structure tree, in reading order; node 0 is the document.
    public var structure: [StructureNode]
    /// The headings in reading order, for the outline.
    public var headings: [Heading]
    /// How many pages there are before each thing that was told to begin one (`Element.pageBreak`), whether it
    /// did or goes on below what was there.
    public var breaks: [Int] = []
    /// Characters no font could draw; empty for a document that is right.
    public var missingGlyphs: [MissingGlyph]
    /// The language of texts that do not name their own.
    public var language: Language

    /// A heading and where it stands.
    public struct Heading: Sendable, Hashable {
        /// 1 to 3.
        public var level: Int
        /// Its words.
        public var text: String
        /// Counted from 0.
        public var page: Int
        /// The top of its line, in points from the top of the page.
        public var y: Double
    }

    /// Every page's marks as text: see `Frame.dump`.
    public var dump: String { frames.map(\.dump).joined() }
}
