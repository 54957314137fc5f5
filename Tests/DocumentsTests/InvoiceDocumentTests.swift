import Catalog
import Checkout
import Documents
import Invoicing
import Money
import Store
import TestSupport
import Testing
import Time
import Typesetting

@Suite("The invoice document")
struct InvoiceDocumentTests {
    let invoice: Invoice
    let studio: Studio

    init() throws {
        invoice = try Sample.invoice()
        studio = try Sample.studio()
    }

    func words(
        _ input: InvoiceInput, _ language: DocumentLanguage = .both
    ) throws -> String {
        Sample.words(try studio.invoice(input, language: language))
    }

    @Test("the sample's figures, by hand: 1,300.5 s − 100 included, 1,000 at 0.50, 200.5 at 0.30")
    func figures() throws {
        // 2 calls × 0.08 / 1K = 0.00016 → CNY 0.00; 500 + 60.15 = 560.15 × 7.27 = 4,072.2905.
        #expect(invoice.lines.map(\.amount.decimal) == ["0.00", "4072.29"])
        #expect(invoice.tax.decimal == "244.34")
        let text = try words(Sample.input(invoice))
        for figure in [
            "1,300.5", "560.15", "500.00", "60.15", "4,072.29", "244.34", "CNY 4,316.63",
        ] {
            #expect(text.contains(figure), "no \(figure)")
        }
    }

    @Test("Chinese, English and both, as they read", arguments: DocumentLanguage.allCases)
    func reads(language: DocumentLanguage) throws {
        let text = try words(Sample.input(invoice), language)
        let name = "invoice-\(language.rawValue).txt"
        #expect(Snapshot.difference(text + "\n", name, beside: #filePath) == nil)
        #expect(text.contains("人民币肆仟叁佰壹拾陆元陆角叁分") == (language != .english))
        #expect(try studio.invoice(Sample.input(invoice)).missingGlyphs.isEmpty)
    }

    @Test("where two languages stand, every word of ours is in both; data with both names, too")
    func bothLanguages() throws {
        let (both, chinese, english) = (
            try words(Sample.input(invoice), .both), try words(Sample.input(invoice), .chinese),
            try words(Sample.input(invoice), .english)
        )
        let lines = Set(both.split(separator: "\n"))
        for pair in [
            "套餐  Plan", "基础版  Basic", "测试路2号", "2 Test Street", "微信支付  WeChat Pay",
            "调用  Calls · 次  calls", "秒  Seconds · cn", "阶梯  by tier", "套餐内含  included",
            "#2 · 2 条用量记录  2 events · sha256 16a3602a…3739",
            "第 1 页，共 2 页  page 1 of 2",
        ] {
            #expect(lines.contains(pair[...]), "no \(pair)")
        }
        // Nothing that either language prints is missing where both do.
        for word in (chinese + "\n" + english).split(whereSeparator: { " \n".contains($0) })
        where !"，。".contains(where: word.contains) && word.count > 3 {
            #expect(both.contains(word), "no \(word)")
        }
    }

    @Test("two seats at 8.00 print one's price, and what was billed before stands with its units")
    func seatsAndRest() throws {
        var customer = SampleCatalog.Customer("cus_1", plan: "developer")
        customer.terms = ["seats: 5"]
        let catalog = SampleCatalog(customers: [customer]).yaml.replacing(
            "base_fee: \"20\"",
            with: "base_fee: \"20\"\n    seats: {fee: \"8\", included: 3}\n    threshold: \"10\"")
        let events = [("a", "1200", "2026-05-03"), ("b", "300", "2026-05-09")].map {
            Fixture.event(
                id: $0.0, "output_tokens", quantity: $0.1, at: "\($0.2)T01:00:00Z",
                "{\"model\":\"m\"}")
        }
        // 1,200 × 0.01 = 12.00 reach the threshold; of 15.00 in all, 3.00 are left.
        let text = try words(Sample.input(Sample.invoice(catalog, events, at: 1)), .english)
        let lines = text.split(separator: "\n").map(String.init)
        let seats = try #require(lines.firstIndex { $0.hasPrefix("Developer · Seats") })
        // 5 − 3 seats, and 2 × 8.00 × 7.27 = 116.32.
        #expect(Array(lines[seats...].prefix(5).dropFirst()) == ["2", "8.00", "16.00", "116.32"])
        let before = try #require(lines.firstIndex(of: "billed before"))
        #expect(Array(lines[before...].prefix(3).dropFirst()) == ["−1,200", "−12.00"])
    }

    @Test("what is given back with its line has a plus, and what is taken off one minus")
    func couponGivenBack() throws {
        var customer = SampleCatalog.Customer("cus_1", plan: "developer", since: "2026-05-01")
        customer.terms = ["until: 2026-05-11", "coupons: [half]"]
        var catalog = SampleCatalog(customers: [customer])
        catalog.coupons = [
            "{code: half, name: {en: Half, zh-Hans: 半价}, percent: \"50\", duration: forever}"
        ]
        // 20.00 for May, of which 21 of 31 days go back: 13.548387096774, and half of that.
        let text = try words(Sample.input(Sample.invoice(catalog.yaml, [])), .english)
        let lines = text.split(separator: "\n").map(String.init)
        let coupons = lines.indices.filter { lines[$0].contains("Half") }
        #expect(
            coupons.map { Array(lines[$0...].prefix(3).dropFirst()) } == [
                ["−10.00", "−72.70"], ["+6.774193548387", "+49.25"],
            ])
    }

    @Test("a code past its expiry is never drawn; its place says so, and how to get a new one")
    func expired() throws {
        let fresh = try Sample.input(invoice)
        let drawn = try studio.invoice(fresh)
        #expect(drawn.document.dump.split(separator: "\n").count { $0.hasPrefix("code ") } == 2)
        #expect(Sample.words(drawn).contains("2026-06-01 12:00 (UTC+8)"))
        let late = try Sample.input(invoice, at: Sample.issued.advanced(bySeconds: 7200))
        let pages = try studio.invoice(late)
        #expect(!pages.document.dump.contains("code "))
        #expect(Sample.words(pages).contains("2026-06-01 12:00 (UTC+8)"))
        #expect(Sample.words(pages).contains("billing@one.example.com"))
    }

    /// How many codes the frames hold, which PDF and SVG are both drawn from.
    func drawn(_ pages: Studio.Pages) -> Int {
        pages.document.dump.split(separator: "\n").count { $0.hasPrefix("code ") }
    }

    @Test("a code for another amount than what is due is not drawn either, and the place says that")
    func otherAmount() throws {
        let pages = try studio.invoice(Sample.input(invoice, paid: "100.00"))
        #expect(drawn(pages) == 0)
        let words = Sample.words(pages)
        #expect(words.contains("asks for another amount than is due"))
        #expect(words.contains("原付款码金额与应付金额不符"))
        // Its two hours are not over: nothing may say that it expired.
        #expect(!words.contains("expired"))
    }

    @Test("nor is the code of a closed order, in PDF and SVG; the place says when it was closed")
    func closed() throws {
        let end = OrderAccount.End(.closed, at: Sample.issued.advanced(bySeconds: 600))
        let input = try Sample.input(
            invoice, at: Sample.issued.advanced(bySeconds: 601), end: end)
        let pages = try studio.invoice(input)
        #expect(drawn(pages) == 0)
        #expect(Sample.words(pages).contains("Code closed 2026-06-01 10:10 (UTC+8)"))
        #expect(Sample.words(pages).contains("付款码已于 2026-06-01 10:10 (UTC+8) 关闭"))
        // The drawn page has a picture fewer than the one with codes.
        let svg = try pages.svg().flatMap { $0 }
        #expect(try svg.count < studio.invoice(Sample.input(invoice)).svg().flatMap { $0 }.count)
    }

    func order(
        _ channel: Channel, _ payload: OrderRequest.Payload, lasting seconds: Int64
    ) throws -> PaymentOrder {
        try Cashier.order(
            for: invoice.number, due: invoice.total, merchantNumber: 1,
            OrderRequest(
                channel, payload, expiresAt: Sample.issued.advanced(bySeconds: seconds)),
            attempt: 1, at: Sample.issued)
    }

    static let native = "weixin://wxpay/bizpayurl?pr=NwY5Mz9"
    static let link = "https://pay.example.com/i/INV-2026-0601-0019"

    @Test(
        "codes that end at two times say both; one that can be paid stands without a sandbox code")
    func channelCodes() throws {
        let orders = [
            try order(.wechatPay, .channel(Self.native), lasting: 3600),
            try order(.alipay, .channel("https://qr.alipay.com/bavh4"), lasting: 7200),
        ]
        let pages = try studio.invoice(Sample.input(invoice, orders: orders))
        #expect(drawn(pages) == 2)
        let words = Sample.words(pages)
        #expect(words.contains("2026-06-01 11:00 (UTC+8)"))
        #expect(words.contains("2026-06-01 12:00 (UTC+8)"))
        #expect(!words.contains("Sandbox"))
        let mixed = [orders[0], try order(.alipay, .sandbox, lasting: 7200)]
        let one = try studio.invoice(Sample.input(invoice, orders: mixed))
        #expect(drawn(one) == 1)
        #expect(!Sample.words(one).contains("Sandbox"))
        // Between the two ends only the later one is drawn.
        let later = try studio.invoice(
            Sample.input(invoice, at: Sample.issued.advanced(bySeconds: 3600), orders: orders))
        #expect(drawn(later) == 1)
        #expect(!Sample.words(later).contains("11:00 (UTC+8)"))
    }

    @Test("the merchant's pay link stands where no channel's code can be paid, as what it is")
    func payLink() throws {
        for (orders, hours) in [([], 0), (nil, 0), (nil, 48)] as [([PaymentOrder]?, Int64)] {
            let input = try Sample.input(
                invoice, at: Sample.issued.advanced(bySeconds: hours * 3600), orders: orders,
                payLink: Self.link)
            let pages = try studio.invoice(input)
            #expect(
                drawn(pages) == 1)
            let words = Sample.words(pages)
            #expect(words.replacing("\n", with: "").contains(Self.link))
            #expect(words.contains("Payment page") && words.contains("付款页面"))
            #expect(!words.contains("Sandbox") && !words.contains("valid until"))
        }
        let live = [try order(.wechatPay, .channel(Self.native), lasting: 3600)]
        let words = try words(Sample.input(invoice, orders: live, payLink: Self.link))
        #expect(!words.contains("pay.example.com"))
        // Paid, it is not drawn either.
        let paid = try studio.invoice(
            Sample.input(invoice, paid: invoice.total.decimal, payLink: Self.link))
        #expect(drawn(paid) == 0)
    }

    @Test(
        "the state is a word in the document's language",
        arguments: [
            ("0.00", "2026-06-15T23:59:59+08:00", "Due"),
            ("0.00", "2026-06-16T00:00:00+08:00", "Overdue"),
            ("100.00", "2026-06-02T00:00:00+08:00", "Partly paid"),
            ("4316.63", "2026-06-02T00:00:00+08:00", "Paid"),
        ])
    func states(paid: String, at: String, word: String) throws {
        let text = try words(Sample.input(invoice, at: Instant(at), paid: paid), .english)
        #expect(
            text.split(separator: "\n").contains { $0.hasSuffix(word) }, "no \(word) in \(text)")
    }

    @Test("one that is void or credited says so, and has no code to scan")
    func corrected() throws {
        let invoice = try Sample.invoice()
        let total = invoice.total.decimal
        for (input, word) in [
            (try Sample.input(invoice, isVoid: true), "Void"),
            (try Sample.input(invoice, credited: total), "Credited"),
        ] {
            let words = Sample.words(try Sample.studio().invoice(input, language: .english))
            #expect(words.contains(word))
            #expect(words.contains("Nothing is due."))
            #expect(!words.contains("WeChat Pay"))
        }
    }

    /// The sample as it stands after what happened, on 1 July; it was due on 15 June.
    func told(
        _ events: [InvoiceHistory.Event], paid: String, credited: String = "0.00"
    ) throws
        -> InvoiceInput
    {
        let input = try Sample.input(
            invoice, at: Instant("2026-07-01T10:00:00+08:00"), paid: paid, credited: credited)
        return InvoiceInput(
            .usage(invoice), digest: input.digest, orders: input.orders, account: input.account,
            history: InvoiceHistory(events: events), asOf: input.asOf)
    }

    func event(
        _ kind: InvoiceHistory.Kind, _ time: String, _ amount: String, _ reference: String,
        reason: String? = nil, _ remarks: [InvoiceHistory.Remark] = [], left: String
    ) throws -> InvoiceHistory.Event {
        InvoiceHistory.Event(
            kind, at: try Instant("2026-06-\(time):00+08:00"), try Amount(amount, .cny),
            channel: kind == .creditNote ? nil : .wechatPay, reference: reference, reason: reason,
            remarks: remarks, left: try Amount(left, .cny))
    }

    @Test("paid late and twice, it says so, and what stands to the customer's credit")
    func paidTwice() throws {
        let input = try told(
            [
                event(.payment, "16T09:00", "4316.63", "T1", left: "0.00"),
                event(.payment, "17T09:00", "4316.63", "T2", [.again], left: "-4316.63"),
            ], paid: "8633.26")
        let english = try words(input, .english)
        for sentence in [
            "Paid in full on 2026-06-16, after the due day 2026-06-15.",
            "It was paid again on 2026-06-17: CNY 4,316.63 by WeChat Pay.",
            "CNY 4,316.63 more was paid than is owed.", "paid again", "−4,316.63",
        ] {
            #expect(english.contains(sentence), "no \(sentence)")
        }
        let chinese = try words(input, .chinese)
        #expect(chinese.contains("晚于到期日 2026-06-15") && chinese.contains("重复付款"))
    }

    @Test("a credit note, a refund and a chargeback each have their sentence and their row")
    func wentBack() throws {
        let credited = try words(
            told(
                [
                    event(.payment, "03T09:00", "4316.63", "T1", left: "0.00"),
                    event(
                        .creditNote, "04T09:00", "16.63", "CN-2026-0604-0001", reason: "outage",
                        left: "-16.63"),
                    event(.refund, "05T09:00", "16.63", "RF1", left: "0.00"),
                ], paid: "4300.00", credited: "16.63"), .english)
        #expect(credited.contains("Paid in full on 2026-06-03. Thank you."))
        #expect(credited.contains("CN-2026-0604-0001 of 2026-06-04 takes CNY 16.63 off: outage."))
        #expect(credited.contains("CNY 16.63 was sent back on 2026-06-05 by WeChat Pay."))
        let taken = try words(
            told(
                [
                    event(.payment, "03T09:00", "4316.63", "T1", left: "0.00"),
                    event(.chargeback, "09T09:00", "4316.63", "DSP1", left: "4316.63"),
                ], paid: "0.00"), .english)
        #expect(taken.contains("WeChat Pay took CNY 4,316.63 back for the payer on 2026-06-09"))
        #expect(taken.contains("DSP1") && taken.contains("Chargeback"))
        #expect(!taken.contains("Paid in full"))
    }

    @Test("a character no font has is reported with its field, and the document is still made")
    func missingGlyph() throws {
        let text = Fixture.catalog.replacing("Example Customer One", with: "Example 한글 One")
        let ledger = try TestLedger()
        try ledger.apply(text)
        let customer = try ledger.read {
            try MerchantCatalog($0, "mer_1", at: Sample.issued).customer("cus_1")!
        }
        let other = Invoice.Party(
            name: customer.name, registration: nil, address: customer.address,
            country: customer.country, email: customer.email)
        let pages = try studio.invoice(Sample.input(invoice.billed(to: other)), language: .english)
        let missing = pages.missingGlyphs
        #expect(missing.map(\.codePoint).contains("U+D55C"))
        #expect(missing.allSatisfy { $0.field == "buyer.name" })
    }

    @Test("a draft says that it is one wherever an invoice says what it is")
    func draft() throws {
        var input = try Sample.input(invoice)
        input.edition = .draft
        let pages = try studio.invoice(input, language: .english)
        let lines = Sample.words(pages).split(separator: "\n").map(String.init)
        #expect(lines.contains("Draft invoice") && lines.contains("Estimated total"))
        for word in ["Invoice", "Total due", "Amount due", "FX locked", invoice.number.text] {
            #expect(!lines.contains(word), "\(word)")
        }
    }

    @Test("a page of its own is for an annex of one page; what goes on to a second shares it")
    func annexBelow() throws {
        let events = Sample.calls(ofModels: 9)
        let long = try studio.invoice(
            Sample.input(try Sample.invoice(Fixture.catalog, events)), language: .english)
        let annex = "Annex to \(invoice.number)"
        func page(of text: String, in pages: Studio.Pages) -> Int? {
            pages.document.frames.firstIndex { frame in
                frame.items.contains {
                    if case .text(let line, _) = $0.mark { line.text == text } else { false }
                }
            }
        }
        let short = try studio.invoice(Sample.input(invoice), language: .english)
        #expect(page(of: "How to check it", in: short) == 0 && page(of: annex, in: short) == 1)
        #expect(page(of: "How to check it", in: long) == page(of: annex, in: long))
    }

    @Test("the same invoice gives the same bytes, as PDF and as SVG")
    func deterministic() throws {
        let input = try Sample.input(invoice)
        let (one, two) = (try studio.invoice(input), try Sample.studio().invoice(input))
        #expect(try one.pdf() == two.pdf())
        #expect(try one.svg() == two.svg())
    }
}

extension Invoice {
    /// The same invoice to another buyer.
    func billed(to buyer: Party) -> Invoice {
        let changed = json.members!.map { member in
            member.key == "buyer"
                ? .init(
                    "buyer",
                    .object([
                        .init("name", buyer.name.json), .init("address", buyer.address.json),
                        .init("registration", .null),
                        .init("country", .string(buyer.country.code)),
                        .init("email", .string(buyer.email)),
                    ])) : member
        }
        return try! Invoice(snapshot: .object(changed))
    }
}
