extension XMLElement {
    /// The document whose root it is: UTF-8, a line an element, two blanks a level.
    ///
    /// Whatever its texts hold, it is well-formed, and reads back as the same texts: a character that XML 1.0
    /// cannot hold stands as U+FFFD, so that it shows that there was one.
    var document: [UInt8] {
        var text = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
        write(into: &text, indent: "")
        return Array(text.utf8)
    }

    private func write(into text: inout String, indent: String) {
        text += indent + "<" + name
        for attribute in attributes {
            text += " \(attribute.name)=\"" + XMLElement.escaped(attribute.value, true) + "\""
        }
        switch content {
        case .text(let value):
            text += ">" + XMLElement.escaped(value, false) + "</\(name)>\n"
        case .elements(let elements) where elements.isEmpty:
            text += "/>\n"
        case .elements(let elements):
            text += ">\n"
            for element in elements { element.write(into: &text, indent: indent + "  ") }
            text += indent + "</\(name)>\n"
        }
    }

    private static func escaped(_ text: String, _ isAttribute: Bool) -> String {
        var result = ""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "&": result += "&amp;"
            case "<": result += "&lt;"
            // "]]>" must not stand in a text.
            case ">": result += "&gt;"
            case "\"" where isAttribute: result += "&quot;"
            // A reader makes a line feed of a carriage return, and blanks of both in an attribute.
            case "\r": result += "&#13;"
            case "\t" where isAttribute, "\n" where isAttribute: result += "&#\(scalar.value);"
            default: result.unicodeScalars.append(isAllowed(scalar) ? scalar : "\u{FFFD}")
            }
        }
        return result
    }

    /// Char of XML 1.0, 2.2: no control characters but tab and line ends, no U+FFFE and U+FFFF.
    private static func isAllowed(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.value {
        case 0x09, 0x0A, 0x0D, 0x20...0xD7FF, 0xE000...0xFFFD, 0x10000...0x10FFFF: true
        default: false
        }
    }
}
