public import Catalog

/// The words that documents print, in both languages, from `templates/documents/wording.yaml`.
public struct Wording: Sendable {
    private let texts: [Phrase: LocalizedText]

    /// Reads the files, each over the one before it. Every phrase must be there, and nothing else; a phrase has
    /// the same `{…}` in both languages, and those the first file has: no figure is lost by other words.
    ///
    /// - Throws: `CatalogError` with file, line and key.
    public init(_ files: [TemplateFile]) throws(CatalogError) {
        let root = try TemplateFile.laid(files)
        let wanted = try TemplateFile.laid([files[0]])
        var texts: [Phrase: LocalizedText] = [:]
        for (key, node) in try root.members() {
            guard let phrase = Phrase(rawValue: key) else {
                throw .unknownKey(
                    node.place, key: key, allowed: Phrase.allCases.map(\.rawValue).sorted())
            }
            let text = try node.localized()
            let names = Wording.names(
                try wanted.optional(key)?.localized().english ?? text.english)
            for language in Catalog.Language.allCases
            where Wording.names(text[language]) != names {
                let all = names.isEmpty ? "no {…}" : names.sorted().joined(separator: ", ")
                throw node.problem(
                    "“\(text[language])”", "a text with \(all), each of them and no other")
            }
            texts[phrase] = text
        }
        for phrase in Phrase.allCases where texts[phrase] == nil {
            throw .missingKey(root.place, key: phrase.rawValue)
        }
        self.texts = texts
    }

    /// What a text leaves to be filled in: `{day}`, `{amount}`.
    private static func names(_ text: String) -> Set<String> {
        Set(text.matches(of: /\{[a-z]+\}/).map { String($0.output) })
    }

    /// The phrase in one language, with `{name}` replaced by its value.
    func text(
        _ phrase: Phrase, _ language: Catalog.Language, _ values: [String: String] = [:]
    ) -> String {
        var text = texts[phrase]![language]
        for (name, value) in values { text = text.replacing("{\(name)}", with: value) }
        return text
    }
}
