public import Money

/// A spread is the platform's price for converting, kept apart from the rate that was published.
///
/// Whoever converts keeps the share s of what comes out, whichever way the money goes:
///
///     base → quote   amount × rate × (1 − s)
///     quote → base   amount × (1 − s) ÷ rate
///
/// The rate in the direction of the money is thus published × (1 − s): for CNY → USD at USD/CNY 7.27 the
/// published rate is 1 ÷ 7.27 dollars for a yuan. (1 − s) × 7.27 as the divisor would give the merchant
/// more than the published rate does.
///
///     CNY 7,458.75 to USD at 7.27, s = 0.005
///     at the published rate   7,458.75 ÷ 7.27           = 1,025.9628…  USD 1,025.96
///     applied                 7,458.75 × 0.995 ÷ 7.27   = 1,020.8330…  USD 1,020.83
///     the spread                                                       USD     5.13
extension FXLock {
    /// The most a spread may take, in percent.
    public static let mostSpreadPercent = Exact(20)

    /// Whether a number can be the share of a spread: 0 or more, below 1, with at most 8 decimals.
    public static func isSpread(_ share: Exact) -> Bool {
        share >= .zero && share < .one && share.scale <= 8
    }

    /// What is left of one: 0.995 of a spread of half a percent.
    var kept: Exact {
        Exact(coefficient: 100_000_000 - spread.scaled(to: 8)!, scale: 8)
    }

    /// The spread as people say it: 0.005 is 0.5 %.
    public var spreadPercent: Exact { Exact(coefficient: spread.scaled(to: 8)!, scale: 6) }

    /// The same lock without its spread.
    public var atPublishedRate: FXLock {
        FXLock(purpose: purpose, rate: rate, wantedDay: wantedDay, lockedAt: lockedAt)
    }

    /// What the spread keeps of `amount`, in the other currency: converted at the published rate less
    /// converted at the applied one, each rounded once, half away from zero.
    ///
    /// CNY 7,458.75 at USD/CNY 7.27 with 0.5 %: 1,025.96 − 1,020.83 = USD 5.13.
    ///
    /// - Throws: `MoneyError.doesNotFit`, `.tooLarge`.
    public func spreadAmount(of amount: Amount) throws(MoneyError) -> Amount {
        try atPublishedRate.convert(amount) - convert(amount)
    }

    /// The rate that money in `currency` comes to, as units of the rate's quote for one base: to be
    /// printed, at 8 significant digits half-even where it is divided. Money is converted by the rule
    /// itself.
    ///
    /// USD/CNY 7.27 with 0.5 %: from USD 7.27 × 0.995 = 7.23365; from CNY 7.27 ÷ 0.995 = 7.3065327.
    public func appliedRate(from currency: Currency) throws(MoneyError) -> Exact {
        if spread.isZero { return rate.value }
        if currency == rate.base { return try rate.value.times(kept) }
        return try FXRate.significant(rate.value, over: kept)
    }

    /// The share that a percentage is.
    ///
    /// - Throws: `FXError.notASpread` outside 0 to 20 and past 6 decimals.
    public static func spread(percent: Exact) throws(FXError) -> Exact {
        guard !percent.isNegative, percent <= mostSpreadPercent, percent.scale <= 6,
            let share = try? percent.shifted(right: 2)
        else { throw .notASpread("\(percent)") }
        return share
    }
}
