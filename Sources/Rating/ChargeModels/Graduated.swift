import Catalog
import Money

extension ChargeModel.Graduated {
    /// The steps of `units` under graduated tiers: each unit pays the price of the tier it falls in.
    ///
    /// 4,200,000 units at 0–1M @ 0.50/1M, 1M–10M @ 0.30/1M cost 1.46:
    ///
    ///     0 – 1M     1,000,000 × 0.50 / 1M = 0.5
    ///     1M – 10M   3,200,000 × 0.30 / 1M = 0.96
    ///
    /// A bound belongs to the tier it ends. A tier's flat fee is due once, when the tier is entered;
    /// the first tier's also at zero units. Units above a closed last tier are left over.
    func steps(
        _ units: Exact
    ) throws(MoneyError) -> (steps: [Explanation.Step], unpriced: Exact) {
        var steps: [Explanation.Step] = []
        var from = Exact.zero
        for tier in tiers {
            if !steps.isEmpty, units <= from { break }
            let end = tier.upTo.map { min($0, units) } ?? units
            steps.append(
                try Explanation.Step(
                    .tier(from: from, upTo: tier.upTo), units: try end.minus(from),
                    rate: tier.rate, flatFee: tier.flatFee))
            guard let bound = tier.upTo else { return (steps, .zero) }
            from = bound
        }
        return (steps, units > from ? try units.minus(from) : .zero)
    }
}
