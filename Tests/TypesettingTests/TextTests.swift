import Testing

@testable import Typesetting

@Suite("Text")
struct TextTests {
    let fonts: FontBook
    init() throws { fonts = try Samples.fonts() }

    @Test("cells in Latin, Han, kana and Thai share one baseline, and rows keep their pitch")
    func oneBaseline() throws {
        let texts = ["Item 12", "单价说明", "ひらがな", "ราคาต่อหน่วย", "漢字 and ไทย"]
        let rows = (0..<5).map { shift in
            Table.Row(.item, texts.indices.map { .init(texts[($0 + shift) % texts.count]) })
        }
        let table = Table(
            columns: texts.map { _ in .init(.fixed(90)) }, rows: rows,
            style: TableStyle(gap: 4))
        let document = try Typesetter(fonts: fonts).figure(.table(table), width: 466)
        let baselines = document.frames[0].texts.map(\.at.y)
        for (row, y) in baselines.enumerated() {
            #expect(abs(y - (8 + 0.357 * 9 + 16 * Double(row / texts.count))) < 0.001)
        }
    }

    @Test("styles of different sizes in a row share the baseline too")
    func mixedSizes() throws {
        let cells: [Table.Cell] = [
            "plain", .init(spans: [.init("large", Samples.title), .init(" small", Samples.label)]),
            .init(spans: [.init("id", Samples.mono)]),
        ]
        let table = Table(
            columns: cells.map { _ in .init(.fixed(120)) }, rows: [.init(.item, cells)])
        let document = try Typesetter(fonts: fonts).figure(.table(table), width: 400)
        #expect(Set(document.frames[0].texts.map(\.at.y)).count == 1)
    }

    @Test(
        "text from the right keeps its bytes beside its glyphs",
        arguments: ["شركة المصباح (Demo) Ltd", "abc שלום 12,400.00 עולם", "שָׁלוֹם"])
    func fromTheRight(text: String) throws {
        let table = Table(columns: [.init(.fixed(300))], rows: [.init(.item, [.init(text)])])
        let document = try Typesetter(fonts: fonts).figure(.table(table), width: 400)
        let runs = document.frames[0].items.flatMap { item -> [GlyphRun] in
            if case .text(let line, _) = item.mark { line.runs } else { [] }
        }
        #expect(!runs.isEmpty)
        for run in runs {
            let bytes = run.clusters.reduce(0) { $0 + Int($1.bytes) }
            #expect(bytes == run.text.utf8.count)
            #expect(run.clusters.reduce(0) { $0 + Int($1.glyphs) } == run.glyphs.count)
        }
    }

    @Test("a character no font has is reported with its field, every time it is set")
    func missing() throws {
        let typesetter = Typesetter(fonts: fonts)
        for _ in 0..<2 {
            let document = try typesetter.set([
                .text("Ann 😀 한", Samples.body, field: "customer.name"),
                .text("云杉 Łódź ราคา 直 ✓ → ฿ ￥ −", Samples.body),
            ])
            #expect(document.missingGlyphs.map(\.codePoint) == ["U+1F600", "U+D55C"])
            #expect(
                document.missingGlyphs[0].description
                    == "U+1F600 in customer.name “Ann [U+1F600] 한”")
        }
    }

    @Test(
        "what cannot be drawn is printed as its code point, neighbours together, and never as a box",
        arguments: [
            ("Ann 😀", "Ann [U+1F600]", ["U+1F600"]),
            ("한글 Ltd", "[U+D55C U+AE00] Ltd", ["U+D55C", "U+AE00"]),
            // Turned around, 1.00 would be printed as 00.1; a bell would ring.
            ("gpt\u{202E}1.00\u{7}", "gpt[U+202E]1.00[U+0007]", ["U+202E", "U+0007"]),
            ("a\u{E000}\u{85}b", "a[U+E000][U+0085]b", ["U+0085", "U+E000"]),
            ("云杉 ✓", "云杉 ✓", []),
        ])
    func unprintable(text: String, printed: String, points: [String]) throws {
        let document = try Typesetter(fonts: fonts).set([.text(text, Samples.body)])
        let lines = document.frames[0].items.compactMap { item -> ShapedLine? in
            if case .text(let line, _) = item.mark { line } else { nil }
        }
        #expect(lines.map(\.text) == [printed])
        #expect(document.missingGlyphs.map(\.codePoint) == points)
        // Glyph 0 is a face's box.
        #expect(lines.allSatisfy { $0.runs.allSatisfy { $0.glyphs.allSatisfy { $0.id != 0 } } })
    }

    @Test("Chinese breaks between characters, and never before closing punctuation")
    func chineseLines() throws {
        let text = "本账单不是发票；如需发票，请在付款后联系收款方开具。本账单不是发票；如需发票，请联系。"
        let shaped = fonts.shape([.init(text, Samples.body)], language: .chinese, width: 90)
        #expect(shaped.lines.count > 4)
        #expect(shaped.lines.map(\.text).joined() == text)
        for line in shaped.lines {
            #expect(line.width <= 90)
            #expect(!"；，。".contains(line.text.first ?? "。"))
        }
    }

    @Test("the language chooses the glyph: 直 is drawn differently in Japanese")
    func regionalGlyphs() {
        let chinese = fonts.shape([.init("直", Samples.body)], language: .chinese)
        let japanese = fonts.shape([.init("直", Samples.body)], language: .japanese)
        #expect(chinese.lines[0].runs[0].glyphs != japanese.lines[0].runs[0].glyphs)
    }

    @Test(
        "a number set digit by digit is as wide as the shaper makes it",
        arguments: [
            "7,650.00", "−12.00", "1/2", "2025-06-11", "0.000058", "100 %",
        ])
    func numerals(text: String) {
        for style in [Samples.body, Samples.title, Samples.mono] {
            let quick = fonts.shape([.init(text, style)], language: .english).lines[0]
            let shaped = fonts.shaper.shape(
                [.init(text, style)], language: .english, width: nil
            ).lines[0]
            #expect(quick.text == shaped.text)
            // The shaper kerns: less than a tenth of an em over the whole number.
            #expect(abs(quick.width - shaped.width) < style.size / 10)
            let ids = shaped.runs.flatMap(\.glyphs).map(\.id)
            #expect(quick.runs.flatMap(\.glyphs).map(\.id) == ids)
        }
    }

    @Test("all figures are equally wide, in every face for text")
    func tabularFigures() {
        for style in [Samples.body, Samples.title, Samples.mono] {
            let widths = (0...9).map {
                fonts.shape([.init("\($0)", style)], language: .english).width
            }
            #expect(Set(widths).count == 1)
        }
    }

    @Test("decimal points of a column stand below each other")
    func decimalPoints() throws {
        let values = ["1,234.5", "0.000058", "−12.00", "7"]
        let table = Table(
            columns: [.init(.natural, align: .decimalPoint)],
            rows: values.map { .init(.item, [.init($0)]) })
        let document = try Typesetter(fonts: fonts).figure(.table(table), width: 200)
        let points = document.frames[0].items.compactMap { item -> Double? in
            guard case .text(let line, let point) = item.mark else { return nil }
            return point.x + line.width - (line.fractionWidth ?? 0)
        }
        #expect(points.allSatisfy { abs($0 - points[0]) < 0.001 })
    }
}
