import Catalog
import Credits
import Documents
import FX
import Invoicing
import Money
import Store
import TestSupport
import Testing
import Time
import Typesetting

@testable import Checkout

@Suite("Credit notes, void notices, receipts and reminders")
struct NoticeDocumentTests {
    let invoice: Invoice
    let studio: Studio

    init() throws {
        invoice = try Sample.invoice()
        studio = try Sample.studio()
    }

    /// USD 100 off the second line of USD 560.15, with the part that credit paid of it.
    func note(
        to destination: CreditNote.Destination = .channel, credit: String = "0"
    ) throws -> CreditNote {
        let note = try CreditNote(
            invoice, number: "CN-2026-0605-0001", lowering: [(line: 2, value: Exact("100"))],
            taken: [:], taxed: .zero(.cny), refundTo: destination, reason: "outage on 9 May",
            issuedAt: Instant("2026-06-05T10:00:00+08:00"), closedThrough: Month("2026-05"))
        let text = note.json.canonical.replacing(
            "\"credit\":\"0\"", with: "\"credit\":\"\(credit)\"")
        return try CreditNote(snapshot: JSONValue(parsing: text))
    }

    func words(
        _ note: CreditNote, _ language: DocumentLanguage = .english
    ) throws -> [String] {
        Sample.words(
            try studio.creditNote(note, of: invoice, digest: note.json.digest, language: language)
        ).split(separator: "\n").map(String.init)
    }

    @Test("a note's figures by hand: 4,072.29 − 460.15 × 7.27, and 6 % of it")
    func creditNote() throws {
        // 460.15 × 7.27 = 3,345.2905, so 727.00 of the line's 4,072.29 go; 43.62 is 6 % of that.
        let lines = try words(note())
        for figure in ["100.00", "727.00", "43.62", "CNY 770.62", "CNY 4,316.63"] {
            #expect(lines.contains(figure), "no \(figure)")
        }
        #expect(
            lines.contains(
                "This note takes CNY 770.62 off invoice INV-2026-0601-0019: outage on 9 May."))
        #expect(lines.contains("VAT  6% × 727.00"))
        #expect(try words(note(), .chinese).contains("人民币柒佰柒拾元零陆角贰分"))
    }

    @Test(
        "a note says where its money goes",
        arguments: [
            (CreditNote.Destination.channel, "back to the payer"), (.balance, "to the balance"),
            (.none, "kept as credit"),
        ])
    func destinations(destination: CreditNote.Destination, words said: String) throws {
        #expect(try words(note(to: destination)).contains(said))
    }

    @Test("what goes back to credit has a column of its own, where there is some")
    func backToCredit() throws {
        #expect(try !words(note()).contains("To credit, USD"))
        let lines = try words(note(credit: "25.5"))
        let head = try #require(lines.firstIndex(of: "To credit, USD"))
        #expect(lines[head...].contains("25.50"))
    }

    func input(
        _ events: [InvoiceHistory.Event], paid: String = "0.00", isVoid: Bool = false,
        at asOf: String
    ) throws -> InvoiceInput {
        let standing = try Sample.input(
            invoice, at: Instant(asOf), paid: paid, isVoid: isVoid, orders: [])
        return InvoiceInput(
            .usage(invoice), digest: invoice.digest, orders: [], account: standing.account,
            history: InvoiceHistory(events: events), asOf: try Instant(asOf))
    }

    @Test("a void notice says since when and why, asks for nothing, and names what was paid")
    func voidNotice() throws {
        let at = try Instant("2026-06-03T10:00:00+08:00")
        let void = InvoiceHistory.Event(
            .void, at: at, invoice.total, reference: "", reason: "opened by mistake",
            left: .zero(.cny))
        let text = Sample.words(
            try studio.voidNotice(
                input([void], isVoid: true, at: "2026-06-03T10:00:00+08:00"), language: .english))
        #expect(text.contains("Void since 2026-06-03: opened by mistake. Nothing is owed."))
        #expect(text.contains("4,072.29") && text.contains("CNY 4,316.63"))
        #expect(!text.contains("Total due") && !text.contains("more was paid"))
        let paid = Sample.words(
            try studio.voidNotice(
                input([void], paid: "1000.00", isVoid: true, at: "2026-06-03T10:00:00+08:00"),
                language: .english))
        #expect(paid.contains("CNY 1,000.00 more was paid than is owed."))
    }

    @Test(
        "a receipt says what came and what is left: 4,316.63 less 1,000.00, nothing, 100.00 too much",
        arguments: [
            ("1000.00", "CNY 3,316.63 is left to pay, due by 2026-06-15."),
            ("4316.63", "Paid in full on 2026-06-04. Thank you."),
            ("4416.63", "CNY 100.00 more was paid than is owed."),
        ])
    func receipt(amount: String, says sentence: String) throws {
        let at = try Instant("2026-06-04T09:30:00+08:00")
        let came = try Amount(amount, .cny)
        let payment = Payment(
            id: 1, invoice: 1, invoiceNumber: invoice.number.text, merchant: "mer_1",
            customer: "cus_1", channel: .alipay, outTradeNo: "INV202606010019M1Z1",
            transactionID: "2026060422001458860515315453", amount: came,
            channelFee: .zero(.cny), paidAt: at)
        let event = InvoiceHistory.Event(
            .payment, at: at, came, channel: .alipay, reference: payment.transactionID,
            left: invoice.total - came)
        let text = Sample.words(
            try studio.receipt(
                for: payment,
                of: input([event], paid: amount, at: "2026-06-04T09:30:00+08:00"),
                language: .english))
        for word in [
            sentence, "CNY \(came.grouped)", "2026-06-04 09:30 (UTC+8)",
            "2026060422001458860515315453", "INV202606010019M1Z1",
        ] {
            #expect(text.contains(word), "no \(word)")
        }
    }

    @Test("a part that comes late leaves what is overdue, and does not ask for it by a day gone by")
    func lateReceipt() throws {
        let at = "2026-06-21T09:30:00+08:00"
        let came = try Amount("1000.00", .cny)
        let payment = Payment(
            id: 1, invoice: 1, invoiceNumber: invoice.number.text, merchant: "mer_1",
            customer: "cus_1", channel: .alipay, outTradeNo: "INV202606010019M1Z1",
            transactionID: "T1", amount: came, channelFee: .zero(.cny), paidAt: try Instant(at))
        let event = InvoiceHistory.Event(
            .payment, at: try Instant(at), came, channel: .alipay, reference: "T1",
            left: invoice.total - came)
        let text = Sample.words(
            try studio.receipt(
                for: payment, of: input([event], paid: "1000.00", at: at), language: .english))
        #expect(text.contains("CNY 3,316.63 is still owed; it was due by 2026-06-15."))
    }

    @Test("a reminder counts the days since the due day, and sums all that is open")
    func reminder() throws {
        let late = try input([], at: "2026-07-01T10:00:00+08:00")
        let partly = try input([], paid: "4300.00", at: "2026-07-01T10:00:00+08:00")
        let text = Sample.words(
            try studio.reminder(of: late, among: [late, partly], language: .english))
        // Due on 15 June; 4,316.63 + 16.63.
        #expect(text.contains("It was due by 2026-06-15, 16 days ago."))
        #expect(text.contains("CNY 4,333.26"))
    }

    @Test("a sale of credit by hand: 10,000 × 0.01 at 7.27, and 6 %; paid, it has a receipt too")
    func sale() throws {
        let ledger = try TestLedger()
        try ledger.apply(Fixture.catalog)
        let catalog = try ledger.read { try MerchantCatalog($0, "mer_1", at: Sample.issued) }
        let sale = try TopUpInvoice(
            .init(
                catalog: catalog, customer: #require(catalog.customers.first), grant: "G1",
                units: Exact("10000")!,
                unit: CreditUnit("credits", worth: UnitPrice(Exact("0.01")!, .usd))),
            number: Invoice.Number(day: Day("2026-06-01"), counter: 20), issuedAt: Sample.issued,
            currency: .cny,
            lock: FXLock.sample(
                .invoice, of: "2026-05-29", wanted: "2026-06-01", at: Sample.issued))
        let input = InvoiceInput(
            .credit(sale), digest: sale.digest, orders: [],
            account: InvoiceAccount(
                total: sale.total, paid: .zero(.cny), paidAt: nil, credited: .zero(.cny)),
            asOf: Sample.issued)
        let text = Sample.words(try studio.invoice(input, language: .english))
        for word in [
            "Credit · credits", "10,000", "0.01", "100.00", "727.00", "43.62", "CNY 770.62", "G1",
        ] {
            #expect(text.contains(word), "no \(word)")
        }
        #expect(!text.contains("Period"))
        let reminder = Sample.words(
            try studio.reminder(of: input, among: [input], language: .english))
        #expect(reminder.contains("CNY 770.62"))
    }

    @Test(
        "a card for each code that can be paid now, one for the merchant's page, none past the end")
    func cards() throws {
        let fresh = try studio.cards(Sample.input(invoice), language: .both)
        #expect(fresh.map(\.channel) == [.wechatPay, .alipay])
        for card in fresh {
            let text = Sample.words(card.pages)
            for word in ["CNY 4,316.63", "2026-06-01 12:00 (UTC+8)", "INV-2026-0601-0019"] {
                #expect(text.contains(word), "no \(word)")
            }
            #expect(card.pages.document.dump.contains("code "))
            #expect(try card.pages.png() == card.pages.png())
        }
        // Two hours later both codes are over.
        let late = Sample.issued.advanced(bySeconds: 7200)
        #expect(try studio.cards(Sample.input(invoice, at: late)).isEmpty)
        #expect(try studio.cards(Sample.input(invoice, paid: "4316.63")).isEmpty)
        let link = try studio.cards(
            Sample.input(invoice, at: late, payLink: "https://pay.example.com/i/19"))
        #expect(link.map(\.channel) == [nil])
        #expect(
            Sample.words(try #require(link.first).pages).contains("https://pay.example.com/i/19"))
    }

    @Test(
        "in each language, every glyph is there and one page is enough",
        arguments: DocumentLanguage.allCases)
    func pages(language: DocumentLanguage) throws {
        let note = try note(credit: "25.5")
        let late = try input([], at: "2026-07-01T10:00:00+08:00")
        let pages = [
            try studio.creditNote(note, of: invoice, digest: note.json.digest, language: language),
            try studio.reminder(of: late, among: [late], language: language),
        ]
        for page in pages {
            #expect(page.missingGlyphs.isEmpty)
            #expect(page.document.frames.count == 1)
        }
    }
}
