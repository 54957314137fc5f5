/// The words of a page as SVG draws them: a use of its outline for each glyph, and each outline once.
///
/// Cairo would write every glyph's outline again for each size and page, and every number through `printf`; that was
/// two thirds of the time a month's documents took. Outlines are kept by the fonts, so a glyph is written as it was
/// written before; places are whole units of the face's design.
///
///     <g fill="#1F2937" transform="translate(72 90.5) scale(.009)"><use xlink:href="#bm-0g12"/><use xlink:href="#bm-0g40" x="565"/></g>
struct SVGText {
    let fonts: FontBook
    let idPrefix: String
    /// The outlines that were used so far, in the order of their first use.
    private(set) var outlines: [UInt8] = []
    private var known: Set<Key> = []

    private struct Key: Hashable {
        var face: FontFace.ID
        var glyph: UInt32
    }

    init(fonts: FontBook, idPrefix: String) {
        self.fonts = fonts
        self.idPrefix = idPrefix
    }

    /// A line of text with its baseline's start at `point`, in points.
    mutating func draw(_ line: ShapedLine, at point: Point) -> [UInt8] {
        var drawn: [UInt8] = []
        for run in line.runs { draw(run, x: point.x + run.x, y: point.y, into: &drawn) }
        return drawn
    }

    private mutating func draw(_ run: GlyphRun, x: Double, y: Double, into drawn: inout [UInt8]) {
        let units = fonts.unitsPerEm(run.face)
        let unitsPerPangoUnit = Double(units) / run.size / GlyphRun.unitsPerPoint
        var uses: [UInt8] = []
        for glyph in run.glyphs {
            let outline = fonts.outline(run.face, glyph: glyph.id)
            // A blank has none.
            if outline.isEmpty { continue }
            if known.insert(Key(face: run.face, glyph: glyph.id)).inserted {
                outlines += "<path id=\"".utf8
                appendID(run.face, glyph.id, to: &outlines)
                outlines += "\" d=\"".utf8
                outlines += outline
                outlines += "\"/>\n".utf8
            }
            uses += "<use xlink:href=\"#".utf8
            appendID(run.face, glyph.id, to: &uses)
            append(" x=\"", Double(glyph.x) * unitsPerPangoUnit, to: &uses)
            append(" y=\"", Double(glyph.y) * unitsPerPangoUnit, to: &uses)
            uses += "\"/>".utf8
        }
        if uses.isEmpty { return }
        let scale = (run.size / Double(units)).decimal(9)
        drawn +=
            "<g fill=\"\(run.colour.hex)\" transform=\"translate(\(x.decimal) \(y.decimal)) scale(\(scale))\">"
            .utf8
        drawn += uses
        drawn += "</g>\n".utf8
    }

    private func appendID(_ face: FontFace.ID, _ glyph: UInt32, to bytes: inout [UInt8]) {
        bytes += idPrefix.utf8
        bytes.append(UInt8(ascii: "-"))
        bytes.append(number: face.index)
        bytes.append(UInt8(ascii: "g"))
        bytes.append(number: Int(glyph))
    }

    /// An attribute's start and its value, unless that is nought; the quote before it ends what stands there.
    private func append(_ name: StaticString, _ value: Double, to bytes: inout [UInt8]) {
        let whole = Int(value.rounded())
        if whole == 0 { return }
        bytes.append(UInt8(ascii: "\""))
        name.withUTF8Buffer { bytes += $0 }
        bytes.append(number: whole)
    }
}
