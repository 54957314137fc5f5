import Money
import Yams

/// A YAML text of which a tree can be built in time and memory that go with its length.
///
/// The YAML library follows aliases while it reads, and compares keys by all that they stand for: ten
/// lines keep it busy for ever. So the star that begins an alias is exchanged for a character without
/// a meaning in YAML; an alias then arrives as a plain text that begins with it, and who builds the
/// values follows it with a count.
struct YAMLText {
    /// Stands in place of a star: the last of the characters for private use. In UTF-8 it begins
    /// with the byte F4.
    private static let star: Unicode.Scalar = "\u{10FFFD}"

    let text: String

    /// - Parameter most: how many values may follow. They are counted by the marks that they stand
    ///   behind, before any of them takes memory.
    /// - Throws: `CatalogError.notAllowed` with file and line.
    init(_ text: String, file: String, most: Int) throws(CatalogError) {
        var marks = 0
        var line = 1
        var before: UInt8 = 0
        var isSafe = true
        for byte in text.utf8 {
            switch byte {
            case UInt8(ascii: "["), UInt8(ascii: "{"), UInt8(ascii: ","): marks += 1
            case 9, 10, 13, 32: if "-:?".utf8.contains(before) { marks += 1 }
            case UInt8(ascii: "*"), 0xF4: isSafe = false
            default: break
            }
            if marks > most {
                throw YAMLText.tooMany(
                    most, at: CatalogNode.Place(file: file, line: line, key: ""))
            }
            if byte == 10 { line += 1 }
            before = byte
        }
        if isSafe {
            self.text = text
            return
        }
        var safe = String.UnicodeScalarView()
        line = 1
        for scalar in text.unicodeScalars {
            if scalar == YAMLText.star {
                throw .notAllowed(
                    CatalogNode.Place(file: file, line: line, key: ""), found: "U+10FFFD",
                    allowed: "characters that are not for private use")
            }
            if scalar == "\n" { line += 1 }
            safe.append(scalar == "*" ? YAMLText.star : scalar)
        }
        self.text = String(safe)
    }

    /// What the alias that a scalar stands for names; nil where it is none.
    static func alias(_ scalar: Node.Scalar) -> String? {
        guard scalar.style == .plain, scalar.string.unicodeScalars.first == star else { return nil }
        return String(scalar.string.unicodeScalars.dropFirst())
    }

    /// A text of the tree as it stands in the file.
    static func restored(_ text: String) -> String {
        guard text.unicodeScalars.contains(star) else { return text }
        var scalars = String.UnicodeScalarView()
        for scalar in text.unicodeScalars { scalars.append(scalar == star ? "*" : scalar) }
        return String(scalars)
    }

    static func tooMany(_ most: Int, at place: CatalogNode.Place) -> CatalogError {
        .notAllowed(
            place, found: "too many values", allowed: Exact(most).grouped(minimumScale: 0))
    }
}
