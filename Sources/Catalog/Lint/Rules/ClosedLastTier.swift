import Money

/// A last tier with an end and nothing said of what lies above: usage there has no price and
/// stops the bill.
///
///     tiers: [{up_to: "1000000", unit_price: "0.50"}, {up_to: "10000000", unit_price: "0.30"}]
enum ClosedLastTier: LintRule {
    static let name = "closed_last_tier"
    static let about =
        "The last tier has an end and nothing is said of what lies above: usage "
        + "there has no price and stops the invoice. Warning."

    static func findings(_ subject: LintSubject) -> [LintFinding] {
        subject.charges.compactMap { item -> LintFinding? in
            switch item.charge.price {
            case .graduated(let tiers), .graduatedPercentage(let tiers), .volume(let tiers, _):
                guard let end = tiers.end(tiers.tiers.count - 1) else { return nil }
                return tier(item, "units", end)
            case .blockTiers(let blocks):
                guard let most = blocks.maxBlocks(blocks.tiers.count - 1) else { return nil }
                return tier(item, "blocks", most)
            default: return nil
            }
        }
    }

    private static func tier(_ item: LintedCharge, _ what: String, _ end: Exact) -> LintFinding {
        finding(
            .warning, at: item.tiers.last ?? item.price,
            "\(what) above \(end.grouped(minimumScale: 0)) have no price in \(item.label), and the "
                + "first of them stops the invoice",
            advice: "leave the last bound out, or write beyond_last_tier: last_price")
    }
}
