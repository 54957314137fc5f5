import Testing

@testable import Typesetting

@Suite("Figures")
struct FigureTests {
    let fonts: FontBook
    init() throws { fonts = try Samples.fonts() }

    @Test(
        "a figure is its digits, its sign and its currency",
        arguments: [
            (text: "CNY 132,830,418,471.02", figures: ["CNY 132,830,418,471.02"]),
            (text: "JPY −346,364,058.", figures: ["JPY −346,364,058"]),
            (text: "due by 2026-06-15, at 7.27", figures: ["2026-06-15", "7.27"]),
            (text: "EUR/CNY 7.8793 ÷ EUR/USD 1.1644", figures: ["CNY 7.8793", "USD 1.1644"]),
            (text: "BAND 12", figures: ["12"]),  // four letters are no currency
            (text: "12", figures: ["12"]),
            (text: "a 1 b", figures: []),  // one character cannot be torn
            (text: "请于 2026-06-15 前付款", figures: ["2026-06-15"]),
            (text: String(repeating: "1", count: 49), figures: []),
            (text: "", figures: []),
        ])
    func found(text: String, figures: [String]) {
        let bytes = Array(text.utf8)
        #expect(
            Figures.ranges(in: bytes).map { String(decoding: bytes[$0], as: UTF8.self) } == figures)
    }

    @Test("a figure in a narrow place is set smaller, never on two lines", arguments: 40...420)
    func neverTorn(width: Int) throws {
        let figure = "CNY 1,000,000,000,000,000.00"
        let style = TextStyle(size: 26, lineHeight: 32, weight: .bold)
        let text = Text(figure, style)
        let layout = BlockLayout(fonts: fonts, language: .english)
        let shaped = layout.shape(text, width: Double(width))
        // Below 5 points nobody reads it: at 26 it is 372.8 wide.
        guard width >= 72 else { return }
        #expect(shaped.lines.map(\.text) == [figure])
        #expect(shaped.width <= Double(width) + 0.01)
        // No smaller than it takes.
        #expect(shaped.width > min(Double(width) * 0.99, 372))
    }

    @Test("a sentence goes on in the next line before its figures, not in them")
    func sentence() throws {
        let text = Text("to be paid: CNY 125,311,715,538.70 by 2026-06-15", Samples.body)
        let layout = BlockLayout(fonts: fonts, language: .english)
        for width in 100...300 {
            let lines = layout.shape(text, width: Double(width)).lines.map(\.text)
            #expect(lines.contains { $0.contains("CNY 125,311,715,538.70") }, "\(width) pt")
            #expect(lines.contains { $0.contains("2026-06-15") }, "\(width) pt")
        }
    }

    @Test("a long word goes on without a hyphen that is not in it")
    func noHyphen() throws {
        for word in [
            String(repeating: "a", count: 200), "https://example.com/abcdefghijklmnopqrstuvwxyz",
            String(repeating: "Donaudampfschifffahrt", count: 5),
        ] {
            let text = Text(word, Samples.body)
            let layout = BlockLayout(fonts: fonts, language: .english)
            for width in stride(from: 40.0, through: 200, by: 7) {
                let lines = layout.shape(text, width: width).lines
                #expect(lines.map(\.text).joined() == word)
                // A hyphen of the shaper's is a glyph more than the text has characters.
                let hyphen = fonts.shape([.init("-", Samples.body)], language: .english)
                    .lines[0].runs[0].glyphs[0].id
                let own = word.filter { $0 == "-" }.count
                #expect(
                    lines.flatMap(\.runs).flatMap(\.glyphs).count { $0.id == hyphen } == own)
            }
        }
    }

    @Test("a drawing's text keeps within its place, or is left out where it would be too small")
    func drawing() throws {
        func texts(within most: Double) throws -> [ShapedLine] {
            let drawing = Drawing(
                width: 200, height: 20, alt: nil,
                [
                    .text(
                        "125,311,715,538.70", Samples.label, at: Point(100, 10), align: .centre,
                        within: most)
                ])
            let set = try Typesetter(fonts: fonts).set([.drawing(drawing)])
            return set.frames[0].items.compactMap {
                if case .text(let line, _) = $0.mark { line } else { nil }
            }
        }
        #expect(try texts(within: 200).first?.width ?? 0 > 60)
        let smaller = try texts(within: 60)
        #expect(smaller.count == 1 && smaller[0].width <= 60.01)
        #expect(try texts(within: 20).isEmpty)
    }
}
