public import Catalog
public import Money

extension Pricer {
    /// How far a period has come with a charge and group, at prices that no longer hold.
    public struct Progress: Sendable, Equatable {
        /// Units that were used, as they were measured: a part of a converted unit goes on.
        public var used = Exact.zero
        /// Units that were paid, converted and without included ones: where the tiers go on.
        public var position = Exact.zero
        /// Whether anything of it has been priced, and a first flat fee been due.
        public var hasBegun = false
        /// For a percentage: the events so far, on which free events and the free amount have gone.
        public var amounts: [Exact] = []
        /// What they came to: maximum and minimum are of the whole.
        public var billed = Exact.zero
        /// The position the period ends at, where the price depends on it: a volume tier's; nil where it
        /// is not known to go on.
        public var total: Exact?

        public init() {}
    }

    /// What usage costs that came after other usage of the same period, which had other prices: tiers,
    /// packages begun, what is free, maximum and minimum count on from it.
    ///
    /// 50 units after 100, at 0–120 @ 1.00, above @ 0.50: 20 × 1.00 and 30 × 0.50.
    ///
    /// - Parameter left: included units that are left.
    /// - Returns: the explanation, and how far the period has come with it.
    /// - Throws: `PricingError`.
    public static func price(
        _ usage: PricedUsage, after before: Progress, _ model: ChargeModel, _ terms: ChargeTerms,
        includedLeft left: Exact, isLast: Bool
    ) throws(PricingError) -> (Explanation, Progress) {
        try naming {
            let (explanation, paid, hasSteps) = try explain(
                usage, after: before, model, terms, left, isLast: isLast)
            var progress = before
            progress.used = try before.used.plus(usage.units())
            progress.position = try before.position.plus(paid.units())
            progress.hasBegun = before.hasBegun || hasSteps
            if case .percentage = model, case .amounts(let amounts) = paid {
                progress.amounts += amounts
            }
            progress.billed = try before.billed.plus(explanation.sum())
            return (explanation, progress)
        }
    }
}
