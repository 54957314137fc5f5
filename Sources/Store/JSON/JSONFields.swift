public import Money

/// A document this program wrote is not as it writes it, at `key`.
public struct JSONShapeError: Error, Equatable, Sendable {
    public let key: String

    public init(key: String) { self.key = key }
}

/// Reads the keys of a document that this program wrote, naming the one that is wrong.
public struct JSONFields {
    public let value: JSONValue
    let key: String

    public init(_ value: JSONValue, key: String = "") {
        self.value = value
        self.key = key
    }

    public func failure(_ name: String) -> JSONShapeError { JSONShapeError(key: path(name)) }

    private func path(_ name: String) -> String { key.isEmpty ? name : "\(key).\(name)" }

    /// The object under `name`; nil where it is absent or null.
    public func optional(_ name: String) -> JSONFields? {
        guard let child = value[name], child != .null else { return nil }
        return JSONFields(child, key: path(name))
    }

    public func child(_ name: String) throws(JSONShapeError) -> JSONFields {
        guard let child = optional(name) else { throw failure(name) }
        return child
    }

    public func text(_ name: String) throws(JSONShapeError) -> String {
        guard let text = value[name]?.string else { throw failure(name) }
        return text
    }

    public func int(_ name: String) throws(JSONShapeError) -> Int {
        guard let number = value[name]?.int else { throw failure(name) }
        return number
    }

    public func exact(_ name: String) throws(JSONShapeError) -> Exact {
        guard let number = value[name]?.exact else { throw failure(name) }
        return number
    }

    public func list(_ name: String) throws(JSONShapeError) -> [JSONFields] {
        guard let values = value[name]?.array else { throw failure(name) }
        return values.enumerated().map { JSONFields($1, key: "\(path(name))[\($0)]") }
    }
}
