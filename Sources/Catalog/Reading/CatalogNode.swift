public import Money
public import Store

/// A value in a catalog with the place it stands at, so that every complaint names file, line and
/// key. Made from YAML when a file is applied and from JSON when the ledger is read back.
///
/// Scalars keep their text: `"0.08"`, `0.08` and `8e-2` are read by the one decimal reader.
public struct CatalogNode: Sendable {
    /// What stands at a place: nothing, a text, a list or keys with values.
    public enum Value: Sendable {
        case null
        case scalar(String)
        case list([CatalogNode])
        case map([(key: String, node: CatalogNode)])
    }

    public let value: Value
    /// Where it stands.
    public let place: Place

    /// Where a value stands, for messages: file, line and key.
    public struct Place: Sendable, Equatable {
        /// The file, or `ledger` for what is read back.
        public let file: String
        /// From 1; 0 where lines are not known.
        public let line: Int
        /// `plans[0].charges[1].price`.
        public let key: String
    }

    public init(_ value: Value, at place: Place) {
        self.value = value
        self.place = place
    }

    public func problem(_ found: String, _ allowed: String) -> CatalogError {
        .notAllowed(place, found: found, allowed: allowed)
    }

    /// What stands here, for messages.
    public var found: String {
        switch value {
        case .null: "nothing"
        case .scalar(let text): "“\(text)”"
        case .list(let nodes): "a list of \(nodes.count)"
        case .map(let members): "keys " + members.map(\.key).joined(separator: ", ")
        }
    }
}

extension CatalogNode {
    /// The value under `key`, or nil where it is absent or null.
    public func optional(_ key: String) throws(CatalogError) -> CatalogNode? {
        guard case .map(let members) = value else { throw problem(found, "a map of keys") }
        guard let node = members.first(where: { $0.key == key })?.node else { return nil }
        if case .null = node.value { return nil }
        return node
    }

    public func required(_ key: String) throws(CatalogError) -> CatalogNode {
        guard let node = try optional(key) else {
            throw .missingKey(place, key: key)
        }
        return node
    }

    /// Refuses every key but `keys`: a misspelt key must not pass for an absent one.
    public func only(_ keys: String...) throws(CatalogError) { try refuse(besides: keys) }

    /// As `only`, for keys that are worked out.
    public func refuse(besides keys: [String]) throws(CatalogError) {
        guard case .map(let members) = value else { throw problem(found, "a map of keys") }
        for member in members where !keys.contains(member.key) {
            throw .unknownKey(member.node.place, key: member.key, allowed: keys)
        }
    }

    public func text() throws(CatalogError) -> String {
        guard case .scalar(let text) = value, !text.isEmpty else { throw problem(found, "a text") }
        // Such characters print as nothing, or turn the characters after them around.
        if let scalar = text.unicodeScalars.first(where: \.isInvisible) {
            throw problem(
                "U+" + String(scalar.value, radix: 16, uppercase: true),
                "a text without control and direction characters")
        }
        return text
    }

    public func exact() throws(CatalogError) -> Exact {
        guard case .scalar(let text) = value, let number = Exact(text) else {
            throw problem(found, "a decimal number such as 0.08")
        }
        return number
    }

    /// A number that is not below zero.
    func price() throws(CatalogError) -> Exact {
        let number = try exact()
        if number.isNegative { throw problem(found, "a number not below zero") }
        return number
    }

    func positive() throws(CatalogError) -> Exact {
        let number = try price()
        if number.isZero { throw problem(found, "a number above zero") }
        return number
    }

    func int(_ range: ClosedRange<Int>) throws(CatalogError) -> Int {
        guard case .scalar(let text) = value, let number = Int(text), range.contains(number) else {
            throw problem(found, "a whole number from \(range.lowerBound) to \(range.upperBound)")
        }
        return number
    }

    func bool() throws(CatalogError) -> Bool {
        switch value {
        case .scalar("true"): return true
        case .scalar("false"): return false
        default: throw problem(found, "true or false")
        }
    }

    public func list() throws(CatalogError) -> [CatalogNode] {
        guard case .list(let nodes) = value else { throw problem(found, "a list") }
        return nodes
    }

    public func members() throws(CatalogError) -> [(key: String, node: CatalogNode)] {
        guard case .map(let members) = value else { throw problem(found, "a map of keys") }
        return members
    }

    func choice<Choice: RawRepresentable<String> & CaseIterable>(
        _: Choice.Type
    ) throws(CatalogError) -> Choice {
        let text = try text()
        guard let choice = Choice(rawValue: text) else {
            throw problem(
                found, "one of " + Choice.allCases.map(\.rawValue).joined(separator: ", "))
        }
        return choice
    }

    public func localized() throws(CatalogError) -> LocalizedText {
        try only("en", "zh-Hans")
        return LocalizedText(
            english: try required("en").text(), chinese: try required("zh-Hans").text())
    }

    func currency() throws(CatalogError) -> Currency {
        guard let currency = Currency(rawValue: try text()) else {
            throw problem(found, "one of " + Currency.allCases.map(\.code).joined(separator: ", "))
        }
        return currency
    }
}

extension Unicode.Scalar {
    /// A control character, a line separator, or one that sets the direction of text.
    fileprivate var isInvisible: Bool {
        switch properties.generalCategory {
        case .control, .lineSeparator, .paragraphSeparator: true
        case .format: (0x202A...0x202E).contains(value) || (0x2066...0x2069).contains(value)
        default: false
        }
    }
}

extension CatalogNode {
    /// The value as JSON, every scalar as a string: how a revision is kept.
    public var json: JSONValue {
        switch value {
        case .null: .null
        case .scalar(let text): .string(text)
        case .list(let nodes): .array(nodes.map(\.json))
        case .map(let members): .object(members.map { JSONValue.Member($0.key, $0.node.json) })
        }
    }

    /// A revision read back from the ledger.
    public init(_ json: JSONValue, key: String, file: String = "ledger") {
        let place = Place(file: file, line: 0, key: key)
        switch json {
        case .null: self.init(.null, at: place)
        case .bool(let value): self.init(.scalar(value ? "true" : "false"), at: place)
        case .number(let text), .string(let text): self.init(.scalar(text), at: place)
        case .array(let values):
            self.init(
                .list(
                    values.enumerated().map { CatalogNode($1, key: "\(key)[\($0)]", file: file) }),
                at: place)
        case .object(let members):
            self.init(
                .map(
                    members.map {
                        ($0.key, CatalogNode($0.value, key: "\(key).\($0.key)", file: file))
                    }), at: place)
        }
    }
}
