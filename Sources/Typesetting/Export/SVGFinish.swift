/// The second half of an SVG: its title, its text in the places Cairo kept for it, shorter outlines and paint, the text
/// layer.
///
/// Cairo writes one tag a line, so the finish goes line by line and looks at the start of each.
struct SVGFinish {
    let frame: Frame
    let structure: [StructureNode]
    let language: Language
    let title: String
    let description: String
    let idPrefix: String
    /// The lines of text, as they are drawn, in the order of their placeholders.
    let lines: [[UInt8]]
    /// What they use.
    let outlines: [UInt8]

    /// - Throws: `drawing` where Cairo wrote more or fewer placeholders than there are lines of text.
    func finish(_ drawn: [UInt8]) throws(TypesettingError) -> [UInt8] {
        var result: [UInt8] = []
        result.reserveCapacity(
            drawn.count + outlines.count + lines.reduce(0) { $0 + $1.count } + 16_384)
        var placed = 0
        for line in drawn.split(separator: UInt8(ascii: "\n")) {
            if line.count < 200, line.holds(CairoPainter.placeholder) {
                if placed < lines.count { result += lines[placed] }
                placed += 1
                continue
            }
            rewrite(line, into: &result)
            result.append(UInt8(ascii: "\n"))
        }
        guard placed == lines.count else {
            throw .drawing(
                surface: "SVG", "Cairo kept \(placed) places for \(lines.count) lines of text")
        }
        return result
    }

    private func rewrite(_ line: ArraySlice<UInt8>, into result: inout [UInt8]) {
        if let rest = line.after("<path style=\" stroke:none;fill-rule:nonzero;fill:rgb("),
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
            if !outlines.isEmpty {
                result += "\n<defs>\n".utf8
                result += outlines
                result += "</defs>".utf8
            }
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

    /// Whether the bytes stand somewhere in the line.
    fileprivate func holds(_ bytes: StaticString) -> Bool {
        bytes.withUTF8Buffer { wanted in
            guard wanted.count <= count else { return false }
            return (startIndex...endIndex - wanted.count).contains {
                self[$0...].starts(with: wanted)
            }
        }
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
    var decimal: String { decimal(3) }

    /// At most so many decimals, without zeros at the end.
    func decimal(_ places: Int) -> String {
        var unit = 1
        for _ in 0..<places { unit *= 10 }
        let units = Int((self * Double(unit)).rounded())
        let sign = units < 0 ? "-" : ""
        let (whole, rest) = abs(units).quotientAndRemainder(dividingBy: unit)
        guard rest != 0 else { return sign + "\(whole)" }
        var digits = "\(unit + rest)".dropFirst()
        while digits.last == "0" { digits.removeLast() }
        return sign + "\(whole)." + digits
    }
}
