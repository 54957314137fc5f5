import Money
import Store
import Testing
import Time

@testable import Checkout

@Suite("Alipay's account bill")
struct AlipayAccountBillTests {
    /// A day's movements whose balances follow from 500.00.
    static let text = """
        #支付宝账务明细查询
        #账号：[20881011111111110156]
        #起始日期：[2025年06月11日 00:00:00]   终止日期：[2025年06月12日 00:00:00]
        #-----------------------------------------账务明细列表----------------------------------------
        账务流水号,业务流水号,商户订单号,商品名称,发生时间,对方账号,收入金额（+元）,支出金额（-元）,账户余额（元）,交易渠道,业务类型,备注
        54632446537371\t,2025061122001458860515315453\t,INV202506110020A1\t,AI usage May 2025\t,2025-06-11 10:02:31,*晓明(138****5521),3200.00,0.00,3700.00,支付宝,在线支付,INV-2025-0611-0020
        54632446537372\t,2025061122001458860515315453\t,INV202506110020A1\t,AI usage May 2025\t,2025-06-11 10:02:31,支付宝（中国）网络技术有限公司,0.00,-19.20,3680.80,支付宝,收费,当面付服务费
        54632451120933\t,2025061122001458861402277810\t,INV202506110025A1\t,AI usage May 2025\t,2025-06-11 13:45:09,上海***公司(fin***@example.cn),960.50,0.00,4641.30,支付宝,在线支付,INV-2025-0611-0025
        54632451120934\t,2025061122001458861402277810\t,INV202506110025A1\t,AI usage May 2025\t,2025-06-11 13:45:09,支付宝（中国）网络技术有限公司,0.00,-5.76,4635.54,支付宝,收费,当面付服务费
        54632460018277\t,2025061122001458860515315453\t,INV202506110020A1\t,AI usage May 2025\t,2025-06-11 17:20:40,*晓明(138****5521),0.00,-200.00,4435.54,支付宝,交易退款,INV-2025-0611-0020
        54632460018278\t,2025061122001458860515315453\t,INV202506110020A1\t,AI usage May 2025\t,2025-06-11 17:20:40,支付宝（中国）网络技术有限公司,1.20,0.00,4436.74,支付宝,退费,服务费退回
        #----------------------------------------账务明细列表结束-------------------------------------
        #支出合计：3笔，共-224.96元
        #收入合计：3笔，共4161.70元
        #导出时间：[2025年06月12日 05:46:52]
        """

    /// 4161.70 − 224.96 = 3936.74, which is 4436.74 − 500.00.
    static let summary = """
        #支付宝账务汇总查询
        #账号：[20881011111111110156]
        #起始日期：[2025年06月11日 00:00:00]   终止日期：[2025年06月12日 00:00:00]
        类型,收入笔数,收入金额（+元）,支出笔数,支出金额（-元）,总金额（元）
        在线支付,2,4160.50,0,0.00,4160.50
        其它,1,1.20,3,-224.96,-223.76
        合计,3,4161.70,3,-224.96,3936.74
        #导出时间：[2025年06月12日 05:46:52]
        """

    func gbk(_ text: String) throws -> [UInt8] {
        try #require(GBK.encode(text.replacing("\n", with: "\r\n") + "\r\n"))
    }

    func read(_ text: String) throws -> FundBill {
        try FundBill(gbk(text), channel: .alipay, file: "bill.zip")
    }

    /// The sample with one text in place of another, which must be there.
    func altered(_ old: String, _ new: String) -> String {
        precondition(Self.text.contains(old), "the sample has no \(old)")
        return Self.text.replacing(old, with: new)
    }

    func zip(_ summary: String) throws -> FundBill {
        let members = [
            (name: "20881011111111110156_20250611_账务明细(汇总).csv", bytes: try gbk(summary)),
            (name: "20881011111111110156_20250611_账务明细.csv", bytes: try gbk(Self.text)),
        ]
        return try FundBill(Sample.zip(members), channel: .alipay, file: "bill.zip")
    }

    @Test("kinds, signs, balances, numbers: what the sample says")
    func sample() throws {
        let bill = try read(Self.text)
        #expect(bill.channel == .alipay)
        #expect(bill.account == "2088101111111111")
        #expect(bill.opening?.decimal == "500.00")
        #expect(bill.closing?.decimal == "4436.74")
        #expect(bill.rows.map(\.line) == Array(6...11))
        #expect(bill.rows.map(\.kind) == [.payment, .fee, .payment, .fee, .refund, .feeReturned])
        #expect(
            bill.rows.map(\.amount.decimal) == [
                "3200.00", "-19.20", "960.50", "-5.76", "-200.00", "1.20",
            ])
        let fee = bill.rows[1]
        #expect(fee.flowNo == "54632446537372")
        #expect(fee.transactionID == "2025061122001458860515315453")
        #expect(fee.ourNo == "INV202506110020A1")
        #expect(fee.kindText == "收费")
        #expect(fee.occurredAt.description == "2025-06-11T02:02:31Z")
    }

    @Test("outflows without a minus, empty cells for 0.00, ASCII parentheses, LF: the same figures")
    func lenient() throws {
        let bill = try read(Self.text)
        let other = try read(
            Self.text.replacing(",0.00,-", with: ",,").replacing(",0.00,", with: ",0,")
                .replacing("（+元）", with: "(+元)").replacing("（-元）", with: "(-元)")
                .replacing("账户余额（元）", with: "账户余额(元)"))
        #expect(other.rows.map(\.amount) == bill.rows.map(\.amount))
        #expect(other.rows.map(\.balance) == bill.rows.map(\.balance))
        let lf = try #require(GBK.encode(Self.text))
        #expect(try FundBill(lf, channel: .alipay, file: "bill.zip") == bill)
        #expect(
            try read(altered("#账号：[20881011111111110156]", "#账号：[20881011111111110156],,,,,"))
                == bill)
    }

    @Test("newer columns are kept and change nothing")
    func newer() throws {
        let lines = Self.text.split(separator: "\n").map { line in
            line.hasPrefix("#")
                ? String(line)
                : line.hasPrefix("账务") ? line + ",业务基础订单号,业务订单号" : line + ",1\t,2\t"
        }
        let bill = try read(lines.joined(separator: "\n"))
        #expect(bill.rows.map(\.amount) == (try read(Self.text)).rows.map(\.amount))
        #expect(bill.rows[0].cells["业务订单号"] == "2")
    }

    @Test(
        "totals that its rows do not add up to are refused with both figures",
        arguments: [
            ("#支出合计：3笔", "#支出合计：2笔", "#支出合计 笔", "3", "2"),
            ("共-224.96元", "共-224.97元", "#支出合计", "224.96", "224.97"),
            ("#收入合计：3笔", "#收入合计：4笔", "#收入合计 笔", "3", "4"),
            ("共4161.70元", "共4161.71元", "#收入合计", "4161.7", "4161.71"),
            ("共4161.70元", "共元", "#收入合计", "4161.7", ""),
        ])
    func wrongTotals(
        _ old: String, _ new: String, _ what: String, _ rows: String, _ summary: String
    ) {
        #expect(
            throws: CheckoutError.doesNotAddUp(
                "bill.zip", what: what, rows: rows, summary: summary)
        ) { try read(altered(old, new)) }
    }

    @Test("in a ZIP the details are found by their header, and the summary must agree")
    func zipped() throws {
        #expect(try zip(Self.summary) == (try read(Self.text)))
        for (old, new, what, rows, summary) in [
            ("合计,3,", "合计,2,", "汇总 收入笔数", "3", "2"),
            ("合计,3,4161.70", "合计,3,4161.71", "汇总 收入金额", "4161.7", "4161.71"),
            ("4161.70,3,-", "4161.70,4,-", "汇总 支出笔数", "3", "4"),
            ("-224.96,3936.74", "-224.95,3936.74", "汇总 支出金额", "224.96", "224.95"),
            ("3936.74", "3936.75", "汇总 总金额", "3936.74", "3936.75"),
        ] {
            precondition(Self.summary.contains(old))
            #expect(
                throws: CheckoutError.doesNotAddUp(
                    "bill.zip", what: what, rows: rows, summary: summary)
            ) { try zip(Self.summary.replacing(old, with: new)) }
        }
    }

    @Test("a balance that does not follow is named with its row")
    func broken() {
        #expect(
            throws: CheckoutError.balanceBreaks(
                "bill.zip", line: 8, before: Amount(minorUnits: 368_080, .cny),
                amount: Amount(minorUnits: 96_050, .cny), after: Amount(minorUnits: 464_131, .cny))
        ) { try read(altered("4641.30", "4641.31")) }
    }

    @Test("what cannot be read is named with its line; what is unknown is other")
    func wrong() throws {
        #expect(
            throws: CheckoutError.notABill(
                "bill.zip", line: 6, found: "收入金额 3200.00 and 支出金额 1.00",
                allowed: "one of them above zero, the other 0 or empty")
        ) { try read(altered("3200.00,0.00", "3200.00,1.00")) }
        #expect(
            throws: CheckoutError.notABill(
                "bill.zip", line: 6, found: "收入金额 0.00 and 支出金额 0.00",
                allowed: "one of them above zero, the other 0 or empty")
        ) { try read(altered("3200.00,0.00", "0.00,0.00")) }
        #expect(
            throws: CheckoutError.notABill(
                "bill.zip", line: 0, found: "no line #支出合计", allowed: "a bill with its totals")
        ) { try read(altered("#支出合计", "#支出")) }
        let transfer = try read(altered("交易退款", "转账"))
        #expect(transfer.rows[4].kind == .other && transfer.rows[4].kindText == "转账")
    }
}
