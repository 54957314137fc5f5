public import Money

/// What is agreed around a price, in the order it takes effect: units are converted, the included ones
/// taken off, the rest priced with the multiplier; then discount, maximum and minimum.
public struct ChargeTerms: Sendable, Equatable {
    public var conversion: UnitConversion?
    /// Units of a period that cost nothing; usage is charged from the next one on.
    public var included: Exact
    /// A factor on every unit price, not on flat fees.
    public var multiplier: Exact
    /// 20 takes a fifth off.
    public var discountPercent: Exact
    /// The most a period costs, after the discount.
    public var maximum: Exact?
    /// The least a period costs.
    public var minimum: Exact?

    public init(
        conversion: UnitConversion? = nil, included: Exact = .zero, multiplier: Exact = .one,
        discountPercent: Exact = .zero, maximum: Exact? = nil, minimum: Exact? = nil
    ) {
        self.conversion = conversion
        self.included = included
        self.multiplier = multiplier
        self.discountPercent = discountPercent
        self.maximum = maximum
        self.minimum = minimum
    }

    /// Measured units into priced ones: bytes into kilobytes, begun ones whole.
    public struct UnitConversion: Sendable, Equatable {
        /// What is done with the factor.
        public enum Operation: String, Sendable, CaseIterable { case divide, multiply }

        public let operation: Operation
        public let factor: Exact
        /// To whole units; nil keeps the decimals, twelve of them where there is no end.
        public let rounding: Package.Rounding?
    }

    static let keys = [
        "convert", "included", "multiplier", "discount_percent", "maximum", "minimum",
    ]
}

extension ChargeTerms {
    /// Reads the terms of a charge.
    ///
    /// - Parameter included: the key of the included quantity: `included` in a catalog,
    ///   `included_units` in a quote.
    public init(_ node: CatalogNode, included key: String = "included") throws(CatalogError) {
        self.init(
            conversion: try node.optional("convert").map { node throws(CatalogError) in
                try UnitConversion(node)
            },
            included: try node.optional(key)?.price() ?? .zero,
            multiplier: try node.optional("multiplier")?.positive() ?? .one,
            discountPercent: try node.optional("discount_percent")?.percent() ?? .zero,
            maximum: try node.optional("maximum")?.price(),
            minimum: try node.optional("minimum")?.price())
    }
}

extension ChargeTerms.UnitConversion {
    init(_ node: CatalogNode) throws(CatalogError) {
        try node.only("operation", "factor", "rounding")
        operation = try node.required("operation").choice(Operation.self)
        factor = try node.required("factor").positive()
        rounding = try node.optional("rounding")?.choice(Package.Rounding.self)
    }

    /// 1,400 ÷ 1,000 rounded up are 2.
    ///
    /// - Throws: `MoneyError.doesNotFit`.
    public func callAsFunction(_ units: Exact) throws(MoneyError) -> Exact {
        let converted =
            operation == .multiply
            ? try units.times(factor) : try units.divided(by: factor, orTo: 12, .halfAwayFromZero)
        guard let rounding else { return converted }
        // Rounded from the exact quotient: 12 decimals of it could have been rounded up already.
        return operation == .multiply
            ? converted.rounded(toScale: 0, rounding.rule)
            : try units.divided(by: factor, scale: 0, rounding.rule)
    }
}
