import Money

/// A bound of volume tiers above which the whole usage costs less than at the bound.
///
///     0–10M @ 0.20/1M, above @ 0.10/1M: 10,000,000 units cost 2, and 10,000,001 cost 1.0000001
enum VolumeCliff: LintRule {
    static let name = "volume_cliff"
    static let about =
        "Above a bound the whole usage costs less than at the bound; the amount lost is "
        + "said, and up to where. Warning."

    static func findings(_ subject: LintSubject) throws(MoneyError) -> [LintFinding] {
        var found: [LintFinding] = []
        for item in subject.charges {
            switch item.charge.price {
            case .volume(let tiers, let lookup):
                for index in tiers.tiers.indices.dropLast() {
                    found += try cliff(item, tiers, lookup, after: index)
                }
            case .blockTiers(let blocks) where blocks.policy == .topTier:
                for index in blocks.tiers.indices.dropLast() {
                    found += try cliff(item, blocks, after: index)
                }
            default: break
            }
        }
        return found
    }

    private static func cliff(
        _ item: LintedCharge, _ tiers: Tiers, _ lookup: TierLookup, after index: Int
    ) throws(MoneyError) -> [LintFinding] {
        let (tier, next) = (tiers.tiers[index], tiers.tiers[index + 1])
        let cost = ChargeCost(terms: item.charge.terms)
        let isWhole = item.hasWholeUnits
        // The last quantity of the tier; with an exclusive bound and parts of units there is none.
        var edge = tier.upTo!
        let isExclusive = tiers.bounds == .exclusive
        if isWhole || lookup == .ceilUnits {
            edge =
                isExclusive
                ? try edge.rounded(toScale: 0, .up).minus(.one) : edge.rounded(toScale: 0, .down)
        }
        let isOpen = isExclusive && !isWhole && lookup == .exact
        let at = cost.limited(try cost.cost(edge, tier.rate, fee: tier.flatFee))
        let just = cost.limited(try cost.cost(edge, next.rate, fee: next.flatFee))
        guard just < at else { return [] }
        // People count in whole units; where one more whole unit costs less, that is what to print.
        let more = try edge.rounded(toScale: 0, .down).plus(.one)
        let moreCost = cost.limited(try cost.cost(more, next.rate, fee: next.flatFee))
        let end = tiers.end(index + 1)
        let isCheaper = moreCost < at && (end.map { more <= $0 } ?? true)
        if isWhole && !isCheaper { return [] }
        let (first, after) =
            isOpen
            ? (number(edge), just) : isCheaper ? (number(more), moreCost) : ("just above", just)
        let equal = try cost.units(for: at, next.rate, fee: next.flatFee)
        let range =
            [equal, end].compactMap { $0 }.min().map { "up to \(number($0))" } ?? "however many"
        let units = item.charge.terms.included.isZero ? "units" : "units beyond the included ones"
        return [
            finding(
                .warning, at: item.tiers[index + 1],
                "in \(item.label) \(isOpen ? "just below " : "")\(number(edge)) \(units) cost \(at) "
                    + "and \(first) cost \(after): \(try at.minus(after)) is lost; \(range) cost no "
                    + "more than that",
                advice: "price by graduated tiers, or give the next tier a flat_fee of "
                    + "\(try flatFee(at: edge, tier, next, item.charge.terms)) or more")
        ]
    }

    private static func number(_ value: Exact) -> String { value.grouped(minimumScale: 0) }

    /// The flat fee with which the next tier begins where this one ends.
    private static func flatFee(
        at bound: Exact, _ tier: Tiers.Tier, _ next: Tiers.Tier, _ terms: ChargeTerms
    ) throws(MoneyError) -> Exact {
        let plain = ChargeCost(terms: ChargeTerms(multiplier: terms.multiplier))
        return try plain.cost(bound, tier.rate, fee: tier.flatFee)
            .minus(try plain.cost(bound, next.rate))
    }

    private static func cliff(
        _ item: LintedCharge, _ blocks: BlockTiers, after index: Int
    ) throws(MoneyError) -> [LintFinding] {
        let (tier, next) = (blocks.tiers[index], blocks.tiers[index + 1])
        let most = tier.maxBlocks!.rounded(toScale: 0, .down)
        let units = try most.times(tier.blockSize)
        let cost = ChargeCost(terms: item.charge.terms)
        let at = cost.limited(try cost.cost(most, tier.price))
        let begun = try units.divided(by: next.blockSize, scale: 0, .down).plus(.one)
        let after = cost.limited(try cost.cost(begun, next.price))
        guard after < at else { return [] }
        return [
            finding(
                .warning, at: item.tiers[index + 1],
                "in \(item.label) \(number(units)) units cost \(at) and any more "
                    + "cost \(after): \(try at.minus(after)) is lost",
                advice: "write policy: all_tiers, so that each block keeps its own tier's price")
        ]
    }
}
