import Money
import Store
import Time

/// Alipay's asynchronous notification (trade_status_sync): a form, in UTF-8 or GBK as its own charset
/// says.
///
/// | trade_status | with a refund | without |
/// |---|---|---|
/// | TRADE_SUCCESS, TRADE_FINISHED | refunded in part | paid |
/// | TRADE_CLOSED | refunded in full | closed unpaid |
/// | WAIT_BUYER_PAY | – | waiting |
enum AlipayMessage {
    static func read(_ bytes: [UInt8], file: String) throws(CheckoutError) -> ChannelMessage {
        let first = bytes.first { $0 != 32 && $0 != 9 && $0 != 10 && $0 != 13 }
        if first == UInt8(ascii: "{") {
            throw .badMessage(
                file, field: "message", found: "JSON, which --channel wechat_pay reads",
                allowed: "a form as Alipay posts it: trade_no=…&trade_status=…")
        }
        let fields = MessageFields(file: file, value: try FormBody.fields(bytes, file: file))
        if let type = try fields.optional("notify_type"), type != "trade_status_sync" {
            throw fields.bad("notify_type", "“\(type.prefix(100))”", "trade_status_sync")
        }
        try fields.onlyCNY("trans_currency", "settle_currency", "currency")
        return ChannelMessage(
            channel: .alipay, id: try fields.optional("notify_id"),
            account: try fields.account("seller_id"), event: try event(fields),
            fields: fields.value)
    }

    private static func event(
        _ fields: MessageFields
    ) throws(CheckoutError) -> ChannelMessage.Event {
        let states = "WAIT_BUYER_PAY, TRADE_SUCCESS, TRADE_FINISHED or TRADE_CLOSED"
        let state = try fields.text("trade_status", states)
        let outTradeNo = try fields.number("out_trade_no")
        let transactionID = try fields.number("trade_no")
        let order = ChannelMessage.Order(
            outTradeNo: outTradeNo, transactionID: transactionID, state: state)
        switch state {
        case "WAIT_BUYER_PAY": return .waiting(order)
        case "TRADE_SUCCESS", "TRADE_FINISHED", "TRADE_CLOSED":
            if try isRefund(fields) { return try refund(fields, outTradeNo, transactionID) }
            if state == "TRADE_CLOSED" { return .closed(order) }
            return .paid(
                ChannelMessage.Paid(
                    outTradeNo: outTradeNo, transactionID: transactionID,
                    amount: try fields.yuan("total_amount"),
                    paidAt: try fields.time("gmt_payment", zone: .shanghai)))
        default: throw fields.bad("trade_status", fields.shown("trade_status"), states)
        }
    }

    /// A message about a refund has its time; one of a payment may have a refund_fee of 0.00.
    private static func isRefund(_ fields: MessageFields) throws(CheckoutError) -> Bool {
        if try fields.optional("gmt_refund") != nil { return true }
        guard let fee = try fields.optional("refund_fee") else { return false }
        return Exact(fee)?.isZero != true
    }

    /// refund_fee is what all refunds of the order gave back so far.
    private static func refund(
        _ fields: MessageFields, _ outTradeNo: String, _ transactionID: String
    ) throws(CheckoutError) -> ChannelMessage.Event {
        let soFar = try fields.yuan("refund_fee")
        let total = try fields.yuan("total_amount")
        guard soFar <= total else {
            throw fields.bad("refund_fee", "“\(soFar.decimal)”", "at most total_amount, \(total)")
        }
        return .refunded(
            ChannelMessage.Refunded(
                outTradeNo: outTradeNo, transactionID: transactionID,
                refundNo: try fields.optional("out_biz_no") == nil
                    ? nil : fields.number("out_biz_no"),
                refundID: nil, amount: .soFar(soFar),
                refundedAt: try fields.time("gmt_refund", zone: .shanghai)))
    }
}
