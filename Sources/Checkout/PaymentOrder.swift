import Invoicing
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

    public func isExpired(at instant: Instant) -> Bool { instant >= expiresAt }
}
