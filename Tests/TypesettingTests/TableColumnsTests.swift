import Testing

@testable import Typesetting

/// Columns of figures of every length: none is torn, none leaves the page, none stands on another.
@Suite("A table's columns")
struct TableColumnsTests {
    let fonts: FontBook
    init() throws { fonts = try Samples.fonts() }

    @Test(
        "no table of figures is refused, torn or set over another",
        arguments: [20_261_122 as UInt64])
    func properties(seed: UInt64) throws {
        var random = SplitMix(seed: seed)
        for round in 0..<400 {
            let columns = Int(random.next() % 7) + 1
            let table = Self.table(columns: columns, using: &random)
            let note: Comment = "seed \(seed), table \(round)"
            let document = try Typesetter(fonts: fonts).set([.table(table)])
            let texts = document.frames.flatMap(\.texts).map(\.text)
            let wanted = table.rows.flatMap(\.cells).compactMap { cell -> String? in
                if case .string(let string) = cell.content, Figures.hasDigit(string) {
                    string
                } else {
                    nil
                }
            }
            for figure in wanted { #expect(texts.contains(figure), note) }
            for frame in document.frames { check(frame, note) }
        }
    }

    /// Text columns first, then figures with up to 16 digits and 18 decimals, in widths of all kinds.
    private static func table(columns: Int, using random: inout SplitMix) -> Table {
        func below(_ limit: Int) -> Int { Int(random.next() % UInt64(limit)) }
        // As many digits as one column of this table may have.
        let digits = below(16) + 1
        let decimals = below(19)
        func figure() -> String {
            var text = ""
            let count = below(digits) + 1
            for place in 0..<count {
                if place > 0, (count - place) % 3 == 0 { text += "," }
                text += "\(place == 0 ? below(9) + 1 : below(10))"
            }
            if decimals > 0, below(4) > 0 {
                text += "."
                for _ in 0..<(below(decimals) + 1) { text += "\(below(10))" }
            }
            return ["", "", "−", "= ", "CNY "][below(5)] + text
        }
        let widths: [Width] = [
            .fixed(62), .fixed(84), .natural, .atLeast(58), .flexible(), .natural,
        ]
        let numeric = (0..<columns).map { _ in
            Table.Column(
                widths[below(widths.count)], align: below(2) == 0 ? .trailing : .decimalPoint)
        }
        let name = ["Item", "tokens_output 输出词元", "a word and another and one more"][below(3)]
        var rows = (0..<(below(12) + 1)).map { _ in
            Table.Row(
                below(5) == 0 ? .detail : .item,
                [.init(name)] + numeric.map { _ in Table.Cell(figure()) })
        }
        if columns > 1 {
            rows.append(
                .init(
                    .total,
                    [
                        .init("Total", columns: columns - 1, align: .trailing),
                        .init(figure(), columns: 2, align: .trailing),
                    ]))
        }
        return Table(
            columns: [.init(.flexible(), headsRows: true)] + numeric,
            head: ["项目 Item"] + numeric.indices.map { Table.Cell("单价 Unit price \($0)") },
            rows: rows)
    }

    private func check(_ frame: Frame, _ note: Comment) {
        var lines: [(y: Double, from: Double, to: Double, text: String)] = []
        for case .text(let line, let point) in frame.items.map(\.mark) {
            let end = point.x + line.width
            #expect(point.x >= 47.9 && end <= 595.28 - 47.9, "\(note) “\(line.text)”")
            for run in line.runs { #expect(run.size >= 5, "\(note) “\(line.text)”") }
            for other in lines where abs(other.y - point.y) < 1 {
                #expect(
                    end <= other.from + 0.2 || point.x >= other.to - 0.2,
                    "\(note) “\(line.text)” on “\(other.text)”")
            }
            lines.append((point.y, point.x, end, line.text))
        }
    }

    private func layout(_ table: Table) throws -> TableLayout {
        try TableLayout(
            table, BlockLayout(fonts: fonts, language: .english), width: 499.28)
    }

    private func table(_ columns: [Table.Column], _ cells: [Table.Cell]) -> Table {
        Table(columns: columns, rows: [.init(.item, cells)])
    }

    @Test("a figure wider than its fixed column takes the width from the text")
    func takesFromText() throws {
        let columns: [Table.Column] = [.init(.flexible()), .init(.fixed(62), align: .trailing)]
        let usual = try layout(table(columns, ["Item", "0.20"]))
        #expect(usual.columns.map(\.width) == [499.28 - 12 - 62, 62])
        let wide = try layout(table(columns, ["Item", "25,062,343,107,000.70"]))
        #expect(wide.scale == 1)
        #expect(wide.columns[1].width > 90)
        #expect(abs(wide.columns[0].width + wide.columns[1].width - 499.28 + 12) < 0.01)
    }

    @Test("where the text has no more to give the table is set smaller, one size for all of it")
    func setSmaller() throws {
        let figure = Table.Cell("12,345,678,901.123456")
        let columns =
            [Table.Column(.flexible())]
            + Array(repeating: Table.Column(.fixed(40), align: .trailing), count: 4)
        let table = table(
            columns, ["tokens_output 输出词元 of a model"] + Array(repeating: figure, count: 4))
        let layout = try layout(table)
        #expect(layout.scale < 1 && layout.scale >= 0.75)
        let frame = try Typesetter(fonts: fonts).set([.table(table)]).frames[0]
        let sizes = frame.items.compactMap { item -> Double? in
            if case .text(let line, _) = item.mark { line.runs[0].size } else { nil }
        }
        #expect(Set(sizes).count == 1)
        #expect(Set(frame.texts.filter { $0.text.hasPrefix("12,") }.map(\.at.y)).count == 1)
    }

    @Test("what is too wide even then stands below its row, after the name of its column")
    func below() throws {
        let long = "999,999,999,999.123456789012345678"
        let table = Table(
            columns: [.init(.flexible())]
                + Array(repeating: Table.Column(.fixed(60), align: .trailing), count: 5),
            head: ["Item", "A", "B", "C", "D", "E"],
            rows: [
                .init(
                    .item, ["first", "1.00", .init(long), .init(long), .init(long), .init(long)]),
                .init(.item, ["second", "2.00", "3.00", "4.00", "5.00", "6.00"]),
            ])
        let texts = try Typesetter(fonts: fonts).set([.table(table)]).frames[0].texts
        let row = texts.first { $0.text == "first" }!.at.y
        let below = texts.filter { $0.text == long }
        #expect(below.count == 4)
        #expect(Set(below.map(\.at.y)).count == 4 && below.allSatisfy { $0.at.y > row + 8 })
        #expect(texts.first { $0.text == "second" }!.at.y > below.map(\.at.y).max()! + 8)
        for (figure, name) in zip(below, ["B", "C", "D", "E"]) {
            #expect(texts.contains { $0.text == name && $0.at.y == figure.at.y })
        }
        // The figures of the other row are in their columns, in line with the short one.
        let others = texts.filter { ["2.00", "3.00", "4.00", "5.00", "6.00"].contains($0.text) }
        #expect(Set(others.map(\.at.y)).count == 1)
    }

    @Test("a text keeps a width that words have, however much the figures ask for")
    func leastText() throws {
        let table = Table(
            columns: [
                .init(.flexible(), headsRows: true), .init(.natural, align: .decimalPoint),
                .init(.natural, align: .decimalPoint),
            ],
            head: ["Item", "USD", "Before rounding"],
            rows: [
                .init(
                    .item,
                    [
                        "model-with-a-name of some words", "1.111184485134103658629632",
                        "= 7.51919950973811652240463100656641234567",
                    ])
            ])
        #expect(try layout(table).columns[0].width >= 0.75 * TableColumns.leastText - 0.01)
        let texts = try Typesetter(fonts: fonts).set([.table(table)]).frames[0].texts.map(\.text)
        #expect(texts.contains("Item"))
    }
}
