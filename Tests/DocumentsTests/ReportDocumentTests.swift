import Catalog
import Money
import TestSupport
import Testing
import Time

@testable import Checkout
@testable import Documents
@testable import Ledger

@Suite("Revenue and reconciliation reports")
struct ReportDocumentTests {
    let studio: Studio
    let merchant: Merchant
    let june: Month

    init() throws {
        studio = try Sample.studio()
        let ledger = try TestLedger()
        try ledger.apply(Fixture.catalog)
        merchant = try ledger.read {
            try MerchantCatalog($0, "mer_1", at: Sample.issued).merchant
        }
        june = try Month("2026-06")
    }

    func fen(_ units: Int64) -> Money.Amount { Money.Amount(minorUnits: units, .cny) }

    func report(differences: [String] = []) -> RecognitionReport {
        func earned(
            _ customer: Customer.ID, _ account: Account, _ product: String?, _ units: Int64
        )
            -> RecognitionReport.Earned
        {
            .init(
                merchant: "mer_1", customer: customer, account: account, product: product,
                amount: fen(units))
        }
        return RecognitionReport(
            month: june,
            earned: [
                earned("cus_1", .revenueUsage, "tokens", 10_000),
                earned("cus_1", .revenueUsage, "minutes", 2_500),
                earned("cus_2", .revenueUsage, "tokens", 1_000_000),
                earned("cus_2", .revenueBreakage, nil, -450),
            ],
            balances: [
                .init(
                    merchant: "mer_1", account: .deferredRevenue, opening: fen(31_000),
                    movements: [(.invoice, fen(9_000)), (.recognition, fen(-10_000))])
            ], differences: differences)
    }

    func words(_ report: RecognitionReport, _ language: DocumentLanguage) throws -> [String] {
        let input = RevenueInput(
            merchant, report,
            customers: ["cus_1": LocalizedText(english: "First", chinese: "甲")],
            products: ["minutes": LocalizedText(english: "Speech", chinese: "语音")],
            asOf: Sample.issued)
        let pages = try studio.revenue(input, digest: "0", language: language)
        #expect(pages.missingGlyphs.isEmpty)
        return Sample.words(pages).split(separator: "\n").map(String.init)
    }

    @Test(
        "revenue by product and by customer comes to one sum, and balances from opening to closing")
    func revenue() throws {
        let lines = try words(report(), .english)
        // 100.00 + 10,000.00 of tokens, 25.00 of minutes, −4.50 of credit given back late.
        for figure in [
            "10,100.00", "25.00", "10,125.00", "−4.50", "CNY 10,120.50", "310.00", "90.00",
            "−100.00", "300.00",
        ] {
            #expect(lines.contains(figure), "no \(figure)")
        }
        // By customer: 125.00 and 9,995.50.
        #expect(lines.contains("125.00") && lines.contains("9,995.50"))
        #expect(lines.contains("First  cus_1") && lines.contains("  cus_2"))
        // A charge by its name and its code; one without a name by its code.
        #expect(lines.contains("Speech  minutes") && lines.contains("tokens"))
        #expect(try words(report(), .chinese).contains("语音  minutes"))
        #expect(lines.contains("REV-2026-06-mer_1") && lines.contains("credit that expired"))
        #expect(lines.contains("Every row agrees with the journal."))
    }

    @Test("a report that does not come to the journal says so, and with which figures")
    func differs() throws {
        let lines = try words(report(differences: ["mer_1: revenue:usage has 1 and 2"]), .both)
        #expect(lines.contains("mer_1: revenue:usage has 1 and 2"))
        #expect(lines.contains { $0.contains("Differs from the journal") })
        #expect(!lines.contains { $0.contains("agrees with the journal") })
    }

    @Test("a month without a difference says that all four sides agree")
    func agrees() throws {
        let input = ReconciliationInput(
            Reconciliation(Sides(), period: june, asOf: Sample.issued), month: june,
            asOf: Sample.issued)
        let text = Sample.words(try studio.reconciliation(input, digest: "0", language: .both))
        for words in ["All four sides agree about every movement.", "Nothing is open", "0 项未决"] {
            #expect(text.contains(words), "no \(words)")
        }
    }

    @Test("an order that was paid short is listed with both figures, its number, age and reason")
    func difference() throws {
        var sides = Sides()
        sides.orders = [
            Sides.Order(
                outTradeNo: "INV202606010019M1W1", channel: .wechatPay, merchant: "mer_1",
                account: "1230000109", invoice: 1, invoiceNumber: "INV-2026-0601-0019",
                amount: fen(10_000), issuedAt: Sample.issued,
                expiresAt: Sample.issued.advanced(bySeconds: 7200), owed: fen(10_000),
                isVoid: false)
        ]
        sides.ledger = [
            Sides.Booked(
                kind: .payment, channel: .wechatPay, merchant: "mer_1", account: "1230000109",
                outTradeNo: "INV202606010019M1W1",
                transactionID: "4200000000202606010000000001",
                at: Sample.issued.advanced(bySeconds: 60), amount: fen(9_000), fee: fen(54))
        ]
        let asOf = try Instant("2026-06-11T10:00:00+08:00")
        let input = ReconciliationInput(
            Reconciliation(sides, period: june, asOf: asOf), month: june, asOf: asOf)
        let lines = Sample.words(try studio.reconciliation(input, digest: "0", language: .english))
            .split(separator: "\n").map(String.init)
        let short = try #require(
            lines.firstIndex { $0.contains("less was paid than was asked") })
        #expect(Array(lines[short...].prefix(4).dropFirst()) == ["100.00", "90.00", "10"])
        #expect(lines[short + 4].hasPrefix("4200000000202606010000000001 · d-"))
        #expect(lines.contains { $0.contains("the trade bill of the day is not imported") })
        #expect(lines.contains { $0.contains("1 movement of 2026-06-01") })

        // In Chinese no word of it is English, and times are as people read them.
        let chinese = Sample.words(
            try studio.reconciliation(input, digest: "0", language: .chinese))
        #expect(chinese.contains("2026-06-01 的 1 笔变动") && !chinese.contains("movement"))
        #expect(!chinese.contains(/T[0-9]{2}:[0-9]{2}:[0-9]{2}/))
    }

    @Test("every reason and every side has its words, in both languages")
    func words() throws {
        for reason in Difference.Reason.allCases {
            #expect(Phrase(rawValue: "reason.\(reason.rawValue)") != nil, "\(reason)")
        }
        for side in Difference.Side.allCases {
            #expect(Phrase(rawValue: "side.\(side.rawValue)") != nil, "\(side)")
        }
    }
}
