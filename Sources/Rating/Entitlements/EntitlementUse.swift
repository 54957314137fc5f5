public import Catalog
public import Money
public import Time

/// What a plan allows of a feature in a billing period, and what was used of it.
public struct EntitlementUse: Sendable {
    public let customer: Customer.ID
    public let plan: Plan.ID
    public let feature: Feature
    public let value: Entitlement.Value
    public let period: BillingPeriod
    /// Units of the period, or the largest value of one event; nil for what is not held against
    /// usage.
    public let used: Exact?
    /// nil where usage keeps to it.
    public let breach: Breach?

    /// The event that went past what is allowed.
    public struct Breach: Sendable, Equatable {
        public let at: Instant
        /// The event's key; of several at that instant the first.
        public let event: String
        /// Events of the period from this one on that are past it.
        public let events: Int
    }

    /// How much of a feature is allowed: nothing of one that is not, and nil without a limit.
    public var limit: Exact? {
        switch value {
        case .boolean(let isAllowed): isAllowed ? nil : .zero
        case .quantity(let limit): limit
        case .custom: nil
        }
    }

    /// What may still be used of a period's quantity; nothing where it is exceeded.
    public var left: Exact? {
        guard case .period = feature.limits, let limit, let used else { return nil }
        return max(.zero, (try? limit.minus(used)) ?? .zero)
    }
}
