import CCairo
import CPango
import FoundationEssentials

/// The fonts of one directory, and every text shaped with them so far.
///
///     let fonts = try FontBook(directory: "fonts")
///
/// Only the files of that directory are used: no system font, no fontconfig file, no home
/// directory, no locale. A character missing from the wanted face is taken from the other faces
/// of the directory, character by character; of one that none has the code point is printed, and it is reported
/// (`MissingGlyph`).
///
/// A book is not `Sendable`: it holds FreeType faces and a cache of shaped runs. To draw
/// documents on several threads give each thread its own book. Frames are values and may cross
/// threads freely, and mean the same to every book over the same directory.
public final class FontBook {
    /// The files every document needs. Other `.ttf` and `.otf` files in the directory are used
    /// for characters these lack, in the order of their names.
    public static let requiredFiles = [
        "NotoSans-Regular.ttf", "NotoSans-Bold.ttf",
        "NotoSansMono-Regular.ttf",
        "NotoSansSC-Regular.ttf", "NotoSansSC-Bold.ttf",
        "NotoSansThai-Regular.ttf", "NotoSansThai-Bold.ttf",
    ]

    /// Every face of the directory, in the order of the file names.
    public let faces: [FontFace]

    let shaper: Shaper
    private let loaded: [LoadedFace]
    private var shaped: [ShapingKey: ShapedText] = [:]
    private var numerals: [TextStyle: Numerals] = [:]

    /// Opens the fonts in `directory`.
    ///
    /// - Parameter own: files of a text face of somebody's own, regular and bold, that is tried before Noto Sans.
    /// - Throws: `fontMissing` for the first required file that is not there, `fontUnreadable`,
    ///   `fontUnsuitable` for an own face whose figures are not equally wide.
    public init(directory: String, own: [String] = []) throws(TypesettingError) {
        let found = (try? FileManager.default.contentsOfDirectory(atPath: directory)) ?? []
        for file in Self.requiredFiles where !found.contains(file) {
            throw .fontMissing(file: file, directory: directory)
        }
        let files = found.filter { $0.hasSuffix(".ttf") || $0.hasSuffix(".otf") }.sorted()
        var library: FT_Library?
        guard FT_Init_FreeType(&library) == 0, let library else {
            throw .drawing(surface: "text", "FreeType does not start")
        }
        // The library is never closed: Cairo may hold a face longer than this book lives.
        var loaded: [LoadedFace] = []
        let paths = files.map { directory + "/" + $0 } + own
        for (index, path) in paths.enumerated() {
            let file = String(path.split(separator: "/").last ?? "")
            loaded.append(
                try LoadedFace(library: library, path: path, file: file, index: index))
        }
        self.loaded = loaded
        faces = loaded.map(\.face)
        let ownFamilies = faces.suffix(own.count).map(\.family)
        shaper = try Shaper(paths: paths, faces: faces, own: ownFamilies)
        for weight in own.isEmpty ? [] : [TextStyle.Weight.regular, .bold] {
            let widths = Set(
                "0123456789".map { digit in
                    shape([Text.Span(String(digit), TextStyle(weight: weight))], language: .english)
                        .width.points
                })
            if widths.count > 1 {
                throw .fontUnsuitable(file: faces.last!.file, "its figures are not equally wide")
            }
        }
    }

    /// The face's Cairo font at a size in points.
    func scaledFont(_ face: FontFace.ID, size: Double) -> OpaquePointer {
        loaded[face.index].scaled(size)
    }

    /// How many units of its design the face has to the em.
    func unitsPerEm(_ face: FontFace.ID) -> Int { loaded[face.index].unitsPerEm }

    /// The data of an SVG path around the glyph in the face's units, y downwards from the baseline; empty for a blank.
    func outline(_ face: FontFace.ID, glyph: UInt32) -> [UInt8] {
        loaded[face.index].outline(glyph)
    }

    /// Shapes spans in one paragraph, broken to `width` points if given, from the cache if it can.
    ///
    /// - Parameter breaksFigures: whether a figure may go on in the next line.
    func shape(
        _ spans: [Text.Span], language: Language, width: Double? = nil, breaksFigures: Bool = false
    ) -> ShapedText {
        if spans.count == 1, let number = number(spans[0], language: language, width: width) {
            return number
        }
        let units = width.map { Int32(($0 * GlyphRun.unitsPerPoint).rounded(.up)) }
        let key = ShapingKey(
            spans: spans, language: language, width: units, breaksFigures: breaksFigures)
        if let known = shaped[key] { return known }
        // Texts seldom repeat past some thousands; then a fresh start is cheaper than bookkeeping.
        if shaped.count >= 16_384 { shaped.removeAll(keepingCapacity: true) }
        let text = set(spans) {
            shaper.shape($0, language: language, width: units, breaksFigures: breaksFigures)
        }
        shaped[key] = text
        return text
    }

    /// Shapes the spans with code points in the place of what is not drawn.
    private func set(_ spans: [Text.Span], _ shape: ([Text.Span]) -> ShapedText) -> ShapedText {
        var printed = spans
        var missing: [Unicode.Scalar] = []
        for (place, span) in spans.enumerated() {
            let text = span.text.printable
            if text == span.text { continue }
            missing += span.text.unicodeScalars.filter(Unprintable.isAlways)
            printed[place].text = text
        }
        var text = shape(printed)
        if !text.missing.isEmpty {
            let undrawn = Set(text.missing)
            missing += text.missing
            for place in printed.indices {
                printed[place].text = Unprintable.replaced(
                    in: printed[place].text, where: undrawn.contains)
            }
            text = shape(printed)
        }
        text.missing = missing
        return text
    }

    /// How wide the spans are in one line, and how much of it stands right of the decimal point;
    /// of a number without setting it.
    func measure(_ spans: [Text.Span], language: Language) -> (width: Double, fraction: Double?) {
        if spans.count == 1, Numerals.canSet(spans[0].text),
            let measure = numerals(spans[0].style).measure(spans[0].text)
        {
            return measure
        }
        let text = shape(spans, language: language)
        return (text.width, text.lines.first?.fractionWidth)
    }

    private func numerals(_ style: TextStyle) -> Numerals {
        if let known = numerals[style] { return known }
        let made = Numerals(style: style, shaper: shaper)
        numerals[style] = made
        return made
    }

    /// A number is set digit by digit, without the shaper: figures are tabular and unkerned.
    private func number(_ span: Text.Span, language: Language, width: Double?) -> ShapedText? {
        guard Numerals.canSet(span.text),
            let line = numerals(span.style).line(span.text, language: language)
        else { return nil }
        if let width, line.width > width { return nil }
        return ShapedText(lines: [line], missing: [])
    }
}

/// What a shaped text depends on.
private struct ShapingKey: Hashable {
    var spans: [Text.Span]
    var language: Language
    var width: Int32?
    var breaksFigures: Bool
}
