import Mustache

/// How the templates escape a `{{value}}`: as `Markup.escape` does.
struct ScalarEscaping: MustacheContentType {
    static let name = "SCALAR_HTML"

    /// Once for the process, before a template names it.
    static func register() { _ = registered }

    private static let registered: Void = MustacheContentTypes.register(
        ScalarEscaping(), named: name)

    func escapeText(_ text: String) -> String { Markup.escape(text) }
}
