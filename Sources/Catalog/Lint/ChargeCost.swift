import Money

/// What units of a charge come to: prices with their multiplier, less the discount, within maximum
/// and minimum. A rule needs it to say what a bound costs; what a bill costs is Rating's.
struct ChargeCost {
    let terms: ChargeTerms

    /// The part that is left after the discount: 0.8 of a fifth off.
    private var kept: Exact {
        get throws(MoneyError) { try Exact(100).minus(terms.discountPercent).shifted(right: 2) }
    }

    /// `units × price × multiplier + fee`, less the discount.
    func cost(_ units: Exact, _ rate: Rate, fee: Exact = .zero) throws(MoneyError) -> Exact {
        let price = try rate.unitPrice.times(terms.multiplier)
        return try units.times(price).plus(fee).times(try kept)
    }

    /// The amount within the maximum and the minimum.
    func limited(_ amount: Exact) -> Exact {
        let most = terms.maximum.map { min(amount, $0) } ?? amount
        return terms.minimum.map { max(most, $0) } ?? most
    }

    /// How many units cost `amount`, rounded down to millionths; nil where units cost nothing.
    func units(for amount: Exact, _ rate: Rate, fee: Exact) throws(MoneyError) -> Exact? {
        let price = try rate.unitPrice.times(terms.multiplier).times(try kept)
        if price.isZero { return nil }
        let rest = try amount.minus(try fee.times(try kept))
        return try rest.divided(by: price, scale: 6, .down)
    }

    /// What graduated units up to the beginning of each tier cost: the cost at which it is entered.
    func graduatedStarts(_ tiers: Tiers) throws(MoneyError) -> [Exact] {
        var starts: [Exact] = []
        var cost = Exact.zero
        var from = Exact.zero
        for (index, tier) in tiers.tiers.enumerated() {
            cost = try cost.plus(try tier.flatFee.times(try kept))
            starts.append(cost)
            guard let end = tiers.end(index) else { break }
            cost = try cost.plus(try self.cost(try end.minus(from), tier.rate))
            from = end
        }
        return starts
    }

    /// The most that any usage with a price costs, before maximum and minimum; nil where there is
    /// no end to it.
    func most(_ price: ChargeModel) throws(MoneyError) -> Exact? {
        if try kept.isZero { return .zero }
        switch price {
        case .standard(let rate): return rate.price.isZero ? .zero : nil
        case .package(let package): return package.price.price.isZero ? .zero : nil
        case .graduated(let tiers), .graduatedPercentage(let tiers): return try graduatedMost(tiers)
        case .volume(let tiers, _):
            var most = Exact.zero
            for (index, tier) in tiers.tiers.enumerated() {
                guard let end = tiers.end(index) ?? (tier.rate.price.isZero ? .zero : nil) else {
                    return nil
                }
                most = max(most, try cost(end, tier.rate, fee: tier.flatFee))
            }
            return most
        case .blockTiers(let blocks):
            var costs: [Exact] = []
            for (index, tier) in blocks.tiers.enumerated() {
                guard let end = blocks.maxBlocks(index) ?? (tier.price.price.isZero ? .zero : nil)
                else { return nil }
                costs.append(try cost(end, tier.price))
            }
            if blocks.policy == .topTier { return costs.max()! }
            var sum = Exact.zero
            for cost in costs { sum = try sum.plus(cost) }
            return sum
        case .percentage(let percentage):
            let isFree =
                percentage.rate.price.isZero && percentage.fixedPerEvent.isZero
                && (percentage.perEventMinimum ?? .zero).isZero
            return isFree ? .zero : nil
        case .matrix(let matrix):
            let rates = matrix.cells.map(\.rate) + (matrix.other.map { [$0] } ?? [])
            return rates.allSatisfy(\.price.isZero) ? .zero : nil
        case .tokens(let tokens):
            guard case .own(let own) = tokens.prices else { return nil }
            let bands = own.bands + (own.offPeak?.bands ?? [])
            return bands.allSatisfy { $0.prices.values.allSatisfy(\.isZero) } ? .zero : nil
        case .dynamic: return nil
        }
    }

    private func graduatedMost(_ tiers: Tiers) throws(MoneyError) -> Exact? {
        let starts = try graduatedStarts(tiers)
        let last = tiers.tiers.count - 1
        let rate = tiers.tiers[last].rate
        if rate.price.isZero { return starts[last] }
        guard let end = tiers.end(last) else { return nil }
        let from = last > 0 ? tiers.tiers[last - 1].upTo! : .zero
        return try starts[last].plus(try cost(try end.minus(from), rate))
    }
}
