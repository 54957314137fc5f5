import Money
import Store
import TestSupport
import Testing
import Time

@testable import Checkout

/// Each reason once, with the figures of both sides; worlds are agreed about but for what is planted.
@Suite("Reconciliation")
struct ReconciliationTests {
    @Test("four sides that agree: nothing is open, and the sums are the same on each")
    func agree() throws {
        var world = ReconciledWorld()
        world.pay("T1", 10_000, at: 30)
        world.pay("T2", 5_000, at: 40, .alipay)
        world.refund("T1", "R1", 2_500, at: 50)
        world.refund("T2", "R2", 700, at: 60, .alipay)
        world.withdraw(3_000, at: 70)
        let result = try world.reconciled()
        #expect(try world.found() == [])
        let weChat = try #require(result.channels.first)
        #expect(result.channels.map(\.matched) == [2, 2])
        for side in [weChat.tradeBill, weChat.fundBill, weChat.ledger] {
            #expect([side.payments, side.refunds] == [1, 1])
            #expect([side.paid, side.refunded].map(\.decimal) == ["100.00", "25.00"])
            #expect(side.fees.decimal == "1.00")
        }
        #expect(
            [weChat.orders.paid, weChat.orders.refunded].map(\.decimal) == ["100.00", "25.00"])
        #expect(
            [weChat.fundBill.withdrawn, weChat.ledger.withdrawn].map(\.decimal) == [
                "30.00", "30.00",
            ])
    }

    /// What is planted, what is found, and the legs that are suggested.
    static let planted:
        [(
            name: String, plant: @Sendable (inout ReconciledWorld) -> Void, found: [String],
            legs: String
        )] = [
            (
                "a message of a payment that the day's trade bill does not have",
                {
                    $0.order("O1", 8_800)
                    $0.trade("O1", "T1", 8_800, at: 30, isMessage: true)
                    $0.book(.payment, "O1", "T1", 8_800, at: 30)
                    $0.fund(.payment, "T1", 8_800, at: 30)
                }, ["missing_on_trade_bill T1: ledger 88.00 / trade_bill nothing"],
                "merchant_payable:mer_1 channel_clearing:wechat_pay 88.00"
            ),
            (
                "a payment that the fund bill does not have",
                {
                    $0.order("O1", 8_800)
                    $0.trade("O1", "T1", 8_800, at: 30)
                    $0.book(.payment, "O1", "T1", 8_800, at: 30)
                }, ["missing_on_fund_bill T1: ledger 88.00 / fund_bill nothing"], ""
            ),
            (
                "money on the account that neither the trade bill nor the ledger knows",
                { $0.fund(.payment, "T1", 8_800, at: 30) },
                ["missing_in_ledger T1: fund_bill 88.00 / ledger nothing"],
                "channel_clearing:wechat_pay adjustments 88.00"
            ),
            (
                "a withdrawal that is not booked",
                { $0.fund(.withdrawal, nil, -8_800, at: 30) },
                ["missing_in_ledger 1001: fund_bill -88.00 / ledger nothing"],
                "adjustments channel_clearing:wechat_pay 88.00"
            ),
            (
                "a payment on the trade bill that is not booked though its order is known",
                {
                    $0.order("O1", 8_800)
                    $0.trade("O1", "T1", 8_800, at: 30)
                }, ["missing_in_ledger T1: trade_bill 88.00 / ledger nothing"],
                "channel_clearing:wechat_pay merchant_payable:mer_1 88.00"
            ),
            (
                "another amount on the trade bill, on the fund bill",
                {
                    $0.pay("T1", 10_000, at: 30)
                    $0.trade("OT1", "T1", 9_900, at: 31, fee: "1.00")
                }, ["amount_differs T1: trade_bill 99.00 / ledger 100.00"],
                "merchant_payable:mer_1 channel_clearing:wechat_pay 1.00"
            ),
            (
                "another amount on the fund bill",
                {
                    $0.order("O1", 10_000)
                    $0.trade("O1", "T1", 10_000, at: 30)
                    $0.book(.payment, "O1", "T1", 10_000, at: 30)
                    $0.fund(.payment, "T1", 9_500, at: 30)
                }, ["amount_differs T1: fund_bill 95.00 / ledger 100.00"],
                "merchant_payable:mer_1 channel_clearing:wechat_pay 5.00"
            ),
            (
                "another fee on the fund bill than in the ledger",
                {
                    $0.order("O1", 10_000)
                    $0.trade("O1", "T1", 10_000, at: 30, fee: "0.60")
                    $0.book(.payment, "O1", "T1", 10_000, at: 30, fee: 50)
                    $0.fund(.payment, "T1", 10_000, at: 30)
                    $0.fund(.fee, "T1", -60, at: 30)
                }, ["fee_differs T1: fund_bill 0.60 / ledger 0.50"],
                "channel_cost channel_clearing:wechat_pay 0.10"
            ),
            (
                "another fee on the trade bill than on the fund bill, which is booked",
                {
                    $0.order("O1", 10_000)
                    $0.trade("O1", "T1", 10_000, at: 30, fee: "0.61")
                    $0.book(.payment, "O1", "T1", 10_000, at: 30, fee: 60)
                    $0.fund(.payment, "T1", 10_000, at: 30)
                    $0.fund(.fee, "T1", -60, at: 30)
                }, ["fee_differs T1: trade_bill 0.61 / fund_bill 0.60"], ""
            ),
            (
                "a fee that the account was not charged",
                {
                    $0.order("O1", 10_000)
                    $0.trade("O1", "T1", 10_000, at: 30, fee: "0.60")
                    $0.book(.payment, "O1", "T1", 10_000, at: 30, fee: 60)
                    $0.fund(.payment, "T1", 10_000, at: 30)
                }, ["fee_differs T1: trade_bill 0.60 / fund_bill nothing"], ""
            ),
            (
                "one transaction for two orders",
                {
                    $0.pay("T1", 10_000, at: 30)
                    $0.order("O2", 10_000)
                    $0.trade("O2", "T1", 10_000, at: 31, fee: "1.00")
                }, ["order_differs T1: trade_bill 100.00 / ledger 100.00"], ""
            ),
            (
                "no such order",
                { $0.trade("O9", "T1", 8_800, at: 30) },
                ["unknown_order T1: trade_bill 88.00 / ledger nothing"],
                "channel_clearing:wechat_pay adjustments 88.00"
            ),
            (
                "an order of another merchant's account",
                {
                    $0.order("O1", 8_800, account: "other", merchant: "mer_2")
                    $0.trade("O1", "T1", 8_800, at: 30)
                }, ["order_of_another T1: trade_bill 88.00 / ledger nothing"],
                "channel_clearing:wechat_pay adjustments 88.00"
            ),
            (
                "an invoice paid twice, by both channels",
                {
                    $0.pay("T1", 10_000, at: 30)
                    $0.order("O2", 10_000, .alipay, invoice: 1)
                    $0.trade("O2", "T2", 10_000, at: 31, .alipay)
                    $0.fund(.payment, "T2", 10_000, at: 31, .alipay)
                    $0.book(.payment, "O2", "T2", 10_000, at: 31, .alipay)
                }, ["duplicate_payment T2: orders 0.00 / ledger 100.00"],
                "merchant_payable:mer_1 channel_clearing:alipay 100.00"
            ),
            (
                "more than is owed",
                {
                    $0.order("O1", 10_000, owed: 9_000)
                    $0.trade("O1", "T1", 10_000, at: 30)
                    $0.fund(.payment, "T1", 10_000, at: 30)
                    $0.book(.payment, "O1", "T1", 10_000, at: 30)
                }, ["overpaid T1: orders 90.00 / ledger 100.00"],
                "merchant_payable:mer_1 channel_clearing:wechat_pay 10.00"
            ),
            (
                "less than was asked",
                {
                    $0.order("O1", 10_000)
                    $0.trade("O1", "T1", 9_000, at: 30)
                    $0.fund(.payment, "T1", 9_000, at: 30)
                    $0.book(.payment, "O1", "T1", 9_000, at: 30)
                }, ["underpaid T1: orders 100.00 / ledger 90.00"], ""
            ),
            (
                "at the instant at which the order expires, which is too late",
                {
                    $0.order("O1", 10_000, expires: 30)
                    $0.trade("O1", "T1", 10_000, at: 30)
                    $0.fund(.payment, "T1", 10_000, at: 30)
                    $0.book(.payment, "O1", "T1", 10_000, at: 30)
                }, ["paid_after_expiry T1: orders 100.00 / ledger 100.00"], ""
            ),
            (
                "for an invoice that is void",
                {
                    $0.order("O1", 10_000, isVoid: true)
                    $0.trade("O1", "T1", 10_000, at: 30)
                    $0.fund(.payment, "T1", 10_000, at: 30)
                    $0.book(.payment, "O1", "T1", 10_000, at: 30)
                }, ["paid_void T1: orders 0.00 / ledger 100.00"],
                "merchant_payable:mer_1 channel_clearing:wechat_pay 100.00"
            ),
            (
                "a refund of a payment that is not known",
                { $0.trade("O1", "T1", 500, at: 30, refund: "R1") },
                ["refund_unknown R1: trade_bill 5.00 / ledger nothing"],
                "adjustments channel_clearing:wechat_pay 5.00"
            ),
            (
                "more would go back than was paid",
                {
                    $0.pay("T1", 10_000, at: 30)
                    $0.trade("OT1", "T1", 10_001, at: 40, refund: "R1")
                    $0.fund(.refund, "R1", -10_001, at: 40)
                }, ["refunded_more_than_paid R1: trade_bill 100.01 / ledger nothing"],
                "adjustments channel_clearing:wechat_pay 100.01"
            ),
            (
                "a message of all refunds so far",
                {
                    $0.pay("T1", 10_000, at: 30, .alipay)
                    $0.trade(
                        "OT1", "T1", 500, at: 40, .alipay, refund: "N1", refundNo: "N1",
                        isMessage: true, isSoFar: true)
                }, ["refund_waits_for_bill N1: message 5.00 / ledger nothing"], ""
            ),
            (
                "a payment of a time after the run that took it in",
                {
                    $0.order("O1", 8_800)
                    $0.trade("O1", "T1", 8_800, at: 40, taken: 30)
                }, ["date_ahead T1: trade_bill 88.00 / ledger nothing"], ""
            ),
            (
                "a payment of a time before its invoice was issued",
                {
                    $0.order("O1", 8_800, made: 40)
                    $0.trade("O1", "T1", 8_800, at: 30, taken: 50)
                }, ["date_too_early T1: trade_bill 88.00 / ledger nothing"], ""
            ),
            (
                "a refund that nobody asked for",
                {
                    $0.pay("T1", 10_000, at: 30)
                    $0.refund("T1", "R1", 500, at: 40)
                    $0.sides.refundOrders = []
                }, ["refund_not_ordered R1: orders nothing / ledger 5.00"], ""
            ),
            (
                "another refund than was asked for",
                {
                    $0.pay("T1", 10_000, at: 30)
                    $0.refund("T1", "R1", 500, at: 40)
                    $0.sides.refundOrders = []
                    $0.ask("T1", "NR1", 600, at: 39)
                }, ["amount_differs R1: orders 6.00 / ledger 5.00"], ""
            ),
            (
                "a refund that was asked for and has not been seen",
                {
                    $0.pay("T1", 10_000, at: 30)
                    $0.ask("T1", "N1", 500, at: 40)
                }, ["refund_not_seen N1: orders 5.00 / ledger nothing"], ""
            ),
            (
                "a refund that came back",
                { $0.fund(.refundReturned, "R1", 500, at: 40, text: "退款关闭") },
                ["refund_came_back 1001: fund_bill 5.00 / ledger nothing"],
                "channel_clearing:wechat_pay adjustments 5.00"
            ),
            (
                "a movement of an unknown kind",
                { $0.fund(.other, nil, -500, at: 40, text: "分账") },
                ["unknown_movement 1001: fund_bill -5.00 / ledger nothing"],
                "adjustments channel_clearing:wechat_pay 5.00"
            ),
            (
                // Between two rows of bills that are there 7.00 went away.
                "the balance moved and no row says why",
                {
                    $0.pay("T1", 10_000, at: 30)
                    $0.withdraw(300, at: 40)
                    $0.sides.fundRows.removeLast()
                    $0.sides.ledger.removeLast()
                    $0.fund(.withdrawal, nil, -100, at: 50, skipping: -400)
                    $0.book(.withdrawal, "", "1004", 100, at: 50)
                },
                // 1000.00 + 100.00 − 1.00 = 1099.00, and 1092.00 before the next row.
                ["withdrawal_not_stated -: fund_bill 1092.00 / fund_bill 1099.00"],
                "bank:CNY channel_clearing:wechat_pay 7.00"
            ),
        ]

    @Test("each reason with the figures of both sides", arguments: planted.indices)
    func reasons(index: Int) throws {
        let (name, plant, expected, legs) = Self.planted[index]
        var world = ReconciledWorld()
        plant(&world)
        #expect(try world.found() == expected, "\(name)")
        let result = try world.reconciled()
        let suggestion = result.differences.first?.suggestion
        let first = suggestion?.postings.first.map { " \($0.amount.decimal)" } ?? ""
        #expect(
            (suggestion?.postings.map(\.account).joined(separator: " ") ?? "") + first == legs,
            "\(name)")
        #expect(suggestion?.postings.map(\.isDebit) == (legs.isEmpty ? [] : [true, false]))
        #expect(suggestion?.words.isEmpty == false)
        #expect(result.open.count == expected.count)
    }

    @Test("every reason is tried here, but for missing bills, which have their own tests")
    func allReasons() {
        let tried = Set(Self.planted.flatMap(\.found).map { String($0.prefix { $0 != " " }) })
        let all = Set(Difference.Reason.allCases.map(\.rawValue))
        #expect(
            all.subtracting(tried) == ["trade_bill_not_imported", "fund_bill_not_imported"])
    }

    @Test("a day whose bill is missing is said once, with what moved on it, and waits until ten")
    func missingBills() throws {
        var world = ReconciledWorld()
        let day = try Day("2026-06-03")
        for list in [Sides.BillDay.List.payment, .refund, .fund] {
            world.sides.billDays.remove(Sides.BillDay(.wechatPay, "acc", day, list))
        }
        // 49:00 is 01:00 on the third. Messages alone tell of them.
        for (number, fen) in [("1", Int64(5_000)), ("2", 700)] {
            world.order("O\(number)", fen)
            world.trade("O\(number)", "T\(number)", fen, at: 49, isMessage: true)
            world.book(.payment, "O\(number)", "T\(number)", fen, at: 49)
        }
        let due = try Instant("2026-06-04T10:00:00+08:00")
        #expect(
            Set(try world.found(asOf: due)) == [
                "trade_bill_not_imported -: ledger 57.00 / trade_bill nothing",
                "fund_bill_not_imported -: ledger 57.00 / fund_bill nothing",
            ])
        let open = try world.reconciled(asOf: due)
        #expect(open.differences.map(\.state) == [.open, .open])
        #expect(
            open.differences.map(\.left.detail?.text)
                == Array(repeating: "2 movements of 2026-06-03", count: 2))
        let early = try world.reconciled(asOf: due.advanced(bySeconds: -1))
        #expect(early.differences.map(\.state) == [.waiting, .waiting] && early.open.isEmpty)
        #expect(Set(early.differences.map(\.id)) == Set(open.differences.map(\.id)))
    }

    @Test("a gap in the balance over a day without its fund bill is that bill's")
    func gapOverMissingBill() throws {
        var world = ReconciledWorld()
        world.pay("T1", 10_000, at: 30)
        world.fund(.withdrawal, nil, -100, at: 24 * 4, skipping: -400)
        world.book(.withdrawal, "", "1003", 100, at: 24 * 4)
        world.sides.billDays.remove(
            Sides.BillDay(.wechatPay, "acc", try Day("2026-06-04"), .fund))
        #expect(try world.found() == ["fund_bill_not_imported -: ledger 0.00 / fund_bill nothing"])
    }

    @Test("an account that was empty at its first and its last row hides no gap")
    func gapBetweenEmpty() throws {
        var world = ReconciledWorld()
        world.fund(.withdrawal, nil, -100_000, at: 30)
        world.book(.withdrawal, "", "1001", 100_000, at: 30)
        world.fund(.withdrawal, nil, -400, at: 40, skipping: 100_400)
        world.book(.withdrawal, "", "1002", 400, at: 40)
        world.fund(.withdrawal, nil, -100_000, at: 50)
        world.book(.withdrawal, "", "1003", 100_000, at: 50)
        // 1000.00 → 0; 1004.00 → 1000.00 → 0.
        #expect(
            try world.found() == ["withdrawal_not_stated -: fund_bill 1004.00 / fund_bill 0.00"])
    }

    @Test(
        "age in days of UTC+8, and its class",
        arguments: [
            // The payment is at 23:00 of the second.
            ("2026-06-02T23:30:00+08:00", 0, "0-1"), ("2026-06-03T00:00:00+08:00", 1, "0-1"),
            ("2026-06-04T00:00:00+08:00", 2, "2-7"), ("2026-06-09T12:00:00+08:00", 7, "2-7"),
            ("2026-06-10T00:00:00+08:00", 8, "8-30"), ("2026-07-02T23:59:59+08:00", 30, "8-30"),
            ("2026-07-03T00:00:00+08:00", 31, "over 30"),
        ])
    func ageing(asOf: String, age: Int, ageing: String) throws {
        var world = ReconciledWorld()
        world.trade("O9", "T1", 8_800, at: 47)
        let found = try world.reconciled(asOf: Instant(asOf)).differences
        #expect(found.map(\.age) == [age] && found.map(\.ageing.rawValue) == [ageing])
    }

    @Test("an id stays from run to run; with another figure it is another one, and open again")
    func ids() throws {
        func world(_ fen: Int64) -> ReconciledWorld {
            var world = ReconciledWorld()
            world.trade("O9", "T1", fen, at: 47)
            return world
        }
        var first = world(8_800)
        let id = try first.reconciled().differences[0].id
        #expect(id.wholeMatch(of: /d-[0-9a-f]{12}/) != nil)
        #expect(try world(8_800).reconciled(asOf: ReconciledWorld.at(900)).differences[0].id == id)
        first.sides.decisions = [id: "sent back"]
        #expect(try first.reconciled().differences.map(\.state) == [.resolved("sent back")])
        #expect(try first.reconciled().open.isEmpty)
        var other = world(8_801)
        other.sides.decisions = [id: "sent back"]
        #expect(try other.reconciled().open.count == 1)
    }

    @Test(
        "a movement belongs to the month in which it is in UTC+8, and what comes later is not there yet"
    )
    func period() throws {
        var world = ReconciledWorld()
        world.trade("O8", "T1", 100, at: -1)
        world.trade("O9", "T2", 200, at: 0)
        func numbers(_ period: String?, _ asOf: Instant = ReconciledWorld.asOf) throws -> [String?]
        {
            try world.reconciled(period, asOf: asOf).differences.map(\.transactionID)
        }
        #expect(try numbers("2026-05") == ["T1"])
        #expect(try numbers("2026-06") == ["T2"])
        #expect(try numbers(nil) == ["T1", "T2"])
        #expect(try numbers(nil, ReconciledWorld.at(-1)) == ["T1"])
    }

    @Test("less than a fen between the bills is the same fee, however it was rounded")
    func roundedFees() throws {
        for (printed, isSame) in [
            ("0.59001", true), ("0.60999", true), ("0.61", false), ("0.59", false),
        ] {
            var world = ReconciledWorld()
            world.order("O1", 10_000)
            world.trade("O1", "T1", 10_000, at: 30, fee: printed)
            world.book(.payment, "O1", "T1", 10_000, at: 30, fee: 60)
            world.fund(.payment, "T1", 10_000, at: 30)
            world.fund(.fee, "T1", -60, at: 30)
            #expect(try world.found().isEmpty == isSame, "\(printed)")
        }
    }

    @Test("a dispute by letter needs no trade bill, and the account's row of any name is its")
    func chargeback() throws {
        var world = ReconciledWorld()
        world.pay("T1", 10_000, at: 30)
        world.fund(.other, "DSP1", -4_000, at: 40, text: "争议扣款")
        world.book(.chargeback, "OT1", "T1", 4_000, at: 40, refund: "DSP1")
        #expect(try world.found() == [])
        let sums = try #require(try world.reconciled().channels.first).sides.map(\.sums)
        #expect(sums.map(\.chargedBack.decimal) == ["0.00", "0.00", "40.00", "40.00"])
        #expect(sums.map(\.refunds) == [0, 0, 0, 0])
    }

    @Test("what was paid too much and is asked back, or went back, is too much no more")
    func overpaidAndRefunded() throws {
        var world = ReconciledWorld()
        world.pay("T1", 10_000, at: 30)
        world.sides.orders = []
        world.order("OT1", 10_000, owed: 9_000)
        #expect(try world.found().map { $0.prefix(8) } == ["overpaid"])
        world.ask("T1", "NR1", 1_000, at: 39)
        #expect(try world.found() == ["refund_not_seen NR1: orders 10.00 / ledger nothing"])
        world.sides.refundOrders = []
        world.refund("T1", "R1", 1_000, at: 40)
        #expect(try world.found() == [])
    }
}
