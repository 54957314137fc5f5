import Foundation
import Testing

@testable import Typesetting

/// Small documents the tests share.
enum Samples {
    static let fontDirectory = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
        .appendingPathComponent("../../fonts").standardizedFileURL.path

    static func fonts() throws -> FontBook { try FontBook(directory: fontDirectory) }

    static let body = TextStyle()
    static let label = TextStyle(size: 8, lineHeight: 11, colour: Colour(0x475569))
    static let title = TextStyle(size: 22, lineHeight: 28, weight: .bold)
    static let mono = TextStyle(size: 8, lineHeight: 11, family: .mono)

    static let metadata = PDFMetadata(
        title: "账单 INV-2025-0611-0019", author: "Yunshan Cloud", subject: "May 2025",
        created: "2025-06-11T09:00:00+08:00", outline: true)

    static let wechat = "weixin://wxpay/bizpayurl?pr=AbC123xyz"
    static let alipay = "https://qr.alipay.com/bax01234567890abcdef"

    /// A bilingual invoice: headings, two codes, a link, a drawing, a table of `rows` items.
    static func invoice(rows: Int, fonts: FontBook) throws -> TypesetDocument {
        let head = Element.columns(
            gap: 24, align: .firstBaseline,
            [
                .init(.flexible(), [.text("Yunshan Cloud 云杉", body)]),
                .init(
                    .flexible(),
                    [
                        .text("账单 Invoice", title, align: .trailing, as: .heading(1)),
                        .text("INV-2025-0611-0019", mono, align: .trailing),
                    ]),
            ])
        let codes = Element.columns(
            gap: 12,
            [
                .init(.fixed(120), [.code(wechat, alt: "WeChat Pay code for CNY 7,650.00")]),
                .init(.fixed(120), [.code(alipay, alt: "Alipay code for CNY 7,650.00")]),
                .init(.flexible(), [.drawing(bars)]),
            ])
        let footer = { @Sendable (page: PageNumber) -> [Element] in
            [.text("INV-2025-0611-0019 · \(page.number) / \(page.count)", Samples.label)]
        }
        return try Typesetter(fonts: fonts, language: .chinese).set(
            [
                head, .rule(Stroke(Colour(0xE2E8F0))), codes,
                .text("Pay online", label, in: .english, link: "https://pay.example.com/o/1?a='b'"),
                .text("明细 Lines", body.with(weight: .bold), as: .heading(2)),
                .table(lines(rows)),
            ], spacing: 12, on: PageTemplate(footer: footer))
    }

    static let bars = Drawing(
        width: 60, height: 12, alt: "usage by day, highest on the third",
        [
            .rect(Rect(x: 0, y: 6, width: 4, height: 6), fill: Colour(0x0072B2)),
            .rect(Rect(x: 6, y: 4, width: 4, height: 8), fill: Colour(0x0072B2)),
            .rect(Rect(x: 12, y: 0, width: 4, height: 12), fill: Colour(0x0072B2)),
            .line([Point(0, 12), Point(60, 12)], Stroke(Colour(0x475569))),
            .text("31", label, at: Point(60, 10), align: .trailing),
        ])

    /// `rows` items of CNY 1.25 each with a total.
    static func lines(_ rows: Int) -> Table {
        var body = (0..<rows).map { row in
            Table.Row(.item, [.init("tokens_output 输出词元 \(row)"), .init("\(row),000"), "1.25"])
        }
        body.append(.init(.total, ["", "应付 Total", .init("\(rows).25")]))
        return Table(
            columns: [
                .init(.flexible(), headsRows: true), .init(.fixed(80), align: .trailing),
                .init(.fixed(80), align: .decimalPoint),
            ],
            head: ["项目 Item", "数量 Qty", "金额 CNY"], rows: body)
    }
}

extension Frame {
    /// The page's texts with the points their baselines start at.
    var texts: [(text: String, at: Point)] {
        items.compactMap { item in
            if case .text(let line, let point) = item.mark { (line.text, point) } else { nil }
        }
    }
}
