import GRDB
import Invoicing
import Money
import Store
import TestSupport
import Testing
import Time

@testable import Checkout

/// Fund bills in the ledger: what they book, and what they only tell.
@Suite("Fund bills into the ledger")
struct FundBookingTests {
    let bills = BillImportTests()

    struct Result {
        let added: Int?
        let booking: ChannelBooking
        var reasons: [String] { booking.parked.map(\.reason.description) }
    }

    /// Reads a fund bill, keeps it and books what it says.
    @discardableResult
    func add(
        _ bytes: [UInt8], _ channel: Channel = .wechatPay, account: String? = nil
    ) throws -> Result {
        let bill = try FundBill(bytes, channel: channel, file: "fund.csv")
        return try bills.ledger.file.write {
            Result(
                added: try bill.insert(
                    $0, sourceName: "fund.csv", digest: SHA256Digest.hex(bytes), account: account,
                    at: Sample.later)?.added,
                booking: try ChannelBooking($0, at: Sample.later))
        }
    }

    func paid(_ yuan: String = "100.00", fee: String = "0.60") throws -> String {
        let number = try bills.order(19, "100.00")
        try bills.add(SampleBill.weChat([.init(number, "4200001", yuan, fee: fee)]))
        return number
    }

    /// The published samples of one day: 74.40, 45.90, 0.528 and −3.00 on the trade bill are 74.40,
    /// 45.90, 0.53 and −3.00 on the account.
    @Test("what the trade bill booked is not booked again")
    func sampleDay() throws {
        try bills.orders(
            [
                ("INV202506110019A1", "7650.00"), ("INV202506110021A1", "12400.00"),
                ("INV202506110034A2", "88.00"),
            ], .wechatPay)
        try bills.add(WeChatTradeBillTests.bytes(WeChatTradeBillTests.text))
        let result = try add(WeChatTradeBillTests.bytes(WeChatFundBillTests.text))
        #expect(result.added == 8)
        #expect(result.booking.fees.isEmpty && result.booking.withdrawals.isEmpty)
        #expect(result.booking.parked.isEmpty)
        #expect(try bills.count("fundBillRow") == 8)
    }

    @Test("a fee that only the fund bill knows is booked as the difference, once")
    func fee() throws {
        let number = try paid(fee: "0.59")
        let bytes = try SampleFund.weChat([
            .init("1", "交易", "100.00", of: "4200001", ours: number),
            .init("2", "扣除交易手续费", "-0.60", of: "4200001", ours: number),
        ])
        let first = try add(bytes)
        // 0.60 − 0.59.
        #expect(first.booking.fees.map(\.amount.decimal) == ["0.01"])
        #expect(try bills.payments().map(\.channelFee.decimal) == ["0.60"])
        let again = try add(bytes)
        #expect(again.added == nil && again.booking.fees.isEmpty)
    }

    @Test("the fund bill before the trade bill: the fee stays the fund bill's")
    func feeFirst() throws {
        let number = try bills.order(19, "100.00")
        let first = try add(
            SampleFund.weChat([
                .init("1", "交易", "100.00", of: "4200001", ours: number),
                .init("2", "扣除交易手续费", "-0.60", of: "4200001", ours: number),
            ]))
        #expect(
            first.reasons == Array(repeating: "no payment or refund 4200001 is booked", count: 2))
        let trade = try bills.add(
            SampleBill.weChat([.init(number, "4200001", "100.00", fee: "0.61")]))
        // The trade bill books 0.61 with the payment, and the fund bill takes 0.01 off it.
        #expect(trade.booking.fees.map(\.amount.decimal) == ["0.61", "-0.01"])
        #expect(trade.booking.parked.isEmpty)
        #expect(try bills.payments().map(\.channelFee.decimal) == ["0.60"])
    }

    @Test("a message, then the fund bill, then the trade bill: one fee")
    func messageFirst() throws {
        try bills.orders([("INV202506110019A1", "7650.00")], .wechatPay)
        let message = try ChannelMessage(
            Array(WeChatMessageTests.payment.utf8), channel: .wechatPay, file: "m")
        try bills.ledger.file.write { db in
            _ = try message.insert(db, file: "m", at: Sample.later)
            _ = try ChannelBooking(db, at: Sample.later)
        }
        let transaction = "4200002711202506117300112233"
        let fund = try add(
            SampleFund.weChat([
                .init("1", "交易", "7650.00", of: transaction),
                .init("2", "扣除交易手续费", "-45.90", of: transaction),
            ]))
        #expect(fund.booking.fees.map(\.amount.decimal) == ["45.90"])
        let trade = try bills.add(
            SampleBill.weChat([
                .init("INV202506110019A1", transaction, "7650.00", fee: "45.90000")
            ]))
        #expect(trade.booking.fees.isEmpty && trade.booking.known == [trade.bill])
        #expect(try bills.payments().map(\.channelFee.decimal) == ["45.90"])
    }

    @Test("withdrawals are booked once, whichever bill states them")
    func withdrawal() throws {
        _ = try bills.order(19, "100.00")
        let line = SampleFund.Line("7", "提现", "-80.00", at: "2025-06-11 23:00:00")
        let first = try add(SampleFund.weChat([line], opening: "500.00"))
        #expect(first.booking.withdrawals.map(\.amount.decimal) == ["80.00"])
        let again = try add(
            SampleFund.weChat(
                [line, .init("8", "提现", "-20.00", at: "2025-06-12 09:00:00")], opening: "500.00"))
        #expect(again.added == 1)
        #expect(again.booking.withdrawals.map(\.flowNo) == ["8"])
    }

    /// Bills here are imported on 12 June at 10:00.
    @Test("a withdrawal dated after the run waits, and a later run of any kind books it")
    func withdrawalAhead() throws {
        _ = try bills.order(19, "100.00")
        let first = try add(
            SampleFund.weChat(
                [.init("7", "提现", "-80.00", at: "2025-06-12 10:00:01")], opening: "500.00"))
        #expect(first.booking.withdrawals.isEmpty)
        #expect(
            first.booking.parked.map(\.reason.description) == [
                "7 is dated 2025-06-12T10:00:01+08:00, after this run at 2025-06-12T10:00:00+08:00: "
                    + "a later import books it"
            ])
        let later = try bills.add(SampleBill.weChat([]), at: Sample.later.advanced(bySeconds: 1))
        #expect(later.booking.withdrawals.map(\.flowNo) == ["7"])
        #expect(later.booking.parked.isEmpty)
    }

    @Test("a row that says something else of a known movement refuses the bill whole")
    func contradicts() throws {
        _ = try bills.order(19, "100.00")
        try add(SampleFund.weChat([.init("7", "提现", "-80.00")], opening: "500.00"))
        let other = try SampleFund.weChat(
            [.init("6", "提现", "-1.00"), .init("7", "提现", "-80.01")], opening: "501.00")
        #expect(
            throws: CheckoutError.contradicts(
                "fund.csv", line: 3, movement: "7",
                found: "提现 CNY -80.01, balance CNY 419.99, 2025-06-11T01:41:22Z",
                known: "提现 CNY -80.00, balance CNY 420.00, 2025-06-11T01:41:22Z",
                in: "fund.csv:2")
        ) { try add(other) }
        #expect(try bills.count("fundBillRow") == 1)
        #expect(try bills.count("channelBill") == 1)
    }

    @Test("what belongs to nothing is kept and listed")
    func parked() throws {
        _ = try paid()
        let result = try add(
            SampleFund.weChat([
                .init("1", "交易", "100.00", of: "4200001"), .init("2", "交易", "9.00", of: "4200009"),
                .init("3", "退款", "-3.00", of: "R7"), .init("4", "退款关闭", "3.00", of: "R8"),
                .init("5", "分账", "-2.00", of: "4200001"),
            ]))
        #expect(
            result.reasons == [
                "no payment or refund 4200009 is booked", "no payment or refund R7 is booked",
                "refund R8 did not reach the payer and came back",
                "a movement of another kind: 分账",
            ])
        #expect(result.booking.parked.map(\.line) == [3, 4, 5, 6])
    }

    @Test("a bill that does not say its account: the only one, or the one that is named")
    func account() throws {
        let bytes = try SampleFund.weChat(
            [.init("1", "提现", "-1.00")], opening: "5.00", applicant: "system")
        _ = try bills.order(19, "100.00")
        try bills.ledger.apply(
            SampleCatalog.one(
                "cus_9", of: "mer_2", on: "yuan", baseFee: "1", tax: "0", since: "2025-01-01",
                effective: "2025-01-01"
            ).yaml.replacing("1900000109", with: "1900000222"), at: Sample.now)
        #expect(
            throws: CheckoutError.accountNotSaid("fund.csv", ours: ["1900000109", "1900000222"])
        ) { try add(bytes) }
        #expect(
            throws: CheckoutError.foreignAccount(
                "fund.csv", found: "1900000333", ours: ["1900000109", "1900000222"])
        ) { try add(bytes, account: "1900000333") }
        #expect(try add(bytes, account: "1900000222").added == 1)
    }

    @Test(
        "Alipay's bills say of which days they are, an end at midnight being the day after",
        arguments: [
            ("2025年06月12日 00:00:00", "2025-06-11"),
            ("2025年06月11日 23:59:59", "2025-06-11"),
            ("2025年07月01日 00:00:00", "2025-06-11 – 2025-06-30"),
            // Before its begin, and longer than any bill: nothing that could be believed.
            ("2025年06月10日 00:00:00", nil), ("2025年08月01日 00:00:00", nil),
            ("2025年13月01日 00:00:00", nil),
        ])
    func days(end: String, says: String?) throws {
        let text = AlipayTradeBillTests.detail.replacing("2025年06月12日 00:00:00", with: end)
        let bill = try ChannelBill(
            #require(GBK.encode(text)), channel: .alipay, file: "bill.csv")
        #expect(bill.days?.description == says)
    }

    @Test("a bill of an account that no merchant has is refused")
    func foreign() throws {
        _ = try bills.order(19, "100.00")
        let bytes = try SampleFund.weChat([.init("1", "交易", "1.00")], applicant: "1999999999API")
        #expect(
            throws: CheckoutError.foreignAccount(
                "fund.csv", found: "1999999999", ours: ["1900000109"])
        ) { try add(bytes) }
    }

    /// Two refunds of one payment give back 0.12 and 0.18: Alipay's account bill has 0.12 and 0.20 for
    /// the payment, so 0.02 more came back.
    @Test("fees that Alipay gave back are compared for the payment as a whole")
    func alipayFeesBack() throws {
        try bills.orders(
            [("INV202506110020A1", "3200.00"), ("INV202506110025A1", "960.50")], .alipay)
        try bills.add(GBK.encode(AlipayTradeBillTests.detail)!, .alipay)
        let transaction = "2025061122001458860515315453"
        let text = try SampleFund.alipay([
            .init("1", "在线支付", "3200.00", of: transaction),
            .init("2", "收费", "-19.20", of: transaction),
            .init("3", "交易退款", "-200.00", of: transaction),
            .init("4", "退费", "1.22", of: transaction),
        ])
        let result = try add(GBK.encode(text)!, .alipay)
        // −1.22 − (−1.20).
        #expect(result.booking.fees.map(\.amount.decimal) == ["-0.02"])
        #expect(try bills.refunds().map(\.channelFee.decimal) == ["-1.22"])
        #expect(result.booking.parked.isEmpty)
    }

    /// Alipay prints no number for refunds to which we gave none.
    @Test(
        "two refunds without a number are two, also when they are alike; in two bills they are the same"
    )
    func unnumbered() throws {
        try bills.orders(
            [("INV202506110020A1", "3200.00"), ("INV202506110025A1", "960.50")], .alipay)
        // The refund of the sample without its number, twice.
        let lines = AlipayTradeBillTests.detail.split(
            separator: "\n", omittingEmptySubsequences: false
        ).map(String.init)
        let row = try #require(lines.firstIndex { $0.contains("RF202506110020R1") })
        let bare = lines[row].replacing("RF202506110020R1", with: "")
        func bill(_ note: String) throws -> [UInt8] {
            var text = lines
            text.replaceSubrange(row...row, with: [bare, bare])
            let joined = text.joined(separator: "\n")
                .replacing("#退款合计：1笔，商家实收退款共-200.00元", with: "#退款合计：2笔，商家实收退款共-400.00元")
            return try #require(GBK.encode(joined + "#\(note)\n"))
        }
        let first = try bills.add(bill("day"), .alipay)
        #expect(first.booking.refunds.map(\.amount.decimal) == ["200.00", "200.00"])
        #expect(Set(try bills.refunds().map(\.refundID)).count == 2)
        let again = try bills.add(bill("month"), .alipay)
        #expect(again.bill != nil)
        #expect(again.booking.refunds.isEmpty && again.booking.parked.isEmpty)
    }
}

@Suite("Chargebacks")
struct ChargebackTests {
    let bills = BillImportTests()

    func paid() throws {
        let number = try bills.order(19, "100.00")
        try bills.add(SampleBill.weChat([.init(number, "4200001", "100.00", fee: "0.60")]))
    }

    func record(
        _ yuan: String, _ reference: String = "DSP1", transaction: String = "4200001",
        at time: String = "2025-06-11T02:00:00Z"
    ) throws -> (refund: Refund, isNew: Bool) {
        let chargeback = Chargeback(
            channel: .wechatPay, transactionID: transaction, reference: reference,
            amount: try Amount(yuan, .cny), at: try Instant(time), reason: "not mine")
        return try bills.ledger.file.write {
            try chargeback.record($0, at: Instant("2025-06-20T00:00:00Z"))
        }
    }

    @Test("it is booked once, and a bill's row with its number is the same money")
    func once() throws {
        try paid()
        let first = try record("40.00")
        #expect(first.isNew && first.refund.kind == .chargeback)
        #expect(try !record("40.00").isNew)
        let number = try bills.payments()[0].outTradeNo
        let later = try bills.add(
            SampleBill.weChat([.refund(number, "4200001", "40.00", id: "DSP1", fee: "-0.24")]))
        #expect(later.booking.refunds.isEmpty && later.booking.parked.isEmpty)
        #expect(later.booking.known == [later.bill])
        #expect(try bills.refunds().map(\.kind) == [.chargeback])
        #expect(try bills.refunds().map(\.channelFee.decimal) == ["-0.24"])
    }

    @Test(
        "what does not go with its payment is refused with what would",
        arguments: [
            ("100.01", "DSP2", "2025-06-11T02:00:00Z", "amount", "CNY 100.01"),
            ("0.00", "DSP2", "2025-06-11T02:00:00Z", "amount", "CNY 0.00"),
            ("1.00", "", "2025-06-11T02:00:00Z", "reference", "an empty text"),
            // Paid at 01:41:22, and the run is on 20 June.
            ("1.00", "DSP2", "2025-06-11T01:41:21Z", "at", "2025-06-11T01:41:21Z"),
            ("1.00", "DSP2", "2025-06-20T00:00:01Z", "at", "2025-06-20T00:00:01Z"),
        ])
    func refused(
        yuan: String, reference: String, time: String, field: String, found: String
    ) throws {
        try paid()
        do {
            _ = try record(yuan, reference, at: time)
            Issue.record("\(yuan) \(reference) \(time) was taken")
        } catch CheckoutError.badChargeback(let of, let bad, let said, _) {
            #expect([of, bad, said] == [reference, field, found])
        }
        #expect(try bills.count("refund") == 0)
    }

    @Test("another amount under a known number, and a payment that is not there")
    func other() throws {
        try paid()
        _ = try record("40.00")
        #expect(
            throws: CheckoutError.badChargeback(
                "DSP1", field: "amount", found: "CNY 41.00", allowed: "CNY 40.00, as it is booked")
        ) { try record("41.00") }
        #expect(throws: CheckoutError.unknownPayment("4200009", .wechatPay)) {
            try record("1.00", transaction: "4200009")
        }
    }
}
