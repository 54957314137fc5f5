import Catalog
import Documents
import Foundation
import Testing
import Typesetting

@Suite("Wording and theme")
struct WordingTests {
    /// The place and the words of a complaint.
    func complaint(_ work: () throws -> Void) -> String {
        do {
            try work()
            return "nothing"
        } catch let error as CatalogError {
            return error.errorDescription ?? ""
        } catch { return "\(error)" }
    }

    @Test("a missing or unknown phrase is named with file, line and key")
    func wording() throws {
        let text = try Sample.text("templates/documents/wording.yaml")
        #expect(throws: CatalogError.self) {
            try Wording([
                TemplateFile(yaml: text + "\nnonsense: {en: a, zh-Hans: b}\n", path: "w.yaml")
            ])
        }
        let lines = text.split(separator: "\n").filter { !$0.hasPrefix("dueBy:") }
        #expect {
            try Wording([TemplateFile(yaml: lines.joined(separator: "\n"), path: "w.yaml")])
        } throws: { error in
            guard case CatalogError.missingKey(let place, "dueBy") = error else { return false }
            return place.file == "w.yaml"
        }
    }

    @Test(
        "words over the house's lose no figure and invent none",
        arguments: [
            "dueBy: {en: Pay soon, zh-Hans: 请付款}",
            "dueBy: {en: \"by {day}\", zh-Hans: 请付款}",
            "dueBy: {en: \"by {day} {when}\", zh-Hans: \"{day} {when}\"}",
            "item: {en: \"{day}\", zh-Hans: \"{day}\"}",
            "evidence: {en: \"{count} events\", one: an event, zh-Hans: \"{count}\"}",
            "dueBy: {en: \"by {day}\", one: \"by {day}\", zh-Hans: \"{day}\"}",
        ])
    func placeholders(yaml: String) throws {
        let said = complaint {
            _ = try Wording([
                try Sample.template("wording.yaml"),
                TemplateFile(yaml: "# own\n" + yaml, path: "themes/own/wording.yaml"),
            ])
        }
        #expect(said.contains("themes/own/wording.yaml:2"), "\(said)")
    }

    @Test("words over the house's stand, and every other stays")
    func overlay() throws {
        let studio = Studio(
            fonts: try Sample.studio().fonts,
            wording: try Wording([
                try Sample.template("wording.yaml"),
                TemplateFile(
                    yaml: "dueBy: {en: \"until {day}, please\", zh-Hans: \"{day} 前\"}", path: "own"),
            ]), theme: try Sample.theme())
        let words = Sample.words(
            try studio.invoice(Sample.input(try Sample.invoice()), language: .english))
        #expect(words.contains("until 2026-06-15, please"))
        #expect(words.contains("Total due"))
    }
}

@Suite("Themes")
struct ThemeTests {
    /// What a theme of its own says against: the place, and what is allowed.
    func complaint(_ yaml: String, logo: [UInt8] = []) -> String {
        do {
            _ = try Sample.theme("# own\n" + yaml, logo: logo)
            return "nothing"
        } catch let error as any LocalizedError {
            return [error.errorDescription, error.failureReason, error.recoverySuggestion]
                .compactMap(\.self).joined(separator: " ")
        } catch { return "\(error)" }
    }

    @Test(
        "what cannot be used is named with file, line and key",
        arguments: [
            // #94A3B8 on white has a contrast of 2.56 to 1; 4.5 is the least for text.
            ("accent: \"#94A3B8\"", "a contrast of 4.5"), ("accent: teal", "such as #0F766E"),
            ("acent: \"#0F766E\"", "acent"), ("paper: a5", "a4, letter"),
            ("columns: [quantity, tax]", "unit_price"), ("columns: [price, price]", "each once"),
            ("annex: [events, everything]", "usage_by_day"),
            ("logo: ../../secret.png", "beside"), ("logo: /etc/passwd", "beside"),
            ("font: {regular: a.ttf}", "bold"),
            // The reader below gives no bytes for either face.
            ("font: {regular: a.ttf, bold: b.ttf}", "font.regular: themes/own/a.ttf"),
            ("font: {regular: a.ttf, bold: b.ttf}", "no TrueType or OpenType font"),
            // Black on black, and near it: #64748B has 4.76 to white, 3.0 to #CBD5E1.
            ("surface: \"#000000\"", "a contrast of 4.5 to ink"),
            ("surface: \"#CBD5E1\"", "a contrast of 4.5 to ink3, “#64748B”"),
            ("wechat: \"#FFFFFF\"", "a contrast of 2.0 to white"),
            ("alipay: \"#FDE68A\"", "a contrast of 2.0 to white"),
            ("series: [\"#000000\"]", "at least 5"),
            (
                "series: [\"#000000\",\"#111111\",\"#222222\",\"#333333\",\"#FDE68A\"]",
                "contrast of 3"
            ),
            ("terms: {en: Pay}", "zh-Hans"),
            ("fields: [{label: {en: A, zh-Hans: A}}]", "value"),
        ])
    func refused(yaml: String, says: String) {
        let said = complaint(yaml)
        #expect(said.contains("themes/own/theme.yaml:2") && said.contains(says), "\(said)")
    }

    @Test(
        "a logo that cannot be drawn is refused before anything is",
        arguments: [
            ("not a picture", "neither a PNG nor an SVG"),
            (
                "<svg xmlns='http://www.w3.org/2000/svg' width='9' height='9'><text>A</text></svg>",
                "outlines"
            ),
            ("<svg xmlns='http://www.w3.org/2000/svg'/>", "size"),
            (
                "<!DOCTYPE svg [<!ENTITY a 'b'>]><svg xmlns='http://www.w3.org/2000/svg' width='9' height='9'/>",
                "entit"
            ),
            ("\u{89}PNG", "neither"), ("", "neither"),
        ])
    func badLogo(text: String, says: String) {
        let said = complaint("logo: logo.svg", logo: Array(text.utf8))
        #expect(said.contains("themes/own/theme.yaml:2: logo: themes/own/logo.svg"), "\(said)")
        #expect(said.contains(says), "\(said)")
    }

    @Test("a PNG that says it is huge, or ends early, is not unpacked")
    func badPNG() {
        let head: [UInt8] = [
            0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A, 0, 0, 0, 13, 0x49, 0x48, 0x44, 0x52,
        ]
        let rest: [UInt8] = [8, 6, 0, 0, 0, 0, 0, 0, 0]
        #expect(
            complaint("logo: l.png", logo: head + [0, 1, 0, 0, 0, 1, 0, 0] + rest).contains("65536")
        )
        #expect(
            complaint("logo: l.png", logo: head + [0, 0, 0, 9, 0, 0, 0, 9] + rest).contains(
                "damaged"))
        #expect(complaint("logo: l.png", logo: head).contains("cut off"))
    }

    @Test("logo, terms, footer, fields, paper, columns and annex are as the theme says")
    func used() throws {
        let logo =
            "<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 20 10'><path d='M0 0h20v10z'/></svg>"
        let studio = Studio(
            fonts: try Sample.studio().fonts,
            wording: try Wording([Sample.template("wording.yaml")]),
            theme: try Sample.theme(
                """
                logo: logo.svg
                paper: letter
                columns: [price]
                annex: [conversions]
                terms: {en: Pay within a week., zh-Hans: 请于一周内付款。}
                footer: {en: Registered in Shanghai., zh-Hans: 注册于上海。}
                fields: [{label: {en: Hotline, zh-Hans: 热线}, value: {en: "400 000", zh-Hans: 400 000}}]
                """, logo: Array(logo.utf8)))
        let pages = try studio.invoice(Sample.input(try Sample.invoice()), language: .english)
        let words = Sample.words(pages).split(separator: "\n").map(String.init)
        for text in [
            "Pay within a week.", "Registered in Shanghai.", "Hotline", "400 000", "4,072.29",
        ] {
            #expect(words.contains(text), "no \(text)")
        }
        #expect(
            !words.contains("Unit price") && !words.contains("Quantity") && words.contains("USD"))
        #expect(!words.contains("Usage by day") && words.contains("From price to amount"))
        let dump = pages.document.dump
        #expect(dump.hasPrefix("page 612.0 × 792.0"))
        // Twice as wide as high, 32 points high.
        #expect(dump.contains("picture at 48.0 48.0 64.0 32.0"))
        let (pdf, svg) = (try pages.pdf(), try pages.svg())
        #expect(!pdf.isEmpty && !svg.isEmpty)
    }
}
