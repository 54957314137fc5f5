/// What one unit costs, exactly as the price list writes it, down to `1.3e-10`.
///
///     try UnitPrice("1.5e-07", .usd).description   // "USD 0.00000015"
public struct UnitPrice: Sendable, Hashable, CustomStringConvertible {
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

    public var isZero: Bool { exact.isZero }

    public var description: String { "\(currency.code) \(exact.grouped(minimumScale: 0))" }
}
