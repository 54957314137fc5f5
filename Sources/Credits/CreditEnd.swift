public import Catalog
public import Money
public import Time

/// How credit ends without being drawn.
public enum CreditEnd {
    /// What is left of the grants whose life ended by `instant` and whose usage is billed. Each expires
    /// at the instant its life ended.
    ///
    /// - Parameters:
    ///   - days: how long promotional credit waits for late usage of its life. Paid credit does not: what
    ///     is left of it is revenue of the month in which it ended.
    ///   - billedUntil: from when on a customer's usage is on no invoice: a grant that ended later may
    ///     still pay for usage of its life, and waits. Nil where nothing is billed yet.
    public static func expiries(
        of balances: [CreditBalance], waiting days: Int = 0, at instant: Instant,
        billedUntil: (Customer.ID) -> Instant?
    ) throws(MoneyError) -> [CreditMovement] {
        var movements: [CreditMovement] = []
        for balance in balances {
            guard balance.liveFrom != nil, let end = balance.grant.expiresAt,
                let billed = billedUntil(balance.grant.customer), end <= billed,
                end.advanced(
                    bySeconds: balance.grant.kind == .paid ? 0 : Int64(days) * 86_400) <= instant,
                try balance.left > .zero
            else { continue }
            movements.append(
                CreditMovement(
                    .expire, try balance.left, of: balance.grant.id, at: end,
                    reason: "not used before \(end)"))
        }
        return movements
    }

    /// Takes back what is left of a grant, or a part of it.
    ///
    /// - Parameter amount: in the grant's own unit; nil for all that is left.
    /// - Parameter invoice: what sold it, as a command names it; nil for credit that was given.
    /// - Throws: `CreditsError.notActive` for a grant whose invoice is not paid: it is that invoice that
    ///   must be voided; `.notAnAmount`; `.nothingLeft`; `.moreThanLeft`; `MoneyError`.
    public static func void(
        _ balance: CreditBalance, _ amount: Exact? = nil, soldBy invoice: String? = nil,
        reference: String?, at instant: Instant, reason: String
    ) throws -> CreditMovement {
        let (grant, left) = (balance.grant, try balance.left)
        if let amount, amount <= .zero { throw CreditsError.notAnAmount("\(amount)") }
        guard left > .zero else { throw CreditsError.nothingLeft(grant.id) }
        guard balance.liveFrom != nil else {
            throw CreditsError.notActive(grant.id, invoice: invoice)
        }
        let amount = amount ?? left
        guard amount <= left else {
            throw CreditsError.moreThanLeft(grant.id, wanted: amount, left: left)
        }
        return CreditMovement(
            .void, amount, of: grant.id, reference: reference, at: instant, reason: reason)
    }
}
