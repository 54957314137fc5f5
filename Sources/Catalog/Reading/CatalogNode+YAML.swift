import Yams

extension CatalogNode {
    /// Reads the one YAML document in `text`.
    ///
    /// Refuses repeated keys, and more than 1,000,000 values once aliases are followed, because a few
    /// lines of those can stand for gigabytes.
    ///
    /// - Throws: `CatalogError.notYAML` with line and column, `CatalogError.notAllowed`.
    public init(yaml text: String, file: String) throws(CatalogError) {
        let root: Node?
        do {
            root = try Yams.compose(yaml: text, .basic)
        } catch {
            throw CatalogError(error, file: file)
        }
        guard let root else { throw .notYAML(file, line: 1, column: 1, "the file is empty") }
        var left = 1_000_000
        self = try CatalogNode.convert(root, file: file, key: "", left: &left)
    }

    private static func convert(
        _ node: Node, file: String, key: String, left: inout Int
    ) throws(CatalogError) -> CatalogNode {
        let place = Place(file: file, line: node.mark?.line ?? 0, key: key)
        left -= 1
        if left < 0 { throw .notAllowed(place, found: "too many values", allowed: "1,000,000") }
        switch node {
        case .scalar(let scalar):
            let isPlain = scalar.style == .plain
            let isNull = isPlain && ["", "~", "null"].contains(scalar.string)
            return CatalogNode(isNull ? .null : .scalar(scalar.string), at: place)
        case .sequence(let sequence):
            var nodes: [CatalogNode] = []
            for (index, child) in sequence.enumerated() {
                nodes.append(
                    try convert(child, file: file, key: "\(key)[\(index)]", left: &left))
            }
            return CatalogNode(.list(nodes), at: place)
        case .mapping(let mapping):
            var members: [(key: String, node: CatalogNode)] = []
            for (keyNode, child) in mapping {
                guard case .scalar(let name) = keyNode else {
                    throw .notAllowed(place, found: "a key that is not a text", allowed: "a text")
                }
                let path = key.isEmpty ? name.string : "\(key).\(name.string)"
                // The line of a value is where its key stands: that is where a person looks.
                let value = try convert(child, file: file, key: path, left: &left)
                let line = keyNode.mark?.line ?? value.place.line
                members.append(
                    (
                        name.string,
                        CatalogNode(value.value, at: Place(file: file, line: line, key: path))
                    ))
            }
            return CatalogNode(.map(members), at: place)
        case .alias:
            throw .notAllowed(place, found: "an alias", allowed: "values written out")
        }
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
            self = .notYAML(
                file, line: context.mark.line, column: context.mark.column,
                "the key \(duplicates.joined(separator: ", ")) repeats")
        case YamlError.reader(let problem, _, _, _):
            self = .notYAML(file, line: 1, column: 1, problem)
        default:
            self = .notYAML(file, line: 1, column: 1, "\(error)")
        }
    }
}
