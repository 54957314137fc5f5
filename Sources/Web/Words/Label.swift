/// Plain words in both languages, where no element can stand: in a chart, in a page's title.
///
///     Label("Invoices", zh: "账单")
///     Label("2026-05-03")              // the same in both
public struct Label: Sendable, Hashable {
    public let english: String
    public let chinese: String

    public init(_ english: String, zh chinese: String) {
        self.english = english
        self.chinese = chinese
    }

    public init(_ both: String) { self.init(both, zh: both) }

    public static func + (first: Label, second: Label) -> Label {
        Label(first.english + second.english, zh: first.chinese + second.chinese)
    }

    /// At most as wide as so many small letters, in each language: `Example Paper Cra…`. Chinese ones are two wide.
    func cut(_ most: Int) -> Label { Label(Self.cut(english, most), zh: Self.cut(chinese, most)) }

    private static func cut(_ text: String, _ most: Int) -> String {
        var (tenths, end) = (0, text.startIndex)
        for place in text.indices {
            tenths += width(text[place])
            if tenths > most * 10 { return text[..<end] + "…" }
            if tenths <= (most - 1) * 10 { end = text.index(after: place) }
        }
        return text
    }

    /// About, in tenths of a small letter.
    private static func width(_ letter: Character) -> Int {
        switch letter {
        case "W", "M", "w", "m", "@", "%": 17
        case "A"..."Z": 12
        default: letter.unicodeScalars.first!.value >= 0x1100 ? 20 : 10
        }
    }

    /// As words of a page.
    public var markup: Markup {
        english == chinese
            ? Markup(name: english) : Markup("\(name: english)", zh: "\(name: chinese)")
    }

    /// As text of a chart, one element a language where they differ.
    func svg(class style: String = "", _ attributes: String) -> String {
        func text(_ words: String, _ styles: String, _ more: String) -> String {
            let kind = styles.isEmpty ? "" : " class=\"\(styles)\""
            return "<text\(kind)\(more) \(attributes)>\(Markup.escape(Name.isolated(words)))</text>"
        }
        if english == chinese { return text(english, style, "") }
        let space = style.isEmpty ? "" : " "
        return text(english, style + space + "en", "")
            + text(chinese, style + space + "zh", " lang=\"zh-Hans\"")
    }
}
