import Money

/// A tier that decides nothing: no quantity falls in it, or the maximum is reached before it begins.
enum UnreachableTier: LintRule {
    static let name = "unreachable_tier"
    static let about =
        "A tier decides nothing: no whole quantity falls in it, the maximum is due before "
        + "it begins, or the blocks before it hold as much. Warning."

    static func findings(_ subject: LintSubject) throws(MoneyError) -> [LintFinding] {
        var found: [LintFinding] = []
        for item in subject.charges {
            switch item.charge.price {
            case .graduated(let tiers), .graduatedPercentage(let tiers):
                found += empty(item, tiers, whole: item.hasWholeUnits)
                if item.charge.terms.maximum != nil {
                    let cost = ChargeCost(terms: item.charge.terms)
                    found += capped(item, try cost.graduatedStarts(tiers))
                }
            case .volume(let tiers, let lookup):
                found += empty(item, tiers, whole: item.hasWholeUnits || lookup == .ceilUnits)
                if item.charge.terms.maximum != nil {
                    found += capped(item, try volumeStarts(tiers, item.charge.terms))
                }
            case .blockTiers(let blocks): found += try blocked(item, blocks)
            default: break
            }
        }
        return found
    }

    /// Tiers between whose bounds there is no whole number, where only whole ones are looked up.
    private static func empty(
        _ item: LintedCharge, _ tiers: Tiers, whole: Bool
    ) -> [LintFinding] {
        guard whole else { return [] }
        var from: Exact?
        var found: [LintFinding] = []
        for (index, tier) in tiers.tiers.enumerated() {
            if let from, let end = tiers.end(index) {
                let isLast = index == tiers.tiers.count - 1
                let rule: RoundingRule = tiers.bounds == .inclusive ? .down : .up
                let isSame = from.rounded(toScale: 0, rule) == end.rounded(toScale: 0, rule)
                if isSame, tiers.bounds == .inclusive || !isLast || !end.isWhole {
                    found.append(
                        finding(
                            .warning, at: item.tiers[index],
                            "no whole quantity lies between \(from) and \(end), so this tier of "
                                + "\(item.label) is never paid",
                            advice: "take the tier out, or move its bounds to whole numbers"))
                }
            }
            from = tier.upTo
        }
        return found
    }

    /// What the least usage of each volume tier costs.
    private static func volumeStarts(
        _ tiers: Tiers, _ terms: ChargeTerms
    ) throws(MoneyError) -> [Exact] {
        let cost = ChargeCost(terms: terms)
        var starts: [Exact] = []
        var from = Exact.zero
        for tier in tiers.tiers {
            starts.append(try cost.cost(from, tier.rate, fee: tier.flatFee))
            from = tier.upTo ?? from
        }
        return starts
    }

    /// Tiers that begin where the maximum is due already.
    private static func capped(_ item: LintedCharge, _ starts: [Exact]) -> [LintFinding] {
        guard let maximum = item.charge.terms.maximum else { return [] }
        return starts.enumerated().dropFirst().compactMap { index, start in
            guard start >= maximum else { return nil }
            return finding(
                .warning, at: item.tiers[index],
                "at its beginning this tier of \(item.label) costs \(start), and the maximum of "
                    + "\(maximum) is due before that",
                advice: "raise the maximum, or take the tier out")
        }
    }

    /// Under the top tier's price a tier is paid only by more units than all tiers before it hold.
    private static func blocked(
        _ item: LintedCharge, _ blocks: BlockTiers
    ) throws(MoneyError) -> [LintFinding] {
        guard blocks.policy == .topTier else { return [] }
        var held = Exact.zero
        var found: [LintFinding] = []
        for (index, tier) in blocks.tiers.enumerated() {
            guard let most = blocks.maxBlocks(index) else { break }
            let units = try most.rounded(toScale: 0, .down).times(tier.blockSize)
            if units <= held {
                found.append(
                    finding(
                        .warning, at: item.tiers[index],
                        "this tier of \(item.label) ends at \(units.grouped(minimumScale: 0)) units, "
                            + "and those before it hold \(held.grouped(minimumScale: 0))",
                        advice: "raise max_blocks or block_size, or take the tier out"))
            }
            held = max(held, units)
        }
        return found
    }
}
