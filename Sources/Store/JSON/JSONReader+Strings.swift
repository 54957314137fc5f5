extension JSONReader {
    /// A string in quotes, its escapes resolved. Bytes that are not UTF-8 are refused.
    mutating func string() throws(JSONError) -> String {
        index += 1
        let start = index
        // Most strings have no escape: find the closing quote and take the bytes as they are.
        while let byte = next {
            if byte == UInt8(ascii: "\"") {
                let text = try utf8(UnsafeBufferPointer(rebasing: bytes[start..<index]))
                index += 1
                return text
            }
            if byte == UInt8(ascii: "\\") { return try escapedString(from: start) }
            if byte < 32 { throw fail("a control character stands in a string") }
            index += 1
        }
        throw fail("the string has no closing quote")
    }

    private mutating func escapedString(from start: Int) throws(JSONError) -> String {
        var text = Array(bytes[start..<index])
        while let byte = next {
            index += 1
            switch byte {
            case UInt8(ascii: "\""): return try utf8(text)
            case UInt8(ascii: "\\"): try escape(into: &text)
            case 0..<32: throw fail("a control character stands in a string")
            default: text.append(byte)
            }
        }
        throw fail("the string has no closing quote")
    }

    private mutating func escape(into text: inout [UInt8]) throws(JSONError) {
        guard let byte = next else { throw fail("the text ends in an escape") }
        index += 1
        switch byte {
        case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): text.append(byte)
        case UInt8(ascii: "b"): text.append(8)
        case UInt8(ascii: "f"): text.append(12)
        case UInt8(ascii: "n"): text.append(10)
        case UInt8(ascii: "r"): text.append(13)
        case UInt8(ascii: "t"): text.append(9)
        case UInt8(ascii: "u"):
            var scalar = try hex()
            if (0xD800..<0xDC00).contains(scalar) {
                guard take(UInt8(ascii: "\\")), take(UInt8(ascii: "u")) else {
                    throw fail("half of a surrogate pair")
                }
                let low = try hex()
                guard (0xDC00..<0xE000).contains(low) else {
                    throw fail("half of a surrogate pair")
                }
                scalar = 0x10000 + (scalar - 0xD800) << 10 + (low - 0xDC00)
            }
            // SQLite and C end a text at NUL: a key cut there would not be the key that came.
            if scalar == 0 { throw fail("the character U+0000 stands in a string") }
            guard let character = Unicode.Scalar(scalar) else {
                throw fail("half of a surrogate pair")
            }
            text.append(contentsOf: String(character).utf8)
        default: throw fail("no such escape")
        }
    }

    private mutating func hex() throws(JSONError) -> UInt32 {
        var value: UInt32 = 0
        for _ in 0..<4 {
            guard let byte = next, let digit = Character(Unicode.Scalar(byte)).hexDigitValue else {
                throw fail("expected four hexadecimal digits")
            }
            value = value << 4 | UInt32(digit)
            index += 1
        }
        return value
    }

    private func utf8(_ bytes: some Collection<UInt8>) throws(JSONError) -> String {
        guard let text = String(validating: bytes, as: UTF8.self) else {
            throw fail("the string is not UTF-8")
        }
        return text
    }
}
