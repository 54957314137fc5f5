public import Money
public import Time

/// A grant and what its movements leave of it.
///
/// granted − drawn − expired − voided + rolled back − held = left. Nothing of it is kept anywhere: it is
/// added up when it is asked for.
public struct CreditBalance: Sendable, Equatable {
    public let grant: CreditGrant
    /// When it began to live; nil while its invoice is not paid.
    public let liveFrom: Instant?
    public private(set) var drawn = Exact.zero
    public private(set) var expired = Exact.zero
    public private(set) var voided = Exact.zero
    public private(set) var rolledBack = Exact.zero
    public private(set) var held = Exact.zero

    /// A grant to which nothing has happened.
    public init(_ grant: CreditGrant, liveFrom: Instant?) {
        self.grant = grant
        self.liveFrom = liveFrom
    }

    /// - Throws: `MoneyError.doesNotFit`; `CreditsError.overdrawn` for a movement that takes more than
    ///   there is.
    public init(
        _ grant: CreditGrant, liveFrom: Instant?, _ movements: some Sequence<CreditMovement>
    ) throws {
        self.init(grant, liveFrom: liveFrom)
        for movement in movements { try apply(movement) }
    }

    /// Adds one movement.
    ///
    /// - Returns: what of the cost it uses up: negative where a roll-back gives some back.
    @discardableResult
    public mutating func apply(_ movement: CreditMovement) throws -> Amount {
        precondition(movement.grant == grant.id, "\(movement.grant) is not \(grant.id)")
        let before = try cost
        let amount = movement.amount.magnitude
        switch movement.kind {
        case .draw: drawn = try drawn.plus(amount)
        case .expire: expired = try expired.plus(amount)
        case .void: voided = try voided.plus(amount)
        case .rollBack: rolledBack = try rolledBack.plus(amount)
        case .hold: held = try held.plus(amount)
        case .release: held = try held.minus(amount)
        }
        guard try !left.isNegative, !held.isNegative, try !used.isNegative else {
            throw CreditsError.overdrawn(grant.id, movement.kind, amount)
        }
        return try cost - before
    }

    /// What is gone for good: drawn + expired + voided − rolled back.
    public var used: Exact {
        get throws(MoneyError) {
            try drawn.plus(expired).plus(voided).minus(rolledBack)
        }
    }

    /// What can be drawn, held, voided or expire, in the grant's unit.
    public var left: Exact {
        get throws(MoneyError) { try grant.amount.minus(try used).minus(held) }
    }

    /// What is left, in the currency of the lines it pays.
    public var value: PreciseAmount {
        get throws(MoneyError) {
            PreciseAmount(try grant.unit.value(of: try left), grant.unit.currency)
        }
    }

    /// What of the cost is used up.
    private var cost: Amount { get throws(MoneyError) { try grant.cost(of: try used) } }

    /// What of the cost is still owed in usage: zero when nothing is left, and for promotional credit.
    public var costLeft: Amount {
        get throws(MoneyError) { (grant.sale?.cost ?? .zero(.cny)) - (try cost) }
    }

    /// Whether it may pay for what happened at `instant`: `[liveFrom, expires)`.
    public func isLive(at instant: Instant) -> Bool {
        guard let liveFrom else { return false }
        return liveFrom <= instant && (grant.expiresAt.map { instant < $0 } ?? true)
    }

    /// What it is good for at `instant`, in one word.
    public func state(at instant: Instant) throws(MoneyError) -> State {
        if try used == grant.amount {
            return expired > .zero ? .expired : voided > .zero ? .voided : .used
        }
        guard let liveFrom else { return .unpaid }
        if let end = grant.expiresAt, end <= instant { return .expired }
        return liveFrom <= instant ? .live : .waiting
    }

    /// The states of a grant.
    public enum State: String, Sendable, CaseIterable {
        /// Its invoice is not paid in full.
        case unpaid
        /// It begins later.
        case waiting
        case live
        /// Nothing is left.
        case used
        case expired
        /// Taken back, or its invoice was.
        case voided
    }
}
