import Catalog
import GRDB
import Invoicing
import Money
import Store
import TestSupport
import Testing
import Time

@testable import Checkout

@Suite("Bills into the ledger")
struct BillImportTests {
    let ledger = try! TestLedger()

    /// Reads a bill and keeps it, as `bm payments import` does.
    @discardableResult
    func add(_ bytes: [UInt8], _ channel: Channel = .wechatPay) throws -> ChannelBill.Import {
        let bill = try ChannelBill(bytes, channel: channel, file: "bill")
        return try ledger.file.write {
            try bill.add(
                $0, sourceName: "bill", digest: SHA256Digest.hex(bytes), at: Sample.now)
        }
    }

    func order(_ counter: Int, _ fee: String, _ channel: Channel = .wechatPay) throws -> String {
        let stored = try Sample.stored(ledger, fee: fee, counter: counter)
        return try ledger.file.write {
            try Cashier.open($0, stored, channel: channel, at: Sample.now)
        }.outTradeNo
    }

    func count(_ table: String) throws -> Int {
        try ledger.file.read { try Int.fetchOne($0, sql: "SELECT count(*) FROM \(table)")! }
    }

    @Test("a payment is booked with its order, its fee and its time")
    func payment() throws {
        let number = try order(19, "7650.00")
        let result = try add(
            SampleBill.weChat([.init(number, "4200001", "7650.00", fee: "45.90000")]))
        #expect(result.isNew)
        #expect(result.payments.count == 1)
        #expect(result.parked.isEmpty)
        let payment = try #require(try ledger.file.read { try Payment.fetchAll($0) }.first)
        #expect(payment.outTradeNo == number)
        #expect(payment.invoiceNumber == "INV-2025-0611-0019")
        #expect(payment.customer == "cus_1")
        #expect(payment.amount.decimal == "7650.00")
        #expect(payment.channelFee.decimal == "45.90")
        #expect(payment.paidAt.description == "2025-06-11T01:41:22Z")
    }

    @Test("the same file a second time changes nothing")
    func sameFile() throws {
        let number = try order(19, "7650.00")
        let bytes = try SampleBill.weChat([.init(number, "4200001", "7650.00", fee: "45.90")])
        try add(bytes)
        let again = try add(bytes)
        #expect(!again.isNew)
        #expect(again.payments.isEmpty && again.known == 0)
        #expect(try count("payment") == 1)
        #expect(try count("channelBill") == 1)
        #expect(try count("channelBillRow") == 1)
    }

    @Test("a transaction that comes in another file is known, not paid twice")
    func sameTransaction() throws {
        let first = try order(19, "7650.00")
        let second = try order(20, "88.00")
        try add(SampleBill.weChat([.init(first, "4200001", "7650.00", fee: "45.90")]))
        let result = try add(
            SampleBill.weChat([
                .init(first, "4200001", "7650.00", fee: "45.90"),
                .init(second, "4200002", "88.00", fee: "0.528"),
            ]))
        #expect(result.isNew)
        #expect(result.known == 1)
        #expect(result.payments.count == 1)
        #expect(try count("payment") == 2)
        let fees = try ledger.file.read { try Payment.fetchAll($0) }.map(\.channelFee.decimal)
        #expect(fees.sorted() == ["0.53", "45.90"])
    }

    @Test("a known transaction with another amount is listed, not believed")
    func otherAmount() throws {
        let number = try order(19, "7650.00")
        try add(SampleBill.weChat([.init(number, "4200001", "7650.00", fee: "45.90")]))
        let result = try add(SampleBill.weChat([.init(number, "4200001", "7000.00", fee: "42.00")]))
        #expect(result.payments.isEmpty && result.known == 0)
        #expect(
            result.parked.map(\.reason) == ["transaction 4200001 is known with another amount"])
        #expect(
            try ledger.file.read { try Payment.fetchAll($0) }.map(\.amount.decimal) == ["7650.00"])
    }

    @Test("a row whose order is unknown stays in its bill and is listed")
    func unknownOrder() throws {
        let number = try order(19, "7650.00")
        let result = try add(
            SampleBill.weChat([
                .init("INV209901010001M1W1", "4200009", "1.00", fee: "0.01"),
                .init(number, "4200001", "7650.00", fee: "45.90"),
            ]))
        #expect(result.payments.count == 1)
        #expect(result.parked.map(\.reason) == ["no order INV209901010001M1W1"])
        #expect(result.parked.map(\.row.line) == [2])
        #expect(try count("channelBillRow") == 2)
    }

    @Test("an order of the other channel is not this channel's")
    func otherChannel() throws {
        let number = try order(19, "7650.00", .alipay)
        let result = try add(SampleBill.weChat([.init(number, "4200001", "7650.00", fee: "45.90")]))
        #expect(result.payments.isEmpty)
        #expect(result.parked.count == 1)
    }

    @Test("a bill of an account that no merchant has is refused with both")
    func foreign() throws {
        let number = try order(19, "7650.00")
        let bytes = try SampleBill.weChat(
            [.init(number, "4200001", "7650.00", fee: "45.90")], mchid: "1999999999")
        #expect(
            throws: CheckoutError.foreignAccount(
                "bill", found: "1999999999", ours: [SampleCatalog().mchid])
        ) { try add(bytes) }
        #expect(try count("channelBill") == 0)
    }

    @Test("a bill with a refund is refused whole: no row of it is kept")
    func refunds() throws {
        _ = try order(19, "7650.00")
        let weChat = WeChatTradeBillTests.bytes(WeChatTradeBillTests.text)
        #expect(throws: CheckoutError.hasRefunds("bill", line: 4)) { try add(weChat) }
        let alipay = GBK.encode(AlipayTradeBillTests.detail)!
        #expect(throws: CheckoutError.hasRefunds("bill", line: 8)) { try add(alipay, .alipay) }
        for table in ["channelBill", "channelBillRow", "payment"] {
            #expect(try count(table) == 0, "\(table)")
        }
    }

    @Test("a day without movements is kept, so that it is known to be empty")
    func empty() throws {
        _ = try order(19, "7650.00")
        let result = try add(SampleBill.weChat([]))
        #expect(result == .init(isNew: true, payments: [], known: 0, parked: []))
        #expect(try count("channelBill") == 1)
    }
}
