/// Names come from data and may hold any character, even those that reorder the text around them.
public enum Name {
    /// The name with every control that is not seen itself made visible as U+FFFD.
    ///
    /// That is C0, C1, the separators of lines and paragraphs, and the bidirectional embeddings,
    /// overrides and isolates: an unmatched one would end the isolate the name stands in. The marks
    /// U+200E, U+200F and U+061C stay: names in Hebrew and Arabic need them, and inside an isolate
    /// they move nothing else.
    public static func visible(_ name: String) -> String {
        var visible = ""
        for scalar in name.unicodeScalars {
            switch scalar.value {
            case 0x09, 0x0a, 0x0d: visible += " "
            case 0x00...0x1f, 0x7f...0x9f, 0x2028...0x202e, 0x2066...0x2069, 0xfffe...0xffff:
                visible += "\u{fffd}"
            default: visible.unicodeScalars.append(scalar)
            }
        }
        return visible
    }

    /// As element content, with the places where a line may end; one in which a word runs from right to left stands
    /// in an isolate, so that it moves nothing around it.
    static func html(_ name: String) -> String {
        // Short words in one script, nearly all, need neither.
        if isShortASCII(name) { return Markup.shown(name) }
        let html = pieces(name).map(Markup.escape).joined(separator: "<wbr>")
        return isRightToLeft(name) ? "<bdi>\(html)</bdi>" : html
    }

    /// Whether it is plain ASCII without a word longer than a column.
    private static func isShortASCII(_ name: String) -> Bool {
        var run = 0
        for byte in name.utf8 {
            if byte < 0x20 || byte > 0x7e { return false }
            run = byte == 0x20 || byte == 0x2d ? 0 : run + 1
            if run > longest { return false }
        }
        return true
    }

    /// How long a word may be in a column.
    public static let longest = 20

    /// The name in pieces between which a line may end: words longer than a column are cut, so
    /// that one name does not push a table's figures off the page, all others left as they are.
    public static func pieces(_ name: String, longest: Int = longest) -> [String] {
        var pieces: [String] = []
        var piece = ""
        var run = 0
        for character in visible(name) {
            run = character == " " || character == "-" ? 0 : run + 1
            if run > longest {
                pieces.append(piece)
                piece = ""
                run = 1
            }
            piece.append(character)
        }
        return pieces + [piece]
    }

    /// The name where no element can isolate it: in a tooltip, a title, an attribute. A name that
    /// runs from left to right throughout needs nothing.
    public static func isolated(_ name: String) -> String {
        let visible = visible(name)
        return isRightToLeft(visible) ? "\u{2068}\(visible)\u{2069}" : visible
    }

    private static func isRightToLeft(_ name: String) -> Bool {
        name.unicodeScalars.contains {
            switch $0.value {
            case 0x590...0x8ff, 0x200e...0x200f, 0xfb1d...0xfdff, 0xfe70...0xfeff,
                0x10800...0x10fff, 0x1e800...0x1efff:
                true
            default: false
            }
        }
    }
}
