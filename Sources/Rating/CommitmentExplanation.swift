import Catalog
public import Money

extension Explanation {
    /// What is due beside used amounts for a commitment: what is missing of it, or what the part above
    /// it costs more.
    ///
    ///     try Explanation(used: 750, committed: 1000, overageFactor: 1).sum()      // 250
    ///     try Explanation(used: 1200, committed: 1000, overageFactor: 1.25).sum()  // 200 × 0.25 = 50
    ///
    /// - Parameter used: rounded to the minor unit, as it is paid.
    /// - Throws: `MoneyError.doesNotFit`.
    public init(used: Exact, committed: Exact, overageFactor: Exact) throws(MoneyError) {
        let step: Step
        if used <= committed {
            step = try Step(.commitment(committed), amount: try committed.minus(used))
        } else {
            step = try Step(
                .overage(committed), units: try used.minus(committed),
                rate: Rate(price: try overageFactor.minus(.one)))
        }
        self.init(units: Quantity(count: 1), included: .zero, steps: [step])
    }
}
