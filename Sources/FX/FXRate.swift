public import Money
public import Time

/// Units of `quote` for one unit of `base`, on the day it was published.
public struct FXRate: Sendable, Hashable {
    public let base: Currency
    public let quote: Currency
    public let value: Exact
    public let day: Day
    /// Who published it: `ECB`.
    public let source: String
    /// The published rates it was crossed from; empty for one that is printed as published.
    public let derivedFrom: [Published]

    /// A rate as its publisher printed it.
    public struct Published: Sendable, Hashable {
        public let base: Currency
        public let quote: Currency
        public let value: Exact

        public init(base: Currency, quote: Currency, value: Exact) {
            self.base = base
            self.quote = quote
            self.value = value
        }
    }

    /// Significant digits of a derived rate.
    public static let significantDigits = 8

    public init(
        base: Currency, quote: Currency, value: Exact, day: Day, source: String,
        derivedFrom: [Published] = []
    ) {
        self.base = base
        self.quote = quote
        self.value = value
        self.day = day
        self.source = source
        self.derivedFrom = derivedFrom
    }

    /// The rate between two currencies that are both quoted against `hub`, as the ECB quotes all
    /// against the euro: quote ÷ base, rounded half-even to 8 significant digits once.
    ///
    /// EUR/CNY 7.7539 and EUR/USD 1.1485 give USD/CNY 6.7513278.
    ///
    /// - Throws: `MoneyError` when a rate is zero or the digits do not fit.
    public static func cross(
        base: Published, quote: Published, day: Day, source: String
    ) throws(MoneyError) -> FXRate {
        precondition(base.base == quote.base, "\(base) and \(quote) share no base")
        let wide = try quote.value.divided(by: base.value, scale: 24, .down)
        // Digits before the point decide how many decimals make eight significant ones.
        var magnitude = 0
        var bound = Exact.one
        if wide >= .one {
            while wide >= bound {
                magnitude += 1
                bound = try bound.times(Exact(10))
            }
        } else {
            while try wide.times(Exact(coefficient: bound.coefficient, scale: 0)) < .one,
                magnitude > -15
            {
                bound = try bound.times(Exact(10))
                magnitude -= 1
            }
            magnitude += 1
        }
        let value = try quote.value.divided(
            by: base.value, scale: significantDigits - magnitude, .halfEven)
        return FXRate(
            base: base.quote, quote: quote.quote, value: value, day: day, source: source,
            derivedFrom: [base, quote])
    }
}
