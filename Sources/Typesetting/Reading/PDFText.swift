/// Text out of the content of a page, as Cairo writes it: ISO 32000-1, 9.4 and 9.10.
struct PDFText {
    /// How the codes of a font read.
    struct Font {
        /// Whether a code has two bytes.
        let isWide: Bool
        private let texts: [Int: String]

        /// - Parameter unicode: its `/ToUnicode`, with a `<code> <UTF-16>` on each line between `beginbfchar`
        ///   and `endbfchar`.
        init(isWide: Bool, unicode: [UInt8]) {
            self.isWide = isWide
            var texts: [Int: String] = [:]
            var isInside = false
            for line in unicode.split(separator: 10) {
                let text = String(decoding: line, as: UTF8.self)
                if text.hasSuffix("beginbfchar") { isInside = true; continue }
                if text == "endbfchar" { isInside = false }
                let parts = text.split { "<> ".contains($0) }
                guard isInside, parts.count == 2, let code = Int(parts[0], radix: 16) else {
                    continue
                }
                let digits = Array(parts[1])
                let units = stride(from: 0, to: digits.count, by: 4).compactMap {
                    UInt16(String(digits[$0..<min($0 + 4, digits.count)]), radix: 16)
                }
                texts[code] = String(decoding: units, as: UTF16.self)
            }
            self.texts = texts
        }

        func text(_ codes: [UInt8]) -> String {
            if !isWide {
                return codes.map { texts[Int($0)] ?? String(Unicode.Scalar($0)) }.joined()
            }
            return stride(from: 0, to: codes.count - 1, by: 2).map {
                texts[Int(codes[$0]) << 8 | Int(codes[$0 + 1])] ?? "\u{FFFD}"
            }.joined()
        }
    }

    let fonts: [String: Font]

    /// A line ends where the baseline moves, and where marked content ends.
    func lines(_ content: [UInt8]) -> [String] {
        var scanner = PDFScanner(content)
        var lines: [String] = []
        var line = ""
        var font: Font?
        var baseline = ""
        var operands: [PDFScanner.Token] = []
        /// Whether each mark that is open is of a few letters.
        var marks: [Bool] = []
        func end() {
            let text = line.drop { $0 == " " }
            if !text.isEmpty { lines.append(String(text)) }
            line = ""
        }
        while let token = scanner.next() {
            guard case .word(let word) = token, Double(word) == nil else {
                operands.append(token)
                continue
            }
            switch word {
            case "Tf":
                for case .name(let name) in operands { font = fonts[name] }
            case "Tm", "Td":
                guard case .word(let y)? = operands.last else { break }
                if word == "Tm" ? y != baseline : y != "0" { end() }
                if word == "Tm" { baseline = y }
            case "Tj", "TJ":
                for case .string(let codes) in operands { line += font?.text(codes) ?? "" }
            case "BDC", "BMC":
                marks.append(
                    operands.contains { if case .name("/ActualText") = $0 { true } else { false } })
            // A ligature is marked with the letters it stands for, and ends no line.
            case "EMC": if marks.popLast() != true { end() }
            default: break
            }
            operands = []
        }
        end()
        return lines
    }
}

/// The words of a content stream: ISO 32000-1, 7.2 and 7.3. Brackets of arrays and dictionaries are left out.
struct PDFScanner {
    enum Token {
        case name(String)
        case string([UInt8])
        /// A number or an operator.
        case word(String)
    }

    private let bytes: [UInt8]
    private var index = 0

    init(_ bytes: [UInt8]) { self.bytes = bytes }

    mutating func next() -> Token? {
        while index < bytes.count {
            let byte = bytes[index]
            switch byte {
            case UInt8(ascii: "("): return .string(literal())
            case UInt8(ascii: "<") where index + 1 < bytes.count && bytes[index + 1] != byte:
                return .string(hexadecimal())
            case UInt8(ascii: "/"):
                index += 1
                return .name("/" + word())
            default:
                if !isEnd(byte) { return .word(word()) }
                index += byte == UInt8(ascii: "<") ? 2 : 1
            }
        }
        return nil
    }

    private func isEnd(_ byte: UInt8) -> Bool { byte <= 32 || "()<>[]{}/%".utf8.contains(byte) }

    private mutating func word() -> String {
        let start = index
        while index < bytes.count, !isEnd(bytes[index]) { index += 1 }
        return String(decoding: bytes[start..<index], as: UTF8.self)
    }

    private mutating func hexadecimal() -> [UInt8] {
        let end = bytes[index...].firstIndex(of: UInt8(ascii: ">")) ?? bytes.count
        let digits = bytes[(index + 1)..<end].compactMap {
            Character(Unicode.Scalar($0)).hexDigitValue
        }
        index = end + 1
        return stride(from: 0, to: digits.count, by: 2).map {
            UInt8(digits[$0] << 4 | ($0 + 1 < digits.count ? digits[$0 + 1] : 0))
        }
    }

    private mutating func literal() -> [UInt8] {
        var text: [UInt8] = []
        var depth = 0
        while index < bytes.count {
            let byte = bytes[index]
            index += 1
            switch byte {
            case UInt8(ascii: "("):
                depth += 1
                if depth > 1 { text.append(byte) }
            case UInt8(ascii: ")"):
                depth -= 1
                if depth == 0 { return text }
                text.append(byte)
            case UInt8(ascii: "\\"): escape(into: &text)
            default: text.append(byte)
            }
        }
        return text
    }

    private mutating func escape(into text: inout [UInt8]) {
        guard index < bytes.count else { return }
        let digits = bytes[index...].prefix(3).prefix { (48...55).contains($0) }
        if !digits.isEmpty {
            index += digits.count
            return text.append(
                UInt8(truncatingIfNeeded: digits.reduce(0) { $0 * 8 + Int($1 - 48) }))
        }
        let plain: [UInt8: UInt8] = [110: 10, 114: 13, 116: 9, 98: 8, 102: 12]
        text.append(plain[bytes[index]] ?? bytes[index])
        index += 1
    }
}
