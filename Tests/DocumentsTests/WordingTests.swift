import Catalog
import Documents
import Testing

@Suite("Wording and theme")
struct WordingTests {
    @Test("a missing or unknown phrase is named with file, line and key")
    func wording() throws {
        let text = try Sample.text("templates/documents/wording.yaml")
        #expect(throws: CatalogError.self) {
            try Wording(yaml: text + "\nnonsense: {en: a, zh-Hans: b}\n", file: "w.yaml")
        }
        let lines = text.split(separator: "\n").filter { !$0.hasPrefix("dueBy:") }
        #expect {
            try Wording(yaml: lines.joined(separator: "\n"), file: "w.yaml")
        } throws: { error in
            guard case CatalogError.missingKey(let place, "dueBy") = error else { return false }
            return place.file == "w.yaml"
        }
    }

    @Test("a theme whose text would be hard to read is refused")
    func contrast() throws {
        let text = try Sample.text("templates/documents/theme.yaml")
        // #94A3B8 on white has a contrast of 2.56 to 1; 4.5 is the least for text.
        #expect(throws: CatalogError.self) {
            try Theme(
                yaml: text.replacing("accent: \"#0F766E\"", with: "accent: \"#94A3B8\""),
                file: "t.yaml")
        }
        #expect(throws: CatalogError.self) {
            try Theme(yaml: text.replacing("#0F766E", with: "teal"), file: "t.yaml")
        }
    }
}
