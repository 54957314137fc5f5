/// How much was used: up to 18 digits before the point and 12 behind it.
///
///     try Quantity("60000")        // tokens
///     try Quantity("0.4166667")    // minutes
public struct Quantity: Sendable, Hashable, Comparable, CustomStringConvertible {
    public let exact: Exact

    /// Digits allowed before the point and behind it, by the semantics of usage events.
    public static let integerDigits = 18
    public static let decimals = 12

    /// - Throws: `MoneyError.quantityOutOfRange` past 18 whole digits or 12 decimals.
    public init(_ exact: Exact) throws(MoneyError) {
        guard exact.scale <= Quantity.decimals,
            exact.magnitude < Exact(1_000_000_000_000_000_000)
        else { throw .quantityOutOfRange(exact.description) }
        self.exact = exact
    }

    /// - Throws: `MoneyError.notANumber`, `MoneyError.quantityOutOfRange`.
    public init(_ text: String) throws(MoneyError) {
        try self.init(Exact(parsing: text))
    }

    /// A count of things.
    public init(count: Int) { exact = Exact(count) }

    /// A sum of quantities, which may have more digits than one event may report.
    public init(sum exact: Exact) { self.exact = exact }

    public static let zero = Quantity(count: 0)

    public var isZero: Bool { exact.isZero }
    public var isNegative: Bool { exact.isNegative }

    /// The price of this many units: `60000 × USD 0.00008 = USD 4.80`.
    ///
    /// - Throws: `MoneyError.doesNotFit`.
    public func times(_ price: UnitPrice) throws(MoneyError) -> PreciseAmount {
        PreciseAmount(try exact.times(price.exact), price.currency)
    }

    public func plus(_ other: Quantity) throws(MoneyError) -> Quantity {
        Quantity(sum: try exact.plus(other.exact))
    }

    public func minus(_ other: Quantity) throws(MoneyError) -> Quantity {
        Quantity(sum: try exact.minus(other.exact))
    }

    /// Plain digits, no grouping: `60000`.
    public var description: String { exact.description }
    /// Grouped digits: `60,000`.
    public var grouped: String { exact.grouped(minimumScale: 0) }

    public static func < (a: Quantity, b: Quantity) -> Bool { a.exact < b.exact }
}
