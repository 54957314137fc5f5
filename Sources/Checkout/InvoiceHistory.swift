public import Money
public import Time

/// What became of an invoice by an instant: what came for it, what went back, what was taken off it, each
/// with what was left to pay then.
///
/// An invoice of CNY 100.00 that two channels were paid for, and of which one payment was sent back:
///
///     06-03  payment     100.00   left    0.00
///     06-04  payment     100.00   left -100.00   again
///     06-09  refund      100.00   left    0.00
///
/// `settledAt` is 06-03, `received` CNY 200.00, `refunded` CNY 100.00.
public struct InvoiceHistory: Sendable, Equatable {
    /// In the order of time.
    public let events: [Event]

    /// One thing that happened.
    public struct Event: Sendable, Equatable {
        public let kind: Kind
        public let at: Instant
        /// Above zero, whichever way it went.
        public let amount: Amount
        /// Whose bill states it; nil for what is ours: a note, a void, what the balance does.
        public let channel: Channel?
        /// The channel's number of the money, or the number of the note.
        public let reference: String
        /// Why, where somebody said it: of a note, a void, a dispute.
        public let reason: String?
        public let remarks: [Remark]
        /// What is left to pay after it; below nothing where more was paid than is owed.
        public let left: Amount

        public init(
            _ kind: Kind, at instant: Instant, _ amount: Amount, channel: Channel? = nil,
            reference: String, reason: String? = nil, remarks: [Remark] = [], left: Amount
        ) {
            self.kind = kind
            at = instant
            self.amount = amount
            self.channel = channel
            self.reference = reference
            self.reason = reason
            self.remarks = remarks
            self.left = left
        }
    }

    /// What can become of an invoice.
    public enum Kind: String, Sendable, CaseIterable {
        case payment, refund, chargeback
        case creditNote = "credit_note"
        case void
        /// Kept for the customer's next invoices.
        case balanceKept = "balance_kept"
        /// Paid by what was kept of earlier ones.
        case balanceUsed = "balance_used"

        /// Whether it takes off what is left to pay.
        public var lowersDue: Bool {
            switch self {
            case .payment, .creditNote, .void, .balanceUsed: true
            case .refund, .chargeback, .balanceKept: false
            }
        }
    }

    /// What a payment is beside money.
    public enum Remark: String, Sendable, CaseIterable {
        /// Nothing was left to pay when it came.
        case again
        /// It came after its code had ended.
        case afterCode = "after_code"
        /// It is less than its code asked for.
        case short
    }

    public init(events: [Event]) { self.events = events }

    public func all(_ kind: Kind) -> [Event] { events.filter { $0.kind == kind } }

    private func sum(_ kind: Kind) -> Amount { all(kind).map(\.amount).total(.cny) }

    /// What came, whatever went back of it, in CNY.
    public var received: Amount { sum(.payment) }
    /// What we sent back, in CNY.
    public var refunded: Amount { sum(.refund) }
    /// What channels took back after disputes, in CNY.
    public var chargedBack: Amount { sum(.chargeback) }

    /// When nothing was left to pay for the first time; nil before it.
    public var settledAt: Instant? { events.first { $0.left <= .zero($0.left.currency) }?.at }

    /// Whether it says more than that it was paid, once and in full.
    public var isNotable: Bool {
        events.count > 1 || events.contains { !$0.left.isZero || $0.kind != .payment }
    }
}
