import Catalog
import Money

extension Tiers {
    /// Graduated: each unit pays the price of the tier it falls in.
    ///
    /// 4,200,000 units at 0–1M @ 0.50/1M, 1M–10M @ 0.30/1M cost 1.46:
    ///
    ///     0 – 1M     1,000,000 × 0.50 / 1M = 0.5
    ///     1M – 10M   3,200,000 × 0.30 / 1M = 0.96
    ///
    /// A tier's flat fee is due once, when the tier is entered; the first tier's also at zero units,
    /// unless the charge says nothing is.
    ///
    /// - Parameter progress: what of the period was priced earlier, at other prices: the position
    ///   counts on from it, and flat fees of tiers it entered are not due again.
    func graduated(
        _ units: Exact, after progress: Pricer.Progress, _ factor: Exact
    ) throws -> [Explanation.Step] {
        if units.isNegative { throw PricingError.negativeUnits(units) }
        if units.isZero, zeroUnits == .nothing { return [] }
        let before = progress.position
        var steps: [Explanation.Step] = []
        var from = Exact.zero
        for (index, tier) in tiers.enumerated() {
            if index > 0, !isEntered(from, by: units) { return steps }
            let end = end(index)
            let reached = end.map { min($0, units) } ?? units
            let begin = max(from, before)
            let isNew = index == 0 ? !progress.hasBegun : !isEntered(from, by: before)
            if isNew || reached > begin {
                steps.append(
                    try Explanation.Step(
                        .tier(from: begin, upTo: tier.upTo),
                        units: max(.zero, try reached.minus(begin)), rate: tier.rate,
                        multiplier: factor, flatFee: isNew ? tier.flatFee : .zero))
            }
            guard let end else { return steps }
            from = end
        }
        if units > from { throw PricingError.unpricedUnits(pricedUpTo: from, used: units) }
        return steps
    }

    /// Volume: all units pay the tier that their total falls in, and its flat fee.
    ///
    /// At 0–10M @ 0.20/1M, above @ 0.10/1M, 10,000,000 units cost 2.00 and one more 1.0000001.
    ///
    /// - Parameter progress: what of the period was priced earlier, at other prices, and what it ends
    ///   with: all of it counts for the tier, and the flat fee is due once, with what comes first.
    func volume(
        _ units: Exact, after progress: Pricer.Progress, prorated: Exact?, _ lookup: TierLookup,
        _ factor: Exact
    ) throws -> [Explanation.Step] {
        if units.isNegative { throw PricingError.negativeUnits(units) }
        if units.isZero, zeroUnits == .nothing { return [] }
        let whole = progress.total ?? units
        let total = lookup == .ceilUnits ? whole.rounded(toScale: 0, .up) : whole
        var from = Exact.zero
        for (index, tier) in tiers.enumerated() {
            let isLast = index == tiers.count - 1
            if end(index).map({ isWithin(total, $0, isLast: isLast) }) ?? true {
                return [
                    try Explanation.Step(
                        .volume(from: from, upTo: tier.upTo),
                        units: try prorated ?? units.minus(progress.position), rate: tier.rate,
                        multiplier: factor, flatFee: progress.hasBegun ? .zero : tier.flatFee)
                ]
            }
            from = tier.upTo ?? from
        }
        throw PricingError.unpricedUnits(pricedUpTo: from, used: whole)
    }

    /// Whether a tier that begins above `bound` has begun.
    private func isEntered(_ bound: Exact, by units: Exact) -> Bool {
        bounds == .inclusive ? units > bound : units >= bound
    }

    /// Nothing follows the last tier, so what equals its bound is in it under both rules.
    private func isWithin(_ units: Exact, _ bound: Exact, isLast: Bool) -> Bool {
        bounds == .inclusive || isLast ? units <= bound : units < bound
    }
}
