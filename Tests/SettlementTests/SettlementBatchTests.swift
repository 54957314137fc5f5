import Catalog
import Checkout
import Money
import Store
import TestSupport
import Testing
import Time

@testable import Settlement

@Suite("A batch as its snapshot keeps it")
struct SettlementBatchTests {
    func batch(_ terms: SampleCatalog.Terms, _ amounts: [String]) throws -> SettlementBatch {
        try Settler.settle(
            Sample.merchant(terms), month: Sample.june,
            movements: amounts.enumerated().map {
                try Movement(
                    Sample.payment(
                        Int64($0 + 1), Amount($1, .cny), $0 % 2 == 0 ? .wechatPay : .alipay))
            },
            opening: Amount("12.34", .cny), lock: Sample.lock(),
            calendars: [#require(BankCalendar(.cny)), #require(BankCalendar(.usd))],
            at: Sample.closedAt)
    }

    @Test("comes back as it went, paid out or carried over")
    func roundTrip() throws {
        let paid = try batch(.init(subscription: "199.00", wireFee: "15.00"), ["7650.00", "0.20"])
        let carried = try batch(.init(minimum: "50.00"), ["1.00"])
        #expect(paid.state == .scheduled)
        #expect(carried.state == .carriedOver)
        for batch in [paid, carried] {
            #expect(try SettlementBatch(snapshot: batch.json) == batch)
            let text = try JSONValue(parsing: batch.json.canonical)
            #expect(try SettlementBatch(snapshot: text).json.digest == batch.json.digest)
        }
    }

    @Test("the payout is on the first day that China and the payout currency share")
    func payoutDay() throws {
        // Closed on Thursday 2 July; Friday the 3rd is open on both sides in 2026.
        #expect(try batch(.init(), ["7650.00"]).payoutDay?.description == "2026-07-03")
        #expect(try batch(.init(minimum: "50.00"), ["1.00"]).payoutDay == nil)
    }

    @Test("the document states its own check")
    func check() throws {
        let json = try batch(.init(minimum: "50.00"), ["1.00"]).json
        #expect(json["schema"] == "bm.settlement/1")
        // 12.34 + 1.00 − 0.03, nothing paid out: 2.5 % of a yuan is 0.025.
        #expect(json["check"]?["opening_plus_movements"] == "13.31")
        #expect(json["check"]?["equals_closing"] == "13.31")
        #expect(json["fx"] == .null)
    }

    @Test(
        "a snapshot that is not as this version writes it names the key",
        arguments: [
            ("state", JSONValue.string("lost"), "state"),
            ("language", JSONValue.string("both"), "language"),
            ("number", JSONValue.null, "number"),
            ("rows", JSONValue.array([.object([])]), "rows[0].kind"),
            ("period", JSONValue.object([]), "period.month"),
        ])
    func misshapen(key: String, value: JSONValue, named: String) throws {
        let members: [JSONValue.Member] = (try batch(.init(), []).json.members ?? []).map {
            $0.key == key ? JSONValue.Member(key, value) : $0
        }
        let snapshot = JSONValue.object(members)
        #expect(throws: JSONShapeError(key: named)) { try SettlementBatch(snapshot: snapshot) }
    }
}
