import FX
public import Money
public import Time

/// What became of a payout after it was scheduled.
public struct PayoutEvent: Sendable, Equatable {
    public let step: Step
    /// The bank's, or whoever released it.
    public let bankReference: String
    public let at: Instant
    /// What is owed to the merchant again, in CNY; zero but for a payout that came back.
    public let returned: Amount

    public init(step: Step, bankReference: String, at: Instant, returned: Amount = .zero(.cny)) {
        self.step = step
        self.bankReference = bankReference
        self.at = at
        self.returned = returned
    }

    /// A step of a payout. Each is taken once at most.
    public enum Step: String, Sendable, CaseIterable {
        case sent, paid, returned, released

        /// The state it is taken from: scheduled → sent → paid, sent → returned, held → released.
        var from: PayoutState {
            switch self {
            case .sent: .scheduled
            case .paid, .returned: .sent
            case .released: .held
            }
        }

        var state: PayoutState {
            switch self {
            case .sent: .sent
            case .paid: .paid
            case .returned: .returned
            case .released: .released
            }
        }
    }
}

/// Where a payout stands.
public enum PayoutState: String, Sendable, CaseIterable {
    case scheduled, carriedOver, held, sent, paid, returned, released

    /// What its batch decided, and every step since.
    public init(_ batch: SettlementBatch, _ events: [PayoutEvent]) {
        self =
            events.last?.step.state
            ?? {
                switch batch.state {
                case .scheduled: .scheduled
                case .carriedOver: .carriedOver
                case .held: .held
                }
            }()
    }
}

extension SettlementBatch {
    /// What is owed again when the bank sends the payout back: all that was paid out, less the wire
    /// fee and the spread at the batch's published rate, rounded half away from zero to the fen. The
    /// bank has taken the one, and the platform has earned the other.
    ///
    /// CNY 7,259.75 went out as USD 998.59 less a wire fee of USD 15.00. At 7.27 the fee is
    /// CNY 109.05, and 7,150.70 comes back. Without a wire fee it is to the fen what went out.
    ///
    /// - Throws: `MoneyError.doesNotFit`.
    public func owedAgain() throws(MoneyError) -> Amount {
        guard let lock else { preconditionFailure("\(number) paid nothing out") }
        let published = FXLock(
            purpose: lock.purpose, rate: lock.rate, wantedDay: lock.wantedDay,
            lockedAt: lock.lockedAt)
        return paidOut - (try published.convert(wireFee + spread))
    }
}
