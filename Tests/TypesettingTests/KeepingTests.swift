import Testing

@testable import Typesetting

/// What stays together over a page break.
@Suite("Keeping together")
struct KeepingTests {
    let fonts: FontBook
    init() throws { fonts = try Samples.fonts() }

    private func pages(_ body: [Element]) throws -> [[String]] {
        try Typesetter(fonts: fonts).set(body).frames.map { $0.texts.map(\.text) }
    }

    /// Items with steps and notes, then closing sums as an invoice has them.
    private static func invoiceRows(_ items: Int, using random: inout SplitMix) -> [Table.Row] {
        var rows: [Table.Row] = []
        for item in 0..<items {
            rows.append(.init(.item, [.init("item \(item)"), "1.25"]))
            let steps = random.next() % 3 == 0 ? Int(random.next() % 4) : 0
            rows += (0..<steps).map { .init(.detail, [.init("step \($0)"), ""]) }
            if random.next() % 2 == 0 { rows.append(.init(.note, [.init("note \(item)")])) }
        }
        return rows + [
            .init(.subtotal, ["subtotal", "9.99"]), .init(.addition, ["tax", "9.99"]),
            .init(.total, ["total", "9.99"]),
        ]
    }

    @Test("the closing sums pull two items with them", arguments: [20_261_122 as UInt64])
    func sums(seed: UInt64) throws {
        var random = SplitMix(seed: seed)
        for items in 2...120 {
            let table = Table(
                columns: [.init(.flexible()), .init(.fixed(80), align: .trailing)],
                head: ["head", "CNY"], rows: Self.invoiceRows(items, using: &random),
                carriedForward: { _ in .init(.carried, ["carried", "9.99"]) },
                broughtForward: { _ in .init(.carried, ["brought", "9.99"]) })
            let lead = Double(random.next() % 700)
            let pages = try pages([.text("lead", Samples.body), .spacer(lead), .table(table)])
            let note: Comment = "seed \(seed), \(items) items after \(lead) pt"
            let last = pages.last ?? []
            for sum in ["subtotal", "tax", "total"] { #expect(last.contains(sum), note) }
            #expect(last.count { $0.hasPrefix("item ") } >= 2, note)
            #expect(pages.joined().count { $0.hasPrefix("item ") } == items, note)
        }
    }

    @Test("a table without sums ends with three rows at least", arguments: 1...150)
    func end(rows: Int) throws {
        let table = Table(
            columns: [.init(.flexible())], head: ["head"],
            rows: (0..<rows).map { .init(.item, [.init("row \($0)")]) })
        let pages = try pages([
            .spacer(1), .text("lead", Samples.body), .spacer(400), .table(table),
        ])
        #expect((pages.last ?? []).count { $0.hasPrefix("row ") } >= min(3, rows))
    }

    @Test("a row told to keeps with the one above it", arguments: 2...120)
    func keeps(rows: Int) throws {
        let table = Table(
            columns: [.init(.flexible())],
            rows: (0..<rows).map {
                .init(.item, [.init("row \($0)")], keepsWithPrevious: $0 % 2 == 1)
            })
        for page in try pages([.table(table)]) { #expect(page[0] != "lead" && page[0].isEven) }
    }

    @Test(
        "a heading stands above its table's head and two rows, wherever the page ends",
        arguments: [20_261_122 as UInt64])
    func heading(seed: UInt64) throws {
        var random = SplitMix(seed: seed)
        for lead in stride(from: 300.0, through: 730, by: 3) {
            let rows = Self.invoiceRows(Int(random.next() % 50) + 2, using: &random)
            let chart = Element.together(
                [.text("chart", Samples.body), .spacer(Double(random.next() % 200))],
                keepsWithNext: true)
            let body: [Element] = [
                .text("lead", Samples.body), .spacer(lead),
                .text("heading", Samples.title, as: .heading(2)),
            ]
            let table = Table(
                columns: [.init(.flexible()), .init(.fixed(80), align: .trailing)],
                head: ["head", "CNY"], rows: rows,
                carriedForward: { _ in .init(.carried, ["carried", "9.99"]) })
            for middle in [[], [.spacer(4)], [chart, .spacer(6)]] as [[Element]] {
                let pages = try pages(body + middle + [.table(table)])
                let note: Comment = "seed \(seed), \(lead) pt, \(rows.count) rows"
                let page = pages.first { $0.contains("heading") }!
                #expect(page.contains("head"), note)
                if middle.count == 2 { #expect(page.contains("chart"), note) }
                let after = page.drop { $0 != "CNY" }.dropFirst()
                let words = ["item ", "step ", "note ", "subtotal"]
                #expect(
                    after.count { text in words.contains { text.hasPrefix($0) } } >= 2, note)
            }
        }
    }

    @Test("what no page holds together is still set")
    func tooMuch() throws {
        let chart = Element.together(
            [.text("chart", Samples.body), .spacer(690)], keepsWithNext: true)
        let table = Table(
            columns: [.init(.flexible())], rows: (0..<9).map { .init(.item, [.init("row \($0)")]) })
        let pages = try pages([
            .text("lead", Samples.body), .text("heading", Samples.title, as: .heading(2)), chart,
            .table(table),
        ])
        #expect(pages.count == 3)
        #expect(pages.joined().count { $0.hasPrefix("row ") } == 9)
    }

    @Test(
        "a row taller than half a page goes on in the next, and says so",
        arguments: [20_261_122 as UInt64])
    func tallRow(seed: UInt64) throws {
        var random = SplitMix(seed: seed)
        for lines in stride(from: 1, through: 400, by: 13) {
            let text = (0..<lines).map { "line \($0)" }.joined(separator: "\n")
            let before = Int(random.next() % 60)
            let table = Table(
                columns: [
                    .init(.fixed(60)), .init(.flexible()), .init(.fixed(60), align: .trailing),
                ],
                head: ["#", "what", "CNY"],
                rows: (0..<before).map { .init(.item, [.init("row \($0)")]) }
                    + [.init(.item, ["#1", .init(text), "1.25"])]
                    + (0..<3).map { .init(.item, [.init("end \($0)")]) },
                carriedForward: { .init(.carried, [.init("carried \($0)")]) },
                broughtForward: { .init(.carried, [.init("brought \($0)")]) })
            var template = PageTemplate()
            template.continued = [.init("(continued)", Samples.label)]
            let document = try Typesetter(fonts: fonts).set([.table(table)], on: template)
            let pages = document.frames.map { $0.texts.map(\.text) }
            let note: Comment = "seed \(seed), \(lines) lines after \(before) rows"
            let own = pages.joined().filter { $0.hasPrefix("line ") }
            #expect(own == (0..<lines).map { "line \($0)" }, note)
            #expect(pages.joined().count { $0 == "1.25" } == 1, note)
            for text in document.frames.flatMap(\.texts) { #expect(text.at.y < 841.89 - 56) }
            let parts = pages.filter { $0.contains { $0.hasPrefix("line ") } }
            for (place, page) in parts.enumerated() {
                #expect(page.contains("(continued)") == (place > 0), note)
                if place > 0 { #expect(page.contains("brought \(before + 1)"), note) }
                if parts.count > 1 {
                    #expect(page.count { $0.hasPrefix("line ") } >= (place == 0 ? 3 : 1), note)
                }
            }
            // 737.89 pt less 18 of the head, at 13 to the line.
            if lines < 20 { #expect(parts.count == 1, note) }
        }
    }

    @Test("a split row is a row on each page, each as long as the head")
    func tallRowStructure() throws {
        let text = (0..<150).map { "line \($0)" }.joined(separator: "\n")
        let table = Table(
            columns: [.init(.fixed(60)), .init(.flexible())], head: ["#", "what"],
            rows: [.init(.item, ["#1", .init(text)]), .init(.item, ["#2", "end"])])
        let document = try Typesetter(fonts: fonts).set([.table(table)])
        let rows = document.structure.indices.filter { document.structure[$0].tag == .row }
        #expect(rows.count == 1 + 3 + 1)
        for row in rows {
            #expect(document.structure.count { $0.parent == row } == 2)
        }
        // What says that the row goes on, and the repeated head, are of the paper.
        let dots = document.frames.flatMap(\.items).filter {
            if case .text(let line, _) = $0.mark { line.text == "…" } else { false }
        }
        #expect(dots.count == 2 && dots.allSatisfy { $0.node == nil })
    }
}

extension String {
    fileprivate var isEven: Bool {
        Int(split(separator: " ").last ?? "").map { $0 % 2 == 0 } ?? false
    }
}
