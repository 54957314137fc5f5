/// Money that is exact and not yet rounded: what a quantity costs before the invoice line.
///
///     let fee = try Quantity("3200000").times(UnitPrice("0.0000003", .usd))   // USD 0.96
///     try fee.rounded(.halfAwayFromZero)                                      // Amount USD 0.96
public struct PreciseAmount: Sendable, Hashable {
    /// Whole units of the currency, with as many decimals as the arithmetic needed.
    public let exact: Exact
    public let currency: Currency

    public init(_ exact: Exact, _ currency: Currency) {
        self.exact = exact
        self.currency = currency
    }

    /// - Throws: `MoneyError.notANumber`.
    public init(_ text: String, _ currency: Currency) throws(MoneyError) {
        self.init(try Exact(parsing: text), currency)
    }

    public static func zero(_ currency: Currency) -> PreciseAmount {
        PreciseAmount(.zero, currency)
    }

    public var isZero: Bool { exact.isZero }
    public var isNegative: Bool { exact.isNegative }

    /// The exact sum. Mixed currencies are our bug and trap.
    public func plus(_ other: PreciseAmount) throws(MoneyError) -> PreciseAmount {
        precondition(currency == other.currency, "\(self) + \(other): mixed currencies")
        return PreciseAmount(try exact.plus(other.exact), currency)
    }

    /// The exact difference. Mixed currencies are our bug and trap.
    public func minus(_ other: PreciseAmount) throws(MoneyError) -> PreciseAmount {
        precondition(currency == other.currency, "\(self) - \(other): mixed currencies")
        return PreciseAmount(try exact.minus(other.exact), currency)
    }

    /// The exact product with a pure number: a multiplier, a share, a rate.
    public func times(_ factor: Exact) throws(MoneyError) -> PreciseAmount {
        PreciseAmount(try exact.times(factor), currency)
    }

    /// The amount in whole minor units: the one rounding of a line, by name.
    ///
    /// USD 10.6142 rounds to USD 10.61, JPY 1701.5 to JPY 1702.
    ///
    /// - Throws: `MoneyError.tooLarge` past 10^14 minor units.
    public func rounded(_ rule: RoundingRule) throws(MoneyError) -> Amount {
        let places = currency.minorUnitDigits
        return Amount(
            minorUnits: try Amount.minorUnits(exact.rounded(toScale: places, rule), currency),
            currency)
    }
}

extension PreciseAmount: CustomStringConvertible {
    /// `USD 0.96`: code, then every decimal there is, at least the currency's own.
    public var description: String {
        "\(currency.code) \(exact.grouped(minimumScale: currency.minorUnitDigits))"
    }
}
