extension JSONValue {
    /// The document written in `text`; nothing but blanks may follow it.
    ///
    /// - Throws: `JSONError` with the byte offset and what stood there.
    public init(parsing text: String) throws(JSONError) {
        try self.init(parsing: Array(text.utf8))
    }

    /// The document written in UTF-8 `bytes`.
    public init(parsing bytes: [UInt8]) throws(JSONError) {
        try self.init(parsing: bytes[...])
    }

    /// The document written in a slice of bytes, such as one line of a file.
    public init(parsing bytes: ArraySlice<UInt8>) throws(JSONError) {
        self = try bytes.withUnsafeBufferPointer { bytes throws(JSONError) in
            var reader = JSONReader(bytes: bytes)
            return try reader.document()
        }
    }
}

/// Where and why a text is not JSON.
public struct JSONError: Error, Equatable, Sendable {
    /// Bytes from the start of the text.
    public let offset: Int
    /// What was found and what was allowed there.
    public let problem: String
}

/// A strict JSON reader (RFC 8259) that keeps number text and refuses what readers disagree on:
/// repeated keys, lone surrogates, more than 64 levels.
struct JSONReader {
    static let maximumDepth = 64

    /// As objects have seldom more, keys are compared one by one up to here, and looked up in a set beyond.
    private static let fewKeys = 16

    /// Must stay where they are as long as the reader reads.
    let bytes: UnsafeBufferPointer<UInt8>
    var index = 0

    init(bytes: UnsafeBufferPointer<UInt8>) { self.bytes = bytes }

    mutating func document() throws(JSONError) -> JSONValue {
        let value = try value(depth: 0)
        skipBlanks()
        if index < bytes.count { throw fail("nothing may follow the document") }
        return value
    }

    func fail(_ problem: String) -> JSONError {
        JSONError(offset: index, problem: problem)
    }

    var next: UInt8? { index < bytes.count ? bytes[index] : nil }

    mutating func skipBlanks() {
        while let byte = next, byte == 32 || byte == 9 || byte == 10 || byte == 13 { index += 1 }
    }

    mutating func take(_ byte: UInt8) -> Bool {
        guard next == byte else { return false }
        index += 1
        return true
    }

    mutating func value(depth: Int) throws(JSONError) -> JSONValue {
        if depth > JSONReader.maximumDepth { throw fail("nested deeper than 64 levels") }
        skipBlanks()
        guard let byte = next else { throw fail("the text ends where a value should stand") }
        switch byte {
        case UInt8(ascii: "{"): return try object(depth: depth)
        case UInt8(ascii: "["): return try array(depth: depth)
        case UInt8(ascii: "\""): return .string(try string())
        case UInt8(ascii: "-"), UInt8(ascii: "0")...UInt8(ascii: "9"): return .number(try number())
        case UInt8(ascii: "t"): return try word("true", .bool(true))
        case UInt8(ascii: "f"): return try word("false", .bool(false))
        case UInt8(ascii: "n"): return try word("null", .null)
        default: throw fail("no value begins like this")
        }
    }

    mutating func word(_ word: String, _ value: JSONValue) throws(JSONError) -> JSONValue {
        guard bytes[index...].starts(with: word.utf8) else { throw fail("expected \(word)") }
        index += word.utf8.count
        return value
    }

    mutating func object(depth: Int) throws(JSONError) -> JSONValue {
        index += 1
        var members: [JSONValue.Member] = []
        var keys: Set<String> = []
        skipBlanks()
        if take(UInt8(ascii: "}")) { return .object(members) }
        while true {
            skipBlanks()
            guard next == UInt8(ascii: "\"") else { throw fail("expected a key in quotes") }
            let key = try string()
            let repeats =
                members.count < JSONReader.fewKeys
                ? members.contains { $0.key == key } : !keys.insert(key).inserted
            if repeats { throw fail("the key “\(key)” repeats") }
            skipBlanks()
            guard take(UInt8(ascii: ":")) else { throw fail("expected : after the key “\(key)”") }
            members.append(JSONValue.Member(key, try value(depth: depth + 1)))
            if members.count == JSONReader.fewKeys { keys = Set(members.map(\.key)) }
            skipBlanks()
            if take(UInt8(ascii: "}")) { return .object(members) }
            guard take(UInt8(ascii: ",")) else { throw fail("expected , or }") }
        }
    }

    mutating func array(depth: Int) throws(JSONError) -> JSONValue {
        index += 1
        var values: [JSONValue] = []
        skipBlanks()
        if take(UInt8(ascii: "]")) { return .array(values) }
        while true {
            values.append(try value(depth: depth + 1))
            skipBlanks()
            if take(UInt8(ascii: "]")) { return .array(values) }
            guard take(UInt8(ascii: ",")) else { throw fail("expected , or ]") }
        }
    }

    mutating func number() throws(JSONError) -> String {
        let start = index
        _ = take(UInt8(ascii: "-"))
        let leadingZero = next == UInt8(ascii: "0")
        let whole = digits()
        if whole == 0 || (leadingZero && whole > 1) { throw fail("not a JSON number") }
        if take(UInt8(ascii: ".")), digits() == 0 { throw fail("expected digits after the point") }
        if take(UInt8(ascii: "e")) || take(UInt8(ascii: "E")) {
            _ = take(UInt8(ascii: "-")) || take(UInt8(ascii: "+"))
            if digits() == 0 { throw fail("expected digits in the exponent") }
        }
        return String(decoding: UnsafeBufferPointer(rebasing: bytes[start..<index]), as: UTF8.self)
    }

    mutating func digits() -> Int {
        let start = index
        while let byte = next, byte >= 48, byte <= 57 { index += 1 }
        return index - start
    }
}
