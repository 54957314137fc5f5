import Money
import Store
import Testing
import Time

@testable import Checkout

@Suite("WeChat Pay's trade bill")
struct WeChatTradeBillTests {
    /// The sample day: three payments and a refund, not in order of time.
    static let text = """
        交易时间,公众账号ID,商户号,特约商户号,设备号,微信订单号,商户订单号,用户标识,交易类型,交易状态,付款银行,货币种类,应结订单金额,代金券金额,微信退款单号,商户退款单号,退款金额,充值券退款金额,退款类型,退款状态,商品名称,商户数据包,手续费,费率,订单金额,申请退款金额,费率备注
        `2025-06-11 09:41:22,`wx2421b1c4370ec43b,`1900000109,`0,`,`4200002711202506117300112233,`INV202506110019A1,`oXk9Z5b1mQhR7tLw2PzYcN4sVeD8,`NATIVE,`SUCCESS,`CMB_CREDIT,`CNY,`7650.00,`0.00,`0,`0,`0.00,`0.00,`,`,`AI usage May 2025 (INV-2025-0611-0019),`inv=INV-2025-0611-0019,`45.90000,`0.60%,`7650.00,`0.00,`
        `2025-06-11 08:15:03,`wx2421b1c4370ec43b,`1900000109,`0,`,`4200002698202506118842210987,`INV202506110021A1,`oXk9Z5eKd0uJ3nTq8WrSbM6gHfA2,`NATIVE,`SUCCESS,`OTHERS,`CNY,`12400.00,`0.00,`0,`0,`0.00,`0.00,`,`,`AI usage May 2025 (INV-2025-0611-0021),`inv=INV-2025-0611-0021,`74.40000,`0.60%,`12400.00,`0.00,`
        `2025-06-11 15:30:10,`wx2421b1c4370ec43b,`1900000109,`0,`,`4200002698202506118842210987,`INV202506110021A1,`oXk9Z5eKd0uJ3nTq8WrSbM6gHfA2,`NATIVE,`REFUND,`OTHERS,`CNY,`0.00,`0.00,`50303102382025061170115590021,`RF202506110021R1,`500.00,`0.00,`ORIGINAL,`SUCCESS,`AI usage May 2025 (INV-2025-0611-0021),`inv=INV-2025-0611-0021,`-3.00000,`0.60%,`0.00,`500.00,`
        `2025-06-11 21:07:48,`wx2421b1c4370ec43b,`1900000109,`0,`,`4200002705202506113319904456,`INV202506110034A2,`oXk9Z5pLc7vB1yGd5XaUjK9rTnE4,`NATIVE,`SUCCESS,`ICBC_DEBIT,`CNY,`88.00,`0.00,`0,`0,`0.00,`0.00,`,`,`AI usage May 2025 (INV-2025-0611-0034),`inv=INV-2025-0611-0034,`0.52800,`0.60%,`88.00,`0.00,`
        总交易单数,应结订单总金额,退款总金额,充值券退款总金额,手续费总金额,订单总金额,申请退款总金额
        `4,`20138.00,`500.00,`0.00,`117.82800,`20138.00,`500.00
        """

    /// As the channel sends it: byte order mark, CR LF, and one at the end.
    static func bytes(_ text: String) -> [UInt8] {
        [0xEF, 0xBB, 0xBF] + Array((text.replacing("\n", with: "\r\n") + "\r\n").utf8)
    }

    func read(_ text: String) throws -> ChannelBill {
        try ChannelBill(Self.bytes(text), channel: .wechatPay, file: "bill.csv")
    }

    /// The sample with one text in place of another, which must be there.
    func altered(_ old: String, _ new: String) -> String {
        precondition(Self.text.contains(old), "the sample has no \(old)")
        return Self.text.replacing(old, with: new)
    }

    @Test("the ALL layout: kinds, figures, times")
    func sample() throws {
        let bill = try read(Self.text)
        #expect(bill.channel == .wechatPay)
        #expect(bill.account == "1900000109")
        #expect(bill.rows.map(\.line) == [2, 3, 4, 5])
        #expect(bill.rows.map(\.kind) == [.payment, .payment, .refund, .payment])
        #expect(bill.rows.map(\.amount.decimal) == ["7650.00", "12400.00", "500.00", "88.00"])
        let first = bill.rows[0]
        #expect(first.outTradeNo == "INV202506110019A1")
        #expect(first.transactionID == "4200002711202506117300112233")
        #expect(first.occurredAt.description == "2025-06-11T01:41:22Z")  // 09:41:22 in Shanghai
        #expect(first.fee == Exact("45.9"))
        #expect(first.refundNo == nil && first.refundID == nil)
        let refund = bill.rows[2]
        #expect(refund.outTradeNo == "INV202506110021A1")
        #expect(refund.refundNo == "RF202506110021R1")
        #expect(refund.refundID == "50303102382025061170115590021")
        #expect(refund.fee == Exact("-3"))  // given back
        #expect(first.cells["付款银行"] == "CMB_CREDIT")
    }

    @Test("a fee of five decimals is a whole number of fen once it is booked")
    func fees() throws {
        let rows = try read(Self.text).rows
        #expect(
            try rows.map { try $0.feeAmount().decimal } == ["45.90", "74.40", "-3.00", "0.53"])
    }

    @Test("LF, no byte order mark, no line end at the end: the same bill")
    func plain() throws {
        let plain = try ChannelBill(Array(Self.text.utf8), channel: .wechatPay, file: "bill.csv")
        #expect(plain == (try read(Self.text)))
    }

    /// 24 columns with the names of before, and the summary of then.
    static let old = """
        交易时间,公众账号ID,商户号,子商户号,设备号,微信订单号,商户订单号,用户标识,交易类型,交易状态,付款银行,货币种类,总金额,企业红包金额,微信退款单号,商户退款单号,退款金额,企业红包退款金额,退款类型,退款状态,商品名称,商户数据包,手续费,费率
        `2016-06-11 09:41:22,`wx2421b1c4370ec43b,`1900000109,`0,`,`4001,`INV201606110019A1,`oXk9,`NATIVE,`SUCCESS,`CMB_CREDIT,`CNY,`7650.00,`0.00,`0,`0,`0,`0,`,`,`AI usage,`,`45.90000,`0.60%
        `2016-06-11 15:30:10,`wx2421b1c4370ec43b,`1900000109,`0,`,`4001,`INV201606110019A1,`oXk9,`NATIVE,`REFUND,`CMB_CREDIT,`CNY,`0.00,`0.00,`5001,`RF1,`150.00,`0.00,`ORIGINAL,`SUCCESS,`AI usage,`,`-0.90000,`0.60%
        总交易单数,总交易额,总退款金额,总代金券或立减优惠退款金额,手续费总金额
        `2,`7650.00,`150.00,`0.00,`45.0
        """

    @Test("the old layout is read by header name")
    func oldLayout() throws {
        let bill = try read(Self.old)
        #expect(bill.account == "1900000109")
        #expect(bill.rows.map(\.amount.decimal) == ["7650.00", "150.00"])
        #expect(bill.rows.map(\.kind) == [.payment, .refund])
    }

    @Test(
        "a summary that its rows do not add up to is refused with both figures",
        arguments: [
            ("`4,`", "`5,`", "总交易单数", "4", "5"),
            ("`4,`20138.00", "`4,`20138.01", "应结订单总金额", "20138", "20138.01"),
            ("20138.00,`500.00", "20138.00,`499.99", "退款总金额", "500", "499.99"),
            ("500.00,`0.00,`117.82800", "500.00,`1.00,`117.82800", "充值券退款总金额", "0", "1.00"),
            ("117.82800", "117.83", "手续费总金额", "117.828", "117.83"),
            ("117.82800,`20138.00", "117.82800,`20137.00", "订单总金额", "20138", "20137.00"),
            ("20138.00,`500.00", "20138.00,`5000.00", "申请退款总金额", "500", "5000.00"),
        ])
    func wrongSum(
        _ old: String, _ new: String, _ what: String, _ rows: String, _ summary: String
    ) throws {
        // The summary is the last line; what it says may stand in a row too.
        var lines = Self.text.split(separator: "\n").map(String.init)
        let last = lines[lines.count - 1]
        // 20138.00,`500.00 stands twice: the second is what was asked for.
        let parts = last.ranges(of: old)
        let range = what == "申请退款总金额" ? parts.last : parts.first
        lines[lines.count - 1].replaceSubrange(try #require(range), with: new)
        #expect(
            throws: CheckoutError.doesNotAddUp(
                "bill.csv", what: what, rows: rows, summary: summary)
        ) { try read(lines.joined(separator: "\n")) }
    }

    @Test(
        "the old layout's sums are checked too",
        arguments: [
            ("`7650.00,`150.00", "`7650.01,`150.00", "总交易额", "7650", "7650.01"),
            ("`7650.00,`150.00", "`7650.00,`150.01", "总退款金额", "150", "150.01"),
        ])
    func wrongOldSum(
        _ old: String, _ new: String, _ what: String, _ rows: String, _ summary: String
    ) throws {
        #expect(
            throws: CheckoutError.doesNotAddUp(
                "bill.csv", what: what, rows: rows, summary: summary)
        ) { try read(Self.old.replacing(old, with: new)) }
    }

    @Test("a hundred thousand of the largest amounts add up, though one amount cannot hold them")
    func largest() throws {
        // 92,300 × 10^12 yuan are 9.23 × 10^18 fen, more than 2^63.
        let count = 92_300
        let rows = (1...count).map {
            "`2025-06-11 09:41:22,`1,`\($0),`3,`SUCCESS,`CNY,`0,`1000000000000.00\n"
        }
        let text =
            "交易时间,商户号,微信订单号,商户订单号,交易状态,货币种类,手续费,订单金额\n"
            + rows.joined()
            + "总交易单数,订单总金额\n`\(count),`92300000000000000.00\n"
        let bill = try ChannelBill(Array(text.utf8), channel: .wechatPay, file: "bill.csv")
        #expect(bill.rows.count == count)
    }

    @Test("a row that was changed is found by the summary")
    func changedRow() throws {
        #expect(
            throws: CheckoutError.doesNotAddUp(
                "bill.csv", what: "订单总金额", rows: "20139", summary: "20138.00")
        ) { try read(altered("0.60%,`88.00", "0.60%,`89.00")) }
    }

    @Test("a file cut anywhere is refused, unless nothing of it is lost")
    func truncated() throws {
        let whole = Self.bytes(Self.text)
        let bill = try read(Self.text)
        var refused = 0
        for length in 0..<whole.count {
            do {
                let cut = try ChannelBill(
                    Array(whole[..<length]), channel: .wechatPay, file: "bill.csv")
                #expect(cut == bill, "cut after \(length) of \(whole.count) bytes")
            } catch { refused += 1 }
        }
        // CR, LF and the zeros behind the last figure's point can go, and nothing before them.
        #expect(refused >= whole.count - 6)
    }

    @Test("what stands in a bill that is not one is named with its line")
    func notABill() throws {
        func line(_ text: String) -> (line: Int, found: String, allowed: String)? {
            do {
                _ = try read(text)
                return nil
            } catch CheckoutError.notABill("bill.csv", let line, let found, let allowed) {
                return (line, found, allowed)
            } catch { return nil }
        }
        let merchants = line(
            altered("`1900000109,`0,`,`4200002705202506113319904456", "`1900000110,`0,`,`42"))
        #expect(merchants?.found == "rows of 2 merchants")
        let state = line(altered("`SUCCESS,`ICBC_DEBIT", "`USERPAYING,`ICBC_DEBIT"))
        #expect(state?.line == 5)
        #expect(state?.found == "交易状态 “USERPAYING”")
        let currency = line(altered("`ICBC_DEBIT,`CNY", "`ICBC_DEBIT,`HKD"))
        #expect(currency?.line == 5)
        #expect(currency?.found == "货币种类 “HKD”")
        #expect(currency?.allowed == "CNY")
        let columns = line(altered("`ICBC_DEBIT,`CNY", "`ICBC_DEBIT"))
        #expect(columns?.line == 5)
        #expect(columns?.found == "26 columns")
        let amount = line(altered("0.60%,`88.00", "0.60%,`88.001"))
        #expect(amount?.found == "订单金额 “88.001”")
        let time = line(altered("2025-06-11 21:07:48", "2025-06-31 21:07:48"))
        #expect(time?.found == "交易时间 “2025-06-31 21:07:48”")
        #expect(line(Self.text + "\n" + Self.text)?.line == 8)
        #expect(line("记账时间,微信支付业务单号")?.line == 1)  // a fund bill
    }

    @Test("a file that ends with the summary's header has no sums to believe")
    func noSums() {
        #expect(
            throws: CheckoutError.notABill(
                "bill.csv", line: 2, found: "a summary header without a row", allowed: "its row")
        ) {
            try ChannelBill(
                Array("交易时间\n总交易单数".utf8), channel: .wechatPay, file: "bill.csv")
        }
        #expect(
            throws: CheckoutError.doesNotAddUp(
                "bill.csv", what: "总交易单数", rows: "0", summary: "")
        ) { try read("交易时间\n总交易单数") }
    }

    @Test("bytes that are not UTF-8 are no bill")
    func encoding() {
        #expect(
            throws: CheckoutError.notABill(
                "bill.csv", line: 1, found: "bytes that are not UTF-8", allowed: "UTF-8")
        ) {
            try ChannelBill(GBK.encode(Self.text)!, channel: .wechatPay, file: "bill.csv")
        }
    }
}
