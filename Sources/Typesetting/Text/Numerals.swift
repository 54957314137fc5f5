/// The figures of one style, for numbers set without the shaper.
///
/// Amounts are nearly all different, so a cache of shaped texts would not help them; but their
/// glyphs are few. Numbers are set unkerned, each glyph at its own advance, so that figures stand
/// below each other in a column.
struct Numerals {
    private static let characters = Array("0123456789.,-+%:/ −".unicodeScalars)

    private let style: TextStyle
    private var glyphs: [Unicode.Scalar: (run: GlyphRun, advance: Int32)] = [:]

    /// Shapes each figure once. Nil entries (a font without one) fall back to the shaper.
    init(style: TextStyle, shaper: Shaper) {
        self.style = style
        for scalar in Self.characters {
            let span = Text.Span(String(scalar), style)
            let shaped = shaper.shape([span], language: .english, width: nil)
            guard shaped.missing.isEmpty, let run = shaped.lines.first?.runs.first,
                run.glyphs.count == 1
            else { continue }
            let advance = Int32((run.width * GlyphRun.unitsPerPoint).rounded())
            glyphs[scalar] = (run, advance)
        }
    }

    /// Whether the text is made of figures and the signs around them only.
    static func canSet(_ text: String) -> Bool {
        var digits = 0
        for scalar in text.unicodeScalars {
            switch scalar {
            case "0"..."9": digits += 1
            case ".", ",", "-", "+", "%", ":", "/", " ", "−": break
            default: return false
            }
        }
        return digits > 0 && text.utf8.count <= 40
    }

    /// How wide the number is, and how much of it stands right of its decimal point; nil as `line`.
    func measure(_ text: String) -> (width: Double, fraction: Double?)? {
        var x: Int32 = 0
        var point: Int32?
        var afterDigits: Int32 = 0
        var face: FontFace.ID?
        for scalar in text.unicodeScalars {
            guard let (run, advance) = glyphs[scalar], face == nil || face == run.face else {
                return nil
            }
            face = run.face
            if scalar == "." { point = x }
            x += advance
            if ("0"..."9").contains(scalar) { afterDigits = x }
        }
        // A point that no digit follows ends a sentence.
        let start = point.map { $0 < afterDigits ? $0 : afterDigits } ?? afterDigits
        return (
            Double(x) / GlyphRun.unitsPerPoint, Double(x - start) / GlyphRun.unitsPerPoint
        )
    }

    /// The number as one line of one run, or nil if its figures come from several faces.
    func line(_ text: String, language: Language) -> ShapedLine? {
        var result: GlyphRun?
        var x: Int32 = 0
        for scalar in text.unicodeScalars {
            guard let (glyph, advance) = glyphs[scalar] else { return nil }
            var run = result ?? glyph
            if result == nil {
                run.glyphs.removeAll(keepingCapacity: true)
                run.clusters.removeAll(keepingCapacity: true)
            }
            guard run.face == glyph.face else { return nil }
            run.glyphs.append(Glyph(id: glyph.glyphs[0].id, x: x, y: glyph.glyphs[0].y))
            run.clusters.append(
                Cluster(bytes: UInt32(UTF8.width(scalar)), glyphs: 1))
            x += advance
            result = run
        }
        guard var run = result else { return nil }
        run.text = text
        run.x = 0
        run.width = Double(x) / GlyphRun.unitsPerPoint
        return ShapedLine(text: text, language: language, width: run.width, runs: [run])
    }
}
