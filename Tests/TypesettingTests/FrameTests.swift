import Testing

@testable import Typesetting

@Suite("Frames")
struct FrameTests {
    let fonts: FontBook
    init() throws { fonts = try Samples.fonts() }

    @Test("a bilingual invoice with codes, a link, a drawing and four rows")
    func invoice() throws {
        try expectSnapshot(Samples.invoice(rows: 4, fonts: fonts).dump, "invoice.txt")
    }

    @Test("every kind of row, with points below each other and sums on their rules")
    func rowKinds() throws {
        let table = Table(
            columns: [.init(.flexible(), headsRows: true), .init(.natural, align: .decimalPoint)],
            head: ["项目 Item", "单价 Unit price"],
            rows: [
                .init(.group, ["Developer 开发者"]),
                .init(.item, ["tokens_output", "0.000058"]),
                .init(.detail, ["0 – 1M", "1,234.5"]),
                .init(.item, ["images", "graduated"]),
                .init(.item, ["seats", "12"]),
                .init(.subtotal, ["小计 Subtotal", "1,246.50"]),
                .init(.group, ["税 Tax"]),
                .init(.item, ["VAT", "6 %"]),
                .init(.total, ["应付 Total", "1,321.29"]),
                .init(.carried, ["过次页 Carried forward", "1,321.29"]),
            ])
        let document = try Typesetter(fonts: fonts).figure(.table(table), width: 300, padding: 10)
        try expectSnapshot(document.dump, "rowKinds.txt")
    }

    @Test("a table with spans, links and figures is one regular tree")
    func structure() throws {
        let table = Table(
            columns: [.init(.flexible()), .init(.fixed(70)), .init(.fixed(70))],
            head: ["a", "b", "c"],
            rows: [
                .init(.item, [.init("over two", columns: 2), "x"]),
                .init(
                    .item,
                    [
                        .init(spans: [.init("link", Samples.body)], link: "https://example.com"),
                        .init(element: .drawing(Samples.bars)),
                    ]),
                .init(.group, ["group"]),
            ])
        let document = try Typesetter(fonts: fonts).figure(.table(table), width: 300)
        try expectSnapshot(document.outline, "structure.txt")
    }

    @Test("boxes, columns and alignments stand where they are told")
    func boxes() throws {
        let box = Box(
            padding: Insets(all: 8), background: Colour(0xF8FAFC), border: Stroke(.black),
            radius: 4, minimumHeight: 60)
        let element = Element.columns(
            gap: 10, align: .centre,
            [
                .init(.fixed(100), [.box(box, [.text("left", Samples.body)])]),
                .init(
                    .flexible(), spacing: 4,
                    [
                        .text("centre", Samples.body, align: .centre),
                        .text("trailing", Samples.body, align: .trailing),
                        .link("https://example.com", .text("area", Samples.body)),
                    ]),
                .init(.natural, [.text("natural", Samples.mono)]),
            ])
        let document = try Typesetter(fonts: fonts).figure(element, width: 300)
        try expectSnapshot(document.dump, "boxes.txt")
    }
}

extension TypesetDocument {
    /// The structure tree, indented.
    var outline: String {
        var depth: [Int] = []
        return structure.map { node in
            depth.append(node.parent.map { depth[$0] + 1 } ?? 0)
            return String(repeating: "  ", count: depth.last ?? 0) + "\(node.tag)\n"
        }.joined()
    }
}
