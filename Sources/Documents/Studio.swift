import Catalog
import EInvoicing
import Invoicing
import Money
import Time
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
    let colourProfile: [UInt8]?

    /// - Parameter colourProfile: an ICC profile of sRGB, which every PDF then carries.
    public init(
        fonts: FontBook, wording: Wording, theme: Theme, colourProfile: [UInt8]? = nil
    ) {
        self.fonts = fonts
        self.wording = wording
        self.theme = theme
        self.colourProfile = colourProfile
    }

    /// What a document's pages and its file say of it.
    struct Paper {
        let title: Phrase
        /// Its own number, or that of what it is about.
        let number: String
        /// Who it is for, and how much it is about.
        let subject: String
        /// What stands at the foot of each page beside the digest.
        let foot: String
        /// SHA-256 of the snapshot it is made from; nil where none is kept.
        let digest: String?
        let issuer: LocalizedText
        /// The time it is made of, with its zone: `2026-06-01T10:00:00+08:00`.
        let created: String
    }

    /// Sets a document's parts on pages.
    ///
    /// - Parameter electronic: the same for machines, which the PDF carries.
    func pages(
        _ body: [Element], on paper: Paper, _ writer: Writer, electronic: EInvoice? = nil
    ) throws(TypesettingError) -> Pages {
        let typesetter = Typesetter(fonts: fonts, language: writer.leading.typesetting)
        return Pages(
            document: try typesetter.set(
                body, on: writer.template(paper.foot, digest: paper.digest)),
            fonts: fonts,
            metadata: PDFMetadata(
                title: "\(writer.text(paper.title)) \(paper.number)",
                author: paper.issuer[writer.leading], subject: paper.subject,
                created: paper.created, outline: true, claimsPDFUA: true,
                colourProfile: colourProfile), electronic: electronic)
    }

    /// Pages with less air between the blocks where that saves one before an annex; else as usual.
    ///
    /// - Parameters:
    ///   - airs: in points: what is usual, and less.
    ///   - most: of more pages nothing would be gained, and they are not set twice.
    func airy(
        _ airs: (usual: Double, less: Double), upTo most: Int = .max,
        _ draw: (Double) throws(TypesettingError) -> Pages
    ) throws(TypesettingError) -> Pages {
        let usual = try draw(airs.usual)
        if usual.countBeforeBreak < 2 || usual.countBeforeBreak > most { return usual }
        let closer = try draw(airs.less)
        return closer.countBeforeBreak < usual.countBeforeBreak ? closer : usual
    }

    func writer(_ language: DocumentLanguage) -> Writer {
        Writer(wording: wording, theme: theme, language: language)
    }

    /// Pages of one document, ready to be written.
    public struct Pages {
        public let document: TypesetDocument
        let fonts: FontBook
        let metadata: PDFMetadata
        /// The same for machines.
        var electronic: EInvoice?

        /// How many pages there are before one that had to be begun.
        var countBeforeBreak: Int { document.breaks.first ?? document.frames.count }

        /// The PDF's bytes.
        public func pdf() throws(TypesettingError) -> [UInt8] {
            var metadata = metadata
            metadata.attachments = electronic.map { [PDFAttachment($0)] } ?? []
            return try document.pdf(fonts: fonts, metadata: metadata)
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

        /// One PNG a page, at three pixels a point: sharp on a phone.
        public func png() throws(TypesettingError) -> [[UInt8]] {
            var pages: [[UInt8]] = []
            for page in document.frames.indices {
                pages.append(try document.png(page: page, fonts: fonts, dotsPerInch: 216))
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

    /// The phrase in both languages, filled in with what each of them says.
    func text(
        _ phrase: Phrase, _ values: (Catalog.Language) -> [String: String]
    ) -> LocalizedText {
        LocalizedText(
            english: wording.text(phrase, .english, values(.english)),
            chinese: wording.text(phrase, .chinese, values(.chinese)))
    }

    /// The phrase in the leading language, then smaller in the other, if there is one.
    func spans(
        _ phrase: Phrase, _ style: TextStyle, _ values: [String: String] = [:]
    ) -> [Text.Span] {
        spans(style) { wording.text(phrase, $0, values) }
    }

    /// A text of both languages as spans.
    func spans(_ text: LocalizedText, _ style: TextStyle) -> [Text.Span] {
        spans(style) { text[$0] }
    }

    /// What is written in the leading language, then smaller in the other where it differs.
    func spans(_ style: TextStyle, _ text: (Catalog.Language) -> String) -> [Text.Span] {
        let first = text(leading)
        var spans = [Text.Span(first, style, in: leading.typesetting)]
        if let beside = language.beside, case let second = text(beside), second != first {
            let colour = style.colour == theme.ink ? theme.ink2 : style.colour
            let small = style.with(colour: colour, size: style.size * 0.86)
            spans.append(Text.Span("  " + second, small, in: beside.typesetting))
        }
        return spans
    }

    /// A text below itself in the other language where it differs, each in its own style.
    func lines(
        _ text: LocalizedText, _ style: TextStyle, _ beside: TextStyle, _ field: String
    ) -> [Element] {
        var lines: [Element] = [
            .text(text[leading], style, in: leading.typesetting, field: field)
        ]
        if let other = language.beside, text[other] != text[leading] {
            lines.append(.text(text[other], beside, in: other.typesetting, field: field))
        }
        return lines
    }

    /// A section heading.
    func heading(_ phrase: Phrase) -> Element {
        .spans(spans(phrase, theme.section), as: .heading(2))
    }

    /// A label above or beside a value.
    func label(_ phrase: Phrase) -> Element { .spans(spans(phrase, theme.label)) }

    /// Sentences in two columns: two languages beside each other, or the halves of one.
    func sentences(_ all: [(Phrase, [String: String])], _ style: TextStyle) -> Element {
        func column(
            _ sentences: some Sequence<(Phrase, [String: String])>, _ language: Catalog.Language
        ) -> Element.Column {
            .init(
                .flexible(1), spacing: 2,
                sentences.map { phrase, values in
                    .text(wording.text(phrase, language, values), style, in: language.typesetting)
                })
        }
        guard let beside = language.beside else {
            let half = (all.count + 1) / 2
            return .columns(
                gap: 24, [column(all.prefix(half), leading), column(all.dropFirst(half), leading)])
        }
        return .columns(gap: 24, [column(all, leading), column(all, beside)])
    }

    /// Sentences that say other values in each language: one below itself in the other, several in two
    /// columns.
    func sentencesBeside(_ all: [PaymentNotice.Sentence], _ style: TextStyle) -> Element {
        if all.count == 1 {
            let languages = [leading] + (language.beside.map { [$0] } ?? [])
            return .stack(
                languages.map {
                    .text(
                        wording.text(all[0].phrase, $0, all[0].values($0)), style,
                        in: $0.typesetting)
                })
        }
        func column(_ language: Catalog.Language) -> Element.Column {
            .init(
                .flexible(1), spacing: 2,
                all.map { phrase, values in
                    .text(
                        wording.text(phrase, language, values(language)), style,
                        in: language.typesetting)
                })
        }
        return .columns(gap: 24, [column(leading)] + (language.beside.map { [column($0)] } ?? []))
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
    func money(_ amount: Amount) -> String { Self.money(amount) }
    static func money(_ amount: Amount) -> String { minus("\(amount)") }

    /// A number with a true minus sign.
    func minus(_ text: String) -> String { Self.minus(text) }

    private static func minus(_ text: String) -> String {
        // Most have none, and to look is a tenth of the work.
        text.utf8.contains(UInt8(ascii: "-")) ? text.replacing("-", with: "−") : text
    }
}

extension PDFAttachment {
    /// As Factur-X names and places it, so that its readers find it.
    init(_ document: EInvoice) {
        self.init(
            name: "factur-x.xml", mimeType: "text/xml",
            description: "\(document.number), EN 16931 (UN/CEFACT CII)", bytes: document.cii,
            profile: "EN 16931")
    }
}

extension Catalog.Language {
    var typesetting: Typesetting.Language { self == .chinese ? .chinese : .english }
}

extension Studio.Paper {
    /// Of what is about an invoice: its number, its buyer, and an amount.
    ///
    /// - Parameter number: the document's own, where it has one.
    init(
        _ title: Phrase, number: String? = nil, _ invoice: any FinalizedInvoice, _ amount: Amount,
        digest: String?, at instant: Instant, _ writer: Writer
    ) {
        let number = number ?? invoice.number.text
        let money = writer.money(amount)
        self.init(
            title: title, number: number,
            subject: "\(invoice.buyer.name[writer.leading]) · \(money)",
            foot: "\(number) · \(money)", digest: digest, issuer: invoice.seller.name,
            created: invoice.zone.text(instant))
    }
}
