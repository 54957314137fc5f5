public import Money
public import Time

/// A prepaid amount set aside before the work, and released against the real bill.
///
/// What is held cannot be drawn, held again, voided or expire. USD 5 held of USD 20 leave 15; released,
/// they are 20 again, from which the invoice draws what the work really cost.
public struct CreditHold: Sendable, Equatable {
    public let id: String
    public let movements: [CreditMovement]

    /// Sets `amount` aside, from the grants that live at `instant` and pay everything, in the order they
    /// are drawn.
    ///
    /// - Parameter balances: what is left of a customer's grants, the oldest first.
    /// - Throws: `CreditsError.notEnough`: nothing is held then; `MoneyError`.
    public init(
        _ id: String, _ amount: PreciseAmount, from balances: [CreditBalance], at instant: Instant,
        reason: String
    ) throws {
        guard amount.exact > .zero else { throw CreditsError.notAnAmount("\(amount)") }
        let live = balances.filter {
            $0.grant.unit.currency == amount.currency && $0.grant.scope.isEverything
        }
        let grants = try live.enumerated().compactMap { index, balance in
            balance.isLive(at: instant)
                ? balance.drawable(String(index), worth: try balance.value.exact) : nil
        }
        let drawdown = try CreditDrawdown(amount.exact, from: grants, at: nil)
        guard drawdown.overage.isZero else {
            throw CreditsError.notEnough(
                amount,
                left: PreciseAmount(try amount.exact.minus(drawdown.overage), amount.currency))
        }
        self.id = id
        movements = try drawdown.drawn.map { place, value in
            let balance = live[Int(place)!]
            return CreditMovement(
                .hold,
                try balance.grant.unit.amount(paying: value, ofAtMost: try balance.left),
                of: balance.grant.id, value: value, reference: id, at: instant, reason: reason)
        }
    }

    /// Gives all of a hold back to its grants.
    ///
    /// - Parameter movements: the hold's, of the ledger.
    public static func release(
        _ movements: [CreditMovement], at instant: Instant, reason: String
    ) -> [CreditMovement] {
        movements.filter { $0.kind == .hold }.map {
            CreditMovement(
                .release, $0.amount.magnitude, of: $0.grant, value: $0.value?.magnitude,
                reference: $0.reference, at: instant, reason: reason)
        }
    }
}
