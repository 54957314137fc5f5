import Checkout
import FX
import Ledger
import Money
import TestSupport
import Testing
import Time

@testable import Catalog
@testable import Settlement

@Suite("Terms of a contract, each by hand")
struct TermsTests {
    static func yuan(_ text: String) -> Amount { try! Amount(text, .cny) }

    func settle(
        _ more: [String], _ items: OpenItems, fee: String = "2.5", day: Day? = nil,
        lock: FXLock = Sample.lock(), currency: String = "USD"
    ) throws -> SettlementBatch {
        try Settler.settle(
            Sample.merchant(.init(currency: currency, fee: fee, more: more)), month: Sample.june,
            day: day, items: items, lock: lock,
            volumeLock: currency == "USD" ? nil : Sample.lock(), calendars: [],
            at: Sample.closedAt)
    }

    /// In June, before what goes by the month.
    static let moved = try! Instant("2026-06-15T01:00:00Z")

    func payment(_ id: Int64, _ text: String, cost: String = "0") throws -> Movement {
        Movement(
            .payment, id: id, reference: "P\(id)", at: Self.moved, channel: .wechatPay,
            amount: try Amount(text, .cny), channelCost: try Amount(cost, .cny))
    }

    func refund(
        _ id: Int64, _ text: String, before: String = "0", percent: String? = nil
    ) throws -> Movement {
        Movement(
            .refund(
                before: try Amount(before, .cny),
                feePercent: try percent.map { try Exact(parsing: $0) }),
            id: id, reference: "P1", at: Self.moved, channel: .wechatPay,
            amount: try Amount(text, .cny), channelCost: .zero(.cny))
    }

    func rows(_ batch: SettlementBatch) -> [String] {
        batch.rows.map { "\($0.kind.rawValue) \($0.amount.decimal)" }
    }

    @Test("a refund is taken from what is paid, and its fee comes back where the contract says so")
    func refunds() throws {
        let items = OpenItems(
            movements: [try payment(1, "100.00"), try refund(2, "40.00")])
        #expect(
            try rows(settle([], items)) == [
                "payment 100.00", "platformFee -2.50", "refund -40.00",
            ])
        #expect(
            try rows(settle(["fee_on_refunds_returned: true"], items)) == [
                "payment 100.00", "platformFee -2.50", "refund -40.00", "feeReturned 1.00",
            ])
    }

    @Test("three refunds of a payment give back its fee, no fen more")
    func refundsInParts() throws {
        // 0.60 at 2.5 % cost 0.02; each 0.20 alone would give back half a fen, rounded up, thrice.
        let parts = [
            try payment(1, "0.60"), try refund(2, "0.20"), try refund(3, "0.20", before: "0.20"),
            try refund(4, "0.20", before: "0.40"),
        ]
        let batch = try settle(["fee_on_refunds_returned: true"], OpenItems(movements: parts))
        #expect(batch.total(.platformFee).decimal == "-0.02")
        #expect(batch.total(.feeReturned).decimal == "0.02")
        #expect(batch.net.isZero)
    }

    @Test("a refund of a payment that was settled before falls into the next batch, at its own fee")
    func laterRefund() throws {
        let terms = ["fee_on_refunds_returned: true"]
        let first = try settle(terms, OpenItems(movements: [payment(1, "100.00")]), fee: "10")
        #expect(first.net.decimal == "90.00")
        // The contract says 2.5 % by now; what was taken is what comes back.
        let next = try settle(
            terms, OpenItems(movements: [refund(2, "100.00", percent: "10")]))
        #expect(rows(next) == ["refund -100.00", "feeReturned 10.00"])
        #expect(next.state == .carriedOver && next.closing.decimal == "-90.00")
    }

    @Test("a chargeback is taken whole; its fee stays")
    func chargeback() throws {
        let chargeback = Movement(
            .chargeback, id: 2, reference: "P1", at: Self.moved, channel: .alipay,
            amount: Self.yuan("30.00"), channelCost: .zero(.cny))
        let batch = try settle(
            ["fee_on_refunds_returned: true"],
            OpenItems(movements: [payment(1, "100.00"), chargeback]))
        #expect(rows(batch) == ["payment 100.00", "platformFee -2.50", "chargeback -30.00"])
        #expect(batch.rows[2].channel == "alipay")
    }

    @Test(
        "a share by volume: reached at exactly the bound, of all or of the part above",
        arguments: [
            // Net fees of 1,000.00; USD 100,000 at 7.27 is CNY 727,000.00.
            ("727000.00", "false", "150.00"), ("726999.99", "false", "100.00"),
            ("727000.00", "true", "100.00"),  // nothing is above yet
            ("1454000.00", "true", "125.00"),  // half of it is: 50.00 + 75.00
            ("2908000.00", "true", "137.50"),  // a quarter below: 25.00 + 112.50
            ("0", "false", "100.00"),
        ])
    func share(volume: String, marginal: String, amount: String) throws {
        let terms = Merchant.SettlementTerms.RevenueShare(
            percent: Exact(10),
            above: .init(
                volume: try Amount("100000.00", .usd), percent: Exact(15),
                marginal: marginal == "true"),
            direction: .toMerchant)
        let share = try SharedRevenue(
            of: Self.yuan("1000.00"), volume: Self.yuan(volume), terms: terms, lock: Sample.lock())
        #expect(share.amount.decimal == amount)
    }

    @Test("half a fen of a share goes away from zero; less than nothing is not shared")
    func shareRounded() throws {
        let terms = Merchant.SettlementTerms.RevenueShare(
            percent: Exact(10), above: nil, direction: .toMerchant)
        func share(_ of: String) throws -> String {
            try SharedRevenue(
                of: Self.yuan(of), volume: Self.yuan("1"), terms: terms, lock: nil
            ).amount.decimal
        }
        #expect(try share("0.05") == "0.01")
        #expect(try share("0.04") == "0.00")
        #expect(try share("-5.00") == "0.00")
    }

    @Test("the platform's net fees count what the channels keep, and fees that went back")
    func shareBase() throws {
        let items = OpenItems(movements: [
            try payment(1, "1000.00", cost: "6.00"), try refund(2, "400.00"),
        ])
        let batch = try settle(
            ["fee_on_refunds_returned: true", "revenue_share: {percent: 10}"], items)
        // 25.00 − 10.00 returned − 6.00 of cost = 9.00.
        #expect(batch.share?.base.decimal == "9.00")
        #expect(batch.total(.revenueShare).decimal == "0.90")
        let ours = try settle(
            ["revenue_share: {percent: 10, direction: to_platform}"], items)
        #expect(ours.share?.base.decimal == "600.00")
        #expect(ours.total(.revenueShare).decimal == "-60.00")
    }

    @Test("what is held is a part of all the batch collected, rounded once")
    func reserve() throws {
        // A tenth of 0.04 three times would be nothing; of 0.12 it is 0.01.
        let items = OpenItems(
            movements: try (1...3).map { try payment($0, "0.04") },
            reserves: [
                HeldReserve(
                    number: "SET-2026-03-mer_1-USD", releaseDay: try Day("2026-06-30"),
                    amount: Self.yuan("5.00")),
                HeldReserve(
                    number: "SET-2026-05-mer_1-USD", releaseDay: try Day("2026-07-01"),
                    amount: Self.yuan("7.00")),
            ])
        let batch = try settle(["reserve: {percent: 10, days: 30}"], items, fee: "0")
        #expect(
            rows(batch) == [
                "payment 0.04", "payment 0.04", "payment 0.04", "reserveReleased 5.00",
                "reserveHeld -0.01",
            ])
        #expect(batch.rows[3].reference == "SET-2026-03-mer_1-USD")
        #expect(batch.rows[4].reference == "2026-07-30")
    }

    @Test(
        "without approved KYB what there is to pay is held; what is owed to the platform is not",
        arguments: [
            ("pending", "100.00", "held"), ("rejected", "0.01", "held"),
            ("pending", "0", "carriedOver"), ("approved", "100.00", "scheduled"),
        ])
    func kyb(kyb: String, opening: String, state: String) throws {
        let batch = try settle(["kyb: \(kyb)"], OpenItems(opening: Self.yuan(opening)))
        #expect(batch.state.rawValue == state)
        #expect(batch.closing == (state == "scheduled" ? .zero(.cny) : Self.yuan(opening)))
        #expect(batch.lock == nil || state == "scheduled")
        #expect(try SettlementBatch(snapshot: batch.json) == batch)
    }

    @Test("what comes back is all that went out, less the wire fee at the batch's own rate")
    func owedAgain() throws {
        let merchant = try Sample.merchant(.init(subscription: "199.00", wireFee: "15.00"))
        let batch = try Settler.settle(
            merchant, month: Sample.june, movements: [payment(1, "7650.00")], lock: Sample.lock(),
            calendars: [], at: Sample.closedAt)
        #expect(batch.paidOut.decimal == "7259.75")
        #expect(try batch.owedAgain().decimal == "7150.70")  // − 15 × 7.27 = 109.05
        let free = try settle([], OpenItems(opening: Self.yuan("7259.75")))
        // 998.59 × 7.27 is 7,259.7493: to the fen what went out, not what that rounds to.
        #expect(try free.owedAgain() == free.paidOut)
    }

    @Test(
        "a batch of days is named by its last, and what goes by the month waits for the month's last"
    )
    func days() throws {
        let terms = ["payout: t_plus_1", "revenue_share: {percent: 50}"]
        let items = OpenItems(movements: [try payment(1, "100.00")])
        let batch = try settle(terms, items, day: Day("2026-06-21"))
        #expect(batch.number == "SET-2026-06-21-mer_1-USD")
        #expect(batch.remittanceReference == "BM 2026-06-21 MER-1")
        #expect(batch.total(.revenueShare).isZero && batch.share == nil)
        #expect(batch.payoutDay?.description == "2026-06-22")
        var after = try items.after(batch, items)
        #expect(after.soFar.paymentFees.decimal == "2.50" && after.opening.isZero)
        after.movements = [try payment(2, "100.00")]
        let last = try settle(terms, after, day: Day("2026-06-30"))
        // Of both days' fees: 50 % of 5.00.
        #expect(last.total(.revenueShare).decimal == "2.50")
    }

    @Test("every kind of row is posted in both books, or was there before")
    func postings() throws {
        let items = OpenItems(
            opening: Self.yuan("10.00"),
            movements: [try payment(1, "100.00"), try refund(2, "20.00")],
            returned: [
                ReturnedPayout(id: 1, number: "S", at: Self.moved, amount: Self.yuan("7.00"))
            ],
            adjustments: [
                Adjustment(
                    row: 1, merchant: "mer_1", reference: "adj", month: Sample.june,
                    amount: Self.yuan("3.00"), reason: "r", at: Sample.closedAt)
            ],
            reserves: [
                HeldReserve(
                    number: "R", releaseDay: try Day("2026-06-01"), amount: Self.yuan("5.00"))
            ])
        let batch = try settle(
            [
                "fee_on_refunds_returned: true", "reserve: {percent: 10, months: 3}",
                "revenue_share: {percent: 50}", "kyb: pending",
            ], items)
        let entries = Settler.entries(for: batch)
        func figures(_ index: Int) -> [String] {
            entries[index].postings.map { "\($0.account.name) \($0.amount.decimal)" }
        }
        // −2.50 + 0.50 + 1.00 + 3.00 + 5.00 − 10.00 = −3.00 is taken from what is owed.
        #expect(
            figures(0) == [
                "merchant_payable:mer_1 3.00", "platform_revenue -2.50", "platform_revenue 0.50",
                "revenue_share 1.00", "reserve:mer_1 5.00", "reserve:mer_1 -10.00",
                "adjustments 3.00",
            ])
        #expect(
            figures(1) == [
                "due_from_platform -3.00", "payment_fees 2.50", "payment_fees -0.50",
                "revenue_share -1.00", "reserve_due -5.00", "reserve_due 10.00",
                "adjustments -3.00",
            ])
        // 10 + 100 − 2.50 − 20 + 0.50 + 7 + 1 + 3 + 5 − 10
        #expect(batch.net.decimal == "94.00" && batch.state == .held)
    }

    @Test("rows stand in the order of their times, each with the balance after it")
    func order() throws {
        let early = Adjustment(
            row: 1, merchant: "mer_1", reference: "early", month: Sample.june,
            amount: Self.yuan("5.00"), reason: "goodwill",
            at: try Instant("2026-06-03T01:00:00Z"))
        let late = Adjustment(
            row: 2, merchant: "mer_1", reference: "late", month: Sample.june,
            amount: Self.yuan("-1.00"), reason: "r", at: Sample.closedAt)
        let batch = try settle(
            ["reserve: {percent: 10, days: 30}"],
            OpenItems(movements: [try payment(1, "100.00")], adjustments: [late, early]))
        #expect(
            rows(batch) == [
                "adjustment 5.00", "payment 100.00", "platformFee -2.50", "reserveHeld -10.00",
                "adjustment -1.00",
            ])
        #expect(
            batch.rows.map(\.balance.decimal) == ["5.00", "105.00", "102.50", "92.50", "91.50"])
        #expect(batch.rows.map(\.reason) == ["goodwill", nil, nil, nil, "r"])
        #expect(try SettlementBatch(snapshot: batch.json) == batch)
    }
}
