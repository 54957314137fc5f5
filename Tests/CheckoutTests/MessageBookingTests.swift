import GRDB
import Invoicing
import Money
import Store
import TestSupport
import Testing
import Time

@testable import Checkout

@Suite("Messages into the ledger")
struct MessageBookingTests {
    let bills = BillImportTests()

    /// Takes a message and books what can be, as `bm payments notify` does.
    func take(
        _ bytes: [UInt8], _ channel: Channel, at instant: Instant = Sample.later
    ) throws -> (isNew: Bool, booking: ChannelBooking) {
        let message = try ChannelMessage(bytes, channel: channel, file: "m")
        return try bills.ledger.file.write {
            (
                try message.insert($0, file: "m", at: instant),
                try ChannelBooking($0, at: instant)
            )
        }
    }

    func weChat(_ text: String) throws -> (isNew: Bool, booking: ChannelBooking) {
        try take(Array(text.utf8), .wechatPay)
    }

    func orders() throws {
        try bills.orders(
            [
                ("INV202506110019A1", "7650.00"), ("INV202506110021A1", "12400.00"),
                ("INV202506110034A2", "88.00"),
            ], .wechatPay)
    }

    @Test("a payment is booked at once, without its fee; again it changes nothing")
    func paid() throws {
        try orders()
        let first = try weChat(WeChatMessageTests.payment)
        #expect(first.isNew && first.booking.payments.map(\.amount.decimal) == ["7650.00"])
        #expect(first.booking.fees.isEmpty)
        let again = try weChat(WeChatMessageTests.payment)
        #expect(!again.isNew && again.booking.payments.isEmpty)
        #expect(try bills.payments().count == 1)
    }

    @Test("the bill after it brings the fee, the rest of the day, and nothing twice")
    func thenTheBill() throws {
        try orders()
        _ = try weChat(WeChatMessageTests.payment)
        let result = try bills.add(WeChatTradeBillTests.bytes(WeChatTradeBillTests.text))
        #expect(result.booking.payments.map(\.amount.decimal).sorted() == ["12400.00", "88.00"])
        #expect(result.booking.known == [result.bill])
        let paid = try bills.payments().first { $0.amount.decimal == "7650.00" }
        #expect(paid?.channelFee.decimal == "45.90")
        // The refund was in the bill: the message that tells of it too changes nothing.
        let refund = try weChat(WeChatMessageTests.refund)
        #expect(refund.isNew && refund.booking.refunds.isEmpty && refund.booking.parked.isEmpty)
        #expect(try bills.refunds().map(\.amount.decimal) == ["500.00"])
    }

    @Test("a refund that comes before its payment waits, and is booked with it")
    func refundFirst() throws {
        try orders()
        let first = try weChat(WeChatMessageTests.refund)
        #expect(
            first.booking.parked.map(\.reason)
                == [.noPayment(transaction: "4200002698202506118842210987")])
        let bill = try bills.add(WeChatTradeBillTests.bytes(WeChatTradeBillTests.text))
        #expect(bill.booking.refunds.map(\.refundID) == ["50303102382025061170115590021"])
        #expect(bill.booking.parked.isEmpty)
        #expect(try bills.refunds().map(\.channelFee.decimal) == ["-3.00"])
    }

    func alipay(_ id: String, _ fields: [(String, String)] = []) throws -> [UInt8] {
        try AlipayMessageTests.form(
            AlipayMessageTests.payment.map { $0.0 == "notify_id" ? ($0.0, id) : $0 } + fields)
    }

    func refund(_ id: String, _ soFar: String, _ number: String?, at time: String) throws -> [UInt8]
    {
        try alipay(
            id,
            [("refund_fee", soFar), ("gmt_refund", "2025-06-11 \(time).000")]
                + (number.map { [("out_biz_no", $0)] } ?? []))
    }

    /// As a credit note asks for it.
    func ask(_ number: String, _ yuan: String) throws {
        try bills.ledger.write { db in
            try db.execute(
                sql: """
                    INSERT OR IGNORE INTO creditNote (id, invoiceId, number, issuedAt, reason,
                        refundTo, totalMinorUnits, snapshot, snapshotDigest, askedLines)
                    VALUES (1, 1, 'CN-1', '2025-06-11T08:00:00Z', 'x', 'channel', 25000, '{}', ?, '')
                    """,
                arguments: [String(repeating: "0", count: 64)])
            try db.execute(
                sql: """
                    INSERT INTO refundOrder (paymentId, creditNoteId, outRefundNo, amountFen,
                        createdAt) VALUES (1, 1, ?, ?, '2025-06-11T08:00:00Z')
                    """,
                arguments: [number, try Amount(yuan, .cny).minorUnits])
        }
    }

    /// 12,400.00 came for 12,000.00. What is abnormal is still the channel's to send.
    @Test(
        "a refund that the channel closed can be asked for again",
        arguments: ["CLOSED", "ABNORMAL"])
    func closedRefund(state: String) throws {
        try bills.orders([("INV202506110021A1", "12000.00")], .wechatPay)
        try bills.add(
            SampleBill.weChat([
                .init(
                    "INV202506110021A1", "4200002698202506118842210987", "12400.00", fee: "74.40")
            ]))
        func ask() throws -> [RefundOrder] {
            try bills.ledger.file.write {
                try RefundOrder.make(
                    $0, invoice: 1, total: Amount("12000.00", .cny), at: Sample.later)
            }
        }
        let first = try ask()
        #expect(first.map(\.amount.decimal) == ["400.00"])
        #expect(try ask().isEmpty)
        let message = WeChatMessageTests.refund.replacing("SUCCESS", with: state)
            .replacing("RF202506110021R1", with: first[0].outRefundNo)
        #expect(try weChat(message).isNew)
        let again = try ask()
        #expect(again.map(\.amount.decimal) == (state == "CLOSED" ? ["400.00"] : []))
        #expect(again.allSatisfy { $0.outRefundNo != first[0].outRefundNo })
    }

    /// Refunds of 200.00 and then 50.00: the second message says 250.00, and comes first.
    @Test("Alipay says what all refunds gave back: what we asked for says what each one did")
    func soFar() throws {
        try bills.orders([("INV202506110020A1", "3200.00")], .alipay)
        #expect(
            try take(alipay("n1"), .alipay).booking.payments.map(\.amount.decimal)
                == ["3200.00"])
        try ask("RF000001", "200.00")
        try ask("RF000002", "50.00")
        let second = try take(refund("n3", "250.00", "RF000002", at: "18:20:40"), .alipay)
        #expect(second.booking.refunds.map(\.amount.decimal) == ["50.00"])
        let first = try take(refund("n2", "200.00", "RF000001", at: "17:20:40"), .alipay)
        #expect(first.booking.refunds.map(\.amount.decimal) == ["200.00"])
        #expect(try bills.refunds().map(\.refundID) == ["RF000001", "RF000002"])
        let again = try take(refund("n4", "250.00", "RF000002", at: "18:20:40"), .alipay)
        #expect(again.booking.refunds.isEmpty && again.booking.parked.isEmpty)
    }

    /// The bill of the published sample has this refund: 200.00, and 1.20 of the fee.
    @Test("a refund so far that nobody here asked for waits for the bill, which books it once")
    func soFarWaits() throws {
        try bills.orders(
            [("INV202506110020A1", "3200.00"), ("INV202506110025A1", "960.50")], .alipay)
        _ = try take(alipay("n1"), .alipay)
        let transaction = "2025061122001458860515315453"
        let message = try take(
            refund("n2", "200.00", "RF202506110020R1", at: "17:20:40"), .alipay)
        #expect(message.booking.refunds.isEmpty)
        #expect(message.booking.parked.map(\.reason) == [.waitsForBill(transaction: transaction)])
        // One without a number waits too: it may be of any of several refunds.
        let unnumbered = try take(refund("n5", "200.00", nil, at: "17:20:40"), .alipay)
        #expect(unnumbered.booking.parked.count == 2)
        let bill = try bills.add(GBK.encode(AlipayTradeBillTests.detail)!, .alipay)
        #expect(bill.booking.refunds.map(\.amount.decimal) == ["200.00"])
        #expect(bill.booking.parked.isEmpty)
        #expect(try bills.refunds().map(\.refundID) == ["RF202506110020R1"])
    }

    @Test("a message of an account that no merchant has is refused")
    func foreign() throws {
        try orders()
        let text = WeChatMessageTests.payment.replacing("1900000109", with: "1999999999")
        #expect(
            throws: CheckoutError.foreignAccount(
                "m", found: "1999999999", ours: [SampleCatalog().mchid])
        ) { try weChat(text) }
    }
}
