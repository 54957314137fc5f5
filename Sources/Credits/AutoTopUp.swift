public import Catalog
public import Money

extension AutoTopUp {
    /// Whether a grant is to be ordered now.
    ///
    /// With `{below: 20, grant: 100, monthly_limit: 300}` and a balance of 19.99, 100 are ordered, until
    /// three orders of the month make 300.
    ///
    /// - Parameters:
    ///   - balance: what is left of the customer's credit, orders that wait for their payment among it,
    ///     so that nothing is ordered twice.
    ///   - ordered: what was ordered this month.
    /// - Throws: `MoneyError.doesNotFit`.
    public func decision(balance: Exact, ordered: Exact) throws(MoneyError) -> Decision {
        guard balance < below else { return .enough }
        if let monthlyLimit, try ordered.plus(grant) > monthlyLimit { return .limitReached }
        return .order
    }

    /// How much is ordered: as many grants as bring the balance up to the threshold, and no more than
    /// the month has room for; so the same look again orders nothing.
    ///
    /// With USD −22.82 left, below 10, 25 at a time and at most 60 a month, two grants: 50.
    ///
    /// - Throws: `MoneyError.doesNotFit`.
    public func order(balance: Exact, ordered: Exact) throws(MoneyError) -> Exact {
        guard try decision(balance: balance, ordered: ordered) == .order else { return .zero }
        var grants = try below.minus(balance).divided(by: grant, scale: 0, .up)
        if let monthlyLimit {
            let room = try monthlyLimit.minus(ordered).divided(by: grant, scale: 0, .down)
            grants = min(grants, room)
        }
        return try grants.times(grant)
    }

    /// What comes of looking at a balance.
    public enum Decision: String, Sendable, CaseIterable {
        case order, enough
        case limitReached = "limit_reached"
    }
}
