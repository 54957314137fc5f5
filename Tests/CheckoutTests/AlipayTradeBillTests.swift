import Money
import Store
import Testing
import Time

@testable import Checkout

@Suite("Alipay's business bill")
struct AlipayTradeBillTests {
    /// The sample day: two payments and a refund.
    static let detail = """
        #支付宝业务明细查询
        #账号：[20881011111111110156]
        #起始日期：[2025年06月11日 00:00:00]   终止日期：[2025年06月12日 00:00:00]
        #-----------------------------------------业务明细列表----------------------------------------
        支付宝交易号,商户订单号,业务类型,商品名称,创建时间,完成时间,门店编号,门店名称,操作员,终端号,对方账户,订单金额（元）,商家实收（元）,支付宝红包（元）,集分宝（元）,支付宝优惠（元）,商家优惠（元）,券核销金额（元）,券名称,商家红包消费金额（元）,卡消费金额（元）,退款批次号/请求号,服务费（元）,分润（元）,备注
        2025061122001458860515315453\t,INV202506110020A1\t,交易\t,AI usage May 2025,2025-06-11 10:02:11,2025-06-11 10:02:31,\t,\t,\t,\t,*晓明(138****5521)\t,3200.00,3200.00,0.00,0.00,0.00,0.00,0.00,,0.00\t,0.00,\t,-19.20,0.00,INV-2025-0611-0020
        2025061122001458861402277810\t,INV202506110025A1\t,交易\t,AI usage May 2025,2025-06-11 13:45:00,2025-06-11 13:45:09,\t,\t,\t,\t,上海***公司(fin***@example.cn)\t,960.50,960.50,0.00,0.00,0.00,0.00,0.00,,0.00\t,0.00,\t,-5.76,0.00,INV-2025-0611-0025
        2025061122001458860515315453\t,INV202506110020A1\t,退款\t,AI usage May 2025,2025-06-11 10:02:11,2025-06-11 17:20:40,\t,\t,\t,\t,*晓明(138****5521)\t,-200.00,-200.00,0.00,0.00,0.00,0.00,0.00,,0.00\t,0.00,RF202506110020R1\t,1.20,0.00,INV-2025-0611-0020
        #-----------------------------------------业务明细列表结束------------------------------------
        #交易合计：2笔，商家实收共4160.50元，商家优惠共0.00元
        #退款合计：1笔，商家实收退款共-200.00元，商家优惠退款共0.00元
        #导出时间：[2025年06月12日 05:46:49]
        """

    /// The summary beside it in the ZIP.
    static let summary = """
        #支付宝业务汇总查询
        #账号：[20881011111111110156]
        #起始日期：[2025年06月11日 00:00:00]   终止日期：[2025年06月12日 00:00:00]
        #-----------------------------------------业务汇总列表----------------------------------------
        门店编号,门店名称,交易订单总笔数,退款订单总笔数,订单金额（元）,商家实收（元）,支付宝优惠（元）,商家优惠（元）,卡消费金额（元）,服务费（元）,分润（元）,实收净额（元）
        合计\t,\t,2,1,3960.50,3960.50,0.00,0.00,0.00,-23.76,0.00,3936.74
        #-----------------------------------------业务汇总列表结束------------------------------------
        #导出时间：[2025年06月12日 05:46:49]
        """

    /// The detail as bare CSV in GBK.
    func csv(_ text: String, lineEnd: String = "\r\n") -> [UInt8] {
        GBK.encode(text.replacing("\n", with: lineEnd) + lineEnd)!
    }

    func read(_ bytes: [UInt8]) throws -> ChannelBill {
        try ChannelBill(bytes, channel: .alipay, file: "bill.zip")
    }

    /// The sample with one text in place of another, which must be there.
    func altered(_ old: String, _ new: String) -> [UInt8] {
        precondition(Self.detail.contains(old), "the sample has no \(old)")
        return csv(Self.detail.replacing(old, with: new))
    }

    @Test("TABs, comments, refunds: what the detail says")
    func sample() throws {
        let bill = try read(csv(Self.detail))
        #expect(bill.channel == .alipay)
        #expect(bill.account == "2088101111111111")  // without the ending 0156
        #expect(bill.rows.map(\.line) == [6, 7, 8])
        #expect(bill.rows.map(\.kind) == [.payment, .payment, .refund])
        #expect(bill.rows.map(\.amount.decimal) == ["3200.00", "960.50", "200.00"])
        let first = bill.rows[0]
        #expect(first.transactionID == "2025061122001458860515315453")
        #expect(first.outTradeNo == "INV202506110020A1")
        // 完成时间, in Shanghai.
        #expect(first.occurredAt.description == "2025-06-11T02:02:31Z")
        #expect(first.refundNo == nil)
        #expect(bill.rows[2].refundNo == "RF202506110020R1")
        #expect(first.cells["对方账户"] == "*晓明(138****5521)")
    }

    @Test("a payment costs a fee and a refund gives one back, whatever sign the file prints")
    func feeSigns() throws {
        #expect(
            try read(csv(Self.detail)).rows.map(\.fee.description) == ["19.2", "5.76", "-1.2"])
        let other = Self.detail.replacing(",-19.20,", with: ",19.20,")
            .replacing(",1.20,", with: ",-1.20,")
        #expect(try read(csv(other)).rows.map(\.fee.description) == ["19.2", "5.76", "-1.2"])
    }

    @Test("in a ZIP the detail is found by its header, wherever it stands")
    func zipped() throws {
        let detail = (name: "20881011111111110156_20250611_业务明细.csv", bytes: csv(Self.detail))
        let summary = (
            name: "20881011111111110156_20250611_业务明细(汇总).csv", bytes: csv(Self.summary)
        )
        let bare = try read(csv(Self.detail))
        #expect(try read(Sample.zip([detail, summary])) == bare)
        #expect(try read(Sample.zip([summary, detail])) == bare)
        #expect(throws: CheckoutError.self) { try read(Sample.zip([summary])) }
        #expect(throws: CheckoutError.self) { try read(Sample.zip([])) }
    }

    @Test("LF for CR LF, commas behind comments, blank lines: the same bill")
    func lenient() throws {
        let bare = try read(csv(Self.detail))
        #expect(try read(csv(Self.detail, lineEnd: "\n")) == bare)
        let commas = Self.detail.replacing("业务明细查询", with: "业务明细查询,,,,,")
        #expect(try read(csv(commas + "\n,,,,,\n\n")) == bare)
    }

    @Test(
        "totals that its rows do not add up to are refused with both figures",
        arguments: [
            ("#交易合计：2笔", "#交易合计：3笔", "#交易合计 笔", "2", "3"),
            ("实收共4160.50元", "实收共4160.51元", "#交易合计 商家实收", "4160.5", "4160.51"),
            ("#退款合计：1笔", "#退款合计：0笔", "#退款合计 笔", "1", "0"),
            ("退款共-200.00元", "退款共-20.00元", "#退款合计 商家实收", "200", "-20"),
            (",960.50,960.50,", ",960.50,960.40,", "#交易合计 商家实收", "4160.4", "4160.5"),
        ])
    func wrongSum(
        _ old: String, _ new: String, _ what: String, _ rows: String, _ summary: String
    ) throws {
        #expect(
            throws: CheckoutError.doesNotAddUp(
                "bill.zip", what: what, rows: rows, summary: summary)
        ) { try read(altered(old, new)) }
    }

    @Test("a detail that ends early has no totals and is refused")
    func truncated() throws {
        let whole = csv(Self.detail)
        let bill = try read(whole)
        // The totals are in the last lines; behind them only the time of the export.
        let line = try #require(
            GBK.encode("#退款合计：1笔，商家实收退款共-200").map { needle in
                whole.indices.first { whole[$0...].starts(with: needle) }.map { $0 + needle.count }
            } ?? nil)
        for length in stride(from: 0, to: line, by: 7) {
            #expect(throws: CheckoutError.self, "cut after \(length) bytes") {
                try read(Array(whole[..<length]))
            }
        }
        // Inside the last line break it is whole, or refused.
        for length in line..<whole.count {
            if let cut = try? read(Array(whole[..<length])) { #expect(cut == bill) }
        }
    }

    @Test("a damaged ZIP is named as such")
    func damaged() throws {
        let zip = Sample.zip([(name: "业务明细.csv", bytes: csv(Self.detail))])
        var refused = 0
        for length in stride(from: 4, to: zip.count - 200, by: 40) {
            #expect(throws: CheckoutError.self, "cut after \(length) bytes") {
                try read(Array(zip[..<length]))
            }
            var flipped = zip
            flipped[length] ^= 0xFF
            // The checksum of the member finds it; a flip in a date changes nothing.
            if let bill = try? read(flipped) {
                #expect(bill == (try read(zip)), "flipped byte \(length)")
            } else {
                refused += 1
            }
        }
        #expect(refused > 5)
        #expect {
            try read(Array(zip[..<(zip.count / 3)]))
        } throws: { error in
            guard case CheckoutError.damagedArchive("bill.zip", _) = error else { return false }
            return true
        }
    }

    @Test("UTF-8 where GBK should stand is no bill of Alipay's")
    func notGBK() {
        #expect {
            try read(Array(Self.detail.utf8))
        } throws: { error in
            guard case CheckoutError.notABill("bill.zip", 1, _, _) = error else { return false }
            return true
        }
    }

    @Test("what is not a payment or a refund is named with its line")
    func unknownKind() {
        #expect(
            throws: CheckoutError.notABill(
                "bill.zip", line: 8, found: "业务类型 “转账”", allowed: "交易 or 退款")
        ) { try read(altered(",退款\t,", ",转账\t,")) }
        #expect(
            throws: CheckoutError.notABill(
                "bill.zip", line: 7, found: "服务费（元） “five”", allowed: "a number")
        ) { try read(altered(",-5.76,", ",five,")) }
    }

    @Test("the older header of the refund number is known")
    func olderHeader() throws {
        let bill = try read(altered("退款批次号/请求号", "退款批次号"))
        #expect(bill.rows[2].refundNo == "RF202506110020R1")
    }
}
