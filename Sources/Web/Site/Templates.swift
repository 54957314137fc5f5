import Foundation
import Mustache

/// The site's templates, style sheet and script, as they stand in a folder.
///
///     let templates = try Templates("templates/site")
public struct Templates: Sendable {
    let library: MustacheLibrary
    /// Style sheet and script, which go into each site as they are.
    public let assets: [SiteFile]

    /// The templates, and how each ends.
    private static let ends = [
        ("layout", "</html>"), ("rail", "</header>"), ("keys", "</dl>"), ("figure", "</figure>"),
        ("table", "{{/isEmpty}}"), ("section", "</section>"), ("facts", "</dl>"),
        ("notes", "</ul>"), ("links", "</p>"), ("lines", "</section>"), ("pay", "</section>"),
    ]
    private static let endOfAsset = "/* The end. */"

    /// - Throws: `TemplateError` naming the file and why it cannot be used.
    public init(_ folder: String) throws {
        ScalarEscaping.register()
        var library = MustacheLibrary()
        for (name, end) in Self.ends {
            let path = "\(folder)/\(name).mustache"
            let text = try Self.text(path, end: end)
            do {
                // The library escapes by character, which lets `<` after a joining one through.
                try library.register(
                    "{{% CONTENT_TYPE: \(ScalarEscaping.name)}}\n" + text, named: name)
            } catch {
                throw TemplateError.broken(path, "\(error)")
            }
        }
        self.library = library
        assets = try ["style.css", "site.js"].map { name in
            SiteFile(
                path: name,
                bytes: Array(try Self.text("\(folder)/\(name)", end: Self.endOfAsset).utf8))
        }
    }

    /// A file that is whole: one that was cut off can be a template all the same, and half a page.
    private static func text(_ path: String, end: String) throws -> String {
        guard let data = FileManager.default.contents(atPath: path) else {
            throw TemplateError.missing(path)
        }
        let text = String(decoding: data, as: UTF8.self)
        guard text.trimmingCharacters(in: .whitespacesAndNewlines).hasSuffix(end) else {
            throw TemplateError.cut(path, end: end)
        }
        return text
    }

    func render(_ name: String, _ context: [String: Any]) -> String {
        guard let html = library.render(context, withTemplate: name) else {
            preconditionFailure("there is no template \(name)")
        }
        return html
    }
}
