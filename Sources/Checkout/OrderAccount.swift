public import Money
public import Time

/// Where a payment order stands at an instant: what came for it, what went back, how it ended.
///
/// Every state of an order is worked out here and nowhere else, and what its code holds leaves only
/// through `payload`.
public struct OrderAccount: Sendable, Equatable {
    public let order: PaymentOrder
    /// What is due of its invoice; what others paid of it counts, too.
    public let due: Amount
    public let paid: Amount
    /// When the first payment came; nil before it.
    public let paidAt: Instant?
    public let refunded: Amount
    /// How it ended without a payment, where that is said.
    public let end: End?
    /// The instant that it is asked about.
    public let instant: Instant

    /// Said once of an order, by the merchant or its channel.
    public struct End: Sendable, Equatable {
        public let kind: Kind
        public let at: Instant
        /// Why a payment failed.
        public let reason: String?

        /// Who ended it: we, or the channel, which says that it cannot be paid.
        public enum Kind: String, Sendable { case closed, failed }

        public init(_ kind: Kind, at instant: Instant, reason: String? = nil) {
            self.kind = kind
            at = instant
            self.reason = reason
        }
    }

    /// In one word; the words of `bm checkout list --state`.
    public enum State: String, Sendable, CaseIterable {
        /// Waits for its payment.
        case created
        case paid
        case partlyRefunded = "partly_refunded"
        case refunded
        /// Ended by us before a payment.
        case closed
        /// Its code ended before a payment.
        case expired
        /// The channel said that it cannot be paid.
        case failed

        /// `partly refunded`
        public var words: String { rawValue.replacing("_", with: " ") }
    }

    /// What is not as it should be of a payment, which is booked all the same.
    public enum Remark: String, Sendable {
        case underpaid, overpaid
        /// It came after the order had ended.
        case late
    }

    public init(
        _ order: PaymentOrder, due: Amount, paid: Amount = .zero(.cny), paidAt: Instant? = nil,
        refunded: Amount = .zero(.cny), end: End? = nil, at instant: Instant
    ) {
        self.order = order
        self.due = due
        self.paid = paid
        self.paidAt = paidAt
        self.refunded = refunded
        self.end = end
        self.instant = instant
    }

    /// Money decides first: what was paid is paid, though the order had ended.
    public var state: State {
        if !paid.isZero {
            return refunded.isZero ? .paid : refunded < paid ? .partlyRefunded : .refunded
        }
        if let end { return end.kind == .closed ? .closed : .failed }
        return order.isExpired(at: instant) ? .expired : .created
    }

    public var remarks: [Remark] {
        guard let paidAt else { return [] }
        return (paid < order.amount ? [.underpaid] : []) + (paid > order.amount ? [.overpaid] : [])
            + (paidAt >= endsAt ? [.late] : [])
    }

    /// What its code holds, while it can be paid and asks for what is due; nil for a code that must not be
    /// shown any more, anywhere.
    public var payload: String? {
        state == .created && order.amount == due ? order.payload : nil
    }
}
