/// Money that can be billed, paid and posted: whole minor units of one currency.
///
///     try Amount("12400.00", .cny).minorUnits   // 1_240_000 fen
///     try Amount("12400.001", .cny)             // throws: CNY has two decimals
///
/// `+`, `-` and comparison trap on mixed currencies and on overflow: both are our bugs, because
/// every amount from outside is parsed with its currency and checked first.
public struct Amount: Sendable, Hashable {
    /// Signed minor units: fen, cents, whole yen.
    public let minorUnits: Int64
    public let currency: Currency

    @inlinable
    public init(minorUnits: Int64, _ currency: Currency) {
        self.minorUnits = minorUnits
        self.currency = currency
    }

    /// The most minor units an amount that comes from outside or out of a calculation may have:
    /// CNY 1,000,000,000,000.00. Some 90,000 of them still add up within 64 bits.
    public static let largest: Int64 = 100_000_000_000_000

    public static func zero(_ currency: Currency) -> Amount { Amount(minorUnits: 0, currency) }

    /// The amount written in `text`, in whole units of the currency.
    ///
    /// - Throws: `MoneyError.notANumber`, `MoneyError.tooManyDecimals`, `MoneyError.tooLarge`.
    public init(_ text: String, _ currency: Currency) throws(MoneyError) {
        let number = try Exact(parsing: text)
        guard number.scale <= currency.minorUnitDigits else {
            throw .tooManyDecimals(text, currency)
        }
        self.init(minorUnits: try Amount.minorUnits(number, currency), currency)

    }

    /// The amount itself, where it is one that can be written and read again: a sum may not be.
    ///
    /// - Throws: `MoneyError.tooLarge`.
    public func checked() throws(MoneyError) -> Amount {
        guard minorUnits.magnitude <= Amount.largest.magnitude else { throw .tooLarge("\(self)") }
        return self
    }

    /// - Throws: `MoneyError.tooLarge`.
    static func minorUnits(_ number: Exact, _ currency: Currency) throws(MoneyError) -> Int64 {
        guard let units = number.scaled(to: currency.minorUnitDigits),
            units.magnitude <= largest.magnitude
        else { throw .tooLarge("\(currency.code) \(number.grouped(minimumScale: 0))") }
        return Int64(units)
    }

    public var isZero: Bool { minorUnits == 0 }
    public var isNegative: Bool { minorUnits < 0 }

    /// The amount in whole units as an exact number: 1,240,000 fen are 12400.
    public var exact: Exact {
        Exact(coefficient: Int128(minorUnits), scale: currency.minorUnitDigits)
    }

    /// The amount as precise money, for further exact arithmetic.
    public var precise: PreciseAmount { PreciseAmount(exact, currency) }

    /// Plain digits with the currency's decimals and no grouping: `12400.00`, `-0.05`, `1701`.
    public var decimal: String { exact.text(minimumScale: currency.minorUnitDigits) }
}

extension Amount: CustomStringConvertible {
    /// `CNY 12,400.00`: code, then grouped digits.
    public var description: String { "\(currency.code) \(grouped)" }

    /// Grouped digits without the code: `12,400.00`, `-0.05`.
    public var grouped: String { exact.grouped(minimumScale: currency.minorUnitDigits) }
}

extension Amount: Comparable {
    @inlinable
    public static func + (a: Amount, b: Amount) -> Amount {
        precondition(a.currency == b.currency, "\(a) + \(b): mixed currencies")
        return Amount(minorUnits: a.minorUnits + b.minorUnits, a.currency)
    }

    @inlinable
    public static func - (a: Amount, b: Amount) -> Amount {
        precondition(a.currency == b.currency, "\(a) - \(b): mixed currencies")
        return Amount(minorUnits: a.minorUnits - b.minorUnits, a.currency)
    }

    public static prefix func - (a: Amount) -> Amount {
        Amount(minorUnits: -a.minorUnits, a.currency)
    }

    public static func += (a: inout Amount, b: Amount) { a = a + b }
    public static func -= (a: inout Amount, b: Amount) { a = a - b }

    @inlinable
    public static func < (a: Amount, b: Amount) -> Bool {
        precondition(a.currency == b.currency, "\(a) < \(b): mixed currencies")
        return a.minorUnits < b.minorUnits
    }
}

extension Sequence<Amount> {
    /// The sum, where it is an amount: for sums of any number of them from outside.
    ///
    /// - Throws: `MoneyError.tooLarge`.
    public func checkedTotal(_ currency: Currency) throws(MoneyError) -> Amount {
        var sum = Int128(0)
        for amount in self { sum += Int128(amount.minorUnits) }
        let exact = Exact(coefficient: sum, scale: currency.minorUnitDigits)
        return Amount(minorUnits: try Amount.minorUnits(exact, currency), currency)
    }

    /// The sum in `currency`; zero when there is nothing to add.
    public func total(_ currency: Currency) -> Amount {
        reduce(.zero(currency), +)
    }
}
