import Crypto

extension JSONValue {
    /// The document without blanks, keys in the order given: what exports print.
    public var compact: String {
        var text = ""
        write(to: &text, sorted: false)
        return text
    }

    /// The document without blanks, keys sorted by their UTF-8 bytes: equal values, equal bytes.
    public var canonical: String {
        var text = ""
        write(to: &text, sorted: true)
        return text
    }

    /// The document over several lines, two blanks a level: what `--json` prints.
    public var pretty: String {
        var text = ""
        writePretty(to: &text, indent: 0)
        return text
    }

    /// SHA-256 of the canonical form, in hexadecimal.
    public var digest: String { SHA256Digest.hex(canonical.utf8) }

    private func write(to text: inout String, sorted: Bool) {
        switch self {
        case .null: text += "null"
        case .bool(let value): text += value ? "true" : "false"
        case .number(let number): text += number
        case .string(let string): JSONValue.quote(string, into: &text)
        case .array(let values):
            text += "["
            for (index, value) in values.enumerated() {
                if index > 0 { text += "," }
                value.write(to: &text, sorted: sorted)
            }
            text += "]"
        case .object(let members):
            text += "{"
            let ordered =
                sorted
                ? members.sorted { $0.key.utf8.lexicographicallyPrecedes($1.key.utf8) } : members
            for (index, member) in ordered.enumerated() {
                if index > 0 { text += "," }
                JSONValue.quote(member.key, into: &text)
                text += ":"
                member.value.write(to: &text, sorted: sorted)
            }
            text += "}"
        }
    }

    private func writePretty(to text: inout String, indent: Int) {
        let inner = String(repeating: "  ", count: indent + 1)
        let outer = String(repeating: "  ", count: indent)
        switch self {
        case .array(let values) where !values.isEmpty:
            text += "[\n"
            for (index, value) in values.enumerated() {
                text += inner
                value.writePretty(to: &text, indent: indent + 1)
                text += index + 1 < values.count ? ",\n" : "\n"
            }
            text += outer + "]"
        case .object(let members) where !members.isEmpty:
            text += "{\n"
            for (index, member) in members.enumerated() {
                text += inner
                JSONValue.quote(member.key, into: &text)
                text += ": "
                member.value.writePretty(to: &text, indent: indent + 1)
                text += index + 1 < members.count ? ",\n" : "\n"
            }
            text += outer + "}"
        default: write(to: &text, sorted: false)
        }
    }

    /// Whether a string of these bytes is written as it is, in quotes: none of them needs to be escaped.
    @inlinable
    public static func isPlain(_ text: some Sequence<UInt8>) -> Bool {
        text.allSatisfy { $0 >= 32 && $0 != UInt8(ascii: "\"") && $0 != UInt8(ascii: "\\") }
    }

    /// The string in quotes, escaping only what JSON demands.
    static func quote(_ string: String, into text: inout String) {
        text += "\""
        defer { text += "\"" }
        if isPlain(string.utf8) {
            text += string
            return
        }
        for scalar in string.unicodeScalars {
            switch scalar {
            case "\"": text += "\\\""
            case "\\": text += "\\\\"
            case "\n": text += "\\n"
            case "\r": text += "\\r"
            case "\t": text += "\\t"
            case "\u{0}"..<" ":
                let hex = String(scalar.value, radix: 16)
                text += "\\u" + String(repeating: "0", count: 4 - hex.count) + hex
            default: text.unicodeScalars.append(scalar)
            }
        }
    }
}

/// SHA-256, as every digest in the ledger and beside a document.
public struct SHA256Digest {
    private var hash = SHA256()

    public init() {}

    public mutating func update(_ bytes: [UInt8]) {
        bytes.withUnsafeBytes { hash.update(bufferPointer: $0) }
    }

    /// 64 lower-case hexadecimal digits of all bytes so far.
    public var hex: String { SHA256Digest.hexadecimal(hash.finalize()) }

    /// The digest of `bytes` at once; what `sha256sum` prints.
    public static func hex(_ bytes: some Sequence<UInt8>) -> String {
        hexadecimal(SHA256.hash(data: Array(bytes)))
    }

    static func hexadecimal(_ digest: some Sequence<UInt8>) -> String {
        let digits = Array("0123456789abcdef".utf8)
        var text: [UInt8] = []
        text.reserveCapacity(64)
        for byte in digest {
            text.append(digits[Int(byte >> 4)])
            text.append(digits[Int(byte & 15)])
        }
        return String(decoding: text, as: UTF8.self)
    }
}
