public import Catalog

/// The words that documents print, in both languages, from `templates/documents/wording.yaml`.
public struct Wording: Sendable {
    private let texts: [Phrase: [Catalog.Language: [Part]]]
    /// What English says where `{count}` is 1: "1 event".
    private let singular: [Phrase: [Part]]

    /// A piece of a text: words, or the name of what is filled in.
    private enum Part {
        case words(String)
        case value(String)
    }

    /// Reads the files, each over the one before it. Every phrase must be there, and nothing else; a phrase has
    /// the same `{…}` in both languages and in the singular, and those the first file has: no figure is lost by other words.
    ///
    /// - Throws: `CatalogError` with file, line and key.
    public init(_ files: [TemplateFile]) throws(CatalogError) {
        let root = try TemplateFile.laid(files)
        let wanted = try TemplateFile.laid([files[0]])
        var texts: [Phrase: [Catalog.Language: [Part]]] = [:]
        var singular: [Phrase: [Part]] = [:]
        for (key, node) in try root.members() {
            guard let phrase = Phrase(rawValue: key) else {
                throw .unknownKey(
                    node.place, key: key, allowed: Phrase.allCases.map(\.rawValue).sorted())
            }
            try node.only("en", "one", "zh-Hans")
            let english = try node.required("en").text()
            let chinese = try node.required("zh-Hans").text()
            let names = Wording.names(try wanted.optional(key)?.required("en").text() ?? english)
            func parts(_ text: String) throws(CatalogError) -> [Part] {
                guard Wording.names(text) == names else {
                    let all = names.isEmpty ? "no {…}" : names.sorted().joined(separator: ", ")
                    throw node.problem(
                        "“\(text)”", "a text with \(all), each of them and no other")
                }
                return Wording.parts(text)
            }
            texts[phrase, default: [:]][.english] = try parts(english)
            texts[phrase, default: [:]][.chinese] = try parts(chinese)
            if let one = try node.optional("one") {
                guard names.contains("{count}") else {
                    throw node.problem("“one”", "it where the text has a {count}")
                }
                singular[phrase] = try parts(one.text())
            }
        }
        for phrase in Phrase.allCases where texts[phrase] == nil {
            throw .missingKey(root.place, key: phrase.rawValue)
        }
        self.texts = texts
        self.singular = singular
    }

    /// What a text leaves to be filled in: `{day}`, `{amount}`.
    private static func names(_ text: String) -> Set<String> {
        Set(
            parts(text).compactMap { part in
                if case .value(let name) = part { "{\(name)}" } else { nil }
            })
    }

    /// Parted once, because every document fills it in again: `by {day}` into words and a name of small letters.
    private static func parts(_ text: String) -> [Part] {
        var parts: [Part] = []
        var words = ""
        var rest = text[...]
        while let open = rest.firstIndex(of: "{") {
            let inside = rest[rest.index(after: open)...]
            let name = inside.prefix { $0.isASCII && ("a"..."z").contains($0) }
            words += rest[..<open]
            if !name.isEmpty, inside[name.endIndex...].first == "}" {
                if !words.isEmpty { parts.append(.words(words)) }
                words = ""
                parts.append(.value(String(name)))
                rest = inside[name.endIndex...].dropFirst()
            } else {
                words += "{"
                rest = inside
            }
        }
        words += rest
        if !words.isEmpty || parts.isEmpty { parts.append(.words(words)) }
        return parts
    }

    /// The phrase in one language, with `{name}` replaced by its value.
    func text(
        _ phrase: Phrase, _ language: Catalog.Language, _ values: [String: String] = [:]
    ) -> String {
        let isOne = language == .english && values["count"] == "1"
        let parts = (isOne ? singular[phrase] : nil) ?? texts[phrase]![language]!
        if parts.count == 1, case .words(let text) = parts[0] { return text }
        return parts.map { part in
            switch part {
            case .words(let text): text
            case .value(let name): values[name] ?? "{\(name)}"
            }
        }.joined()
    }
}
