import Catalog
import Money

extension Package {
    /// Whole packages: ⌈(units − free) ÷ size⌉ × price. A package begun is a package due.
    ///
    /// 12,500 units in packages of 1,000 at 0.08 are 13 packages and cost 1.04.
    func steps(_ units: Exact, _ factor: Exact) throws -> [Explanation.Step] {
        if units.isNegative { throw PricingError.negativeUnits(units) }
        let paid = units > freeUnits ? try units.minus(freeUnits) : .zero
        let packages = try paid.divided(by: size, scale: 0, rounding.rule)
        return [
            try Explanation.Step(
                .packages(size: size, freeUnits: freeUnits), units: packages, rate: price,
                multiplier: factor)
        ]
    }
}

extension BlockTiers {
    /// Blocks of each tier at its price, or all at the price of the tier their number falls in.
    ///
    /// Blocks of 1,000 at 1.00 up to 101 of them and at 0.50 above: 101,000 units cost 101.00 by the
    /// top tier, and one more 51.00.
    func steps(_ units: Exact, _ factor: Exact) throws -> [Explanation.Step] {
        if units.isNegative { throw PricingError.negativeUnits(units) }
        return policy == .allTiers ? try all(units, factor) : [try top(units, factor)]
    }

    private func all(_ units: Exact, _ factor: Exact) throws -> [Explanation.Step] {
        var steps: [Explanation.Step] = []
        var left = units
        for (index, tier) in tiers.enumerated() {
            if left.isZero, !steps.isEmpty { return steps }
            let needed = try left.divided(by: tier.blockSize, scale: 0, .up)
            let most = maxBlocks(index)
            let blocks = most.map { min($0, needed) } ?? needed
            steps.append(
                try Explanation.Step(
                    .blocks(size: tier.blockSize), units: blocks, rate: tier.price,
                    multiplier: factor))
            guard let most, needed > most else { return steps }
            left = try left.minus(try most.times(tier.blockSize))
        }
        throw PricingError.unpricedUnits(pricedUpTo: try units.minus(left), used: units)
    }

    private func top(_ units: Exact, _ factor: Exact) throws -> Explanation.Step {
        // The tier is the one in which all the units end, each passed tier holding its blocks.
        var left = units
        for (index, tier) in tiers.enumerated() {
            let needed = try left.divided(by: tier.blockSize, scale: 0, .up)
            guard let most = maxBlocks(index), needed > most else {
                return try Explanation.Step(
                    .blocks(size: tier.blockSize),
                    units: try units.divided(by: tier.blockSize, scale: 0, .up), rate: tier.price,
                    multiplier: factor)
            }
            left = try left.minus(try most.times(tier.blockSize))
        }
        throw PricingError.unpricedUnits(pricedUpTo: try units.minus(left), used: units)
    }
}
