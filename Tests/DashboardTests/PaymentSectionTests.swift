import Catalog
import Checkout
import Foundation
import Invoicing
import Money
import Rating
import TestSupport
import Testing
import Time
import Web

@testable import Dashboard

/// An invoice page of CNY 100.00 that is due, drawn at a time of the test's own.
@Suite("How an invoice is paid, on its page")
struct PaymentSectionTests {
    static let made = try! Instant("2026-06-01T01:00:00Z")
    static let native = "weixin://wxpay/bizpayurl?pr=NwY5Mz9"

    let invoice: Invoice

    init() throws {
        let ledger = try TestLedger()
        try ledger.apply(SampleCatalog.one(on: "yuan", baseFee: "100.00", tax: "0").yaml)
        invoice = try ledger.read { db in
            try Invoicer.invoice(
                Invoicer.drafts("cus_1", RatedMonth(db, "mer_1", Month("2026-05")))[0],
                number: Invoice.Number(day: Day("2026-06-01"), counter: 1), issuedAt: Self.made,
                currency: .cny, lock: nil)
        }
    }

    func section(
        _ payload: OrderRequest.Payload?, after seconds: Int64 = 60, end: OrderAccount.End? = nil,
        link: String? = nil, due: Amount? = nil
    ) throws -> [String: Any]? {
        let orders = try payload.map { payload in
            [
                OrderAccount(
                    try Cashier.order(
                        for: invoice.number, due: invoice.total, merchantNumber: 1,
                        OrderRequest(.wechatPay, payload), attempt: 1, at: Self.made),
                    due: due ?? invoice.total, end: end,
                    at: Self.made.advanced(bySeconds: seconds))
            ]
        }
        return PaymentSection(
            facts: InvoiceFacts(
                stored: StoredInvoice(id: 1, invoice: invoice, digest: ""),
                account: InvoiceAccount(
                    total: invoice.total, paid: invoice.total - (due ?? invoice.total), paidAt: nil,
                    credited: .zero(.cny)), orders: orders ?? [],
                history: InvoiceHistory(events: []),
                means: PaymentMeans(
                    due: due ?? invoice.total, orders: orders ?? [], payLink: link),
                isLate: false)
        ).context
    }

    func drawn(_ section: [String: Any]?) -> Int {
        (section?["codes"] as? [[String: Any]])?.filter {
            ($0["svg"] as? String)?.contains("<path") ?? false
        }.count ?? 0
    }

    func sentence(_ section: [String: Any]?) -> String { section?["sentence"] as? String ?? "" }

    @Test(
        "a code is drawn until its end, and from then on its place says so and how to get a new one"
    )
    func expired() throws {
        #expect(drawn(try section(.channel(Self.native), after: 7199)) == 1)
        let late = try section(.channel(Self.native), after: 7200)
        #expect(drawn(late) == 0)
        #expect(sentence(late).contains("expired at"))
        // 03:00 in Shanghai's time.
        #expect(sentence(late).contains("2026-06-01 11:00"))
        #expect(sentence(late).contains("bm checkout create INV-2026-0601-0001 --merchant mer_1"))
    }

    @Test("a closed order's code is not drawn")
    func closed() throws {
        let end = OrderAccount.End(.closed, at: Self.made.advanced(bySeconds: 30))
        let closed = try section(.channel(Self.native), end: end)
        #expect(drawn(closed) == 0)
        #expect(sentence(closed).contains("was closed at"))
    }

    @Test("a sandbox code is marked; a channel's is not; a link is drawn as what it is")
    func kinds() throws {
        let sandbox = try section(.sandbox)
        #expect(sandbox?["isSandbox"] as? Bool == true && drawn(sandbox) == 1)
        let channel = try section(.channel(Self.native))
        #expect(channel?["isSandbox"] as? Bool == false && drawn(channel) == 1)
        let link = try section(.sandbox, link: "https://pay.example.com/i/1")
        #expect(link?["isSandbox"] as? Bool == false && drawn(link) == 1)
        #expect(sentence(link).contains("https://pay.example.com/i/1"))
        #expect(drawn(try section(nil)) == 0)
        #expect(sentence(try section(nil)).contains("No payment code"))
    }

    @Test("where nothing is due nothing is drawn, and without orders nothing is said")
    func nothingDue() throws {
        let paid = try section(.channel(Self.native), due: .zero(.cny))
        #expect(drawn(paid) == 0)
        #expect(sentence(paid).contains(">Nothing is due.<"))
        #expect(try section(nil, link: "https://pay.example.com/i/1", due: .zero(.cny)) == nil)
    }

    @Test("the page says in both languages that a sandbox code cannot be paid")
    func both() throws {
        let template = try String(
            contentsOf: SiteSample.root.appendingPathComponent("templates/site/pay.mustache"),
            encoding: .utf8)
        #expect(template.contains("Sandbox code: it cannot be paid."))
        #expect(template.contains("沙箱测试码，不能付款"))
    }
}
