import Catalog
import FX
import Invoicing
import Money
import Store
import TestSupport
import Testing
import Time
import Typesetting

@testable import Checkout
@testable import Documents
@testable import Ledger
@testable import Settlement

/// Names as they come, in every field a catalog has, on every kind of document in every language.
@Suite("The worst that data can be")
struct WorstCaseTests {
    /// A name, and the characters of it that the fonts do not have.
    static let names: [(name: String, missing: String)] = [
        (String(repeating: "W", count: 60), ""),
        (String(repeating: "Donaudampfschifffahrt ", count: 9), ""),
        (String(repeating: "极", count: 200), ""),
        ("บริษัท ตัวอย่างโคมไฟปัญญาประดิษฐ์ จำกัด (มหาชน)", ""),
        ("株式会社さざんか堂・渡邊喆堃", ""),
        ("𠮷野㐂 😀", "𠮷㐂😀"),
        ("שלום עולם בע״מ", "שלוםעבמ״"),
        ("<script>alert('1')</script> & \"Söhne\" {amount}", ""),
    ]

    let studio: Studio

    init() throws { studio = try Sample.studio() }

    /// The sample catalog with that name for everybody and everything.
    static func catalog(_ name: String) -> String {
        let quoted = "'" + name.replacing("'", with: "''") + "'"
        return Fixture.catalog.replacing(
            /(?<head>name|product|address|unit): \{en: .*?, zh-Hans: .*?\}/
        ) { "\($0.head): {en: \(quoted), zh-Hans: \(quoted)}" }
    }

    /// The same for a merchant that is paid in yen.
    static func inYen(_ catalog: String) -> String {
        catalog.replacing(/currency: USD(?<bank>\s+bank:)/) { "currency: JPY\($0.bank)" }
            .replacing(/wire_fee: "[0-9.]+"/) { _ in "wire_fee: \"2000\"" }
            .replacing(/minimum_payout: "[0-9.]+"/) { _ in "minimum_payout: \"1000\"" }
    }

    /// Every kind of document, all made from the same small month.
    func documents(
        _ catalog: String, _ language: DocumentLanguage
    ) throws -> [(kind: String, pages: Studio.Pages)] {
        let invoice = try Sample.invoice(catalog)
        let now = try Instant("2026-07-01T10:00:00+08:00")
        let due = try Sample.input(invoice)
        let late = try Sample.input(invoice, at: now)
        let void = InvoiceInput(
            .usage(invoice), digest: invoice.digest, orders: [], account: late.account,
            history: InvoiceHistory(events: [
                .init(
                    .void, at: now, invoice.total, reference: "",
                    reason: "it was \(invoice.buyer.name.english)", left: .zero(.cny))
            ]), asOf: now)
        let note = try CreditNote(
            invoice, number: "CN-2026-0605-0001", lowering: [(line: 2, value: Exact("100"))],
            taken: [:], taxed: .zero(.cny), refundTo: .channel,
            reason: invoice.buyer.name.english, issuedAt: now, closedThrough: Month("2026-05"))
        let payment = Payment(
            id: 1, invoice: 1, invoiceNumber: invoice.number.text, merchant: "mer_1",
            customer: "cus_1", channel: .alipay, outTradeNo: "INV202606010019M1Z1",
            transactionID: "2026060122001458860515315453", amount: invoice.total,
            channelFee: .zero(.cny), paidAt: Sample.issued)
        let ledger = try TestLedger()
        try ledger.apply(catalog)
        let merchant = try ledger.read {
            try MerchantCatalog($0, "mer_1", at: Sample.issued).merchant
        }
        func batch(of merchant: Merchant, _ lock: FXLock) throws -> SettlementBatch {
            try Settler.settle(
                merchant, month: Month("2026-06"), movements: [Movement(payment)], lock: lock,
                calendars: [.cny, lock.rate.base].compactMap { BankCalendar($0) }, at: now)
        }
        let dollars = try batch(
            of: merchant,
            FXLock.sample(.settlement, of: "2026-06-30", wanted: "2026-06-30", at: now))
        // A currency without decimals, and twenty of it to a yuan.
        let other = try TestLedger()
        try other.apply(Self.inYen(catalog))
        let yen = try batch(
            of: other.read { try MerchantCatalog($0, "mer_1", at: Sample.issued).merchant },
            FXLock.sample(
                .settlement, .jpy, "0.0476", of: "2026-06-30", wanted: "2026-06-30",
                at: now))
        #expect(yen.currency == .jpy && yen.state == .scheduled)
        var draft = due
        draft.edition = .draft
        var sides = Sides()
        sides.ledger = [
            Sides.Booked(
                kind: .payment, channel: .wechatPay, merchant: "mer_1", account: "1230000109",
                outTradeNo: "INV202606010019M1W1",
                transactionID: "4200000000202606010000000001", at: Sample.issued,
                amount: invoice.total, fee: .zero(.cny))
        ]
        let june = try Month("2026-06")
        let differences = ReconciliationInput(
            Reconciliation(sides, period: june, asOf: now), month: june, asOf: now)
        let report = RecognitionReport(
            month: try Month("2026-06"),
            earned: [
                .init(
                    merchant: "mer_1", customer: "cus_1", account: .revenueUsage, product: "words",
                    amount: try Amount("10000000000.00", .cny))
            ], balances: [], differences: [])
        let customers: [Customer.ID: LocalizedText] = ["cus_1": invoice.buyer.name]
        let cards = try studio.cards(due, language: language).map { ("card", $0.pages) }
        return [
            ("invoice", try studio.invoice(due, language: language)),
            ("overdue invoice", try studio.invoice(late, language: language)),
            ("draft invoice", try studio.invoice(draft, language: language)),
            (
                "reconciliation",
                try studio.reconciliation(differences, digest: "0", language: language)
            ),
            (
                "credit note",
                try studio.creditNote(note, of: invoice, digest: "0", language: language)
            ),
            ("void notice", try studio.voidNotice(void, language: language)),
            ("receipt", try studio.receipt(for: payment, of: due, language: language)),
            ("reminder", try studio.reminder(of: late, among: [late], language: language)),
            ("statement", try studio.statement(dollars, digest: "0", language: language)),
            ("statement in yen", try studio.statement(yen, digest: "0", language: language)),
            (
                "revenue report",
                try studio.revenue(
                    RevenueInput(merchant, report, customers: customers, asOf: now), digest: "0",
                    language: language)
            ),
        ] + cards
    }

    @Test(
        "no mark leaves the page, and what no font has is reported", arguments: WorstCaseTests.names
    )
    func anyName(name: String, missing: String) throws {
        for language in DocumentLanguage.allCases {
            for (kind, pages) in try documents(Self.catalog(name), language) {
                for frame in pages.document.frames {
                    // A card has a frame of one point around it, a page a margin of 48.
                    let margin = kind == "card" ? 1.0 : 48.0
                    for item in frame.items {
                        guard case .text(let line, let point) = item.mark else { continue }
                        // Glyph 0 is a face's box.
                        let glyphs = line.runs.flatMap(\.glyphs)
                        #expect(
                            glyphs.allSatisfy { $0.id != 0 },
                            "\(kind) in \(language): a box in “\(line.text)”")
                        let end = point.x + line.width
                        #expect(
                            point.x >= margin - 0.5 && end <= frame.size.width - margin + 0.5,
                            "\(kind) in \(language): “\(line.text)” from \(point.x) to \(end)")
                        #expect(point.y > 0 && point.y < frame.size.height)
                    }
                }
                let reported = Set(pages.missingGlyphs.map(\.character))
                let wanted = Set(missing.unicodeScalars)
                #expect(
                    reported.isSubset(of: wanted), "\(kind) in \(language): \(reported)")
                // Whose document it is stands on each but those of all merchants.
                if kind != "reconciliation" {
                    #expect(reported == wanted, "\(kind) in \(language): \(reported)")
                }
                let pdf = try pages.pdf()
                #expect(pdf.starts(with: "%PDF-1.7".utf8))
                let svg = try pages.svg().map { String(decoding: $0, as: UTF8.self) }
                #expect(!svg.joined().contains("<script>"))
            }
        }
    }

    @Test("three hundred lines: each page carries on where the last one ended")
    func long() throws {
        let events = Sample.calls(ofModels: 300)
        let invoice = try Sample.invoice(Fixture.catalog, events)
        #expect(invoice.lines.count == 300)
        let pages = try studio.invoice(Sample.input(invoice), language: .english)
        #expect(pages.document.frames.count > 6)
        var carried: [String] = []
        var brought: [String] = []
        for frame in pages.document.frames {
            var last: String?
            for case .text(let line, _) in frame.items.map(\.mark) {
                if last?.hasPrefix("Carried forward") == true { carried.append(line.text) }
                if last?.hasPrefix("Brought forward") == true { brought.append(line.text) }
                last = line.text
            }
        }
        #expect(carried.count > 6 && carried == brought)
        let sum = invoice.lines.map(\.amount).total(.cny)
        #expect(Sample.words(pages).contains(sum.grouped))
    }
}
