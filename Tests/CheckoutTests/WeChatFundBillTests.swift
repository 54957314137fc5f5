import Money
import Store
import Testing
import Time

@testable import Checkout

@Suite("WeChat Pay's fund bill")
struct WeChatFundBillTests {
    /// A day's movements whose balances follow from 1000.00.
    static let text = """
        记账时间,微信支付业务单号,资金流水单号,业务名称,业务类型,收支类型,收支金额(元),账户结余(元),资金变更提交申请人,备注,业务凭证号
        `2025-06-11 08:15:03,`4200002698202506118842210987,`1900000109202506110000000101,`交易,`交易,`收入,`12400.00,`13400.00,`1900000109API,`,`INV202506110021A1
        `2025-06-11 08:15:03,`4200002698202506118842210987,`1900000109202506110000000102,`交易,`扣除交易手续费,`支出,`74.40,`13325.60,`system,`,`INV202506110021A1
        `2025-06-11 09:41:22,`4200002711202506117300112233,`1900000109202506110000000103,`交易,`交易,`收入,`7650.00,`20975.60,`1900000109API,`,`INV202506110019A1
        `2025-06-11 09:41:22,`4200002711202506117300112233,`1900000109202506110000000104,`交易,`扣除交易手续费,`支出,`45.90,`20929.70,`system,`,`INV202506110019A1
        `2025-06-11 15:30:10,`50303102382025061170115590021,`1900000109202506110000000105,`退款,`退款,`支出,`500.00,`20429.70,`1900000109API,`用量争议部分退款,`RF202506110021R1
        `2025-06-11 15:30:10,`50303102382025061170115590021,`1900000109202506110000000106,`退款,`退还交易手续费,`收入,`3.00,`20432.70,`system,`,`RF202506110021R1
        `2025-06-11 21:07:48,`4200002705202506113319904456,`1900000109202506110000000107,`交易,`交易,`收入,`88.00,`20520.70,`1900000109API,`,`INV202506110034A2
        `2025-06-11 21:07:48,`4200002705202506113319904456,`1900000109202506110000000108,`交易,`扣除交易手续费,`支出,`0.53,`20520.17,`system,`,`INV202506110034A2
        资金流水总笔数,收入笔数,收入金额,支出笔数,支出金额
        `8,`4,`20141.00,`4,`620.83
        """

    func read(_ text: String) throws -> FundBill {
        try FundBill(WeChatTradeBillTests.bytes(text), channel: .wechatPay, file: "fund.csv")
    }

    /// The sample with one text in place of another, which must be there.
    func altered(_ old: String, _ new: String) -> String {
        precondition(Self.text.contains(old), "the sample has no \(old)")
        return Self.text.replacing(old, with: new)
    }

    @Test("kinds, signs, balances, numbers: what the sample says")
    func sample() throws {
        let bill = try read(Self.text)
        #expect(bill.channel == .wechatPay)
        #expect(bill.account == "1900000109")
        #expect(bill.opening?.decimal == "1000.00")
        #expect(bill.closing?.decimal == "20520.17")
        #expect(bill.rows.map(\.line) == Array(2...9))
        #expect(
            bill.rows.map(\.kind) == [
                .payment, .fee, .payment, .fee, .refund, .feeReturned, .payment, .fee,
            ])
        #expect(
            bill.rows.map(\.amount.decimal) == [
                "12400.00", "-74.40", "7650.00", "-45.90", "-500.00", "3.00", "88.00", "-0.53",
            ])
        let refund = bill.rows[4]
        #expect(refund.flowNo == "1900000109202506110000000105")
        #expect(refund.transactionID == "50303102382025061170115590021")
        #expect(refund.ourNo == "RF202506110021R1")
        #expect(refund.kindText == "退款")
        #expect(refund.occurredAt.description == "2025-06-11T07:30:10Z")
        #expect(refund.balance.decimal == "20429.70")
        #expect(refund.cells["备注"] == "用量争议部分退款")
    }

    @Test("LF, no byte order mark, full-width parentheses, one decimal: the same figures")
    func lenient() throws {
        let bill = try read(Self.text)
        let plain = try FundBill(Array(Self.text.utf8), channel: .wechatPay, file: "fund.csv")
        #expect(plain == bill)
        let wide = altered("(元)", "（元）").replacing("`20141.00,`4", with: "`20141.0,`4.0")
        let other = try read(wide)
        #expect(other.rows.map(\.amount) == bill.rows.map(\.amount))
        #expect(other.rows.map(\.balance) == bill.rows.map(\.balance))
        #expect(try read(altered("`20141.00", "`20141.0")) == bill)
    }

    @Test("newest first, or in no order, the rows are put in the order of their balances")
    func order() throws {
        let bill = try read(Self.text)
        let lines = Self.text.split(separator: "\n").map(String.init)
        for order in [
            [8, 7, 6, 5, 4, 3, 2, 1], [4, 1, 7, 2, 8, 3, 6, 5], [2, 1, 3, 4, 5, 6, 7, 8],
        ] {
            let file = [lines[0]] + order.map { lines[$0] } + lines[9...]
            let other = try read(file.joined(separator: "\n"))
            #expect(other.rows.map(\.flowNo) == bill.rows.map(\.flowNo))
            #expect(other.opening == bill.opening)
            // Each keeps the line at which it stands in its file.
            #expect(other.rows.map(\.line) == (1...8).map { order.firstIndex(of: $0)! + 2 })
        }
    }

    @Test("a balance that does not follow is named with its row")
    func broken() {
        #expect(
            throws: CheckoutError.balanceBreaks(
                "fund.csv", line: 4, before: fen(1_332_560), amount: fen(765_000),
                after: fen(2_097_561))
        ) { try read(altered("`20975.60", "`20975.61")) }
        // Every second balance from here on: the first of them is named.
        #expect(
            throws: CheckoutError.balanceBreaks(
                "fund.csv", line: 6, before: fen(2_092_970), amount: fen(-50_000),
                after: fen(2_042_900))
        ) {
            try read(altered("`20429.70", "`20429.00").replacing("`20432.70", with: "`20432.00"))
        }
    }

    private func fen(_ value: Int64) -> Amount { Amount(minorUnits: value, .cny) }

    @Test(
        "a summary that its rows do not add up to is refused with both figures",
        arguments: [
            ("`8,`4,", "`9,`4,", "资金流水总笔数", "8", "9"),
            ("`8,`4,", "`8,`5,", "收入笔数", "4", "5"),
            ("`20141.00,", "`20141.01,", "收入金额", "20141", "20141.01"),
            ("`4,`620.83", "`3,`620.83", "支出笔数", "4", "3"),
            ("`620.83", "`620.82", "支出金额", "620.83", "620.82"),
            ("`620.83", "`", "支出金额", "620.83", ""),
        ])
    func wrongSum(
        _ old: String, _ new: String, _ what: String, _ rows: String, _ summary: String
    ) {
        #expect(
            throws: CheckoutError.doesNotAddUp(
                "fund.csv", what: what, rows: rows, summary: summary)
        ) { try read(altered(old, new)) }
    }

    @Test("an unknown kind is other and keeps its text; one that goes the wrong way is other too")
    func kinds() throws {
        let other = try read(altered("`退还交易手续费", "`营销补贴"))
        #expect(other.rows[5].kind == .other && other.rows[5].kindText == "营销补贴")
        let wrongWay = try read(altered("`退还交易手续费", "`扣除交易手续费"))
        #expect(wrongWay.rows[5].kind == .other && wrongWay.rows[5].kindText == "扣除交易手续费")
        #expect(try read(altered("`退还交易手续费", "`退款关闭")).rows[5].kind == .refundReturned)
        #expect(try read(altered("`退款,`退款", "`充值/提现,`提现")).rows[4].kind == .withdrawal)
    }

    @Test("what cannot be read is named with its line")
    func wrong() {
        for (old, new, line, found, allowed) in [
            ("`支出,`74.40", "`出,`74.40", 3, "收支类型 “出”", "收入 or 支出"),
            ("`74.40", "`-74.40", 3, "收支金额 “-74.40”", "an amount that is not negative"),
            ("`74.40", "`74.401", 3, "收支金额(元) “74.401”", "yuan with two decimals"),
            ("`13325.60", "`", 3, "账户结余(元) “”", "yuan with two decimals"),
            (
                "`2025-06-11 21:07:48,`4200002705202506113319904456,`1900000109202506110000000107",
                "`2025-06-11,`1,`1", 8, "记账时间 “2025-06-11”", "a time such as 2025-06-11 09:41:22"
            ),
        ] {
            #expect(
                throws: CheckoutError.notABill(
                    "fund.csv", line: line, found: found, allowed: allowed)
            ) { try read(altered(old, new)) }
        }
        #expect(
            throws: CheckoutError.saidTwice(
                "fund.csv", what: "movement 1900000109202506110000000101", lines: [2, 3])
        ) { try read(altered("000000102", "000000101")) }
    }

    @Test("the account is who asked, where that is one program's; a day without movements is empty")
    func account() throws {
        #expect(try read(altered("1900000109API", "system")).account == nil)
        let lines = Self.text.split(separator: "\n").map(String.init)
        let empty = try read([lines[0], lines[9], "`0,`0,`0.00,`0,`0.00"].joined(separator: "\n"))
        #expect(empty.rows.isEmpty && empty.opening == nil && empty.closing == nil)
    }

    @Test("a file cut anywhere is refused, unless nothing of it is lost")
    func truncated() throws {
        let whole = WeChatTradeBillTests.bytes(Self.text)
        let bill = try read(Self.text)
        for length in 0..<whole.count {
            do {
                let cut = try FundBill(
                    Array(whole[..<length]), channel: .wechatPay, file: "fund.csv")
                #expect(cut == bill && length >= whole.count - 2, "cut after \(length) bytes")
            } catch {}
        }
    }
}
