public import Catalog
import FoundationEssentials
import Typesetting

/// How documents look, from `templates/documents/theme.yaml` and, over it, a merchant's own `theme.yaml`.
///
///     accent: "#1D4ED8"
///     logo: logo.svg
///     terms: {en: "Payable within 14 days.", zh-Hans: 请于 14 日内付款。}
///
/// is the house's theme with another accent, a logo, and a sentence of terms.
public struct Theme: Sendable {
    let ink: Colour
    let ink2: Colour
    let ink3: Colour
    let line: Colour
    let surface: Colour
    let accent: Colour
    let positive: Colour
    let negative: Colour
    let warning: Colour
    /// Of the lines of a chart, in their order.
    let series: [Colour]
    let wechat: Colour
    let alipay: Colour
    let paper: PageSize
    let logo: Picture?
    /// Who issues statements: what the merchants' money runs through; nil to say nothing.
    let platform: LocalizedText?
    /// Said below the totals: how and when to pay, and what happens else.
    let terms: LocalizedText?
    /// Said at the end of a document: who issues it, by what right.
    let footer: LocalizedText?
    /// Facts beside the amount, such as a hotline.
    let fields: [Field]
    /// The middle columns of an invoice's lines; what is billed and the amount always stand.
    let columns: Set<Column>
    /// What stands behind an invoice, in this order.
    let annex: Set<AnnexPart>
    /// The files of a text face of its own, regular and bold; none for Noto Sans.
    public let fonts: [String]
    /// Where it names them, for what is found wrong only when they are opened.
    public let fontPlace: CatalogNode.Place?

    struct Field: Sendable {
        let label: LocalizedText
        let value: LocalizedText
    }

    enum Column: String, CaseIterable, Sendable { case quantity, unitPrice = "unit_price", price }

    enum AnnexPart: String, CaseIterable, Sendable {
        case usageByDay = "usage_by_day"
        case priceRules = "price_rules"
        case conversions, events
    }

    /// More would push the parties off the first page.
    static let mostFields = 4

    /// Between the margins: 499.28 on A4, 516 on Letter.
    var width: Double { paper.width - 2 * Theme.margin }
    static let margin = 48.0

    /// Reads the files, each over the one before it.
    ///
    /// - Parameter read: the bytes of a file that a theme names, which lies beside it.
    /// - Throws: `CatalogError` with file, line and key, also for text that would be hard to read: less than
    ///   4.5 to 1 against white (WCAG 2.1, 1.4.3); `ThemeError` for a logo or a font that cannot be read or used.
    public init(_ files: [TemplateFile], read: (String) throws -> [UInt8]) throws {
        let root = try TemplateFile.laid(files)
        try root.refuse(besides: Theme.keys)
        func colour(_ key: String, contrast: Double) throws -> Colour {
            try Colour(try root.required(key), contrast: contrast)
        }
        ink = try colour("ink", contrast: Theme.ofText)
        ink2 = try colour("ink2", contrast: Theme.ofText)
        ink3 = try colour("ink3", contrast: Theme.ofText)
        line = try colour("line", contrast: 1)
        surface = try colour("surface", contrast: 1)
        // Text stands on it, too: whichever of both the theme sets is at fault.
        for (key, text) in [("ink", ink), ("ink2", ink2), ("ink3", ink3)]
        where surface.contrast(with: text) < Theme.ofText {
            let (box, own) = (try root.required("surface"), try root.required(key))
            let isOwn = own.place.file != files[0].path && box.place.file == files[0].path
            throw isOwn
                ? own.problem(
                    own.found, "a contrast of \(Theme.ofText) to the surface, \(box.found)")
                : box.problem(box.found, "a contrast of \(Theme.ofText) to \(key), \(own.found)")
        }
        accent = try colour("accent", contrast: Theme.ofText)
        positive = try colour("positive", contrast: Theme.ofText)
        negative = try colour("negative", contrast: Theme.ofText)
        warning = try colour("warning", contrast: Theme.ofText)
        let places = try root.required("series").list()
        if places.count < 5 {
            throw try root.required("series").problem("\(places.count) colours", "at least 5")
        }
        series = try places.map { try Colour($0, contrast: Theme.ofParts) }
        wechat = try colour("wechat", contrast: Theme.ofDots)
        alipay = try colour("alipay", contrast: Theme.ofDots)
        paper = try root.required("paper").choice(Paper.self).size
        columns = try root.required("columns").choices()
        annex = try root.required("annex").choices()
        platform = try root.optional("platform")?.sentence(atMost: 120)
        terms = try root.optional("terms")?.sentence()
        footer = try root.optional("footer")?.sentence()
        let fields = try root.optional("fields")?.list() ?? []
        if fields.count > Theme.mostFields {
            throw try root.required("fields").problem(
                "\(fields.count) fields", "at most \(Theme.mostFields)")
        }
        self.fields = try fields.map { node in
            try node.only("label", "value")
            return Field(
                label: try node.required("label").sentence(atMost: 24),
                value: try node.required("value").sentence(atMost: 80))
        }
        func bytes(_ node: CatalogNode) throws -> [UInt8] {
            let path = try node.pathBeside()
            do { return try read(path) } catch let error as any LocalizedError {
                throw ThemeError.unread(node.place, error)
            }
        }
        logo = try root.optional("logo").map { node in
            let (bytes, file) = (try bytes(node), try node.pathBeside())
            do { return try Picture(bytes, file: file) } catch let error as TypesettingError {
                throw ThemeError.unusable(node.place, error)
            }
        }
        let font = try root.optional("font")
        fontPlace = font?.place
        fonts =
            try font.map { node in
                try node.only("regular", "bold")
                let faces = try ["regular", "bold"].map { try node.required($0) }
                return try faces.map { face in
                    let file = try face.pathBeside()
                    if let why = FontFile.problem(try bytes(face)) {
                        throw ThemeError.badFont(face.place, file: file, why: why)
                    }
                    return file
                }
            } ?? []
    }

    private static let keys = [
        "ink", "ink2", "ink3", "line", "surface", "accent", "positive", "negative", "warning",
        "series",
        "wechat", "alipay", "paper", "columns", "annex", "platform", "terms", "footer", "fields",
        "logo",
        "font",
    ]

    /// Text is read at 4.5 to 1, and parts of a chart are told apart at 3 to 1 (WCAG 2.1, 1.4.3 and 1.4.11).
    private static let ofText = 4.5
    private static let ofParts = 3.0
    /// A dot beside a channel's name must be seen, and says nothing that the name does not: WeChat Pay's own green
    /// has 2.4.
    private static let ofDots = 2.0

    private enum Paper: String, CaseIterable {
        case a4, letter

        var size: PageSize { self == .a4 ? .a4 : .letter }
    }
}

extension CatalogNode {
    /// Some of the choices, each once at most; none for `[]`.
    fileprivate func choices<Choice: RawRepresentable<String> & CaseIterable & Hashable>()
        throws(CatalogError) -> Set<Choice>
    {
        var chosen: Set<Choice> = []
        for node in try list() {
            if !chosen.insert(try node.choice(Choice.self)).inserted {
                throw node.problem("a second \(node.found)", "each once")
            }
        }
        return chosen
    }

    /// A text in both languages that is no longer than a reader will read.
    fileprivate func sentence(atMost most: Int = 600) throws(CatalogError) -> LocalizedText {
        let text = try localized()
        for language in Catalog.Language.allCases where text[language].count > most {
            throw problem(
                "\(text[language].count) characters in \(language.rawValue)", "at most \(most)")
        }
        return text
    }

    /// The path of a file that lies beside the template that names it.
    fileprivate func pathBeside() throws(CatalogError) -> String {
        let name = try text()
        guard !name.contains("/"), !name.hasPrefix(".") else {
            throw problem(found, "the name of a file beside \(place.file)")
        }
        let folder = place.file.split(separator: "/", omittingEmptySubsequences: false).dropLast()
        return (folder + [name[...]]).joined(separator: "/")
    }
}
