import Catalog

/// A template file as it was read: its text, and its path for messages.
public struct TemplateFile: Sendable {
    public let yaml: String
    public let path: String

    public init(yaml: String, path: String) {
        self.yaml = yaml
        self.path = path
    }

    /// Each file over the one before it: what a later one does not say stays.
    ///
    /// - Throws: `CatalogError` with file and line.
    static func laid(_ files: [TemplateFile]) throws(CatalogError) -> CatalogNode {
        var whole: CatalogNode?
        for file in files {
            let node = try CatalogNode(yaml: file.yaml, file: file.path)
            whole = if let base = whole { try node.laid(over: base) } else { node }
        }
        return whole!
    }
}
