import Yams

extension CatalogNode {
    /// Reads the one YAML document in `text`.
    ///
    /// Refuses repeated keys, and more than 1,000,000 values, also once aliases are followed: a few
    /// lines of those can stand for gigabytes.
    ///
    /// - Throws: `CatalogError.notYAML` with line and column, `CatalogError.notAllowed`.
    public init(yaml text: String, file: String) throws(CatalogError) {
        try self.init(yaml: text, file: file, most: 1_000_000)
    }

    /// - Parameter most: how many values are read.
    init(yaml text: String, file: String, most: Int) throws(CatalogError) {
        let safe = try YAMLText(text, file: file, most: most)
        let parser: Parser
        let root: Node?
        do {
            parser = try Parser(yaml: safe.text, resolver: .basic)
            root = try parser.singleRoot()
        } catch {
            throw CatalogError(error, file: file)
        }
        guard let root else { throw .notYAML(file, line: 1, column: 1, "the file is empty") }
        var tree = YAMLTree(file: file, most: most)
        // Anchors live as long as the parser does; nodes only borrow them.
        defer { withExtendedLifetime(parser) {} }
        self = try tree.node(root, key: "")
    }
}

/// The values of a document, aliases followed with a count.
private struct YAMLTree {
    let file: String
    let most: Int
    private var left: Int
    private var anchors: [String: (node: CatalogNode, size: Int)] = [:]

    init(file: String, most: Int) {
        self.file = file
        self.most = most
        left = most
    }

    mutating func node(_ node: Node, key: String) throws(CatalogError) -> CatalogNode {
        let place = CatalogNode.Place(file: file, line: node.mark?.line ?? 0, key: key)
        let before = left
        try count(1, at: place)
        let result = try value(node, at: place)
        if let anchor = node.anchor { anchors[anchor.rawValue] = (result, before - left) }
        return result
    }

    private mutating func count(_ values: Int, at place: CatalogNode.Place) throws(CatalogError) {
        left -= values
        if left < 0 { throw YAMLText.tooMany(most, at: place) }
    }

    private mutating func value(
        _ node: Node, at place: CatalogNode.Place
    ) throws(CatalogError) -> CatalogNode {
        switch node {
        case .scalar(let scalar):
            if let name = YAMLText.alias(scalar) {
                guard let known = anchors[name] else {
                    throw .notAllowed(
                        place, found: "the alias *\(name)", allowed: "one of an anchor before it")
                }
                try count(known.size - 1, at: place)
                return CatalogNode(known.node.value, at: place)
            }
            let isPlain = scalar.style == .plain
            let isNull = isPlain && ["", "~", "null"].contains(scalar.string)
            return CatalogNode(
                isNull ? .null : .scalar(YAMLText.restored(scalar.string)), at: place)
        case .sequence(let sequence):
            var nodes: [CatalogNode] = []
            for (index, child) in sequence.enumerated() {
                nodes.append(try self.node(child, key: "\(place.key)[\(index)]"))
            }
            return CatalogNode(.list(nodes), at: place)
        case .mapping(let mapping):
            var members: [(key: String, node: CatalogNode)] = []
            for (keyNode, child) in mapping {
                members.append(try member(keyNode, child, of: place))
            }
            return CatalogNode(.map(members), at: place)
        case .alias:
            preconditionFailure("aliases are read as texts")
        }
    }

    private mutating func member(
        _ keyNode: Node, _ child: Node, of place: CatalogNode.Place
    ) throws(CatalogError) -> (key: String, node: CatalogNode) {
        guard case .scalar(let name) = keyNode, YAMLText.alias(name) == nil else {
            throw .notAllowed(
                CatalogNode.Place(file: file, line: keyNode.mark?.line ?? 0, key: place.key),
                found: "a key that is not a text", allowed: "a text")
        }
        let key = YAMLText.restored(name.string)
        let path = place.key.isEmpty ? key : "\(place.key).\(key)"
        // The line of a value is where its key stands: that is where a person looks.
        let value = try node(child, key: path)
        let line = keyNode.mark?.line ?? value.place.line
        return (
            key, CatalogNode(value.value, at: CatalogNode.Place(file: file, line: line, key: path))
        )
    }
}

extension CatalogError {
    fileprivate init(_ error: any Error, file: String) {
        switch error {
        case YamlError.scanner(_, let problem, let mark, _),
            YamlError.parser(_, let problem, let mark, _),
            YamlError.composer(_, let problem, let mark, _):
            self = .notYAML(file, line: mark.line, column: mark.column, problem)
        case YamlError.duplicatedKeysInMapping(let duplicates, let context):
            let keys = duplicates.map(YAMLText.restored).joined(separator: ", ")
            self = .notYAML(
                file, line: context.mark.line, column: context.mark.column,
                "the key \(keys) repeats")
        case YamlError.reader(let problem, _, _, _):
            self = .notYAML(file, line: 1, column: 1, problem)
        default:
            self = .notYAML(file, line: 1, column: 1, "\(error)")
        }
    }
}
