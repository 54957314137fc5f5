import Catalog
import Money

extension Package {
    /// Whole packages: ⌈(units − free) ÷ size⌉ × price. A package begun is a package due.
    ///
    /// 12,500 units in packages of 1,000 at 0.08 are 13 packages and cost 1.04.
    ///
    /// - Parameter before: units of the period that had other prices: a package they began goes on.
    func steps(
        _ units: Exact, after before: Exact, _ factor: Exact
    ) throws -> [Explanation.Step] {
        if units.isNegative { throw PricingError.negativeUnits(units) }
        func packages(_ units: Exact) throws -> Exact {
            try max(.zero, units.minus(freeUnits)).divided(by: size, scale: 0, rounding.rule)
        }
        return [
            try Explanation.Step(
                .packages(size: size, freeUnits: freeUnits),
                units: try packages(units).minus(packages(before)), rate: price,
                multiplier: factor)
        ]
    }
}

extension BlockTiers {
    /// Blocks of each tier at its price, or all at the price of the tier their number falls in.
    ///
    /// Blocks of 1,000 at 1.00 up to 101 of them and at 0.50 above: 101,000 units cost 101.00 by the
    /// top tier, and one more 51.00.
    ///
    /// - Parameter progress: what of the period had other prices: a block it began goes on.
    func steps(
        _ units: Exact, after progress: Pricer.Progress, _ factor: Exact
    ) throws -> [Explanation.Step] {
        if units.isNegative { throw PricingError.negativeUnits(units) }
        let before = try blocks(progress.position)
        if policy == .topTier {
            // The tier is the one in which all the units end, each passed tier holding its blocks.
            let place = try blocks(progress.total ?? units).count - 1
            let tier = tiers[place]
            func whole(_ units: Exact) throws -> Exact {
                try units.divided(by: tier.blockSize, scale: 0, .up)
            }
            return [
                try Explanation.Step(
                    .blocks(size: tier.blockSize),
                    units: try whole(units).minus(whole(progress.position)), rate: tier.price,
                    multiplier: factor)
            ]
        }
        return try blocks(units).enumerated().compactMap { index, count in
            let new = try count.minus(index < before.count ? before[index] : .zero)
            if new.isZero, index > 0 || progress.hasBegun { return nil }
            return try Explanation.Step(
                .blocks(size: tiers[index].blockSize), units: new, rate: tiers[index].price,
                multiplier: factor)
        }
    }

    /// How many blocks of each tier units make, up to the tier in which they end.
    private func blocks(_ units: Exact) throws -> [Exact] {
        var counts: [Exact] = []
        var left = units
        for (index, tier) in tiers.enumerated() {
            let needed = try left.divided(by: tier.blockSize, scale: 0, .up)
            guard let most = maxBlocks(index), needed > most else { return counts + [needed] }
            counts.append(most)
            left = try left.minus(try most.times(tier.blockSize))
        }
        throw PricingError.unpricedUnits(pricedUpTo: try units.minus(left), used: units)
    }
}
