public import Catalog
public import FX
public import Money

/// What of a month's revenue one side gives the other, with all it is worked out from.
public struct SharedRevenue: Sendable, Equatable {
    public let terms: Merchant.SettlementTerms.RevenueShare
    /// What the month collected, in CNY.
    public let volume: Amount
    /// What is shared, in CNY: the month's own revenue, or nothing where that is below zero, less
    /// `lateCost`. So only late costs bring it below zero.
    public let base: Amount
    /// What costs of earlier months lower the revenue by that those months had to share, in CNY: channels said
    /// them only after the shares were settled. Below zero where they turned out lower.
    public let lateCost: Amount
    /// CNY for one USD, by which the volume is measured; nil where the share does not go by volume.
    public let lock: FXLock?
    /// In CNY; below zero where late costs are more than the month's own revenue.
    public let amount: Amount

    public init(
        terms: Merchant.SettlementTerms.RevenueShare, volume: Amount, base: Amount,
        lateCost: Amount = .zero(.cny), lock: FXLock?, amount: Amount
    ) {
        self.terms = terms
        self.volume = volume
        self.base = base
        self.lateCost = lateCost
        self.lock = lock
        self.amount = amount
    }

    /// The share of `revenue`, rounded once, half away from zero, to the fen.
    ///
    /// 10 %, and 15 % from USD 100,000. At 7.27 that is CNY 727,000.00. Net fees of 1,000.00 in a
    /// month of 727,000.00 share 150.00, in one of 726,999.99 they share 100.00. If the 15 % are
    /// marginal, a month of 1,454,000.00 has half its fees below the bound and half above, and
    /// shares 500 × 10 % + 500 × 15 % = 125.00.
    ///
    /// The volume is compared exactly, without rounding it to cents.
    ///
    /// Fees of 25.00 at 50 % share 12.50. That the channel had kept 6.00 of them is said after that: a next
    /// month without any revenue shares −3.00, one with fees of 20.00 shares (20 − 6) × 50 % = 7.00.
    ///
    /// - Parameter lateCost: channel costs of earlier months that no share has taken yet.
    /// - Parameter lock: CNY for one USD; needed where the share goes by volume.
    /// - Throws: `MoneyError.doesNotFit`.
    public init(
        of revenue: Amount, lateCost: Amount = .zero(.cny), volume: Amount,
        terms: Merchant.SettlementTerms.RevenueShare,
        lock: FXLock?
    ) throws(MoneyError) {
        let base = (revenue.isNegative ? .zero(.cny) : revenue) - lateCost
        var weighted = try terms.percent.times(volume.exact)
        var weight = volume.exact
        if let above = terms.above {
            guard let lock else { preconditionFailure("a share by volume without a rate") }
            let bound = try lock.convert(above.volume.precise).exact
            if volume.exact >= bound {
                weighted =
                    above.isMarginal
                    ? try terms.percent.times(bound)
                        .plus(above.percent.times(volume.exact.minus(bound)))
                    : try above.percent.times(volume.exact)
            }
        }
        // A month that collects nothing has no part above or below anything.
        if weight.isZero {
            weighted = terms.percent
            weight = .one
        }
        let share = try base.exact.times(weighted)
            .divided(by: weight.times(Exact(100)), scale: 2, .halfAwayFromZero)
        self.init(
            terms: terms, volume: volume, base: base, lateCost: lateCost,
            lock: terms.above == nil ? nil : lock,
            amount: try PreciseAmount(share, .cny).rounded(.halfAwayFromZero))
    }
}
