import Money
import Store
import Testing
import Time

@testable import Checkout

@Suite("WeChat Pay's notifications")
struct WeChatMessageTests {
    /// A payment and a refund of one day, as the channel's pages describe them.
    static let payment = """
        {"appid":"wx2421b1c4370ec43b","mchid":"1900000109","out_trade_no":"INV202506110019A1",
         "transaction_id":"4200002711202506117300112233","trade_type":"NATIVE",
         "trade_state":"SUCCESS","trade_state_desc":"支付成功","bank_type":"CMB_CREDIT",
         "attach":"inv=INV-2025-0611-0019","success_time":"2025-06-11T09:41:22+08:00",
         "payer":{"openid":"oXk9Z5b1mQhR7tLw2PzYcN4sVeD8"},
         "amount":{"total":765000,"payer_total":765000,"currency":"CNY","payer_currency":"CNY"}}
        """
    static let refund = """
        {"mchid":"1900000109","out_trade_no":"INV202506110021A1",
         "transaction_id":"4200002698202506118842210987","out_refund_no":"RF202506110021R1",
         "refund_id":"50303102382025061170115590021","refund_status":"SUCCESS",
         "success_time":"2025-06-11T15:30:14+08:00","user_received_account":"支付用户零钱",
         "amount":{"total":1240000,"refund":50000,"payer_total":1240000,"payer_refund":50000}}
        """
    static let envelope = """
        {"id":"EV-2025061109412200001","create_time":"2025-06-11T09:41:22+08:00",
         "resource_type":"encrypt-resource","event_type":"TRANSACTION.SUCCESS","summary":"支付成功",
         "resource":{"algorithm":"AEAD_AES_256_GCM","original_type":"transaction",
                     "ciphertext":"…","nonce":"…","associated_data":"transaction"}}
        """

    func read(_ text: String) throws -> ChannelMessage {
        try ChannelMessage(Array(text.utf8), channel: .wechatPay, file: "m")
    }

    /// A sample with one text in place of another, which must be there.
    func altered(_ text: String, _ old: String, _ new: String) -> String {
        precondition(text.contains(old), "the sample has no \(old)")
        return text.replacing(old, with: new)
    }

    @Test("a payment: numbers, amount in fen, time, and all that was sent")
    func paid() throws {
        let message = try read(Self.payment)
        #expect(message.channel == .wechatPay && message.account == "1900000109")
        #expect(message.id == nil)
        #expect(message.key == message.fields.digest)
        guard case .paid(let paid) = message.event else { throw Unexpected(message) }
        #expect(paid.outTradeNo == "INV202506110019A1")
        #expect(paid.transactionID == "4200002711202506117300112233")
        #expect(paid.amount.decimal == "7650.00")
        #expect(paid.paidAt.description == "2025-06-11T01:41:22Z")
        #expect(message.fields["payer"]?["openid"] == "oXk9Z5b1mQhR7tLw2PzYcN4sVeD8")
        // With a coupon the payer pays less; what was ordered counts.
        let coupon = try read(
            altered(Self.payment, "\"payer_total\":765000", "\"payer_total\":760000"))
        #expect(coupon.event == message.event)
    }

    @Test("a refund: this one's amount, both numbers")
    func refunded() throws {
        let message = try read(Self.refund)
        guard case .refunded(let refund) = message.event else { throw Unexpected(message) }
        #expect(refund.outTradeNo == "INV202506110021A1")
        #expect(refund.transactionID == "4200002698202506118842210987")
        #expect(refund.refundNo == "RF202506110021R1")
        #expect(refund.refundID == "50303102382025061170115590021")
        #expect(refund.amount == .this(Amount(minorUnits: 50_000, .cny)))
        #expect(refund.refundedAt.description == "2025-06-11T07:30:14Z")
        // The answer to a query says status.
        #expect(try read(altered(Self.refund, "refund_status", "status")).event == message.event)
    }

    @Test("a refund that fails says how; one under way waits")
    func failed() throws {
        for state in ["ABNORMAL", "CLOSED"] {
            let message = try read(altered(Self.refund, "\"SUCCESS\"", "\"\(state)\""))
            guard case .refundFailed(let failed) = message.event else { throw Unexpected(message) }
            #expect(failed.state == state)
            #expect(failed.amount.decimal == "500.00")
            #expect(failed.refundID == "50303102382025061170115590021")
        }
        let waiting = try read(altered(Self.refund, "\"SUCCESS\"", "\"PROCESSING\""))
        #expect(
            waiting.event
                == .waiting(
                    .init(
                        outTradeNo: "INV202506110021A1",
                        transactionID: "4200002698202506118842210987", state: "PROCESSING")))
    }

    @Test("states of an order: closed, waiting, paid and refunded since")
    func states() throws {
        for (state, isClosed) in [
            ("CLOSED", true), ("REVOKED", true), ("NOTPAY", false), ("USERPAYING", false),
            ("PAYERROR", false),
        ] {
            let message = try read(
                "{\"mchid\":\"1900000109\",\"out_trade_no\":\"INV1\",\"trade_state\":\"\(state)\"}")
            let order = ChannelMessage.Order(
                outTradeNo: "INV1", transactionID: nil, state: state)
            #expect(message.event == (isClosed ? .closed(order) : .waiting(order)))
        }
        let since = try read(
            altered(Self.payment, "\"trade_state\":\"SUCCESS\"", "\"trade_state\":\"REFUND\""))
        #expect(since.event == (try read(Self.payment)).event)
    }

    @Test("an envelope is refused while its resource is encrypted, and read with it decrypted")
    func envelopes() throws {
        #expect(throws: CheckoutError.encryptedMessage("m")) { try read(Self.envelope) }
        #expect(
            CheckoutError.encryptedMessage("m").recoverySuggestion
                == "decrypt resource.ciphertext and pass the JSON it holds")
        let opened = """
            {"id":"EV-2025061109412200001","event_type":"TRANSACTION.SUCCESS","resource":\(Self.payment)}
            """
        let message = try read(opened)
        #expect(message.id == "EV-2025061109412200001")
        #expect(message.key == "EV-2025061109412200001")
        #expect(message.event == (try read(Self.payment)).event)
        #expect(
            throws: CheckoutError.badMessage(
                "m", field: "event_type", found: "“REFUND.SUCCESS”",
                allowed: "TRANSACTION.… for a payment")
        ) { try read(altered(opened, "TRANSACTION.SUCCESS", "REFUND.SUCCESS")) }
        let refund = """
            {"id":"EV-2","event_type":"REFUND.CLOSED","resource":\(Self.refund)}
            """
        #expect(
            throws: CheckoutError.badMessage(
                "m", field: "resource.refund_status", found: "“SUCCESS”",
                allowed: "what event_type REFUND.CLOSED says")
        ) { try read(refund) }
    }

    @Test("a wrong field is named with what stands there and what may")
    func wrong() {
        let numbers = "1 to 64 of 0-9 A-Z a-z _ - | * @"
        let fen = "whole fen from 1 to 100000000000000"
        for (old, new, field, found, allowed) in [
            ("\"total\":765000", "\"total\":7650.5", "amount.total", "7650.5", fen),
            ("\"total\":765000", "\"total\":0", "amount.total", "0", fen),
            ("\"total\":765000", "\"total\":\"765000\"", "amount.total", "“765000”", fen),
            ("\"total\":765000,", "", "amount.total", "it is missing", fen),
            ("\"currency\":\"CNY\"", "\"currency\":\"HKD\"", "amount.currency", "“HKD”", "CNY"),
            ("\"1900000109\"", "\"mch\"", "mchid", "“mch”", "8 to 16 digits"),
            ("\"1900000109\"", "1900000109", "mchid", "1900000109", "a text"),
            ("INV202506110019A1\",", "INV 19\",", "out_trade_no", "“INV 19”", numbers),
            ("\"4200002711202506117300112233\"", "null", "transaction_id", "null", numbers),
            (
                "2025-06-11T09:41:22+08:00", "2025-06-11T09:41:22", "success_time",
                "“2025-06-11T09:41:22”", "a time such as 2025-06-11T09:41:22+08:00"
            ),
            (
                "\"trade_state\":\"SUCCESS\"", "\"trade_state\":\"PAID\"", "trade_state", "“PAID”",
                "SUCCESS, REFUND, NOTPAY, CLOSED, REVOKED, USERPAYING or PAYERROR"
            ),
        ] {
            #expect(
                throws: CheckoutError.badMessage("m", field: field, found: found, allowed: allowed)
            ) { try read(altered(Self.payment, old, new)) }
        }
        #expect(
            throws: CheckoutError.badMessage(
                "m", field: "amount.refund", found: "CNY 12,400.01",
                allowed: "at most amount.total, CNY 12,400.00")
        ) { try read(altered(Self.refund, "\"refund\":50000", "\"refund\":1240001")) }
    }

    @Test("what is no message of API v3 is said to be what it is")
    func noMessage() {
        for (text, found) in [
            ("[]", "a list"), ("<xml></xml>", "XML of API v2"),
            ("notify_type=trade_status_sync", "a form of Alipay's, which --channel alipay reads"),
        ] {
            #expect(
                throws: CheckoutError.badMessage(
                    "m", field: "message", found: found,
                    allowed: "one JSON object, as API v3 has it once it is decrypted")
            ) { try read(text) }
        }
        #expect {
            try read("{")
        } throws: { error in
            guard case CheckoutError.badMessage("m", "message", let found, _) = error else {
                return false
            }
            return found.hasPrefix("no JSON at byte 1")
        }
    }
}

/// A message that was read into another event than the test is about.
struct Unexpected: Error {
    let message: ChannelMessage
    init(_ message: ChannelMessage) { self.message = message }
}
