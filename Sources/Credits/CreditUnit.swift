public import Money

/// What a grant counts in: a currency, or a commercial unit of the merchant's, and what one of it pays.
///
/// Credits are sold, tokens are counted: a unit of credit is never called after tokens, so that the two
/// cannot be taken for each other.
///
///     CreditUnit(.usd)                                            // USD 1 pays USD 1
///     try CreditUnit("credits", worth: UnitPrice("0.01", .usd))   // 100 credits pay USD 1
public struct CreditUnit: Sendable, Hashable {
    /// `USD`, or `credits`.
    public let name: String
    /// What one of it pays, in the currency of the lines it pays.
    public let worth: UnitPrice

    /// A currency that pays lines in the same.
    public init(_ currency: Currency) {
        name = currency.code
        worth = UnitPrice(.one, currency)
    }

    /// A commercial unit: up to 32 letters, digits, `_` and `-`.
    ///
    /// - Throws: `CreditsError.notAUnit` for the name of a currency or of tokens, or a worth that is not
    ///   above zero.
    public init(_ name: String, worth: UnitPrice) throws(CreditsError) {
        let isPlain = name.utf8.allSatisfy { byte in
            (48...57).contains(byte) || (65...90).contains(byte) || (97...122).contains(byte)
                || byte == UInt8(ascii: "_") || byte == UInt8(ascii: "-")
        }
        let isTaken = ["token", "tokens"].contains(name.lowercased())
        guard isPlain, (1...32).contains(name.utf8.count), !isTaken,
            Currency(rawValue: name.uppercased()) == nil, worth.exact > .zero
        else { throw .notAUnit(name, worth) }
        self.name = name
        self.worth = worth
    }

    /// The currency of the lines it pays.
    public var currency: Currency { worth.currency }
    /// Whether it is that currency itself.
    public var isCurrency: Bool { name == currency.code }

    /// What `amount` pays, exactly: 250 credits at USD 0.01 pay USD 2.50.
    ///
    /// - Throws: `MoneyError.doesNotFit`.
    public func value(of amount: Exact) throws(MoneyError) -> Exact {
        try amount.times(worth.exact)
    }

    /// What pays `value`: USD 1 is 0.333333333334 of a unit worth USD 3, rounded up at 12 decimals where
    /// the division does not end, so that all draws together never pay more than a grant is worth; and
    /// never more than is left.
    ///
    /// - Throws: `MoneyError.doesNotFit`.
    public func amount(paying value: Exact, ofAtMost left: Exact) throws(MoneyError) -> Exact {
        min(try value.divided(by: worth.exact, orTo: Quantity.decimals, .up), left)
    }
}

extension CreditUnit: CustomStringConvertible {
    public var description: String { name }
}
