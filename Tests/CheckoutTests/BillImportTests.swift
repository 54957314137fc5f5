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

    /// What an import did: nil for a file that was there before.
    struct Result {
        let bill: Int64?
        let booking: ChannelBooking

        var reasons: [String] { booking.parked.map(\.reason.description) }
    }

    /// Reads a bill, keeps it and books it, as `bm payments import` does.
    @discardableResult
    func add(
        _ bytes: [UInt8], _ channel: Channel = .wechatPay, at instant: Instant = Sample.later
    ) throws -> Result {
        let bill = try ChannelBill(bytes, channel: channel, file: "bill")
        return try ledger.file.write {
            Result(
                bill: try bill.insert(
                    $0, sourceName: "bill", digest: SHA256Digest.hex(bytes), at: instant),
                booking: try ChannelBooking($0, at: instant))
        }
    }

    /// Orders with the numbers of the published samples, an invoice each.
    func orders(_ orders: [(number: String, yuan: String)], _ channel: Channel) throws {
        for (index, order) in orders.enumerated() {
            let stored = try Sample.stored(
                ledger, fee: order.yuan, counter: 100 + index, issuedAt: Sample.morning)
            try ledger.file.write {
                try PaymentOrder(
                    channel: channel, attempt: 1, outTradeNo: order.number,
                    amount: Amount(order.yuan, .cny), payload: "sandbox://x", payloadKind: .sandbox,
                    createdAt: Sample.morning, expiresAt: Sample.morning.advanced(bySeconds: 7_200)
                ).insert($0, invoice: stored.id)
            }
        }
    }

    func payments() throws -> [Payment] { try ledger.file.read { try Payment.fetchAll($0) } }
    func refunds() throws -> [Refund] { try ledger.file.read { try Refund.fetchAll($0) } }

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
        #expect(result.bill != nil)
        #expect(result.booking.payments.count == 1)
        #expect(result.booking.parked.isEmpty)
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
        #expect(again.bill == nil)
        #expect(again.booking.payments.isEmpty && again.booking.known.isEmpty)
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
        #expect(result.booking.known == [result.bill])
        #expect(result.booking.payments.count == 1)
        #expect(try count("payment") == 2)
        let fees = try ledger.file.read { try Payment.fetchAll($0) }.map(\.channelFee.decimal)
        #expect(fees.sorted() == ["0.53", "45.90"])
    }

    @Test("a known transaction with another amount is listed, not believed")
    func otherAmount() throws {
        let number = try order(19, "7650.00")
        try add(SampleBill.weChat([.init(number, "4200001", "7650.00", fee: "45.90")]))
        let result = try add(SampleBill.weChat([.init(number, "4200001", "7000.00", fee: "42.00")]))
        #expect(result.booking.payments.isEmpty && result.booking.known.isEmpty)
        #expect(
            result.reasons == [
                "transaction 4200001 is known with another amount: CNY 7,650.00, not CNY 7,000.00"
            ])
        #expect(
            try ledger.file.read { try Payment.fetchAll($0) }.map(\.amount.decimal) == ["7650.00"])
    }

    @Test(
        "a known transaction of another order says so, with both, and with both amounts where they differ"
    )
    func otherOrder() throws {
        let (first, second) = (try order(19, "7650.00"), try order(20, "7650.00"))
        try add(SampleBill.weChat([.init(first, "4200001", "7650.00", fee: "45.90")]))
        let other = try add(SampleBill.weChat([.init(second, "4200001", "7650.00", fee: "45.90")]))
        let known = "transaction 4200001 is known of another order: \(first), not \(second)"
        #expect(other.reasons == [known])
        let both = try add(SampleBill.weChat([.init(second, "4200001", "7000.00", fee: "42.00")]))
        #expect(both.reasons.contains(known))
        #expect(
            both.reasons.contains(
                known + "; and with another amount: CNY 7,650.00, not CNY 7,000.00"))
    }

    @Test("a row whose order is unknown stays in its bill and is listed")
    func unknownOrder() throws {
        let number = try order(19, "7650.00")
        let result = try add(
            SampleBill.weChat([
                .init("INV209901010001M1W1", "4200009", "1.00", fee: "0.01"),
                .init(number, "4200001", "7650.00", fee: "45.90"),
            ]))
        #expect(result.booking.payments.count == 1)
        #expect(result.reasons == ["no order INV209901010001M1W1"])
        #expect(result.booking.parked.map(\.line) == [2])
        #expect(try count("channelBillRow") == 2)
    }

    @Test("an order of the other channel is not this channel's")
    func otherChannel() throws {
        let number = try order(19, "7650.00", .alipay)
        let result = try add(SampleBill.weChat([.init(number, "4200001", "7650.00", fee: "45.90")]))
        #expect(result.booking.payments.isEmpty)
        #expect(result.booking.parked.count == 1)
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

    /// The published sample: 500.00 of 12,400.00 go back, and 3.00 of the fee of 74.40.
    @Test("a refund lowers its payment, and the fee that comes back lowers the cost: WeChat Pay")
    func refundWeChat() throws {
        try orders(
            [
                ("INV202506110019A1", "7650.00"), ("INV202506110021A1", "12400.00"),
                ("INV202506110034A2", "88.00"),
            ], .wechatPay)
        let result = try add(WeChatTradeBillTests.bytes(WeChatTradeBillTests.text))
        #expect(result.booking.parked.isEmpty)
        #expect(try payments().map(\.amount.decimal).sorted() == ["12400.00", "7650.00", "88.00"])
        let refund = try #require(try refunds().first)
        #expect(refund.payment.transactionID == "4200002698202506118842210987")
        #expect(refund.refundID == "50303102382025061170115590021")
        #expect(refund.refundNo == "RF202506110021R1")
        #expect(refund.amount.decimal == "500.00")
        #expect(refund.channelFee.decimal == "-3.00")
        #expect(refund.payment.channelFee.decimal == "74.40")
        let due = try ledger.file.read {
            try Cashier.due($0, invoice: refund.payment.invoice, total: Amount("12400.00", .cny))
        }
        #expect(due.decimal == "500.00")
    }

    /// The published sample: 200.00 of 3,200.00, and 1.20 of the fee of 19.20.
    @Test("the same from a bill of Alipay")
    func refundAlipay() throws {
        try orders(
            [("INV202506110020A1", "3200.00"), ("INV202506110025A1", "960.50")], .alipay)
        let result = try add(GBK.encode(AlipayTradeBillTests.detail)!, .alipay)
        #expect(result.booking.parked.isEmpty)
        let refund = try #require(try refunds().first)
        #expect(refund.refundID == "RF202506110020R1")
        #expect(refund.amount.decimal == "200.00")
        #expect(refund.channelFee.decimal == "-1.20")
        #expect(refund.payment.channelFee.decimal == "19.20")
    }

    @Test("a refund before its payment waits in its bill, and is booked once the payment is")
    func refundFirst() throws {
        let number = try order(19, "100.00")
        let first = try add(SampleBill.weChat([.refund(number, "4200001", "40.00", id: "R1")]))
        #expect(first.reasons == ["no payment 4200001 that it could give back"])
        let second = try add(
            SampleBill.weChat([.init(number, "4200001", "100.00", fee: "0.60")]))
        #expect(second.booking.parked.isEmpty)
        #expect(second.booking.refunds.map(\.amount.decimal) == ["40.00"])
    }

    @Test("more cannot go back than was paid, and one refund not twice")
    func refundTooLarge() throws {
        let number = try order(19, "100.00")
        try add(
            SampleBill.weChat([
                .init(number, "4200001", "100.00", fee: "0.60"),
                .refund(number, "4200001", "60.00", id: "R1"),
            ]))
        let more = try add(
            SampleBill.weChat([
                .refund(number, "4200001", "60.00", id: "R1"),
                .refund(number, "4200001", "40.01", id: "R2"),
            ]))
        #expect(more.booking.known == [more.bill])
        #expect(more.reasons == ["more would go back of 4200001 than was paid"])
        let rest = try add(SampleBill.weChat([.refund(number, "4200001", "40.00", id: "R3")]))
        #expect(rest.booking.refunds.map(\.refundID) == ["R3"])
        let other = try add(SampleBill.weChat([.refund(number, "4200001", "39.00", id: "R3")]))
        #expect(
            other.reasons.contains(
                "refund R3 is known with another amount: CNY 40.00, not CNY 39.00"))
        #expect(try refunds().map(\.amount.decimal) == ["60.00", "40.00"])
    }

    @Test(
        "a refund that failed moved no money, one that goes on has left",
        arguments: [
            ("FAIL", 0), ("CHANGE", 0), ("PROCESSING", 1), ("SUCCESS", 1),
        ])
    func refundStates(state: String, booked: Int) throws {
        let number = try order(19, "100.00")
        try add(SampleBill.weChat([.init(number, "4200001", "100.00", fee: "0.60")]))
        let bill = try SampleBill.weChat([.refund(number, "4200001", "40.00", id: "R1")])
        let text = String(decoding: bill, as: UTF8.self)
            .replacing("`ORIGINAL,`SUCCESS", with: "`ORIGINAL,`\(state)")
        let result = try add(Array(text.utf8))
        #expect(result.booking.refunds.count == booked && result.booking.parked.isEmpty)
        #expect(try count("channelBillRow") == 2)
    }

    @Test("a payment that is known with another fee is listed")
    func otherFee() throws {
        let number = try order(19, "7650.00")
        try add(SampleBill.weChat([.init(number, "4200001", "7650.00", fee: "45.90")]))
        let result = try add(SampleBill.weChat([.init(number, "4200001", "7650.00", fee: "45.89")]))
        #expect(result.reasons == ["4200001 is known with another fee"])
        #expect(try payments().map(\.channelFee.decimal) == ["45.90"])
    }

    @Test("a day without movements is kept, so that it is known to be empty")
    func empty() throws {
        _ = try order(19, "7650.00")
        let result = try add(SampleBill.weChat([]))
        #expect(result.bill != nil)
        #expect(result.booking.payments.isEmpty && result.booking.parked.isEmpty)
        #expect(try count("channelBill") == 1)
    }
}
