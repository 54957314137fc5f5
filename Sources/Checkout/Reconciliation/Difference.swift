public import Catalog
public import Money
import Store
public import Time

/// One thing that two sides do not agree about, with the figure of each.
public struct Difference: Sendable, Equatable {
    /// Made from what it says, so that it is the same from run to run, and another one once a figure
    /// changes: `d-3f9a5c0e71b2`.
    public let id: String
    public let reason: Reason
    public let channel: Channel
    /// Our account at the channel.
    public let account: String
    /// Whose money it is, where that is known.
    public let merchant: Merchant.ID?
    public let outTradeNo: String?
    public let transactionID: String?
    public let refundID: String?
    /// When the money moved; of a missing bill the begin of its day in UTC+8, of what is dated ahead when it
    /// was taken in.
    public let at: Instant
    public let left: Figure
    public let right: Figure
    /// Where the left figure stands, if in a file or a message.
    public let place: String?
    /// Days in UTC+8 from the movement to the time asked about.
    public let age: Int
    public let suggestion: SuggestedEntry
    public let state: State

    /// What one side says: nothing where it has no such movement.
    public struct Figure: Sendable, Equatable {
        public let side: Side
        public let amount: Amount?
        /// What it says beside the amount: a time, a number.
        public let detail: Detail?

        init(_ side: Side, _ amount: Amount?, _ detail: Detail? = nil) {
            self.side = side
            self.amount = amount
            self.detail = detail
        }
    }

    /// Who says it. A message is a channel's word before its trade bill.
    public enum Side: String, Sendable, CaseIterable {
        case orders
        case tradeBill = "trade_bill"
        case message
        case fundBill = "fund_bill"
        case ledger

        /// As a sentence has it: `trade bill`.
        public var words: String { rawValue.replacing("_", with: " ") }

        /// Whether it knows all that moved on the channel's account: disputes and transfers, too.
        public var knowsAccount: Bool { self == .fundBill || self == .ledger }
    }

    /// Where it stands.
    public enum State: Sendable, Equatable {
        /// Somebody has to do something.
        case open
        /// The bill that will say more is not due yet.
        case waiting
        /// A person decided, and noted this.
        case resolved(String)

        public var name: String {
            switch self {
            case .open: "open"
            case .waiting: "waiting"
            case .resolved: "resolved"
            }
        }
    }

    /// How old a difference is, as accountants sort it.
    public enum Ageing: String, Sendable, CaseIterable {
        case day = "0-1"
        case week = "2-7"
        case month = "8-30"
        case older = "over 30"

        init(days: Int) {
            switch days {
            case ...1: self = .day
            case ...7: self = .week
            case ...30: self = .month
            default: self = .older
            }
        }
    }

    public var ageing: Ageing { Ageing(days: age) }

    /// The number that says most of which movement it is: the transaction's, the refund's, the order's, or the
    /// account.
    public var number: String { transactionID ?? refundID ?? outTradeNo ?? account }

    /// Whether it is something a channel said that is nowhere in the ledger.
    public var isUnmatched: Bool {
        [.tradeBill, .message, .fundBill].contains(left.side) && right.side == .ledger
            && right.amount == nil && place != nil
    }
}
