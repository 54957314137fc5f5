public import Money
public import Time

/// A rate fixed for one purpose and kept for ever.
///
/// An invoice and its credit notes use the invoice's lock; a settlement has its own.
public struct FXLock: Sendable, Hashable {
    /// What a rate was fixed for.
    public enum Purpose: String, Sendable { case invoice, settlement, preview }

    public let purpose: Purpose
    /// As published, without the spread.
    public let rate: FXRate
    /// The share of what is converted that whoever converts keeps: 0.005 is half a percent. 0 or more
    /// and below 1. It is a figure of its own and never inside `rate`.
    public let spread: Exact
    /// The day a rate was wanted for; `rate.day` is that day or up to seven before it.
    public let wantedDay: Day
    public let lockedAt: Instant

    public init(
        purpose: Purpose, rate: FXRate, spread: Exact = .zero, wantedDay: Day, lockedAt: Instant
    ) {
        precondition(FXLock.isSpread(spread), "a spread of \(spread)")
        self.purpose = purpose
        self.rate = rate
        self.spread = spread
        self.wantedDay = wantedDay
        self.lockedAt = lockedAt
    }

    /// Precise money in the rate's other currency, exactly: USD 1.46 at USD/CNY 7.27 is CNY 10.6142.
    /// Every conversion is less the lock's spread, by the rule beside `spreadAmount`.
    ///
    /// Base to quote multiplies and stays exact, where it has at most 38 digits. Quote to base divides,
    /// to 24 decimals. It is to be printed: what is paid is `rounded`, from the money itself.
    ///
    /// - Throws: `MoneyError.doesNotFit`. Money in a third currency is our bug and traps.
    public func convert(_ money: PreciseAmount) throws(MoneyError) -> PreciseAmount {
        if money.currency == rate.base, let applied = try? rate.value.times(kept),
            let product = try? money.exact.times(applied)
        {
            return PreciseAmount(product, rate.quote)
        }
        return try convert(money, toScale: 24)
    }

    /// Precise money in the rate's other currency, rounded once, half away from zero, to so many decimals:
    /// however many digits the exact product has.
    ///
    /// - Throws: `MoneyError.doesNotFit`.
    public func convert(
        _ money: PreciseAmount, toScale scale: Int
    ) throws(MoneyError) -> PreciseAmount {
        if money.currency == rate.base {
            return PreciseAmount(
                try money.exact.times(
                    rate.value.times(kept), scale: scale, .halfAwayFromZero), rate.quote)
        }
        precondition(money.currency == rate.quote, "\(money) at \(rate.base)/\(rate.quote)")
        return PreciseAmount(
            try money.exact.times(kept).divided(
                by: rate.value, scale: scale, .halfAwayFromZero), rate.base)
    }

    /// Precise money in the rate's other currency, rounded once, half away from zero, to its minor unit:
    /// USD 1.46 at USD/CNY 7.27 is CNY 10.61.
    ///
    /// - Throws: `MoneyError.doesNotFit`, `.tooLarge`.
    public func rounded(_ money: PreciseAmount) throws(MoneyError) -> Amount {
        let other = money.currency == rate.base ? rate.quote : rate.base
        return try convert(money, toScale: other.minorUnitDigits).rounded(.halfAwayFromZero)
    }

    /// `amount` in the rate's other currency, rounded once, half away from zero.
    ///
    /// CNY 12,400.00 at USD/CNY 7.29 is USD 1,700.96.
    public func convert(_ amount: Amount) throws(MoneyError) -> Amount {
        try rounded(amount.precise)
    }
}
