public import Money
public import Store
public import Time

/// What a channel tells us at once of a payment or a refund, before any bill: a notification of
/// WeChat Pay (API v3, decrypted) or of Alipay (a form).
///
/// Messages repeat and come out of order; this reads one of them and knows no other. Whether the
/// sender is the channel is for whoever checks signatures.
///
///     let message = try ChannelMessage(bytes, channel: .wechatPay, file: "notify.json")
///     if case .paid(let paid) = message.event { paid.amount }    // CNY 7,650.00
public struct ChannelMessage: Sendable, Equatable {
    public let channel: Channel
    /// The message's own number, the same when it is sent again: `EV-…` of WeChat Pay's envelope, where
    /// that is passed too, or Alipay's notify_id.
    public let id: String?
    /// Whose money it is: mchid or seller_id.
    public let account: String
    public let event: Event
    /// Every field as it came.
    public let fields: JSONValue

    /// The id, or a digest of the fields where the message has none: the same for the same message.
    public var key: String { id ?? fields.digest }

    /// What happened.
    public enum Event: Sendable, Equatable {
        case paid(Paid)
        case refunded(Refunded)
        /// The payer did not get it: the refund is closed, or must be done by hand.
        case refundFailed(RefundFailed)
        /// The order was closed unpaid, or its payment reversed.
        case closed(Order)
        /// Nothing has moved yet: `WAIT_BUYER_PAY`, `NOTPAY`, a refund that is `PROCESSING`.
        case waiting(Order)
    }

    /// The order that a message is about.
    public struct Order: Sendable, Equatable {
        public let outTradeNo: String
        /// The channel's number, where there is one yet.
        public let transactionID: String?
        /// The channel's word for where it stands.
        public let state: String
    }

    /// Money that came.
    public struct Paid: Sendable, Equatable {
        public let outTradeNo: String
        public let transactionID: String
        /// What was ordered, in CNY, with coupons: WeChat Pay's amount.total, Alipay's total_amount.
        public let amount: Amount
        public let paidAt: Instant
    }

    /// Money that went back.
    public struct Refunded: Sendable, Equatable {
        public let outTradeNo: String
        public let transactionID: String
        /// Our number of the refund; Alipay leaves it out where we gave none.
        public let refundNo: String?
        /// The channel's number of the refund; Alipay has none.
        public let refundID: String?
        public let amount: RefundAmount
        public let refundedAt: Instant
    }

    /// A refund that did not reach the payer.
    public struct RefundFailed: Sendable, Equatable {
        public let outTradeNo: String
        public let transactionID: String
        public let refundNo: String
        public let refundID: String
        /// What was to go back.
        public let amount: Amount
        /// `ABNORMAL`: do it by hand; `CLOSED`: it will not be done.
        public let state: String
    }

    /// The channels say different things of a refund.
    public enum RefundAmount: Sendable, Equatable {
        /// What this one gave back: WeChat Pay.
        case this(Amount)
        /// What all refunds of the order have given back so far: Alipay. After refunds of 200.00 and
        /// 50.00 the second message says 250.00.
        case soFar(Amount)
    }

    /// Reads a message of `channel`.
    ///
    /// - Parameter file: what errors call it.
    /// - Throws: `CheckoutError.badMessage`, `.encryptedMessage`.
    public init(_ bytes: [UInt8], channel: Channel, file: String) throws(CheckoutError) {
        switch channel {
        case .wechatPay: self = try WeChatMessage.read(bytes, file: file)
        case .alipay: self = try AlipayMessage.read(bytes, file: file)
        }
    }

    init(channel: Channel, id: String?, account: String, event: Event, fields: JSONValue) {
        self.channel = channel
        self.id = id
        self.account = account
        self.event = event
        self.fields = fields
    }
}
