public import Money

/// How an aggregated quantity is rounded before it is priced.
///
/// `ceil` at precision 0 makes 1.2 minutes 2; at −2, 1,234 becomes 1,300.
public struct UnitRounding: Sendable, Equatable {
    /// To the nearest with halves away from zero, up, or down.
    public enum Function: String, Sendable, CaseIterable { case round, ceil, floor }

    public let function: Function
    /// Decimals that stay; negative rounds to tens, hundreds, thousands.
    public let precision: Int

    public init(_ function: Function, precision: Int) {
        self.function = function
        self.precision = precision
    }

    private var rule: RoundingRule {
        switch function {
        case .round: .halfAwayFromZero
        case .ceil: .up
        case .floor: .down
        }
    }

    /// - Throws: `MoneyError.doesNotFit`.
    public func callAsFunction(_ units: Exact) throws(MoneyError) -> Exact {
        if precision >= 0 { return units.rounded(toScale: precision, rule) }
        var step = Exact.one
        for _ in 0..<(-precision) { step = try step.times(Exact(10)) }
        return try units.divided(by: step, scale: 0, rule).times(step)
    }
}

extension UnitRounding {
    /// `{function: ceil, precision: 0}`
    public init(_ node: CatalogNode) throws(CatalogError) {
        try node.only("function", "precision")
        self.init(
            try node.required("function").choice(Function.self),
            precision: try node.optional("precision")?.int(-30...30) ?? 0)
    }
}
