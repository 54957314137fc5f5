import Catalog
import Invoicing
import Money
import Rating
import TestSupport
import Testing
import Time

@testable import Documents
@testable import Typesetting

/// Figures as long as the ledger lets them be, on every kind of document: each is printed whole.
@Suite("The longest figures there are")
struct HostileFigureTests {
    let studio: Studio

    init() throws { studio = try Sample.studio() }

    /// Five groups over three days at a price, and one that is small beside them.
    static func invoice(price: String, quantity: String, groups: Int = 5) throws -> Invoice {
        let catalog = Fixture.catalog.replacing(
            "price: {model: package, package_size: \"1000\", package_price: \"1.00\"}",
            with: "price: {model: standard, unit_price: \"\(price)\", per: \"1\"}")
        #expect(catalog != Fixture.catalog)
        let events = (0..<groups).flatMap { group in
            ["01", "02", "31"].map { day in
                Fixture.event(
                    id: "e\(group)-\(day)", "chat", quantity: group == 1 ? "1" : quantity,
                    at: "2026-05-\(day)T01:00:00Z",
                    "{\"model\":\"model-\(group)\",\"region\":\"cn\"}")
            }
        }
        return try Sample.invoice(catalog, events)
    }

    static let worlds: [(price: String, quantity: String)] = [
        ("0.01", "123456789012"), ("0.01", "123456789"), ("10", "999999999.5"),
        ("0.000000300019999999", "1234567.123456"), ("1.23456789", "3911.375"),
        ("0.123456789012", "123456.789012"), ("4.828857980748", "1000000"),
        ("0.000000000000000001", "999999999999.999999"), ("999999.999999999999", "10000"),
        ("330000", "10000"),
    ]

    @Test("no figure is torn, none stands on another", arguments: worlds)
    func anyFigure(price: String, quantity: String) throws {
        let invoice = try Self.invoice(price: price, quantity: quantity)
        for language in DocumentLanguage.allCases {
            let pages = try studio.invoice(
                Sample.input(invoice, orders: []), language: language)
            Self.check(pages, "\(price) × \(quantity) in \(language)")
            let texts = pages.document.frames.flatMap(\.texts)
            for line in invoice.lines {
                for figure in [
                    line.amount.grouped, line.units.grouped,
                    line.precise.exact.grouped(minimumScale: 2),
                ] {
                    #expect(texts.contains(figure), "\(figure) in \(language)")
                }
            }
            let total = "\(invoice.currency.code) \(invoice.total.grouped)"
            // The headline, and the closing sum.
            #expect(texts.count { $0 == total } >= 2, "\(total) in \(language)")
        }
    }

    @Test("every other document of a large amount", arguments: DocumentLanguage.allCases)
    func otherDocuments(language: DocumentLanguage) throws {
        let catalog = Fixture.catalog.replacing(
            "unit_price: \"0.08\", per: \"1000\"",
            with: "unit_price: \"6345678.123456789012\", per: \"1\"")
        #expect(catalog != Fixture.catalog)
        for (kind, pages) in try WorstCaseTests().documents(catalog, language) {
            Self.check(pages, "\(kind) in \(language)", margin: kind == "card" ? 1 : 48)
        }
    }

    /// That no text leaves the page or stands on another, and no line ends or begins in a figure.
    static func check(_ pages: Studio.Pages, _ note: String, margin: Double = 48) {
        for frame in pages.document.frames {
            var lines: [(y: Double, from: Double, to: Double, text: String)] = []
            for case .text(let line, let point) in frame.items.map(\.mark) where line.width > 0 {
                let end = point.x + line.width
                #expect(
                    point.x >= margin - 0.1 && end <= frame.size.width - margin + 0.1,
                    "\(note): “\(line.text)” from \(point.x) to \(end)")
                for other in lines where abs(other.y - point.y) < 1 {
                    #expect(
                        end <= other.from + 0.2 || point.x >= other.to - 0.2,
                        "\(note): “\(line.text)” on “\(other.text)”")
                }
                // 4,828.85798074 / 875: the rest of a torn figure is digits alone after a point or
                // a comma with no three digits.
                #expect(!line.text.hasPrefix(",") && !line.text.hasPrefix("."), "\(note)")
                #expect(
                    line.text.wholeMatch(of: /(CNY|USD|JPY)|.*[0-9],/) == nil
                        || frame.isHead(line), "\(note): “\(line.text)”")
                lines.append((point.y, point.x, end, line.text))
            }
        }
    }

    @Test("a dimension of 3,000 characters goes on on the next page")
    func longDimension() throws {
        let value = String((0..<3_000).map { Array("abcdefghij")[$0 % 10] })
        let invoice = try Sample.invoice(
            Fixture.catalog,
            [
                Fixture.event(
                    id: String(value.prefix(200)), "chat", quantity: "1000",
                    "{\"model\":\"\(value)\",\"region\":\"cn\"}"),
                Fixture.event(id: "b", "chat", "{\"model\":\"m\",\"region\":\"cn\"}"),
            ])
        for language in DocumentLanguage.allCases {
            let pages = try studio.invoice(Sample.input(invoice), language: language)
            Self.check(pages, "\(language)")
            #expect(Sample.words(pages).contains(language == .chinese ? "（续）" : "(continued)"))
            _ = try pages.pdf()
            // Once as an item, once in the conversions, as an event's id, and cut where it goes on.
            let printed = pages.document.frames.flatMap(\.texts)
                .filter { $0.count > 8 && $0.allSatisfy { "abcdefghij".contains($0) } }
            #expect(printed.reduce(0) { $0 + $1.count } <= 2 * 3_000 + 200)
        }
    }

    @Test("names, reasons and addresses without blanks get no hyphen of ours")
    func noHyphen() throws {
        let name = String(repeating: "a", count: 400)
        for (kind, pages) in try WorstCaseTests().documents(WorstCaseTests.catalog(name), .english)
        {
            let hyphen = studio.fonts.shape(
                [.init("-", studio.theme.body)], language: .english
            ).lines[0].runs[0].glyphs[0].id
            for case .text(let line, _) in pages.document.frames.flatMap(\.items).map(\.mark)
            where line.text.allSatisfy({ $0 == "a" }) {
                #expect(
                    line.runs.flatMap(\.glyphs).allSatisfy { $0.id != hyphen },
                    "\(kind): \(line.text)")
            }
        }
    }

    @Test("a section's heading stands above its table; sums have two items", arguments: 3...60)
    func keeping(lines: Int) throws {
        let invoice = try Sample.invoice(
            Fixture.catalog,
            (0..<lines).map { number in
                Fixture.event(
                    id: "e\(number)", "chat", quantity: "\(1_000 + number)",
                    "{\"model\":\"model-\(number)\",\"region\":\"cn\"}")
            })
        let pages = try studio.invoice(Sample.input(invoice), language: .english)
        let frames = pages.document.frames.map(\.texts)
        for (title, head) in [
            ("From price to amount", "Before rounding"),
            ("A sample of the events", "What it reported"),
        ] {
            let page = try #require(frames.first { $0.contains(title) }, "\(title)")
            #expect(page.contains(head), "\(title) with \(lines) lines")
        }
        let last = try #require(frames.first { $0.contains("Total due") })
        #expect(last.contains("Subtotal"))
        #expect(last.count { $0.hasPrefix("model-") } >= 2, "\(lines) lines")
    }
}

extension Frame {
    fileprivate var texts: [String] {
        items.compactMap { if case .text(let line, _) = $0.mark { line.text } else { nil } }
    }

    /// Whether a line is a table's head, which is a currency alone.
    fileprivate func isHead(_ line: ShapedLine) -> Bool {
        ["CNY", "USD", "JPY"].contains(line.text)
    }
}
