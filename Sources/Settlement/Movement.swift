public import Checkout
public import Money
public import Time

/// Money that came from customers or went back to them, as a batch settles it.
public struct Movement: Sendable, Equatable {
    public let kind: Kind
    /// The number in its own table.
    public let id: Int64
    /// The payment's order number.
    public let reference: String
    public let at: Instant
    public let channel: Channel
    /// In CNY, never negative: the kind says which way it went.
    public let amount: Amount
    /// What the channel kept of a payment; negative where it gave that back.
    public let channelCost: Amount

    /// Which way money went, and why.
    public enum Kind: Sendable, Equatable {
        case payment
        /// A refund of a payment, of which `before` had gone back already, with the platform fee that
        /// was taken from it: nil where it is settled in this same month.
        case refund(before: Amount, feePercent: Exact?)
        /// Taken back by the customer's bank.
        case chargeback
    }

    public init(
        _ kind: Kind, id: Int64, reference: String, at: Instant, channel: Channel, amount: Amount,
        channelCost: Amount
    ) {
        precondition(!amount.isNegative, "\(reference): \(amount)")
        self.kind = kind
        self.id = id
        self.reference = reference
        self.at = at
        self.channel = channel
        self.amount = amount
        self.channelCost = channelCost
    }

    public init(_ payment: Payment) {
        self.init(
            .payment, id: payment.id, reference: payment.outTradeNo, at: payment.paidAt,
            channel: payment.channel, amount: payment.amount, channelCost: payment.channelFee)
    }
}
