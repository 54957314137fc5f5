public import Money
public import Time

/// Units of `quote` for one unit of `base`, on the day it was published.
public struct FXRate: Sendable, Hashable {
    public let base: Currency
    public let quote: Currency
    public let value: Exact
    public let day: Day
    /// Who published it: `ECB`, or the name given to a table of one's own.
    public let source: String
    /// The published rates it was crossed from, or the one it is the inverse of; empty for one that is
    /// used as published.
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

        /// `EUR/CNY 7.8793`
        public var text: String { "\(base.code)/\(quote.code) \(value)" }
    }

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

    /// `USD/CNY 6.7513278`: CNY 6.7513278 for USD 1.
    public var text: String { Published(base: base, quote: quote, value: value).text }
}
