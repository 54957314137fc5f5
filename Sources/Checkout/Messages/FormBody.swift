import Store

/// The body of a form post: `trade_no=2025…&subject=AI%20usage`, percent-encoded, in the text encoding
/// that its own field `charset` names.
enum FormBody {
    /// The fields in the order sent.
    ///
    /// - Throws: `CheckoutError.badMessage` for a broken escape, a repeated field, another charset, or
    ///   bytes that are not of it.
    static func fields(_ bytes: [UInt8], file: String) throws(CheckoutError) -> JSONValue {
        func bad(_ field: String, _ found: String, _ allowed: String) -> CheckoutError {
            .badMessage(file, field: field, found: found, allowed: allowed)
        }
        var body = bytes[...]
        while let last = body.last, last == 10 || last == 13 || last == 32 { body.removeLast() }
        var pairs: [(name: String, value: [UInt8])] = []
        var names: Set<String> = []
        for part in body.split(separator: UInt8(ascii: "&")) {
            let equals = part.firstIndex(of: UInt8(ascii: "=")) ?? part.endIndex
            guard let raw = unescaped(part[..<equals]),
                let name = String(validating: raw, as: UTF8.self), !name.isEmpty,
                equals < part.endIndex
            else {
                let found = String(decoding: part.prefix(60), as: UTF8.self)
                throw bad("message", "“\(found)”", "name=value with & between, as Alipay posts it")
            }
            guard let value = unescaped(part[(equals + 1)...]) else {
                let found = String(decoding: part[(equals + 1)...].prefix(60), as: UTF8.self)
                throw bad(name, "“\(found)”", "% and two hexadecimal digits for each escaped byte")
            }
            guard names.insert(name).inserted else { throw bad(name, "it stands twice", "once") }
            pairs.append((name, value))
        }
        let charset =
            pairs.first { $0.name == "charset" }
            .map { String(decoding: $0.value, as: UTF8.self) } ?? "UTF-8"
        var members: [JSONValue.Member] = []
        for (name, value) in pairs {
            let text: String?
            switch charset.lowercased() {
            case "utf-8", "utf8": text = String(validating: value, as: UTF8.self)
            case "gbk", "gb2312", "gb18030": text = GBK.decode(value)
            default: throw bad("charset", "“\(charset.prefix(60))”", "UTF-8 or GBK")
            }
            guard let text else { throw bad(name, "bytes that are not \(charset)", charset) }
            members.append(.init(name, .string(text)))
        }
        return .object(members)
    }

    /// `+` is a blank and `%E4` a byte; nil where an escape is not two hexadecimal digits.
    private static func unescaped(_ bytes: ArraySlice<UInt8>) -> [UInt8]? {
        var output: [UInt8] = []
        var index = bytes.startIndex
        while index < bytes.endIndex {
            switch bytes[index] {
            case UInt8(ascii: "+"): output.append(32)
            case UInt8(ascii: "%"):
                guard index + 2 < bytes.endIndex, let high = digit(bytes[index + 1]),
                    let low = digit(bytes[index + 2])
                else { return nil }
                output.append(high << 4 | low)
                index += 2
            case let byte: output.append(byte)
            }
            index += 1
        }
        return output
    }

    private static func digit(_ byte: UInt8) -> UInt8? {
        switch byte {
        case 48...57: byte - 48
        case 65...70: byte - 55
        case 97...102: byte - 87
        default: nil
        }
    }
}
