/// The second half of an SVG: its title, its own ids, shorter outlines and paint, the text layer.
///
/// Cairo writes one tag a line, so the finish goes line by line and looks at the start of each.
struct SVGFinish {
    let frame: Frame
    let structure: [StructureNode]
    let language: Language
    let title: String
    let description: String
    let idPrefix: String
    /// The number of the glyph whose outline the next line draws.
    private var glyph: ArraySlice<UInt8>?

    init(
        frame: Frame, structure: [StructureNode], language: Language, title: String,
        description: String, idPrefix: String
    ) {
        self.frame = frame
        self.structure = structure
        self.language = language
        self.title = title
        self.description = description
        self.idPrefix = idPrefix
    }

    mutating func finish(_ drawn: [UInt8]) -> [UInt8] {
        var result: [UInt8] = []
        result.reserveCapacity(drawn.count + 16_384)
        for line in drawn.split(separator: UInt8(ascii: "\n")) {
            if rewriteGlyph(line, into: &result) { continue }
            rewrite(line, into: &result)
            result.append(UInt8(ascii: "\n"))
        }
        return result
    }

    /// Three lines of Cairo's, a symbol around a path, become the path alone.
    ///
    /// - Returns: whether the line is dealt with.
    private mutating func rewriteGlyph(
        _ line: ArraySlice<UInt8>, into result: inout [UInt8]
    ) -> Bool {
        if let rest = line.after("<symbol overflow=\"visible\" id=\"glyph") {
            glyph = rest
            return true
        }
        guard let number = glyph else { return false }
        if line.after("</symbol>") != nil {
            glyph = nil
            return true
        }
        guard let path = line.after("<path style=\"stroke:none;\" d=\""),
            let outline = SVGOutline(path.dropLast(3))
        else {
            // No outline on Cairo's grid: the symbol stays as it is.
            result += "<symbol overflow=\"visible\" id=\"\(idPrefix)-".utf8
            result += number
            result.append(UInt8(ascii: "\n"))
            glyph = nil
            return false
        }
        result += "<path id=\"\(idPrefix)-".utf8
        result += number.dropLast(2)
        result += "\" \(SVGOutline.transform) d=\"".utf8
        result += outline.data
        result += "\"/>\n".utf8
        return true
    }

    private func rewrite(_ line: ArraySlice<UInt8>, into result: inout [UInt8]) {
        if let rest = line.after("  <use xlink:href=\"#glyph") {
            result += "<use xlink:href=\"#\(idPrefix)-".utf8
            result += rest
        } else if let rest = line.after("<path style=\"stroke:none;\" d=\"") {
            result += "<path d=\"".utf8
            result += rest
        } else if let rest = line.after("<g style=\"fill:rgb("),
            let (colour, rest) = Self.paint(rest)
        {
            result += "<g fill=\"\(colour.hex)\"\(rest)".utf8
        } else if let rest = line.after("<path style=\" stroke:none;fill-rule:nonzero;fill:rgb("),
            let (colour, rest) = Self.paint(rest)
        {
            result += "<path fill=\"\(colour.hex)\"".utf8
            // A QR code is a long path.
            if rest.hasPrefix(" d=\""), rest.hasSuffix("\"/>"),
                let outline = SVGOutline(Array(rest.utf8).dropFirst(4).dropLast(3))
            {
                result += " \(SVGOutline.transform) d=\"".utf8
                result += outline.data
                result += "\"/>".utf8
            } else {
                result += rest.utf8
            }
        } else if line.after("<g id=\"surface") != nil {
            // The number counts the surfaces of the process: it would differ from run to run.
            result += "<g>".utf8
        } else if line.after("<svg ") != nil {
            result += head.utf8
        } else if line.after("</svg>") != nil {
            result += textLayer.utf8
            result += "</svg>".utf8
        } else {
            result += line
        }
    }

    /// Cairo's `5.882353%,9.019608%,16.470588%);fill-opacity:1;" …` as a colour and what follows.
    private static func paint(_ text: ArraySlice<UInt8>) -> (Colour, rest: String)? {
        let parts = String(decoding: text, as: UTF8.self).split(separator: ")", maxSplits: 1)
        let opaque = ";fill-opacity:1;\""
        guard parts.count == 2, parts[1].hasPrefix(opaque) else { return nil }
        let levels = parts[0].split(separator: ",").compactMap { Double($0.dropLast()) }
        guard levels.count == 3 else { return nil }
        let bytes = levels.map { UInt8(($0 * 2.55).rounded()) }
        let colour = Colour(red: bytes[0], green: bytes[1], blue: bytes[2])
        return (colour, String(parts[1].dropFirst(opaque.count)))
    }

    private var head: String {
        let width = frame.size.width.decimal
        let height = frame.size.height.decimal
        let ids = description.isEmpty ? "" : " \(idPrefix)-desc"
        var head = """
            <svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" \
            width="\(width)pt" height="\(height)pt" viewBox="0 0 \(width) \(height)" \
            style="max-width:100%;height:auto" version="1.1" role="img" lang="\(language.tag)" xml:lang="\(language.tag)" \
            aria-labelledby="\(idPrefix)-title\(ids)">
            <title id="\(idPrefix)-title">\(title.xml)</title>
            """
        if !description.isEmpty {
            head += "\n<desc id=\"\(idPrefix)-desc\">\(description.xml)</desc>"
        }
        return head
    }
}

extension ArraySlice<UInt8> {
    /// What follows the prefix, or nil if the line begins otherwise.
    fileprivate func after(_ prefix: StaticString) -> ArraySlice<UInt8>? {
        prefix.withUTF8Buffer { starts(with: $0) ? dropFirst($0.count) : nil }
    }
}

extension String {
    /// The text with XML's five characters escaped, and without those XML has no way to write.
    var xml: String {
        unicodeScalars.reduce(into: "") { text, scalar in
            switch scalar {
            case "&": text += "&amp;"
            case "<": text += "&lt;"
            case ">": text += "&gt;"
            case "\"": text += "&quot;"
            case "'": text += "&#39;"
            case "\t", "\n", "\r": text.unicodeScalars.append(scalar)
            case "\u{0}"..."\u{1F}", "\u{FFFE}", "\u{FFFF}": break
            default: text.unicodeScalars.append(scalar)
            }
        }
    }
}

extension Double {
    /// At most three decimals, without zeros at the end: `412`, `88.5`, `69.854`.
    var decimal: String {
        let thousandths = Int((self * 1000).rounded())
        let sign = thousandths < 0 ? "-" : ""
        let (whole, rest) = abs(thousandths).quotientAndRemainder(dividingBy: 1000)
        guard rest != 0 else { return sign + "\(whole)" }
        var digits = "\(1000 + rest)".dropFirst()
        while digits.last == "0" { digits.removeLast() }
        return sign + "\(whole)." + digits
    }
}
