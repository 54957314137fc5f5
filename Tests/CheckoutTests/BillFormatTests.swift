import Foundation
import Testing

@testable import Checkout

@Suite("Which bill a file is")
struct BillFormatTests {
    /// A sample of each kind, as its channel sends it.
    static func samples() throws -> [BillFormat: [UInt8]] {
        func gbk(_ text: String) throws -> [UInt8] { try #require(GBK.encode(text + "\n")) }
        return [
            .weChatTrade: WeChatTradeBillTests.bytes(WeChatTradeBillTests.text),
            .weChatFund: WeChatTradeBillTests.bytes(WeChatFundBillTests.text),
            .alipayTrade: try gbk(AlipayTradeBillTests.detail),
            .alipayTradeSummary: try gbk(AlipayTradeBillTests.summary),
            .alipayAccount: try gbk(AlipayAccountBillTests.text),
            .alipayAccountSummary: try gbk(AlipayAccountBillTests.summary),
        ]
    }

    @Test("each kind is told by its columns, in a ZIP too")
    func found() throws {
        for (format, bytes) in try Self.samples() {
            #expect(BillFormat.found(in: bytes) == [format])
            #expect(BillFormat.found(in: Sample.zip([(name: "a.csv", bytes: bytes)])) == [format])
        }
        #expect(BillFormat.found(in: []).isEmpty)
        #expect(BillFormat.found(in: Array("a,b\n1,2\n".utf8)).isEmpty)
        #expect(BillFormat.found(in: [0x50, 0x4B, 3, 4]).isEmpty)
    }

    @Test("a bill that was given as another is named as what it is, with what to do")
    func other() throws {
        let samples = try Self.samples()
        func read(_ bytes: [UInt8], as format: BillFormat) throws {
            switch format {
            case .weChatTrade: _ = try ChannelBill(bytes, channel: .wechatPay, file: "f")
            case .weChatFund: _ = try FundBill(bytes, channel: .wechatPay, file: "f")
            case .alipayTrade: _ = try ChannelBill(bytes, channel: .alipay, file: "f")
            default: _ = try FundBill(bytes, channel: .alipay, file: "f")
            }
        }
        for wanted in [BillFormat.weChatTrade, .weChatFund, .alipayTrade, .alipayAccount] {
            for (format, bytes) in samples where format != wanted {
                let expected = CheckoutError.otherBill("f", found: format, wanted: wanted)
                #expect(throws: expected) { try read(bytes, as: wanted) }
                let zip = Sample.zip([(name: "a.csv", bytes: bytes)])
                #expect(throws: expected) { try read(zip, as: wanted) }
            }
        }
        let error = CheckoutError.otherBill("f", found: .weChatFund, wanted: .alipayTrade)
        #expect(error.errorDescription == "f is a WeChat Pay fund bill (资金账单)")
        #expect(error.failureReason == "wanted: an Alipay business bill (业务明细)")
        #expect(
            error.recoverySuggestion == "import it with --channel wechat_pay, as a fund bill")
        let member = CheckoutError.otherBill("f", found: .alipayTradeSummary, wanted: .alipayTrade)
        #expect(
            member.recoverySuggestion
                == "give the whole ZIP as Alipay sends it, or the member with the details")
    }

    @Test("a ZIP that is cut at any byte is refused; one that is cut is said to be")
    func cut() throws {
        let samples = try Self.samples()
        let zip = Sample.zip([
            (name: "a.csv", bytes: try #require(samples[.alipayTrade])),
            (name: "b.csv", bytes: try #require(samples[.alipayTradeSummary])),
        ])
        #expect(throws: Never.self) { try ChannelBill(zip, channel: .alipay, file: "f.zip") }
        for length in 4..<zip.count {
            #expect {
                try ChannelBill(Array(zip[..<length]), channel: .alipay, file: "f.zip")
            } throws: { error in
                guard case CheckoutError.damagedArchive("f.zip", _) = error else { return false }
                return true
            }
        }
    }

    @Test(
        "a combining mark after a comma ends no cell early, and a stem is what is before the unit")
    func cells() {
        #expect(BillText.tabbed("a\t,\u{301}b ,\t") == ["a", "\u{301}b", ""])
        #expect(BillText.backticked("`a,`,b`") == ["a", "", "b`"])
        #expect(BillText.lines("a\r\nb\nc") == ["a", "b", "c"])
        #expect(BillTable.stem("支出金额（-元）") == "支出金额")
        #expect(BillTable.stem(" 收支金额(元)") == "收支金额")
    }
}
