import Testing

@testable import Typesetting

@Suite("Tables over pages")
struct TablePagesTests {
    let fonts: FontBook
    init() throws { fonts = try Samples.fonts() }

    @Test(
        "head on every page, each row once, carried is brought, totals never alone",
        arguments: [20_260_601 as UInt64])
    func properties(seed: UInt64) throws {
        var random = SplitMix(seed: seed)
        for rows in Array(0...60) + stride(from: 61, through: 400, by: 17) + [1_000, 3_000] {
            let kinds = Self.kinds(rows, using: &random)
            let lead = Double(random.next() % 700)
            let pages = try pages(kinds, lead: lead)
            let note: Comment = "seed \(seed), \(rows) rows after \(lead) pt"
            check(pages, kinds, note)
        }
    }

    /// Items with steps, groups and subtotals among them, and three totals at the end.
    private static func kinds(_ count: Int, using random: inout SplitMix) -> [Table.Row.Kind] {
        var kinds: [Table.Row.Kind] = []
        while kinds.count < count {
            switch random.next() % 10 {
            case 0: kinds += [.group, .item, .item]
            case 1:
                let steps = Int(random.next() % 9) + 1
                kinds += [.item] + Array(repeating: .detail, count: steps)
                if random.next() % 2 == 0 { kinds.append(.note) }
            case 2: kinds += [.item, .subtotal]
            default: kinds.append(.item)
            }
        }
        return Array(kinds.prefix(count)) + [.total, .total, .total]
    }

    private func pages(
        _ kinds: [Table.Row.Kind], lead: Double, closing: [Element] = []
    ) throws -> [[String]] {
        let table = Table(
            columns: [.init(.flexible()), .init(.fixed(100), align: .decimalPoint)],
            head: ["head", "CNY"],
            rows: kinds.enumerated().map { .init($1, [.init("row \($0) \($1)"), "1.25"]) },
            carriedForward: { .init(.carried, [.init("carried \($0)"), "9.99"]) },
            broughtForward: { .init(.carried, [.init("brought \($0)"), "9.99"]) },
            closing: closing)
        let document = try Typesetter(fonts: fonts).set(
            [.text("lead", Samples.body), .spacer(lead), .table(table)])
        for text in document.frames.flatMap(\.texts) { #expect(text.at.y < 841.89 - 56) }
        return document.frames.map { frame in
            frame.texts.map(\.text).filter { !["1.25", "9.99", "lead"].contains($0) }
        }.filter { !$0.isEmpty }
    }

    private func check(_ pages: [[String]], _ kinds: [Table.Row.Kind], _ note: Comment) {
        let rows = pages.flatMap { $0 }.filter { $0.hasPrefix("row ") }
        #expect(rows == kinds.enumerated().map { "row \($0) \($1)" }, note)
        for (index, page) in pages.enumerated() {
            #expect(page[0] == "head", note)
            #expect(page[1] == "CNY", note)
            let printed = page.last { $0.hasPrefix("row ") }.flatMap {
                Int($0.split(separator: " ")[1])
            }
            let isLast = index == pages.count - 1
            #expect(isLast != (page.last == "carried \((printed ?? -1) + 1)"), note)
            if !isLast {
                #expect(pages[index + 1][2] == "brought \((printed ?? -1) + 1)", note)
            }
            let own = page.filter { $0.hasPrefix("row ") }
            #expect(own.last?.hasSuffix("group") != true, note)
            if own.first?.hasSuffix("subtotal") == true { #expect(own.count == kinds.count, note) }
            if !isLast, let printed { checkBreak(kinds, at: printed + 1, note) }
        }
        let last = pages.last?.filter { $0.hasPrefix("row ") } ?? []
        #expect(last.count >= min(5, kinds.count), note)
    }

    /// Between the steps of an item at least two stand on either side, and a note never alone.
    private func checkBreak(_ kinds: [Table.Row.Kind], at index: Int, _ note: Comment) {
        #expect(kinds[index] != .note, note)
        guard kinds[index] == .detail else { return }
        #expect(kinds[..<index].suffix(2) == [.detail, .detail], note)
        #expect(kinds[index...].prefix(2) == [.detail, .detail], note)
    }

    @Test("what closes a table stands below its last rows, never on a page of its own")
    func closing() throws {
        let closing: [Element] = [.spacer(16), .together([.text("closing", Samples.body)])]
        for rows in 1...130 {
            let kinds = Array(repeating: Table.Row.Kind.item, count: rows) + [.subtotal, .total]
            let pages = try pages(kinds, lead: 300, closing: closing)
            #expect(pages.joined().count { $0 == "closing" } == 1)
            #expect(pages.last?.last == "closing", "\(rows) rows")
            // The two sums, and the row they keep with.
            let own = pages.last?.filter { $0.hasPrefix("row ") } ?? []
            #expect(own.count >= min(3, kinds.count), "\(rows) rows")
        }
    }

    @Test("a page holds 50 rows at 13 pt")
    func pitch() throws {
        let style = TableStyle(rowHeight: 13, headRule: nil)
        let table = Table(
            columns: [.init(.flexible())],
            rows: (0..<50).map { .init(.item, [.init("row \($0)")]) }, style: style)
        #expect(try Typesetter(fonts: fonts).set([.table(table)]).frames.count == 1)
    }

    @Test("a row taller than a page is refused by number and height")
    func tooTall() throws {
        let table = Table(
            columns: [.init(.flexible())],
            rows: [
                .init(.item, ["fits"]),
                .init(.item, [.init(element: .spacer(900))]),
            ])
        #expect(
            throws: TypesettingError.tooTall(
                what: "row 2 of a table", height: 904, available: 737.89)
        ) { try Typesetter(fonts: fonts).set([.table(table)]) }
    }

    @Test("columns that need more than the page has are refused")
    func tooWide() throws {
        let table = Table(columns: [.init(.fixed(300)), .init(.fixed(300))], rows: [])
        #expect(throws: TypesettingError.self) {
            try Typesetter(fonts: fonts).set([.table(table)])
        }
    }
}

/// SplitMix64 (Steele, Lea, Flood 2014): a small generator whose seed can be printed and repeated.
struct SplitMix {
    var state: UInt64
    init(seed: UInt64) { state = seed }
    mutating func next() -> UInt64 {
        state &+= 0x9e37_79b9_7f4a_7c15
        var z = state
        z = (z ^ (z >> 30)) &* 0xbf58_476d_1ce4_e5b9
        z = (z ^ (z >> 27)) &* 0x94d0_49bb_1331_11eb
        return z ^ (z >> 31)
    }
}
