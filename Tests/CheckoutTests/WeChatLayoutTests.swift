import Money
import Testing
import Time

@testable import Checkout

/// The layouts beside ALL: the samples are ours, in the columns of the channel's pages, and their
/// sums were worked out by hand.
@Suite("WeChat Pay's trade bill in its other layouts")
struct WeChatLayoutTests {
    /// A coupon of 50.00 that nobody pays for: the fee is 0.60 % of 7600.00.
    static let success = """
        交易时间,公众账号ID,商户号,特约商户号,设备号,微信订单号,商户订单号,用户标识,交易类型,交易状态,付款银行,货币种类,应结订单金额,代金券金额,商品名称,商户数据包,手续费,费率,订单金额,费率备注
        `2025-06-11 09:41:22,`wx2421b1c4370ec43b,`1900000109,`0,`,`4200001,`INV19A1,`oXk9,`NATIVE,`SUCCESS,`CMB_CREDIT,`CNY,`7600.00,`0.00,`AI usage,`,`45.60000,`0.60%,`7650.00,`
        `2025-06-12 21:07:48,`wx2421b1c4370ec43b,`1900000109,`0,`,`4200002,`INV34A2,`oXk9,`NATIVE,`SUCCESS,`ICBC_DEBIT,`CNY,`88.00,`0.00,`AI usage,`,`0.52800,`0.60%,`88.00,`
        总交易单数,应结订单总金额,手续费总金额,订单总金额
        `2,`7688.00,`46.12800,`7738.00
        """

    /// A refund that succeeded, of which a coupon bore 20.00, and one under way.
    static let refund = """
        交易时间,公众账号ID,商户号,特约商户号,设备号,微信订单号,商户订单号,用户标识,交易类型,交易状态,付款银行,货币种类,应结订单金额,代金券金额,退款申请时间,退款成功时间,微信退款单号,商户退款单号,退款金额,充值券退款金额,退款类型,退款状态,商品名称,商户数据包,手续费,费率,订单金额,申请退款金额,费率备注
        `2025-06-11 15:30:09,`wx2421b1c4370ec43b,`1900000109,`0,`,`4200001,`INV21A1,`oXk9,`NATIVE,`REFUND,`OTHERS,`CNY,`0.00,`0.00,`2025-06-11 15:30:10,`2025-06-11 15:30:14,`5030001,`RF21R1,`480.00,`20.00,`ORIGINAL,`SUCCESS,`AI usage,`,`-2.88000,`0.60%,`0.00,`500.00,`
        `2025-06-11 16:00:00,`wx2421b1c4370ec43b,`1900000109,`0,`,`4200001,`INV21A1,`oXk9,`NATIVE,`REFUND,`OTHERS,`CNY,`0.00,`0.00,`2025-06-11 16:00:00,`,`5030002,`RF21R2,`10.00,`0.00,`ORIGINAL,`PROCESSING,`AI usage,`,`-0.06000,`0.60%,`0.00,`10.00,`
        总交易单数,应结订单总金额,退款总金额,充值券退款总金额,手续费总金额,订单总金额,申请退款总金额
        `2,`0.00,`490.00,`20.00,`-2.94000,`0.00,`510.00
        """

    /// 24 columns as they were before 2018.
    static let before = """
        交易时间,公众账号ID,商户号,子商户号,设备号,微信订单号,商户订单号,用户标识,交易类型,交易状态,付款银行,货币种类,总金额,代金券或立减优惠金额,微信退款单号,商户退款单号,退款金额,代金券或立减优惠退款金额,退款类型,退款状态,商品名称,商户数据包,手续费,费率
        `2016-06-11 09:41:22,`wx2421b1c4370ec43b,`1900000109,`0,`,`4001,`INV19A1,`oXk9,`NATIVE,`SUCCESS,`CMB_CREDIT,`CNY,`7650.00,`0.00,`0,`0,`0,`0,`,`,`AI usage,`,`45.90000,`0.60%
        `2016-06-11 15:30:10,`wx2421b1c4370ec43b,`1900000109,`0,`,`4001,`INV19A1,`oXk9,`NATIVE,`REFUND,`CMB_CREDIT,`CNY,`0.00,`0.00,`5001,`RF1,`150.00,`5.00,`ORIGINAL,`FAIL,`AI usage,`,`-0.90000,`0.60%
        总交易单数,总交易额,总退款金额,总代金券或立减优惠退款金额,手续费总金额
        `2,`7650.00,`150.00,`5.00,`45.0
        """

    func read(_ text: String) throws -> ChannelBill {
        try ChannelBill(
            WeChatTradeBillTests.bytes(text), channel: .wechatPay, file: "bill.csv")
    }

    @Test("SUCCESS: gross and settled amounts are both kept, days may differ")
    func successes() throws {
        let rows = try read(Self.success).rows
        #expect(rows.map(\.amount.decimal) == ["7650.00", "88.00"])
        #expect(rows.map(\.settled.decimal) == ["7600.00", "88.00"])
        #expect(rows.map(\.fee) == [Exact("45.6"), Exact("0.528")])
        #expect(rows.map(\.occurredAt.utcDay.description) == ["2025-06-11", "2025-06-12"])
        #expect(rows.allSatisfy { $0.kind == .payment && !$0.wentBack && $0.refundStatus == nil })
    }

    @Test("REFUND: when it was asked and done, how far it is, what left the merchant")
    func refunds() throws {
        let rows = try read(Self.refund).rows
        #expect(rows.map(\.kind) == [.refund, .refund])
        #expect(rows.map(\.amount.decimal) == ["500.00", "10.00"])
        #expect(rows.map(\.settled.decimal) == ["480.00", "10.00"])
        #expect(rows.map(\.refundStatus) == [.success, .processing])
        #expect(rows.map(\.wentBack) == [true, false])
        // 退款申请时间, not 交易时间.
        #expect(rows[0].occurredAt.description == "2025-06-11T07:30:10Z")
        #expect(rows[0].refundedAt?.description == "2025-06-11T07:30:14Z")
        #expect(rows[1].refundedAt == nil)
    }

    @Test("before: 总金额 is gross and settled, and a refund may have failed")
    func older() throws {
        let rows = try read(Self.before).rows
        #expect(rows.map(\.amount.decimal) == ["7650.00", "150.00"])
        #expect(rows.map(\.settled.decimal) == ["7650.00", "150.00"])
        #expect(rows[1].refundStatus == .failed)
        #expect(!rows[1].wentBack)
    }

    @Test(
        "each figure of each summary, off by one fen or by the last decimal of a fee, is refused",
        arguments: [success, refund, before])
    func summaries(text: String) throws {
        let bill = try read(text)
        var lines = text.split(separator: "\n").map(String.init)
        let names = lines[lines.count - 2].split(separator: ",").map(String.init)
        let figures = lines[lines.count - 1].split(separator: ",").map { String($0.dropFirst()) }
        for (place, name) in names.enumerated() {
            var other = figures
            let step = name.contains("单数") ? "1" : name.contains("手续费") ? "0.00001" : "0.01"
            other[place] = try #require(Exact(figures[place])).plus(Exact(parsing: step))
                .description
            lines[lines.count - 1] = other.map { "`" + $0 }.joined(separator: ",")
            let rows = try #require(Exact(figures[place])).description
            #expect(
                throws: CheckoutError.doesNotAddUp(
                    "bill.csv", what: name, rows: rows, summary: other[place])
            ) { try read(lines.joined(separator: "\n")) }
            // One decimal, as an old sample prints it, is the same figure.
            other[place] = try #require(Exact(figures[place])).text(minimumScale: 1)
            if !name.contains("单数") {
                lines[lines.count - 1] = other.map { "`" + $0 }.joined(separator: ",")
                #expect(try read(lines.joined(separator: "\n")) == bill)
            }
        }
    }

    @Test("a summary that is silent about money that moved is refused")
    func silent() throws {
        let text = Self.success.replacing("总交易单数,应结订单总金额,手续费总金额,订单总金额", with: "总交易单数,手续费总金额")
            .replacing("`2,`7688.00,`46.12800,`7738.00", with: "`2,`46.12800")
        #expect(
            throws: CheckoutError.doesNotAddUp(
                "bill.csv", what: "应结订单总金额", rows: "7688", summary: "nothing")
        ) { try read(text) }
    }

    @Test("a reversal takes the whole order back, by its refund's figures or the order's")
    func revoked() throws {
        let reversal = Self.before.replacing("REFUND,", with: "REVOKED,")
        let row = try read(reversal).rows[1]
        #expect(row.kind == .refund && row.isRevoked)
        #expect(row.amount.decimal == "150.00" && row.refundID == "5001")
        let bare = reversal.replacing(
            "`CNY,`0.00,`0.00,`5001,`RF1,`150.00,`5.00,`ORIGINAL,`FAIL",
            with: "`CNY,`150.00,`0.00,`0,`0,`0.00,`0.00,`,`"
        ).replacing("`2,`7650.00,`150.00,`5.00", with: "`2,`7800.00,`0.00,`0.00")
        let whole = try read(bare).rows[1]
        #expect(whole.amount.decimal == "150.00" && whole.isRevoked && whole.wentBack)
        #expect(whole.refundID == nil && whole.refundNo == nil)
    }

    @Test("a refund's status is one of four, and its number is there")
    func states() throws {
        #expect(
            throws: CheckoutError.notABill(
                "bill.csv", line: 3, found: "退款状态 “DONE”",
                allowed: "SUCCESS, PROCESSING, FAIL or CHANGE")
        ) { try read(Self.refund.replacing("`PROCESSING", with: "`DONE")) }
        #expect(
            throws: CheckoutError.notABill(
                "bill.csv", line: 3, found: "微信退款单号 “0”", allowed: "the number of the refund")
        ) { try read(Self.refund.replacing("`5030002", with: "`0")) }
        let changed = try read(Self.refund.replacing("`PROCESSING", with: "`CHANGE"))
        #expect(changed.rows[1].refundStatus == .changed)
    }

    @Test("a transaction that is paid twice in a bill, or a refund, is refused with both lines")
    func twice() {
        #expect(
            throws: CheckoutError.saidTwice(
                "bill.csv", what: "transaction 4200001", lines: [2, 3])
        ) { try read(Self.success.replacing("`4200002", with: "`4200001")) }
        #expect(
            throws: CheckoutError.saidTwice("bill.csv", what: "refund 5030001", lines: [2, 3])
        ) { try read(Self.refund.replacing("`5030002", with: "`5030001")) }
    }

    @Test("what cannot be is named with its line")
    func wrong() {
        #expect(
            throws: CheckoutError.notABill(
                "bill.csv", line: 2, found: "应结订单金额 CNY 7,650.01 of 订单金额 CNY 7,650.00",
                allowed: "as much or less")
        ) { try read(Self.success.replacing("`7600.00", with: "`7650.01")) }
        #expect(
            throws: CheckoutError.notABill(
                "bill.csv", line: 3, found: "a payment of CNY 0.00", allowed: "amounts above zero")
        ) { try read(Self.success.replacing("`88.00", with: "`0.00")) }
        #expect(
            throws: CheckoutError.notABill(
                "bill.csv", line: 2, found: "微信订单号 “”", allowed: "a text")
        ) { try read(Self.success.replacing("`4200001", with: "`")) }
        #expect(
            throws: CheckoutError.notABill(
                "bill.csv", line: 2, found: "手续费 “4.56e1”", allowed: "a number")
        ) { try read(Self.success.replacing("`45.60000", with: "`4.56e1")) }
        #expect(
            throws: CheckoutError.notABill(
                "bill.csv", line: 2, found: "商户号 is two columns", allowed: "one column 商户号")
        ) { try read(Self.success.replacing("特约商户号", with: "商户号")) }
        #expect(
            throws: CheckoutError.notABill(
                "bill.csv", line: 2, found: "no column 手续费", allowed: "a bill with 手续费")
        ) { try read(Self.success.replacing("手续费,费率", with: "服务费,费率")) }
    }
}
