import Catalog
import Metering
import Money

extension RatedMonth {
    /// The models that are dear: of those that fees are grouped by, the one that costs most a unit on
    /// the average of the month, and those that cost at least half of that.
    ///
    /// 1,000 units of `a` for 3.00, 500 of `b` for 0.90 and 800 of `c` for 0.80: 0.003, 0.0018 and
    /// 0.001 a unit, so `a` and `b`. Where all cost alike no model is dear.
    ///
    /// - Throws: `MoneyError.doesNotFit`.
    public func premiumModels(dimension: String = "model") throws -> Set<String> {
        // Units of different metrics are different things, and so are currencies: only what is of
        // one of each is compared.
        var totals: [Kind: [String: (units: Exact, amount: Exact)]] = [:]
        for fee in fees.values.joined() {
            guard let model = fee.usage.value(of: dimension) else { continue }
            let kind = Kind(metric: fee.usage.metric, currency: fee.amount.currency)
            let old = totals[kind]?[model] ?? (units: .zero, amount: .zero)
            totals[kind, default: [:]][model] = (
                try old.units.plus(fee.explanation.units.exact),
                try old.amount.plus(fee.amount.exact)
            )
        }
        var premium: Set<String> = []
        for models in totals.values {
            let paid = models.filter { $0.value.units > .zero }
            // a ÷ u ≥ half of b ÷ v, without a division: 2 × a × v ≥ b × u.
            let dear = try paid.filter { model in
                try paid.allSatisfy { other in
                    try model.value.amount.times(Exact(2)).times(other.value.units)
                        >= other.value.amount.times(model.value.units)
                }
            }
            if dear.count < paid.count { premium.formUnion(dear.keys) }
        }
        return premium
    }
    private struct Kind: Hashable {
        let metric: BillableMetric.ID
        let currency: Currency
    }
}
