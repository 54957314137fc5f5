import Catalog
import Money
public import Typesetting

/// Sets documents: fonts, wording and theme, loaded once for many.
///
///     let studio = Studio(fonts: try FontBook(directory: "fonts"), wording: wording, theme: theme)
///     let pages = try studio.invoice(input, language: .both)
///     let pdf = try pages.pdf()
///
/// A studio belongs to one thread, as its fonts do.
public struct Studio {
    public let fonts: FontBook
    let wording: Wording
    let theme: Theme

    public init(fonts: FontBook, wording: Wording, theme: Theme) {
        self.fonts = fonts
        self.wording = wording
        self.theme = theme
    }

    /// Pages of one document, ready to be written.
    public struct Pages {
        public let document: TypesetDocument
        let fonts: FontBook
        let metadata: PDFMetadata

        /// The PDF's bytes.
        public func pdf() throws(TypesettingError) -> [UInt8] {
            try document.pdf(fonts: fonts, metadata: metadata)
        }

        /// One SVG a page, with the document's name in its title.
        public func svg() throws(TypesettingError) -> [[UInt8]] {
            var pages: [[UInt8]] = []
            for page in document.frames.indices {
                pages.append(
                    try document.svg(
                        page: page, fonts: fonts,
                        title: "\(metadata.title) · \(page + 1) / \(document.frames.count)",
                        description: metadata.subject))
            }
            return pages
        }

        /// Characters no font could draw.
        public var missingGlyphs: [MissingGlyph] { document.missingGlyphs }
    }
}

/// Writes the words of one document in its languages.
struct Writer {
    let wording: Wording
    let theme: Theme
    let language: DocumentLanguage

    var leading: Catalog.Language { language.leading }

    /// The phrase in the leading language.
    func text(_ phrase: Phrase, _ values: [String: String] = [:]) -> String {
        wording.text(phrase, leading, values)
    }

    /// The phrase in the leading language, then smaller in the other, if there is one.
    func spans(
        _ phrase: Phrase, _ style: TextStyle, _ values: [String: String] = [:]
    ) -> [Text.Span] {
        spans(text(phrase, values), language.beside.map { wording.text(phrase, $0, values) }, style)
    }

    /// A text of both languages as spans.
    func spans(_ text: LocalizedText, _ style: TextStyle) -> [Text.Span] {
        spans(text[leading], language.beside.map { text[$0] }, style)
    }

    private func spans(_ first: String, _ second: String?, _ style: TextStyle) -> [Text.Span] {
        var spans = [Text.Span(first, style, in: leading.typesetting)]
        if let second, second != first {
            let small = style.with(colour: theme.ink2, size: style.size * 0.86)
            spans.append(Text.Span("  " + second, small, in: .english))
        }
        return spans
    }

    /// A section heading.
    func heading(_ phrase: Phrase) -> Element {
        .spans(spans(phrase, theme.section), as: .heading(2))
    }

    /// A label above or beside a value.
    func label(_ phrase: Phrase) -> Element { .spans(spans(phrase, theme.label)) }

    /// Sentences; in two languages they stand beside each other.
    func sentences(_ all: [(Phrase, [String: String])], _ style: TextStyle) -> Element {
        func column(_ language: Catalog.Language) -> Element.Column {
            .init(
                .flexible(1), spacing: 2,
                all.map { phrase, values in
                    .text(wording.text(phrase, language, values), style, in: language.typesetting)
                })
        }
        guard let beside = language.beside else {
            return .stack(spacing: 2, column(leading).elements)
        }
        return .columns(gap: 24, [column(leading), column(beside)])
    }

    /// One sentence in each language, below each other.
    func stacked(
        _ phrase: Phrase, _ style: TextStyle, _ values: [String: String] = [:]
    ) -> [Element] {
        ([leading] + (language.beside.map { [$0] } ?? [])).map { language in
            .text(wording.text(phrase, language, values), style, in: language.typesetting)
        }
    }

    /// Money with its code: CNY 7,650.00.
    func money(_ amount: Amount) -> String { minus("\(amount)") }

    /// A number with a true minus sign.
    func minus(_ text: String) -> String { text.replacing("-", with: "−") }
}

extension Catalog.Language {
    var typesetting: Typesetting.Language { self == .chinese ? .chinese : .english }
}
