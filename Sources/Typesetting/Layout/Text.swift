/// A paragraph, heading or label: one or more spans set as one text.
///
///     Text([.init("账单", title), .init(" Invoice", label, in: .english)], as: .heading(1))
public struct Text: Sendable, Hashable {
    /// A stretch of text in one style and language.
    public struct Span: Sendable, Hashable {
        public var text: String
        public var style: TextStyle
        /// The document's language if nil.
        public var language: Language?

        /// A stretch of `text`; `language` only where it is not the document's.
        public init(_ text: String, _ style: TextStyle, in language: Language? = nil) {
            self.text = text
            self.style = style
            self.language = language
        }
    }

    /// What the text is in the document's structure.
    public enum Role: Sendable, Hashable {
        case paragraph
        /// A heading of level 1 to 3; it keeps with what follows it.
        case heading(Int)
        /// Decoration or repetition, left out for screen readers.
        case artifact
    }

    /// Set one after the other, as one text.
    public var spans: [Span]
    /// How its lines stand in the width it is given.
    public var alignment: TextAlignment
    /// What it is for a screen reader.
    public var role: Role
    /// The field or label the text comes from, named when a glyph is missing.
    public var field: String?
    /// The address the text opens.
    public var link: String?

    /// A text of several spans.
    public init(
        _ spans: [Span], align alignment: TextAlignment = .leading, as role: Role = .paragraph,
        field: String? = nil, link: String? = nil
    ) {
        self.spans = spans
        self.alignment = alignment
        self.role = role
        self.field = field
        self.link = link
    }

    /// A text of one span.
    public init(
        _ text: String, _ style: TextStyle, in language: Language? = nil,
        align alignment: TextAlignment = .leading, as role: Role = .paragraph,
        field: String? = nil, link: String? = nil
    ) {
        self.init(
            [Span(text, style, in: language)], align: alignment, as: role, field: field, link: link)
    }

    var string: String { spans.count == 1 ? spans[0].text : spans.map(\.text).joined() }

    var lineHeight: Double { spans.reduce(0) { max($0, $1.style.lineHeight) } }

    var smallestSize: Double { spans.reduce(.infinity) { min($0, $1.style.size) } }

    /// The same text at another size, on the same lines.
    func scaled(by scale: Double) -> Text {
        if scale == 1 { return self }
        var text = self
        for index in spans.indices { text.spans[index].style.size *= scale }
        return text
    }

    /// Where the first baseline stands below the top: by the largest span.
    func baseline(in height: Double) -> Double {
        spans.max { $0.style.size < $1.style.size }?.style.baseline(in: height) ?? height
    }
}
