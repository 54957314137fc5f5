public import Catalog

/// The words that documents print, in both languages, from `templates/documents/wording.yaml`.
public struct Wording: Sendable {
    private let texts: [Phrase: LocalizedText]

    /// Reads the file; every phrase must be there, and nothing else.
    ///
    /// - Throws: `CatalogError` with file, line and key.
    public init(yaml: String, file: String) throws(CatalogError) {
        let root = try CatalogNode(yaml: yaml, file: file)
        var texts: [Phrase: LocalizedText] = [:]
        for (key, node) in try root.members() {
            guard let phrase = Phrase(rawValue: key) else {
                throw .unknownKey(
                    node.place, key: key, allowed: Phrase.allCases.map(\.rawValue).sorted())
            }
            texts[phrase] = try node.localized()
        }
        for phrase in Phrase.allCases where texts[phrase] == nil {
            throw .missingKey(root.place, key: phrase.rawValue)
        }
        self.texts = texts
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
