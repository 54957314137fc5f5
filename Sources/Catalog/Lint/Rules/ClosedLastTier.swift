import Money

/// A last tier or band with an end and nothing said of what lies above: usage there has no price and
/// stops the bill.
///
///     tiers: [{up_to: "1000000", unit_price: "0.50"}, {up_to: "10000000", unit_price: "0.30"}]
enum ClosedLastTier: LintRule {
    static let name = "closed_last_tier"
    static let about =
        "The last tier or band has an end and nothing is said of what lies above: usage "
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
            case .tokens(let tokens):
                guard case .own(let own) = tokens.prices else { return nil }
                for (bands, key) in [(own.bands, "bands"), (own.offPeak?.bands ?? [], "off_peak")] {
                    guard let end = bands.last?.maxInputTokens else { continue }
                    let list = item.price[key]
                    return finding(
                        .warning, at: (list?["bands"] ?? list)?.items.last ?? item.price,
                        "a request of more than \(Exact(end).grouped(minimumScale: 0)) input tokens "
                            + "has no price in \(item.label)",
                        advice: "leave max_input_tokens of the last band out")
                }
                return nil
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
