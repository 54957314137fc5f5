public import Money

/// A JSON document that keeps what money needs kept: the text of its numbers and the order of its
/// keys.
///
///     let event = try JSONValue(parsing: #"{"quantity": 1.5e-07, "model": "m"}"#)
///     event["quantity"]?.exact            // 0.00000015, never a Double
///     event.canonical                     // {"model":"m","quantity":1.5e-07}
public enum JSONValue: Sendable, Equatable {
    case null
    case bool(Bool)
    /// The number's own text.
    case number(String)
    case string(String)
    case array([JSONValue])
    case object([Member])

    /// A key and its value, in the order written.
    public struct Member: Sendable, Equatable {
        public let key: String
        public let value: JSONValue

        public init(_ key: String, _ value: JSONValue) {
            self.key = key
            self.value = value
        }
    }

    /// The value under `key` of an object; nil in anything else or when the key is absent.
    public subscript(key: String) -> JSONValue? {
        guard case .object(let members) = self else { return nil }
        return members.first { $0.key == key }?.value
    }

    public var string: String? {
        if case .string(let text) = self { return text }
        return nil
    }

    /// The exact number written as a JSON number or as a string; nil when it is neither.
    public var exact: Exact? {
        switch self {
        case .number(let text), .string(let text): Exact(text)
        default: nil
        }
    }

    public var int: Int? {
        guard case .number(let text) = self else { return nil }
        return Int(text)
    }

    public var array: [JSONValue]? {
        if case .array(let values) = self { return values }
        return nil
    }

    public var members: [Member]? {
        if case .object(let members) = self { return members }
        return nil
    }

    /// What kind of value this is, for messages: `a number`, `an object`.
    public var kind: String {
        switch self {
        case .null: "null"
        case .bool: "true or false"
        case .number: "a number"
        case .string: "a string"
        case .array: "a list"
        case .object: "an object"
        }
    }
}

extension JSONValue: ExpressibleByStringLiteral, ExpressibleByIntegerLiteral,
    ExpressibleByBooleanLiteral, ExpressibleByArrayLiteral, ExpressibleByDictionaryLiteral
{
    public init(stringLiteral value: String) { self = .string(value) }
    public init(integerLiteral value: Int) { self = .number(String(value)) }
    public init(booleanLiteral value: Bool) { self = .bool(value) }
    public init(arrayLiteral elements: JSONValue...) { self = .array(elements) }
    public init(dictionaryLiteral elements: (String, JSONValue)...) {
        self = .object(elements.map { Member($0, $1) })
    }
}

extension JSONValue {
    /// A whole number as a JSON number.
    public static func int(_ value: some BinaryInteger) -> JSONValue { .number(String(value)) }
    /// The text, or null.
    public static func optional(_ text: String?) -> JSONValue { text.map { .string($0) } ?? .null }
    /// Exact numbers travel as decimal strings, so that no reader turns them into binary fractions.
    public static func exact(_ value: Exact) -> JSONValue { .string(value.description) }
    /// An amount as a decimal string with its currency's decimals.
    public static func amount(_ value: Amount) -> JSONValue { .string(value.decimal) }
}
