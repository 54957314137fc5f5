/// Where the figures of a text stand: what must not be torn apart at the end of a line.
///
/// A figure is digits with the points, commas, colons and hyphens among them, a sign before them
/// and a currency's code before that: `2026-06-01`, `−12.00`, `CNY 132,830,418,471.02`.
enum Figures {
    /// Longer ones are no figure anybody reads; they break like a long word.
    private static let longest = 48

    /// The figures of more than one character, as byte ranges.
    static func ranges(in bytes: [UInt8]) -> [Range<Int>] {
        var ranges: [Range<Int>] = []
        var place = 0
        while let first = bytes[place...].firstIndex(where: isDigit) {
            var end = first
            var next = first
            while next < bytes.count, isDigit(bytes[next]) || isInside(bytes[next]) {
                next += 1
                if isDigit(bytes[next - 1]) { end = next }
            }
            let start = code(in: bytes, before: sign(in: bytes, before: first, from: place))
            if end - start > 1, end - start <= longest {
                ranges.append(max(start, place)..<end)
            }
            place = end
        }
        return ranges
    }

    private static func isDigit(_ byte: UInt8) -> Bool { (48...57).contains(byte) }

    private static func isLetter(_ byte: UInt8) -> Bool { (65...90).contains(byte & 0xDF) }

    /// `,` `-` `.` `:`
    private static func isInside(_ byte: UInt8) -> Bool {
        byte == 44 || byte == 45 || byte == 46 || byte == 58
    }

    /// Where the sign before the digits starts: `-`, `+`, `−`.
    private static func sign(in bytes: [UInt8], before first: Int, from place: Int) -> Int {
        if first > place, bytes[first - 1] == 45 || bytes[first - 1] == 43 { return first - 1 }
        if first >= place + 3, bytes[(first - 3)..<first].elementsEqual([0xE2, 0x88, 0x92]) {
            return first - 3
        }
        return first
    }

    /// Where the three letters and the blank before the figure start, if they do.
    private static func code(in bytes: [UInt8], before start: Int) -> Int {
        guard start >= 4, bytes[start - 1] == 32,
            bytes[(start - 4)..<(start - 1)].allSatisfy({ (65...90).contains($0) }),
            start == 4 || !isLetter(bytes[start - 5])
        else { return start }
        return start - 4
    }

    /// Whether the text is a figure and the signs around it, and nothing else: `= −1.50`, `#12`.
    static func isOnlyFigure(_ text: String) -> Bool {
        var letters = 0
        var digits = 0
        for scalar in text.unicodeScalars {
            switch scalar {
            case "0"..."9": digits += 1
            case "A"..."Z": letters += 1
            case ".", ",", "-", "+", "%", ":", "/", " ", "−", "=", "×", "†", "#", "(", ")", "–":
                break
            default: return false
            }
        }
        return digits > 0 && letters <= 3 && text.utf8.count <= longest
    }

    /// Whether there is a digit in it.
    static func hasDigit(_ text: String) -> Bool { text.utf8.contains(where: isDigit) }
}
