import Money
import Testing

@testable import Checkout

@Suite("The summary in Alipay's ZIP, and the headers of other years")
struct AlipaySummaryTests {
    func gbk(_ text: String) throws -> [UInt8] {
        try #require(GBK.encode(text.replacing("\n", with: "\r\n") + "\r\n"))
    }

    func read(_ detail: String, _ members: [String] = []) throws -> ChannelBill {
        let zip = Sample.zip(
            try ([detail] + members).map { (name: "业务明细.csv", bytes: try gbk($0)) })
        return try ChannelBill(zip, channel: .alipay, file: "bill.zip")
    }

    static let detail = AlipayTradeBillTests.detail
    static let summary = AlipayTradeBillTests.summary

    @Test(
        "each figure of the summary, off by one or by one fen, is refused with both",
        arguments: [
            (",2,1,", ",3,1,", "汇总 交易订单总笔数", "2", "3"),
            (",2,1,", ",2,2,", "汇总 退款订单总笔数", "1", "2"),
            ("2,1,3960.50", "2,1,3960.51", "汇总 订单金额", "3960.5", "3960.51"),
            (",3960.50,0.00,", ",3960.49,0.00,", "汇总 商家实收", "3960.5", "3960.49"),
            ("3960.50,0.00,0.00,0.00,", "3960.50,0.01,0.00,0.00,", "汇总 支付宝优惠", "0", "0.01"),
            ("3960.50,0.00,0.00,0.00,", "3960.50,0.00,0.01,0.00,", "汇总 商家优惠", "0", "0.01"),
            ("3960.50,0.00,0.00,0.00,", "3960.50,0.00,0.00,0.01,", "汇总 卡消费金额", "0", "0.01"),
            ("-23.76", "-23.75", "汇总 服务费", "23.76", "-23.75"),
            ("0.00,3936.74", "0.01,3936.74", "汇总 分润", "0", "0.01"),
            ("3936.74", "3936.75", "汇总 实收净额", "3936.74", "3936.75"),
            (
                "20881011111111110156", "20882022222222220156", "汇总 账号", "2088101111111111",
                "2088202222222222"
            ),
            (
                "2025年06月11日 00:00:00]   终", "2025年06月10日 00:00:00]   终", "汇总 起始日期",
                "2025061100000020250612000000", "2025061000000020250612000000"
            ),
        ])
    func wrongFigure(
        _ old: String, _ new: String, _ what: String, _ rows: String, _ summary: String
    ) throws {
        precondition(Self.summary.contains(old), "the sample has no \(old)")
        #expect(
            throws: CheckoutError.doesNotAddUp("bill.zip", what: what, rows: rows, summary: summary)
        ) { try read(Self.detail, [Self.summary.replacing(old, with: new)]) }
    }

    @Test("a fee that the summary prints without a minus is the same fee")
    func sign() throws {
        let bill = try read(Self.detail)
        #expect(try read(Self.detail, [Self.summary.replacing("-23.76", with: "23.76")]) == bill)
    }

    @Test("discounts of the merchant's are in the last comments too")
    func discounts() throws {
        let detail = Self.detail.replacing(
            "960.50,960.50,0.00,0.00,0.00,0.00,", with: "960.50,950.50,0.00,0.00,0.00,10.00,"
        ).replacing("4160.50元，商家优惠共0.00元", with: "4150.50元，商家优惠共10.00元")
        let row = try read(detail).rows[1]
        #expect(row.amount.decimal == "960.50" && row.settled.decimal == "950.50")
        #expect(
            throws: CheckoutError.doesNotAddUp(
                "bill.zip", what: "#交易合计 商家优惠", rows: "10", summary: "10.01")
        ) { try read(detail.replacing("共10.00元", with: "共10.01元")) }
    }

    @Test("columns after the fee, ASCII parentheses and another order change no figure")
    func variants() throws {
        let bill = try read(Self.detail)
        let lines = Self.detail.split(separator: "\n").map { line -> String in
            if line.hasPrefix("#") { return String(line) }
            let cells = line.split(separator: ",", omittingEmptySubsequences: false).map(
                String.init)
            let isHeader = line.hasPrefix("支付宝")
            // 服务费 is the 23rd, then what newer files have, and the rest of them turned round.
            let newer =
                isHeader
                ? ["实收净额（元）", "商户识别号", "交易方式", "备注", "花呗分期手续费", "花呗分期数"]
                : ["0.00", "\t", "当面付", "", "", ""]
            return (cells[..<23] + newer).reversed().joined(separator: ",")
        }
        let text = lines.joined(separator: "\n").replacing("（元）", with: "(元)")
        // The totals are comments, whose wide parentheses are not there either.
        let other = try read(text)
        #expect(other.rows.map(\.amount) == bill.rows.map(\.amount))
        #expect(other.rows.map(\.fee) == bill.rows.map(\.fee))
        #expect(other.rows.map(\.refundNo) == bill.rows.map(\.refundNo))
        #expect(other.account == bill.account)
    }

    @Test("two details in one file are one too many, and a refund is listed once")
    func twice() throws {
        #expect(
            throws: CheckoutError.notABill(
                "bill.zip", line: 0, found: "2 details and 0 summaries", allowed: "one bill a file")
        ) { try read(Self.detail, [Self.detail]) }
        let payment = Self.detail.replacing(
            "2025061122001458861402277810", with: "2025061122001458860515315453")
        #expect(
            throws: CheckoutError.saidTwice(
                "bill.zip", what: "transaction 2025061122001458860515315453", lines: [6, 7])
        ) { try read(payment) }
        let refund = Self.detail.split(separator: "\n").map(String.init)
        let again = (refund[..<8] + [refund[7]] + refund[8...]).joined(separator: "\n")
            .replacing("#退款合计：1笔，商家实收退款共-200.00元", with: "#退款合计：2笔，商家实收退款共-400.00元")
        #expect(
            throws: CheckoutError.saidTwice(
                "bill.zip", what: "refund RF202506110020R1 of 2025061122001458860515315453",
                lines: [8, 9])
        ) { try read(again) }
    }

    @Test("a summary without its row 合计 is refused")
    func noTotal() {
        #expect(
            throws: CheckoutError.notABill(
                "bill.zip", line: 0, found: "a summary (汇总) without the row 合计",
                allowed: "one row 合计")
        ) { try read(Self.detail, [Self.summary.replacing("合计\t", with: "001\t")]) }
    }
}
