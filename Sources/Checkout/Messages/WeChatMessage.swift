import Money
import Store
import Time

/// WeChat Pay's notifications (API v3): the JSON that the envelope's ciphertext holds, or the envelope
/// with that JSON as its resource.
///
///     {"mchid":"1900000109","out_trade_no":"INV202506110019A1","trade_state":"SUCCESS",
///      "transaction_id":"42…","success_time":"2025-06-11T09:41:22+08:00","amount":{"total":765000,…}}
enum WeChatMessage {
    static func read(_ bytes: [UInt8], file: String) throws(CheckoutError) -> ChannelMessage {
        let whole = MessageFields(file: file, value: try document(bytes, file: file))
        guard whole.value["resource"] != nil else {
            return try message(whole, in: whole, id: nil, type: nil)
        }
        let resource = try whole.child("resource")
        if resource.value["ciphertext"] != nil { throw .encryptedMessage(file) }
        return try message(
            resource, in: whole, id: whole.text("id", "the number of the message"),
            type: whole.text("event_type", "TRANSACTION.SUCCESS or REFUND.…"))
    }

    private static func document(
        _ bytes: [UInt8], file: String
    ) throws(CheckoutError) -> JSONValue {
        func fail(_ found: String) -> CheckoutError {
            .badMessage(
                file, field: "message", found: found,
                allowed: "one JSON object, as API v3 has it once it is decrypted")
        }
        let start = String(decoding: bytes.prefix(200), as: UTF8.self)
        if start.contains("notify_type=") || start.contains("trade_status=") {
            throw fail("a form of Alipay's, which --channel alipay reads")
        }
        if start.contains("<xml>") { throw fail("XML of API v2") }
        do {
            let value = try JSONValue(parsing: bytes)
            guard value.members != nil else { throw fail(value.kind) }
            return value
        } catch let error as JSONError {
            throw fail("no JSON at byte \(error.offset): \(error.problem)")
        } catch let error as CheckoutError {
            throw error
        } catch {
            throw fail("\(error)")
        }
    }

    private static func message(
        _ fields: MessageFields, in whole: MessageFields, id: String?, type: String?
    ) throws(CheckoutError) -> ChannelMessage {
        let isRefund = fields.value["out_refund_no"] != nil || fields.value["refund_id"] != nil
        if let type, type.hasPrefix("REFUND.") != isRefund {
            throw .badMessage(
                fields.file, field: "event_type", found: "“\(type)”",
                allowed: isRefund ? "REFUND.… for a refund" : "TRANSACTION.… for a payment")
        }
        return ChannelMessage(
            channel: .wechatPay, id: id, account: try fields.account("mchid"),
            event: isRefund ? try refund(fields, type: type) : try payment(fields),
            fields: whole.value)
    }

    private static func payment(
        _ fields: MessageFields
    ) throws(CheckoutError) -> ChannelMessage.Event {
        let states = "SUCCESS, REFUND, NOTPAY, CLOSED, REVOKED, USERPAYING or PAYERROR"
        let state = try fields.text("trade_state", states)
        let outTradeNo = try fields.number("out_trade_no")
        switch state {
        // REFUND is a payment of which something went back since: that has its own message.
        case "SUCCESS", "REFUND":
            let amount = try fields.child("amount")
            try amount.onlyCNY("currency")
            return .paid(
                ChannelMessage.Paid(
                    outTradeNo: outTradeNo, transactionID: try fields.number("transaction_id"),
                    amount: try amount.fen("total"),
                    paidAt: try fields.time("success_time", zone: nil)))
        case "CLOSED", "REVOKED", "NOTPAY", "USERPAYING", "PAYERROR":
            let order = ChannelMessage.Order(
                outTradeNo: outTradeNo,
                transactionID: try fields.optional("transaction_id") == nil
                    ? nil : fields.number("transaction_id"),
                state: state)
            return state == "CLOSED" || state == "REVOKED" ? .closed(order) : .waiting(order)
        default: throw fields.bad("trade_state", fields.shown("trade_state"), states)
        }
    }

    private static func refund(
        _ fields: MessageFields, type: String?
    ) throws(CheckoutError) -> ChannelMessage.Event {
        // The notification says refund_status, the answer to a query says status.
        let name = fields.value["refund_status"] == nil ? "status" : "refund_status"
        let states = "SUCCESS, CLOSED, PROCESSING or ABNORMAL"
        let state = try fields.text(name, states)
        if let type, type != "REFUND.\(state)" {
            throw fields.bad(name, fields.shown(name), "what event_type \(type) says")
        }
        let amount = try fields.child("amount")
        try amount.onlyCNY("currency")
        let (total, refund) = (try amount.fen("total"), try amount.fen("refund"))
        guard refund <= total else {
            throw amount.bad("refund", "\(refund)", "at most amount.total, \(total)")
        }
        let outTradeNo = try fields.number("out_trade_no")
        let transactionID = try fields.number("transaction_id")
        let refundNo = try fields.number("out_refund_no")
        let refundID = try fields.number("refund_id")
        switch state {
        case "SUCCESS":
            return .refunded(
                ChannelMessage.Refunded(
                    outTradeNo: outTradeNo, transactionID: transactionID, refundNo: refundNo,
                    refundID: refundID, amount: .this(refund),
                    refundedAt: try fields.time("success_time", zone: nil)))
        case "ABNORMAL", "CLOSED":
            return .refundFailed(
                ChannelMessage.RefundFailed(
                    outTradeNo: outTradeNo, transactionID: transactionID, refundNo: refundNo,
                    refundID: refundID, amount: refund, state: state))
        case "PROCESSING":
            return .waiting(
                ChannelMessage.Order(
                    outTradeNo: outTradeNo, transactionID: transactionID, state: state))
        default: throw fields.bad(name, fields.shown(name), states)
        }
    }
}
