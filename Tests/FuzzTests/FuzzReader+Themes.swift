import Catalog
import Foundation
import TestSupport
import Typesetting

@testable import Documents

/// What merchants bring for their documents: a theme, words, a logo.
extension FuzzReader {
    private static let project = URL(filePath: #filePath).deletingLastPathComponent()
        .deletingLastPathComponent()
        .deletingLastPathComponent()

    private static func template(_ name: String) throws -> TemplateFile {
        let file = project.appending(path: "templates/documents/\(name)")
        return TemplateFile(yaml: try String(contentsOf: file, encoding: .utf8), path: name)
    }

    static func templateBytes(_ name: String) throws -> [[UInt8]] {
        [Array(try template(name).yaml.utf8)]
    }

    private static func text(_ bytes: [UInt8]) throws -> String {
        guard let text = String(validating: bytes, as: UTF8.self) else { throw NotText() }
        return text
    }

    /// The program refuses such files before it reads them.
    private struct NotText: LocalizedError {
        var errorDescription: String? { "bytes that are not UTF-8" }
        var failureReason: String? { "text" }
        var recoverySuggestion: String? { "save it as UTF-8" }
    }

    /// An accepted theme can be read on white and on its boxes, and is no larger than a page has room for.
    static func theme(_ bytes: [UInt8]) throws {
        let files = try [
            template("theme.yaml"), TemplateFile(yaml: text(bytes), path: "theme.yaml"),
        ]
        // The files that it names are looked at by themselves.
        let shape = Array(
            "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"1\" height=\"1\"/>".utf8)
        let theme = try Theme(files) { _ in shape }
        for colour in [
            theme.ink, theme.ink2, theme.ink3, theme.accent, theme.positive, theme.negative,
            theme.warning,
        ] {
            try hold(contrast(colour, .white) > 4.499, "a text of \(colour.hex) on white")
        }
        for colour in [theme.ink, theme.ink2, theme.ink3] {
            try hold(
                contrast(colour, theme.surface) > 4.499,
                "a text of \(colour.hex) on \(theme.surface.hex)")
        }
        try hold(theme.fields.count <= 4, "\(theme.fields.count) fields")
        for field in theme.fields {
            for text in [field.label.english, field.label.chinese] {
                try hold(!text.isEmpty && text.count <= 24, "a label of \(text.count) characters")
            }
        }
    }

    /// WCAG 2.1, “contrast ratio”, with the C library's power.
    private static func contrast(_ a: Colour, _ b: Colour) -> Double {
        func luminance(_ colour: Colour) -> Double {
            func linear(_ level: UInt8) -> Double {
                let part = Double(level) / 255
                return part <= 0.04045 ? part / 12.92 : pow((part + 0.055) / 1.055, 2.4)
            }
            return 0.2126 * linear(colour.red) + 0.7152 * linear(colour.green) + 0.0722
                * linear(colour.blue)
        }
        let (one, two) = (luminance(a), luminance(b))
        return (max(one, two) + 0.05) / (min(one, two) + 0.05)
    }

    /// Accepted words say every phrase in both languages, with all that is filled in.
    static func wording(_ bytes: [UInt8]) throws {
        let house = try template("wording.yaml")
        let own = TemplateFile(yaml: try text(bytes), path: "wording.yaml")
        let (wording, before) = (try Wording([house, own]), try Wording([house]))
        for phrase in Phrase.allCases {
            for language in [Catalog.Language.english, .chinese] {
                let (text, old) = (wording.text(phrase, language), before.text(phrase, language))
                func names(_ text: String) -> Set<Substring> {
                    Set(text.matches(of: /{[a-z]+}/).map(\.output))
                }
                try hold(
                    names(text) == names(old), "\(phrase) in \(language): “\(text)” for “\(old)”")
            }
        }
    }

    /// An accepted picture has a size, and can be drawn.
    static func logo(_ bytes: [UInt8]) throws {
        let picture = try Picture(bytes, file: "logo")
        try hold(
            picture.width > 0 && picture.height > 0 && picture.width.isFinite
                && picture.height.isFinite, "a picture without a size")
        let page = try typesetter.figure(
            .picture(picture, within: Size(width: 60, height: 20), alt: "logo"), width: 80)
        do {
            _ = try page.png(page: 0, fonts: typesetter.fonts, dotsPerInch: 36)
        } catch {
            throw Finding(text: "a picture that was taken cannot be drawn: \(error)")
        }
    }

    /// The readers run one after the other.
    nonisolated(unsafe) private static let typesetter = Typesetter(
        fonts: try! FontBook(directory: project.appending(path: "fonts").path))
}
