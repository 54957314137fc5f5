public import Catalog
public import FX
public import Money
public import Time

/// One payout of a merchant: of a month, or of the days of a month that are paid together.
public struct SettlementBatch: Sendable, Equatable {
    /// `SET-2026-06-mer_001-USD`; `SET-2026-06-21-mer_001-USD` where days are paid.
    public let number: String
    public let merchant: Merchant.ID
    public let merchantName: LocalizedText
    public let month: Month
    /// The last day it collects of, where days are paid; nil where the whole month is one batch.
    public let day: Day?
    public let zone: Zone
    public let language: Language
    public let closedAt: Instant
    /// The payout currency.
    public let currency: Currency
    /// In CNY, carried over from the batch before.
    public let opening: Amount
    public let rows: [Row]
    /// nil where nothing is converted.
    public let lock: FXLock?
    /// The net in the payout currency, less the lock's spread and before the wire fee; zero where
    /// nothing is paid out.
    public let converted: Amount
    /// What the lock's spread keeps of the net, in the payout currency; zero where there is none. With
    /// `converted` it is the net at the published rate.
    public let spread: Amount
    public let wireFee: Amount
    /// The day the bank pays; nil where nothing is paid out.
    public let payoutDay: Day?
    public let state: State
    /// What the bank statement shows: in characters that banks pass on to each other (SWIFT set x, which has no `_`).
    public let remittanceReference: String
    /// `Example Bank ****1234`: no more of the account is kept.
    public let bank: String
    /// The contract it was settled under: share of each payment, and the least that is paid out.
    public let platformFeePercent: Exact
    public let minimumPayout: Amount
    /// What is shared of the month's revenue; nil where the contract shares none, or the month goes on.
    public let share: SharedRevenue?

    /// What became of the net.
    public enum State: String, Sendable, CaseIterable {
        case scheduled
        /// The net is below the minimum, zero or negative: it opens the next batch.
        case carriedOver
        /// There is something to pay and KYB is not approved: it opens the next batch.
        case held
    }

    /// Why nothing is paid out; nil where something is. With CNY -199.00 it is `negative`, whatever the
    /// minimum is.
    public var unpaid: Unpaid? {
        switch state {
        case .scheduled: nil
        case .held: .notApproved
        case .carriedOver:
            net > .zero(.cny) ? .belowMinimum : net.isZero ? .nothing : .negative
        }
    }

    /// Why a net is not paid out.
    public enum Unpaid: Sendable {
        case notApproved, belowMinimum, nothing
        /// The merchant owes it: the next batch opens with it.
        case negative
    }

    /// The last day it collects of.
    public var lastDay: Day { day ?? month.lastDay }

    /// One movement in CNY with the running balance after it; rows stand in the order of their times.
    public struct Row: Sendable, Equatable {
        public let kind: Kind
        /// The payment's order number, or what else it names.
        public let reference: String
        public let at: Instant
        /// The channel that it came or went by; nil for what no channel moved.
        public let channel: String?
        public let amount: Amount
        public let balance: Amount
        /// Why somebody corrected by hand; nil for all that comes by itself.
        public let reason: String?

        func with(balance: Amount) -> Row {
            Row(
                kind: kind, reference: reference, at: at, channel: channel, amount: amount,
                balance: balance, reason: reason)
        }
    }

    /// What a movement is.
    public enum Kind: String, Sendable, CaseIterable {
        case payment, platformFee, refund, feeReturned, chargeback
        /// A payout that the bank sent back, at the rate it went out at.
        case returnedPayout
        case subscription, revenueShare, adjustment
        /// Named by the day from which it can be released; and by the batch that held it.
        case reserveHeld, reserveReleased

        /// Whether the books had it before the batch: the batch books the rest.
        public var isBookedBefore: Bool {
            switch self {
            case .payment, .refund, .chargeback, .returnedPayout: true
            case .platformFee, .feeReturned, .subscription, .revenueShare, .adjustment,
                .reserveHeld, .reserveReleased:
                false
            }
        }
    }

    /// Opening and all movements, in CNY.
    public var net: Amount { rows.last?.balance ?? opening }
    /// The part of the net that is converted now.
    public var paidOut: Amount { state == .scheduled ? net : .zero(.cny) }
    public var closing: Amount { net - paidOut }
    public var payout: Amount { converted - wireFee }

    /// The sum of the movements of one kind.
    public func total(_ kind: Kind) -> Amount {
        rows.filter { $0.kind == kind }.map(\.amount).total(.cny)
    }
}
