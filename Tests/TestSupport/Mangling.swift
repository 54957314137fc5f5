extension SplitMix {
    /// The text with one to four things wrong: bytes changed, left out, said twice, or a value that
    /// programs stumble over set in place of digits.
    public mutating func mangled(_ text: String) -> [UInt8] {
        var bytes = Array(text.utf8)
        for _ in 0...Int.random(in: 0...3, using: &self) where !bytes.isEmpty {
            let index = Int.random(in: bytes.indices, using: &self)
            switch Int.random(in: 0...4, using: &self) {
            case 0: bytes[index] = UInt8.random(in: .min ... .max, using: &self)
            case 1: bytes.remove(at: index)
            case 2:
                let end = Int.random(in: index..<bytes.count, using: &self)
                bytes.insert(contentsOf: bytes[index...min(end, index + 40)], at: index)
            case 3: bytes[index] = Array("{}[]\",:-+.eE0 \n\\".utf8).randomElement(using: &self)!
            default:
                let digits = bytes.indices.filter { (48...57).contains(bytes[$0]) }
                guard let digit = digits.randomElement(using: &self) else { continue }
                let nasty = SplitMix.nasty.randomElement(using: &self)!
                bytes.replaceSubrange(digit...digit, with: Array(nasty.utf8))
            }
        }
        return bytes
    }

    /// Numbers at and beyond the edges of what machines hold.
    private static let nasty = [
        "9223372036854775807", "9223372036854775808", "-9223372036854775808", "1e99", "1e-99",
        "1e-9223372036854775808", "170141183460469231731687303715884105727", "-0", "00", "NaN",
        "0.0000000000000000000000000000000000000001", "999999999999999999.999999999999", "1e17",
        "１", "\u{301}", "1677", "2262", "9999", "-",
    ]
}
