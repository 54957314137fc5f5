public import Catalog
public import Money
public import Time

/// What a customer has spent of a cap in one billing period.
public struct CapUse: Sendable {
    public let customer: Customer.ID
    public let plan: Plan.ID
    public let cap: SpendCap
    public let period: BillingPeriod
    /// What usage costs, exact, in the plan's currency: without base fees, coupons and credits.
    public let used: PreciseAmount
    /// Nil where no event brought the amount to the cap.
    public let crossing: Crossing?

    /// The event that brought the amount to the cap or above it, and what came after.
    public struct Crossing: Sendable {
        public let at: Instant
        /// The event's key; of several at that instant the first.
        public let event: String
        /// What usage cost with that instant's events.
        public let reached: PreciseAmount
        /// Usage after it, by metric: what a gateway that kept to the cap would have refused.
        public let after: [After]
    }

    /// Usage of one metric after a crossing.
    public struct After: Sendable, Equatable {
        public let metric: BillableMetric.ID
        public let events: Int
        public let units: Quantity
        public let amount: PreciseAmount
    }

    /// What may still be spent; nothing at the cap and above.
    public var left: PreciseAmount {
        let left = (try? cap.amount.minus(used.exact)) ?? .zero
        return PreciseAmount(max(.zero, left), used.currency)
    }

    /// What was used above the cap; nothing at the cap and below.
    public var above: PreciseAmount {
        let above = (try? used.exact.minus(cap.amount)) ?? .zero
        return PreciseAmount(max(.zero, above), used.currency)
    }

    /// What a gateway that kept to the cap would have refused, in all.
    ///
    /// - Throws: `MoneyError.doesNotFit`.
    public func refused() throws(MoneyError) -> PreciseAmount {
        guard let crossing else { return .zero(used.currency) }
        return try used.minus(crossing.reached)
    }
}
