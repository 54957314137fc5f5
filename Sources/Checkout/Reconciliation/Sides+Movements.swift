public import Catalog
public import Money
public import Time

extension Sides {
    /// A payment or a refund as a row of a trade bill or a message tells of it.
    public struct Stated: Sendable {
        /// `20260603.csv:5`, or `message EV-…`.
        public let place: String
        public let isMessage: Bool
        public let channel: Channel
        public let account: String
        public let outTradeNo: String
        public let transactionID: String
        /// Nil for a payment.
        public let refundID: String?
        public let refundNo: String?
        public let at: Instant
        /// When its bill was imported, or the message received; nil where that is not known.
        public let takenAt: Instant?
        public let amount: Amount
        /// Whether the amount is that of all refunds until then.
        public let isSoFar: Bool
        /// As printed, positive where the channel keeps it; a message says nothing of it.
        public let fee: Exact?

        public init(
            place: String, isMessage: Bool = false, channel: Channel, account: String,
            outTradeNo: String, transactionID: String, refundID: String? = nil,
            refundNo: String? = nil, at: Instant, takenAt: Instant? = nil, amount: Amount,
            isSoFar: Bool = false, fee: Exact? = nil
        ) {
            self.place = place
            self.isMessage = isMessage
            self.channel = channel
            self.account = account
            self.outTradeNo = outTradeNo
            self.transactionID = transactionID
            self.refundID = refundID
            self.refundNo = refundNo
            self.at = at
            self.takenAt = takenAt
            self.amount = amount
            self.isSoFar = isSoFar
            self.fee = fee
        }

        /// The run that took it in, where it is dated after that.
        var runItIsAheadOf: Instant? {
            takenAt.flatMap {
                StatedTime.isAhead(at, of: $0, isMessage: isMessage) ? $0 : nil
            }
        }
    }

    /// A movement on our account at a channel.
    public struct FundRow: Sendable {
        public let place: String
        public let channel: Channel
        public let account: String
        public let flowNo: String
        public let kind: FundBill.Kind
        /// As printed.
        public let kindText: String
        public let transactionID: String?
        public let ourNo: String?
        public let at: Instant
        /// Negative where it went out.
        public let amount: Amount
        public let balance: Amount

        public init(
            place: String, channel: Channel, account: String, flowNo: String, kind: FundBill.Kind,
            kindText: String, transactionID: String?, ourNo: String?, at: Instant, amount: Amount,
            balance: Amount
        ) {
            self.place = place
            self.channel = channel
            self.account = account
            self.flowNo = flowNo
            self.kind = kind
            self.kindText = kindText
            self.transactionID = transactionID
            self.ourNo = ourNo
            self.at = at
            self.amount = amount
            self.balance = balance
        }
    }

    /// What the journal says of one movement: what it did to `channel_clearing`.
    public struct Booked: Sendable {
        /// What moved.
        public enum Kind: String, Sendable { case payment, refund, chargeback, withdrawal }

        public let kind: Kind
        public let channel: Channel
        /// Whose money it is; nil for a withdrawal, which the fund bill's account says.
        public let merchant: Merchant.ID?
        public let account: String
        public let outTradeNo: String
        /// The channel's number of the payment; of a withdrawal that of the movement.
        public let transactionID: String
        /// Nil for what is no refund.
        public let refundID: String?
        public let refundNo: String?
        public let at: Instant
        /// Never negative: the kind says which way it went.
        public let amount: Amount
        /// Positive where the channel keeps it.
        public let fee: Amount

        public init(
            kind: Kind, channel: Channel, merchant: Merchant.ID?, account: String,
            outTradeNo: String = "", transactionID: String, refundID: String? = nil,
            refundNo: String? = nil, at: Instant, amount: Amount, fee: Amount = .zero(.cny)
        ) {
            self.kind = kind
            self.channel = channel
            self.merchant = merchant
            self.account = account
            self.outTradeNo = outTradeNo
            self.transactionID = transactionID
            self.refundID = refundID
            self.refundNo = refundNo
            self.at = at
            self.amount = amount
            self.fee = fee
        }
    }
}
