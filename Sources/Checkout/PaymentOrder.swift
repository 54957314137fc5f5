public import Invoicing
public import Money
public import Time

/// A channel money is collected through.
public enum Channel: String, Sendable, CaseIterable, Comparable {
    case wechatPay = "wechat_pay"
    case alipay = "alipay"

    /// The channel's own name: `WeChat Pay`, `Alipay`.
    public var name: String { self == .wechatPay ? "WeChat Pay" : "Alipay" }
    public var chineseName: String { self == .wechatPay ? "微信支付" : "支付宝" }

    public static func < (a: Channel, b: Channel) -> Bool {
        allCases.firstIndex(of: a)! < allCases.firstIndex(of: b)!
    }
}

/// A request to pay one invoice through one channel.
public struct PaymentOrder: Sendable, Equatable {
    public let channel: Channel
    /// 1 for the first; a new attempt is a new order with a new number.
    public let attempt: Int
    /// Our number at the channel: 6 to 32 of `0-9A-Za-z_`, which both channels accept.
    public let outTradeNo: String
    /// In CNY.
    public let amount: Amount
    /// What the QR code holds.
    public let payload: String
    public let payloadKind: PayloadKind
    public let createdAt: Instant
    public let expiresAt: Instant

    /// Where a QR code's content comes from.
    public enum PayloadKind: String, Sendable {
        /// The channel's own code, as given.
        case channel
        /// A stable link of the merchant's.
        case link
        /// A code that nobody can pay, marked as such wherever it is drawn.
        case sandbox
    }

    /// How long a channel's code is good for: two hours, on both.
    public static let codeLifeSeconds: Int64 = 2 * 3600

    public func isExpired(at instant: Instant) -> Bool { instant >= expiresAt }
}

/// Makes payment orders.
public enum Cashier {
    /// The sandbox order for an invoice of usage.
    ///
    /// - Throws: `CheckoutError.notPayable` for a currency other than CNY or nothing to pay.
    public static func order(
        for invoice: Invoice, due: Amount, merchantNumber: Int64, channel: Channel, attempt: Int,
        at instant: Instant
    ) throws(CheckoutError) -> PaymentOrder {
        try order(
            for: invoice.number, due: due, merchantNumber: merchantNumber, channel: channel,
            attempt: attempt, at: instant)
    }

    /// The sandbox order for an invoice of any kind.
    ///
    /// The order number is the invoice's digits, the merchant's number in the ledger, because each
    /// merchant counts its own invoices, and the attempt: `INV202506110019M1W1`, with `W` or `Z`
    /// for the channel, because the number is unique across both.
    ///
    /// - Throws: `CheckoutError.notPayable` for a currency other than CNY or nothing to pay.
    public static func order(
        for number: Invoice.Number, due: Amount, merchantNumber: Int64, channel: Channel,
        attempt: Int,
        at instant: Instant
    ) throws(CheckoutError) -> PaymentOrder {
        guard due.currency == .cny, due > .zero(.cny) else { throw .notPayable(number, due) }
        let letter = channel == .wechatPay ? "W" : "Z"
        let outTradeNo = "INV\(number.digits)M\(merchantNumber)\(letter)\(attempt)"
        precondition((6...32).contains(outTradeNo.utf8.count), "order number \(outTradeNo)")
        return PaymentOrder(
            channel: channel, attempt: attempt, outTradeNo: outTradeNo, amount: due,
            payload: "sandbox://\(channel.rawValue)/\(outTradeNo)?fen=\(due.minorUnits)",
            payloadKind: .sandbox, createdAt: instant,
            expiresAt: instant.advanced(bySeconds: PaymentOrder.codeLifeSeconds))
    }
}
