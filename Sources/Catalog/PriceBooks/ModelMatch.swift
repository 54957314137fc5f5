import Store

/// Which names mean a model, as a price table states it. Capital letters do not matter.
///
///     let match = ModelMatch.any([.equals("gpt-4o"), .startsWith("gpt-4o-2024")])
///     match.fits("GPT-4o-2024-08-06")     // true
///     match.fits("gpt-4o-mini")           // false
public indirect enum ModelMatch: Sendable, Equatable {
    case equals(String)
    case startsWith(String)
    case endsWith(String)
    case contains(String)
    /// Found anywhere in the name, unless the expression anchors itself.
    case regex(String)
    case any([ModelMatch])
    case all([ModelMatch])

    public func fits(_ name: String) -> Bool { fits(lowercased: name.lowercased()) }

    private func fits(lowercased name: String) -> Bool {
        switch self {
        case .equals(let text): name == text.lowercased()
        case .startsWith(let text): name.hasPrefix(text.lowercased())
        case .endsWith(let text): name.hasSuffix(text.lowercased())
        case .contains(let text): text.isEmpty || name.contains(text.lowercased())
        case .regex(let pattern):
            // Read once when the table was; what does not compile never gets here.
            (try? Regex(pattern).firstMatch(in: name)) != nil
        case .any(let rules): rules.contains { $0.fits(lowercased: name) }
        case .all(let rules): rules.allSatisfy { $0.fits(lowercased: name) }
        }
    }

    /// The rule in the shape tables write it: `{"or": [{"equals": "gpt-4o"}]}`; nil where it is not
    /// one.
    init?(_ json: JSONValue) {
        guard let member = json.members?.first, json.members?.count == 1 else { return nil }
        if let list = member.value.array {
            let rules = list.compactMap { ModelMatch($0) }
            guard rules.count == list.count, !rules.isEmpty else { return nil }
            switch member.key {
            case "or": self = .any(rules)
            case "and": self = .all(rules)
            default: return nil
            }
            return
        }
        guard let text = member.value.string else { return nil }
        switch member.key {
        case "equals": self = .equals(text)
        case "starts_with": self = .startsWith(text)
        case "ends_with": self = .endsWith(text)
        case "contains": self = .contains(text)
        case "regex":
            guard (try? Regex(text)) != nil else { return nil }
            self = .regex(text)
        default: return nil
        }
    }

    var json: JSONValue {
        func one(_ key: String, _ value: JSONValue) -> JSONValue { .object([.init(key, value)]) }
        return switch self {
        case .equals(let text): one("equals", .string(text))
        case .startsWith(let text): one("starts_with", .string(text))
        case .endsWith(let text): one("ends_with", .string(text))
        case .contains(let text): one("contains", .string(text))
        case .regex(let text): one("regex", .string(text))
        case .any(let rules): one("or", .array(rules.map(\.json)))
        case .all(let rules): one("and", .array(rules.map(\.json)))
        }
    }
}
