extension CatalogYAML {
    /// A text as it stands in a file: plain where no reader can take it for anything else.
    ///
    ///     scalar("ai_free")   // ai_free
    ///     scalar("0.08")      // "0.08"
    ///     scalar("off")       // "off"
    static func scalar(_ text: String) -> String {
        isPlain(text) ? text : quoted(text)
    }

    /// Words that some reader of YAML 1.1 or 1.2 takes for null, a truth value or a number.
    private static let reserved: Set<String> = [
        "null", "true", "false", "yes", "no", "on", "off", "y", "n", "nan", "inf", "infinity",
    ]

    /// A letter, then letters, digits and marks that mean nothing in YAML, no blank at the end.
    private static func isPlain(_ text: String) -> Bool {
        let scalars = text.unicodeScalars
        guard let first = scalars.first, let last = scalars.last, isLetter(first), last != " ",
            !reserved.contains(text.lowercased())
        else { return false }
        let marks: Set<Unicode.Scalar> = [" ", "_", "-", ".", "/", "(", ")", "+", "（", "）"]
        return scalars.allSatisfy { isLetter($0) || ("0"..."9").contains($0) || marks.contains($0) }
    }

    /// Latin letters and Han characters. Others are quoted, which is always right.
    private static func isLetter(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar {
        case "a"..."z", "A"..."Z", "\u{4E00}"..."\u{9FFF}": true
        default: false
        }
    }

    /// In double quotes, with everything escaped that a line, or a screen, could lose.
    private static func quoted(_ text: String) -> String {
        var result = "\""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "\"": result += "\\\""
            case "\\": result += "\\\\"
            case "\n": result += "\\n"
            case "\t": result += "\\t"
            case " "..."~", "\u{A1}"..."\u{167F}", "\u{2010}"..."\u{2027}",
                "\u{3001}"..."\u{D7FF}", "\u{FF01}"..."\u{FF5E}":
                result.unicodeScalars.append(scalar)
            default: result += escaped(scalar)
            }
        }
        return result + "\""
    }

    /// `\x07`, `\u202E` or `\U0001F600`.
    private static func escaped(_ scalar: Unicode.Scalar) -> String {
        let (letter, digits) =
            scalar.value <= 0xFF ? ("x", 2) : scalar.value <= 0xFFFF ? ("u", 4) : ("U", 8)
        let hex = String(scalar.value, radix: 16, uppercase: true)
        return "\\" + letter + String(repeating: "0", count: digits - hex.count) + hex
    }
}
