import Catalog
public import Money
public import Time

/// Credit that goes back because a line it paid was lowered.
///
/// The grant that paid last gets back first. Where it no longer lives, what goes back ends at once, and a
/// new promotional grant takes its place, with the same unit, scope and priority and without an end.
///
/// A line of USD 8, of which a grant paid 5 and a second one 3, is lowered by USD 4: 3 go back to the
/// second, 1 to the first.
public struct CreditRollBack: Sendable, Equatable {
    /// What one grant paid of the line, less what went back already.
    public struct Paid: Sendable, Equatable {
        public let balance: CreditBalance
        /// In the grant's own unit.
        public let amount: Exact
        /// In the currency of the line.
        public let value: Exact
        /// How often some of it went back before.
        public let times: Int

        public init(balance: CreditBalance, amount: Exact, value: Exact, times: Int = 0) {
            self.balance = balance
            self.amount = amount
            self.value = value
            self.times = times
        }
    }

    /// Back into the grants, and out of those that no longer live.
    public let movements: [CreditMovement]
    /// In place of grants that no longer live.
    public let grants: [CreditGrant]
    /// What no grant paid, and so goes back as money.
    public let rest: Exact

    /// - Parameters:
    ///   - value: by how much the line is lowered, in its currency.
    ///   - paid: in the order the grants paid.
    ///   - line: the row of the line in the ledger.
    ///   - reference: the invoice and line, where it is the line itself that gives back what a line before
    ///     it was paid.
    /// - Throws: `MoneyError.doesNotFit`; `CreditsError`.
    public init(
        _ value: Exact, paid: [Paid], line: Int64, as reference: String? = nil, at instant: Instant,
        reason: String, by: String
    ) throws {
        var left = value
        var movements: [CreditMovement] = []
        var grants: [CreditGrant] = []
        for paid in paid.reversed() where left > .zero && paid.value > .zero {
            let back = min(left, paid.value)
            left = try left.minus(back)
            let grant = paid.balance.grant
            // Rounded down where the division does not end: what goes back is never more than it was.
            let amount =
                back == paid.value
                ? paid.amount
                : min(
                    try back.divided(
                        by: grant.unit.worth.exact, orTo: Quantity.decimals, .down), paid.amount)
            if amount.isZero { continue }
            movements.append(
                CreditMovement(
                    .rollBack, amount, of: grant.id, value: back, line: line, reference: reference,
                    at: instant, reason: reason))
            if paid.balance.isLive(at: instant) { continue }
            movements.append(
                CreditMovement(.expire, amount, of: grant.id, at: instant, reason: reason))
            grants.append(
                try CreditGrant(
                    id: CreditGrant.ID("\(grant.id):back:\(line):\(paid.times + 1)"),
                    customer: grant.customer, kind: .promotional, unit: grant.unit, amount: amount,
                    scope: grant.scope, priority: grant.priority, effectiveAt: instant,
                    reason: reason, grantedBy: by, grantedAt: instant))
        }
        self.movements = movements
        self.grants = grants
        rest = left
    }
}
