import Catalog
import Checkout
import GRDB
import Invoicing
import Ledger
import Money
import Store
import TestSupport
import Testing
import Time

@testable import bm

/// Reconciliation of a ledger as the commands make it: bills are imported, entries posted, decisions
/// noted.
@Suite("Reconciling a ledger")
struct ReconcileTests {
    static let asOf = try! Instant("2026-07-01T09:00:00+08:00")

    /// An invoice of CNY 100.00 of May, with its order.
    private func ledger() throws -> ScenarioRun {
        let run = try ScenarioRun(
            Scenario(
                "reconcile",
                """
                merchant mer_1
                  plan api CNY base=100
                  customer cus_1 api
                rates 2026-05-29 USD=1 CNY=7.27
                rates 2026-06-30 USD=1 CNY=7.27
                close 2026-05 at 2026-06-01T09:00:00+08:00
                order cus_1 2026-05 at 2026-06-03T08:00:00+08:00
                """))
        #expect(run.problems == [])
        return run
    }

    private func order(_ run: ScenarioRun) throws -> String {
        try run.ledger.read {
            try String.fetchOne($0, sql: "SELECT outTradeNo FROM paymentOrder ORDER BY id")!
        }
    }

    @discardableResult
    private func add(_ run: ScenarioRun, _ bytes: [UInt8]) throws -> BillImport {
        let bill = try AnyBill(bytes, channel: .wechatPay, file: "bill.csv")
        let account = try account(run)
        return try run.ledger.write {
            try BillImport(
                $0, bill, name: "bill.csv", account: account, at: Self.asOf)
        }
    }

    private func account(_ run: ScenarioRun) throws -> String {
        try run.ledger.read {
            try MerchantCatalog($0, "mer_1", at: Self.asOf).merchant.wechatPay.mchid
        }
    }

    private func trade(_ run: ScenarioRun, _ rows: [SampleBill.Payment]) throws -> [UInt8] {
        try SampleBill.weChat(rows, mchid: account(run))
    }

    private func fund(_ run: ScenarioRun, _ lines: [SampleFund.Line]) throws -> [UInt8] {
        try SampleFund.weChat(lines, applicant: "\(account(run))API")
    }

    private func reconciled(_ run: ScenarioRun) throws -> Reconciliation {
        try run.ledger.read {
            try Reconciliation(
                Clearing.sides($0, asOf: Self.asOf), period: Month("2026-06"), asOf: Self.asOf)
        }
    }

    private func reasons(_ run: ScenarioRun) throws -> [String] {
        try reconciled(run).differences.map {
            "\($0.reason.rawValue) \($0.refundID ?? $0.transactionID ?? "-")"
        }.sorted()
    }

    static let day = "2026-06-03 09:41:22"

    @Test("the trade bill and the fund bill of a day: nothing is open, and the books hold")
    func agree() throws {
        let run = try ledger()
        let number = try order(run)
        try add(run, trade(run, [.init(number, "4200001", "100.00", fee: "0.60", at: Self.day)]))
        #expect(try reasons(run) == ["fund_bill_not_imported -"])
        let result = try add(
            run,
            fund(
                run,
                [
                    .init("1", "交易", "100.00", of: "4200001", ours: number, at: Self.day),
                    .init("2", "扣除交易手续费", "-0.60", of: "4200001", ours: number, at: Self.day),
                    .init("3", "提现", "-50.00", at: "2026-06-03 23:00:00"),
                ]))
        #expect(result.movements == 3)
        #expect(
            result.text(file: "f")
                == "f · 3 movements · 1 withdrawal CNY 50.00 · fees CNY 0.00 · 0 unmatched")
        #expect(try reasons(run) == [])
        #expect(try reconciled(run).channels.map(\.matched) == [1, 0])
        #expect(try run.broken() == [])
        // 100.00 − 0.60 − 50.00 are still with the channel.
        let (clearing, bank) = try run.ledger.read { db in
            (
                try Journal.balance(db, .platform, .channelClearing(.wechatPay), .cny),
                try Journal.balance(db, .platform, .bank(.cny), .cny)
            )
        }
        #expect([clearing, bank].map(\.decimal) == ["49.40", "50.00"])
    }

    @Test(
        "payments_match_bills sees a withdrawal that is not booked, and a fee that is not the fund bill's",
        arguments: [
            (
                "DELETE FROM withdrawal",
                ["withdrawal wechat_pay/3 is not booked"]
            ),
            (
                "UPDATE fundBillRow SET amountFen = -61 WHERE kind = 'fee'",
                ["the fee of wechat_pay/4200001 is 60 fen, its fund bill says 61"]
            ),
            (
                "UPDATE fundBillRow SET amountFen = -5001 WHERE kind = 'withdrawal'",
                ["withdrawal wechat_pay/3 is not posted as it should be"]
            ),
        ])
    func barks(sql: String, says: [String]) throws {
        let run = try ledger()
        let number = try order(run)
        try add(run, trade(run, [.init(number, "4200001", "100.00", fee: "0.60", at: Self.day)]))
        try add(
            run,
            fund(
                run,
                [
                    .init("1", "交易", "100.00", of: "4200001", at: Self.day),
                    .init("2", "扣除交易手续费", "-0.60", of: "4200001", at: Self.day),
                    .init("3", "提现", "-50.00", at: "2026-06-03 23:00:00"),
                ]))
        try run.ledger.tamper(sql)
        let found = try run.ledger.read(Checks.all).first { $0.name == .paymentsMatchBills }
        #expect(found?.failures == says)
    }

    @Test("whatever is parked is a difference too, and matched nothing")
    func parked() throws {
        let run = try ledger()
        let number = try order(run)
        try add(run, trade(run, [.init(number, "4200001", "100.00", fee: "0.60", at: Self.day)]))
        let bill = try add(
            run,
            trade(
                run,
                [
                    .init("INV209901010001M1W1", "4200009", "1.00", fee: "0.01", at: Self.day),
                    .refund("X", "4200008", "2.00", id: "R8", at: Self.day),
                    .refund(number, "4200001", "100.01", id: "R9", at: Self.day),
                ]))
        let other = try add(
            run, trade(run, [.init(number, "4200001", "99.00", fee: "0.60", at: Self.day)]))
        let fee = try add(
            run, trade(run, [.init(number, "4200001", "100.00", fee: "0.70", at: Self.day)]))
        let funds = try add(
            run,
            fund(
                run,
                [
                    .init("1", "交易", "100.00", of: "4200001", at: Self.day),
                    .init("2", "扣除交易手续费", "-0.60", of: "4200001", at: Self.day),
                    .init("3", "交易", "7.00", of: "4200007", at: Self.day),
                    .init("4", "退款关闭", "3.00", of: "R3", at: Self.day),
                    .init("5", "分账", "-4.00", at: Self.day),
                ]))
        #expect(
            [bill, other, fee, funds].map(\.parked.count) == [3, 1, 1, 3])
        #expect(
            try reasons(run) == [
                "amount_differs 4200001",  // 99.00 for 100.00
                "fee_differs 4200001",  // 0.70 for 0.60
                "missing_in_ledger 4200007", "refund_came_back 4", "refund_unknown R8",
                "refunded_more_than_paid R9", "unknown_movement 5", "unknown_order 4200009",
            ])
        let unmatched = try reconciled(run).differences.filter(\.isUnmatched)
        #expect(unmatched.count == 6)
        #expect(try run.broken() == [])
    }

    @Test("an empty bill counts for the day that is named for it")
    func emptyDay() throws {
        let run = try ledger()
        let number = try order(run)
        let message = try ChannelMessage(
            Array(
                """
                {"mchid":"\(try account(run))","out_trade_no":"\(number)","transaction_id":"4200001",
                 "trade_state":"SUCCESS","success_time":"2026-06-03T09:41:22+08:00",
                 "amount":{"total":10000,"currency":"CNY"}}
                """.utf8), channel: .wechatPay, file: "m")
        try run.ledger.write { db in
            _ = try message.insert(db, file: "m", at: Self.asOf)
            _ = try BillImport.book(db, at: Self.asOf)
        }
        #expect(try reasons(run) == ["fund_bill_not_imported -", "trade_bill_not_imported -"])
        let account = try account(run)
        let bill = try AnyBill(trade(run, []), channel: .wechatPay, file: "bill.csv")
        try run.ledger.write {
            _ = try BillImport(
                $0, bill, name: "bill.csv", account: account, day: Day("2026-06-03"),
                at: Self.asOf)
        }
        #expect(try reasons(run) == ["fund_bill_not_imported -", "missing_on_trade_bill 4200001"])
    }

    @Test("a payment without its entry shows as one of nothing")
    func unposted() throws {
        let run = try ledger()
        let number = try order(run)
        try add(run, trade(run, [.init(number, "4200001", "100.00", fee: "0.00", at: Self.day)]))
        try add(run, fund(run, [.init("1", "交易", "100.00", of: "4200001", at: Self.day)]))
        try run.ledger.tamper("DELETE FROM posting WHERE account LIKE 'channel_clearing%'")
        let found = try reconciled(run).differences.map {
            "\($0.reason.rawValue) \($0.left.amount?.decimal ?? "") \($0.right.amount?.decimal ?? "")"
        }
        #expect(
            Set(found) == [
                "amount_differs 100.00 0.00", "underpaid 100.00 0.00",
            ])
    }

    @Test(
        "a decision is kept once, takes the difference off the open ones, and may be followed by another"
    )
    func decisions() throws {
        let run = try ledger()
        let number = try order(run)
        try add(run, trade(run, [.init(number, "4200001", "100.00", fee: "0.00", at: Self.day)]))
        let id = try #require(try reconciled(run).open.first?.id)
        func note(_ text: String) throws -> Bool {
            try run.ledger.write {
                try ReconciliationDecision.record($0, difference: id, note: text, at: Self.asOf)
            }
        }
        #expect(throws: CheckoutError.emptyNote(id)) { try note(" \n") }
        #expect(try note("asked the channel"))
        #expect(try !note(" asked the channel "))
        #expect(try reconciled(run).open.isEmpty)
        #expect(try note("it came on the fifth"))
        #expect(
            try reconciled(run).differences.map(\.state) == [.resolved("it came on the fifth")])
        #expect(try run.broken() == [])
    }

    @Test("text, CSV and JSON say the same")
    func report() throws {
        let run = try ledger()
        try add(
            run,
            trade(run, [.init("INV209901010001M1W1", "4200009", "1.00", fee: "0", at: Self.day)]))
        let reconciliation = try reconciled(run)
        let report = ReconciliationReport(
            reconciliation, period: try Month("2026-06"), asOf: Self.asOf)
        let difference = try #require(reconciliation.differences.first)
        #expect(report.verdict == "1 open: 1 of 8-30 days")
        #expect(report.text.contains("\(difference.id)  open  28 d  no such order  4200009"))
        #expect(
            report.text.contains(
                "debit channel_clearing:wechat_pay, credit adjustments CNY 1.00"))
        let rows = try CSVRows(Array(report.csv.utf8)).rows.map(\.cells)
        #expect(rows.count == 2 && rows[0].count == rows[1].count)
        let cells = Dictionary(uniqueKeysWithValues: zip(rows[0], rows[1]))
        #expect(cells["reason"] == "unknown_order" && cells["left_amount"] == "1.00")
        #expect(
            cells["right_amount"] == "" && cells["ageing"] == "8-30" && cells["age_days"] == "28")
        #expect(report.json["schema"] == "bm.reconciliation/1" && report.json["open"]?.int == 1)
        let json = report.json["differences"]?.array?.first?.members ?? []
        #expect(json.map(\.key) == rows[0])
        for member in json where member.value != .null {
            #expect(cells[member.key] == (member.value.string ?? member.value.compact))
        }
    }
}
