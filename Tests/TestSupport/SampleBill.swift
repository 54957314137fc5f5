import Money

/// A day's bill of WeChat Pay, as the channel sends it.
public enum SampleBill {
    /// One payment. The fee has up to five decimals, as the channel prints it.
    public struct Payment: Sendable {
        public var order: String
        public var transaction: String
        public var yuan: String
        public var fee: String
        /// China Standard Time.
        public var time: String
        /// The number of a refund, which this is then.
        public var refund: String?

        public init(
            _ order: String, _ transaction: String, _ yuan: String, fee: String,
            at time: String = "2025-06-11 09:41:22"
        ) {
            self.order = order
            self.transaction = transaction
            self.yuan = yuan
            self.fee = fee
            self.time = time
        }

        /// Money that goes back for a transaction; the fee is what comes back of it, below zero.
        public static func refund(
            _ order: String, _ transaction: String, _ yuan: String, id: String,
            fee: String = "0.00",
            at time: String = "2025-06-12 10:00:00"
        ) -> Payment {
            var refund = Payment(order, transaction, yuan, fee: fee, at: time)
            refund.refund = id
            return refund
        }
    }

    private static let weChatHeader =
        "交易时间,公众账号ID,商户号,特约商户号,设备号,微信订单号,商户订单号,用户标识,交易类型,交易状态,付款银行,货币种类,"
        + "应结订单金额,代金券金额,微信退款单号,商户退款单号,退款金额,充值券退款金额,退款类型,退款状态,商品名称,商户数据包,"
        + "手续费,费率,订单金额,申请退款金额,费率备注"

    /// The bill of an account, which adds up: byte order mark, CR LF, and one at the end.
    public static func weChat(
        _ payments: [Payment], mchid: String = SampleCatalog().mchid
    ) throws -> [UInt8] {
        var lines = [weChatHeader]
        var sum = Exact.zero
        var back = Exact.zero
        var fees = Exact.zero
        for payment in payments {
            fees = try fees.plus(Exact(parsing: payment.fee))
            let amount = try Exact(parsing: payment.yuan)
            let (state, paid, refunded, kind): (String, String, String, String)
            if let refund = payment.refund {
                back = try back.plus(amount)
                (state, paid, refunded) = ("REFUND", "0.00", payment.yuan)
                kind = "`\(refund),`RF\(refund),`\(refunded),`0.00,`ORIGINAL,`SUCCESS"
            } else {
                sum = try sum.plus(amount)
                (state, paid, refunded) = ("SUCCESS", payment.yuan, "0.00")
                kind = "`0,`0,`0.00,`0.00,`,`"
            }
            lines.append(
                "`\(payment.time),`wx2421b1c4370ec43b,`\(mchid),`0,`,`\(payment.transaction),"
                    + "`\(payment.order),`oXk9Z5b1,`NATIVE,`\(state),`CMB_CREDIT,`CNY,"
                    + "`\(paid),`0.00,\(kind),`AI usage,`,`\(payment.fee),"
                    + "`0.60%,`\(paid),`\(refunded),`")
        }
        lines.append("总交易单数,应结订单总金额,退款总金额,充值券退款总金额,手续费总金额,订单总金额,申请退款总金额")
        lines.append("`\(payments.count),`\(sum),`\(back),`0.00,`\(fees),`\(sum),`\(back)")
        return [0xEF, 0xBB, 0xBF] + Array((lines.joined(separator: "\r\n") + "\r\n").utf8)
    }
}
