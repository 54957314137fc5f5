/// Characters that are not drawn as they are, and what is printed in their place.
///
/// One that no face has would be an empty box; one that turns the direction of what follows, such as U+202E, or
/// rings a terminal's bell would let a page say something else than its text. The code points of both are
/// printed instead, those of neighbours together: `Ann [U+1F600]`, `[U+05D3 U+05D5 U+05D3]`.
enum Unprintable {
    /// Controls but for tab and line feed, what turns directions, and what Unicode says is no character.
    static func isAlways(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.value {
        case 0x09, 0x0A: false
        case 0...0x1F, 0x7F...0x9F, 0x202A...0x202E, 0x2066...0x2069, 0xFDD0...0xFDEF: true
        default: scalar.value & 0xFFFE == 0xFFFE
        }
    }

    /// `U+1F600`
    static func codePoint(_ scalar: Unicode.Scalar) -> String {
        let hex = String(scalar.value, radix: 16, uppercase: true)
        return "U+" + String(repeating: "0", count: max(0, 4 - hex.count)) + hex
    }

    /// The text with code points for the characters that are not drawn.
    static func replaced(
        in text: String, where isUndrawn: (Unicode.Scalar) -> Bool
    ) -> String {
        var result = ""
        var group: [String] = []
        func close() {
            if !group.isEmpty { result += "[" + group.joined(separator: " ") + "]" }
            group = []
        }
        for scalar in text.unicodeScalars {
            if isUndrawn(scalar) {
                group.append(codePoint(scalar))
            } else {
                close()
                result.unicodeScalars.append(scalar)
            }
        }
        close()
        return result
    }
}

extension String {
    /// The text with code points for what is never drawn: as pages, outlines and messages may have it.
    var printable: String {
        // Most texts have none of the bytes that such characters begin with.
        guard
            utf8.contains(where: {
                $0 < 0x20 || $0 == 0x7F || $0 == 0xC2 || $0 == 0xE2 || $0 >= 0xEF
            }),
            unicodeScalars.contains(where: Unprintable.isAlways)
        else { return self }
        return Unprintable.replaced(in: self, where: Unprintable.isAlways)
    }
}
