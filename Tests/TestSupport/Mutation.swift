extension SplitMix {
    /// The input with one to three things, mostly one, done to it that files meet: bytes flipped or lost, parts
    /// said twice, cut off or exchanged, words and numbers set in other places, numbers made absurd,
    /// lists nested deeper than anyone means, encodings broken, and parts of another input.
    public mutating func mutated(_ input: [UInt8], with other: [UInt8]) -> [UInt8] {
        var bytes = input
        for _ in 0...below(1 + below(3)) {
            if bytes.isEmpty { return bytes }
            switch below(12) {
            case 0: bytes[below(bytes.count)] ^= UInt8(1 << below(8))
            case 1: bytes.removeSubrange(part(of: bytes))
            case 2: bytes.insert(contentsOf: bytes[part(of: bytes)], at: below(bytes.count))
            case 3: bytes.removeLast(below(bytes.count))
            case 4: exchangeTokens(&bytes)
            case 5: replaceToken(&bytes, with: SplitMix.words.randomElement(using: &self)!.utf8)
            case 6: replaceNumber(&bytes)
            case 7: repeatLine(&bytes)
            case 8: nest(&bytes)
            case 9: breakEncoding(&bytes)
            case 10:
                let piece = other[part(of: other)]
                bytes.replaceSubrange(part(of: bytes), with: piece)
            default:
                bytes[below(bytes.count)] = Array("{}[]\",:-+.eE0 \n\\&*'|>#\t\r`".utf8)
                    .randomElement(using: &self)!
            }
        }
        return bytes
    }

    private mutating func below(_ bound: Int) -> Int {
        Int(truncatingIfNeeded: next() % UInt64(bound))
    }

    /// Up to forty bytes, and now and then any part of it.
    private mutating func part(of bytes: [UInt8]) -> Range<Int> {
        if bytes.isEmpty { return 0..<0 }
        let start = below(bytes.count)
        let most = below(8) == 0 ? bytes.count : 40
        return start..<min(bytes.count, start + 1 + below(most))
    }

    /// The token of letters, digits and signs that begins at or after a random place.
    private mutating func token(in bytes: [UInt8], where begins: (UInt8) -> Bool) -> Range<Int>? {
        func belongs(_ byte: UInt8) -> Bool {
            (48...57).contains(byte) || (65...90).contains(byte) || (97...122).contains(byte)
                || byte >= 128 || byte == UInt8(ascii: "_") || byte == UInt8(ascii: ".")
                || byte == UInt8(ascii: "-")
        }
        let from = below(bytes.count)
        guard let start = bytes[from...].firstIndex(where: begins) else { return nil }
        let end = bytes[start...].firstIndex { !belongs($0) } ?? bytes.count
        return start..<max(end, start + 1)
    }

    private mutating func replaceToken(_ bytes: inout [UInt8], with word: some Collection<UInt8>) {
        guard let token = token(in: bytes, where: { $0 > 47 && $0 != 58 && $0 != 44 }) else {
            return
        }
        bytes.replaceSubrange(token, with: word)
    }

    private mutating func replaceNumber(_ bytes: inout [UInt8]) {
        guard let token = token(in: bytes, where: { (48...57).contains($0) }) else { return }
        let number = SplitMix.numbers.randomElement(using: &self)!
        bytes.replaceSubrange(token, with: Array(number.utf8))
    }

    private mutating func exchangeTokens(_ bytes: inout [UInt8]) {
        let begins: (UInt8) -> Bool = { $0 > 47 && $0 != 58 && $0 < 123 && $0 != 91 && $0 != 93 }
        guard let a = token(in: bytes, where: begins), let b = token(in: bytes, where: begins),
            !a.overlaps(b)
        else { return }
        let (first, second) = a.lowerBound < b.lowerBound ? (a, b) : (b, a)
        let (x, y) = (Array(bytes[first]), Array(bytes[second]))
        bytes.replaceSubrange(second, with: x)
        bytes.replaceSubrange(first, with: y)
    }

    private mutating func repeatLine(_ bytes: inout [UInt8]) {
        let place = below(bytes.count)
        let start = bytes[..<place].lastIndex(of: 10).map { $0 + 1 } ?? 0
        let end = bytes[place...].firstIndex(of: 10).map { $0 + 1 } ?? bytes.count
        let line = bytes[start..<end]
        let times = below(20) == 0 ? 50 : 1
        for _ in 0..<times { bytes.insert(contentsOf: line, at: start) }
    }

    private mutating func nest(_ bytes: inout [UInt8]) {
        let depth = [1, 3, 63, 65, 300].randomElement(using: &self)!
        let (open, close) = [("[", "]"), ("{\"a\":", "}"), ("- ", ""), ("\"", "\""), ("{", "}")]
            .randomElement(using: &self)!
        let place = part(of: bytes)
        let inner = bytes[place]
        let opened = String(repeating: open, count: depth).utf8
        let closed = String(repeating: close, count: below(3) == 0 ? depth - 1 : depth).utf8
        bytes.replaceSubrange(place, with: Array(opened) + inner + Array(closed))
    }

    private mutating func breakEncoding(_ bytes: inout [UInt8]) {
        let broken: [[UInt8]] = [
            [0xFF], [0xC0, 0x80], [0xED, 0xA0, 0x80], [0xF4, 0x90, 0x80, 0x80], [0xE4, 0xBD],
            [0xEF, 0xBB, 0xBF], [0xFE, 0xFF], [0], [0xCC, 0x81], [0xE2, 0x80, 0xAE],
            [0xE2, 0x80, 0xA8], [0xC2, 0x85], [0xF4, 0x8F, 0xBF, 0xBD], Array("\\ud800".utf8),
            Array("\\u0000".utf8), Array("\\".utf8),
        ]
        let place = below(2) == 0 ? 0 : below(bytes.count)
        bytes.insert(contentsOf: broken.randomElement(using: &self)!, at: place)
    }

    /// Words that mean something to one reader or another.
    private static let words = [
        "null", "true", "~", "*a", "&a x", "*calls", "<<", "!!int", "? ", "---", "...", "|", ">",
        "units", "customer_id", "id", "timestamp", "properties", "graduated", "tiers", "up_to",
        "requests", "events", "tokens", "2024-02-29T23:59:60Z", "2026-02-29", "1677-09-21",
        "2262-04-11T23:47:16.854775807Z", "Asia/Kathmandu", "N/A", "free", "1e-40", "content-0", "",
    ]

    /// Numbers at and beyond the edges of what machines and this program hold.
    private static let numbers = [
        "0", "-0", "00", "-1", "1e99", "1e-99", "1e-40", "1e38", "1e-9223372036854775808",
        "9223372036854775807", "9223372036854775808", "-9223372036854775808", "4294967296",
        "170141183460469231731687303715884105727", "170141183460469231731687303715884105728",
        "-170141183460469231731687303715884105727", "NaN", "Infinity", "0x10", "1_000", "1,000",
        "0.0000000000000000000000000000000000000001", "999999999999999999.999999999999",
        "1000000000000000000", "1.3e-10", "1e17", "１", "٣", "99999999999999999999999999", "100001",
        "1000000000000", "0.5", "1e", ".5", "5.", "--5", "+5", "1677", "2262", "9999",
    ]
}
