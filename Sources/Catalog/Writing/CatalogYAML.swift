/// Writes a catalog as YAML that reads back as the same catalog, text by text.
///
/// A scalar is written plain only where every YAML reader takes it for a text; all others stand in
/// double quotes, so that `0.08`, `2026-01-01`, `off` and `null` keep their text. A real null, such
/// as the bound of an open tier, is written plain.
///
///     CatalogYAML.flow(node)   // {up_to: "1000000", unit_price: "0.50"}
enum CatalogYAML {
    /// The most columns of a line that holds a whole list or map.
    static let width = 100

    /// The document, in block style, with what fits on a line on one line.
    static func document(_ node: CatalogNode) -> String {
        var lines: [String] = []
        write(node, indent: 0, depth: 0, into: &lines)
        return lines.joined(separator: "\n") + "\n"
    }

    /// The value on one line.
    static func flow(_ node: CatalogNode) -> String {
        switch node.value {
        case .null: "null"
        case .scalar(let text): scalar(text)
        case .list(let nodes): "[" + nodes.map(flow).joined(separator: ", ") + "]"
        case .map(let members):
            "{"
                + members.map { "\(scalar($0.key)): \(member($0.key, $0.node))" }
                .joined(separator: ", ") + "}"
        }
    }

    /// The one flag of a catalog reads better as the word it is.
    private static func member(_ key: String, _ node: CatalogNode) -> String {
        if key == "input_includes_cache", case .scalar(let text) = node.value,
            text == "true" || text == "false"
        {
            return text
        }
        return flow(node)
    }

    private static func write(
        _ node: CatalogNode, indent: Int, depth: Int, into lines: inout [String]
    ) {
        let blanks = String(repeating: " ", count: indent)
        switch node.value {
        case .null, .scalar: lines.append(blanks + flow(node))
        case .list(let nodes):
            for child in nodes {
                var block: [String] = []
                if isBlock(child, indent: indent + 2, depth: depth + 1) {
                    write(child, indent: indent + 2, depth: depth + 1, into: &block)
                } else {
                    block = [String(repeating: " ", count: indent + 2) + flow(child)]
                }
                block[0] = blanks + "- " + block[0].dropFirst(indent + 2)
                lines += block
            }
        case .map(let members):
            for (key, child) in members {
                let name = scalar(key)
                // YAML takes a key before its colon only up to 1,024 characters.
                guard name.utf8.count <= 128 else {
                    lines += ["\(blanks)? \(name)", "\(blanks): \(flow(child))"]
                    continue
                }
                if isBlock(child, indent: indent + name.count + 2, depth: depth + 1) {
                    lines.append("\(blanks)\(name):")
                    write(child, indent: indent + 2, depth: depth + 1, into: &lines)
                } else {
                    lines.append("\(blanks)\(name): \(member(key, child))")
                }
            }
        }
    }

    /// Whether a value goes over several lines: lists of objects always do, others where they must.
    private static func isBlock(_ node: CatalogNode, indent: Int, depth: Int) -> Bool {
        switch node.value {
        case .null, .scalar: false
        case .list(let nodes):
            !nodes.isEmpty && (depth == 1 || !fits(node, indent) || nodes.contains(where: isObject))
        case .map(let members):
            !members.isEmpty && (depth <= 2 && isObject(node) || depth <= 1 || !fits(node, indent))
        }
    }

    private static func fits(_ node: CatalogNode, _ indent: Int) -> Bool {
        indent + flow(node).count <= width
    }

    /// A metric, plan, charge or customer: what has a code or id of its own.
    private static func isObject(_ node: CatalogNode) -> Bool {
        guard case .map(let members) = node.value else { return false }
        return members.contains { $0.key == "code" || $0.key == "id" }
    }
}
