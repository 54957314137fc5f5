import Money

/// A tier that costs more a unit than the one before it: legal, and not what tiers are for. After a
/// free first tier it is the usual allowance.
enum RisingTierPrice: LintRule {
    static let name = "rising_tier_price"
    static let about = "A tier costs more a unit than the one before it. Note."

    static func findings(_ subject: LintSubject) throws(MoneyError) -> [LintFinding] {
        var found: [LintFinding] = []
        for item in subject.charges {
            if let tiers = item.plainTiers?.tiers {
                for (index, (before, tier)) in zip(tiers, tiers.dropFirst()).enumerated()
                where !before.rate.price.isZero && tier.rate.unitPrice > before.rate.unitPrice {
                    found.append(
                        rising(item, index + 1, before.rate.price, tier.rate.price, "a unit"))
                }
            }
            guard case .blockTiers(let blocks) = item.charge.price else { continue }
            for (index, (before, tier)) in zip(blocks.tiers, blocks.tiers.dropFirst()).enumerated()
            {
                // price ÷ size, compared without dividing.
                let isHigher =
                    try tier.price.price.times(before.blockSize)
                    > before.price.price.times(tier.blockSize)
                if !before.price.price.isZero, isHigher {
                    found.append(
                        rising(
                            item, index + 1, before.price.price, tier.price.price,
                            "by the size of its blocks"))
                }
            }
        }
        return found
    }

    private static func rising(
        _ item: LintedCharge, _ index: Int, _ before: Exact, _ after: Exact, _ by: String
    ) -> LintFinding {
        finding(
            .note, at: item.tiers[index],
            "in \(item.label) the price rises from \(before) to \(after) \(by)",
            advice: "check that more usage shall cost more a unit")
    }
}
