/// The members of an object in canonical JSON, which the ledger holds and nothing else wrote.
///
///     var members = MemberScan(text)           // {"a":1,"b":[2]}
///     members.next()                           // "a":1, then "b":[2], then nil
struct MemberScan {
    /// Where a member stands in the text.
    struct Member {
        /// Without its quotes.
        let name: Range<Int>
        /// Name and value.
        let whole: Range<Int>
        /// Whether the name is written otherwise than it is.
        let isEscaped: Bool
    }

    private let text: UnsafeBufferPointer<UInt8>
    /// Behind the bracket or the comma before the next member.
    private var index = 1

    init(_ text: UnsafeBufferPointer<UInt8>) { self.text = text }

    mutating func next() -> Member? {
        guard index < text.count, text[index] == UInt8(ascii: "\"") else { return nil }
        let start = index
        let isEscaped = skipString()
        let name = start + 1..<index - 1
        skipValue()
        defer { index += 1 }
        return Member(name: name, whole: start..<index, isEscaped: isEscaped)
    }

    /// To the comma or the bracket behind the value.
    private mutating func skipValue() {
        var depth = 0
        while index < text.count {
            switch text[index] {
            case UInt8(ascii: "\""):
                _ = skipString()
                continue
            case UInt8(ascii: "{"), UInt8(ascii: "["): depth += 1
            case UInt8(ascii: ","):
                if depth == 0 { return }
            case UInt8(ascii: "}"), UInt8(ascii: "]"):
                if depth == 0 { return }
                depth -= 1
            default: break
            }
            index += 1
        }
    }

    /// From a quote to behind the one that closes it.
    ///
    /// - Returns: whether something in it is escaped.
    private mutating func skipString() -> Bool {
        var isEscaped = false
        index += 1
        while index < text.count, text[index] != UInt8(ascii: "\"") {
            if text[index] == UInt8(ascii: "\\") {
                isEscaped = true
                index += 1
            }
            index += 1
        }
        index += 1
        return isEscaped
    }
}
