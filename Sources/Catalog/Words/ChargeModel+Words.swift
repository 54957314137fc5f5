import Money

extension ChargeModel {
    /// The price as people say it: a sentence, then a line a tier or band.
    ///
    ///     graduated, each unit at the price of its own tier
    ///       up to 1,000,000: 0.50 per 1,000,000 tokens
    ///       above: 0.30 per 1,000,000 tokens
    ///
    /// - Parameter unit: what is counted, "tokens".
    public func words(unit: String) -> [String] {
        switch self {
        case .standard(let rate): [rate.words(unit)]
        case .graduated(let tiers):
            ["graduated, each unit at the price of its own tier"] + tiers.words(unit)
        case .volume(let tiers, let lookup):
            [
                "volume, all units at the price of the tier their total is in"
                    + (lookup == .exact ? "" : ", found by the total rounded up")
            ] + tiers.words(unit)
        case .package(let package): [package.words(unit)]
        case .percentage(let percentage): percentage.words
        case .graduatedPercentage(let tiers):
            ["graduated share of the amount, each part at the rate of its own tier"]
                + tiers.words(unit)
        case .dynamic: ["the price stands on each event"]
        case .tokens(let tokens): tokens.words
        case .matrix(let matrix): matrix.words(unit)
        case .blockTiers(let blocks): blocks.words(unit)
        }
    }
}

extension Rate {
    /// `0.50 per 1,000,000 tokens`, `0.12 each`, `2.9 %`.
    func words(_ unit: String) -> String {
        if isPercent { return "\(price) %" }
        let amount = price.grouped(minimumScale: 2)
        return per == .one
            ? "\(amount) each" : "\(amount) per \(per.grouped(minimumScale: 0)) \(unit)"
    }
}

extension Tiers {
    func words(_ unit: String) -> [String] {
        var lines = tiers.enumerated().map { index, tier in
            let fee =
                tier.flatFee.isZero ? "" : ", and \(tier.flatFee.grouped(minimumScale: 2)) once"
            return "  \(range(index)): \(tier.rate.words(unit))\(fee)"
        }
        if let last = tiers.last?.upTo {
            let bound = last.grouped(minimumScale: 0)
            lines.append(
                beyondLast == .unpriced
                    ? "  above \(bound): no price, usage there stops the bill"
                    : "  above \(bound): the last price goes on")
        }
        if zeroUnits == .nothing, tiers.contains(where: { !$0.flatFee.isZero }) {
            lines.append("  nothing used: nothing due")
        }
        return lines
    }

    private func range(_ index: Int) -> String {
        guard let end = tiers[index].upTo else { return index == 0 ? "all" : "above" }
        return (bounds == .inclusive ? "up to " : "below ") + end.grouped(minimumScale: 0)
    }
}

extension Package {
    func words(_ unit: String) -> String {
        let begun =
            switch rounding {
            case .up: "a package begun is due whole"
            case .down: "a package begun is not due"
            case .nearest: "a package half used is due whole"
            }
        let free =
            freeUnits.isZero ? "" : ", the first \(freeUnits.grouped(minimumScale: 0)) free"
        return "\(price.price.grouped(minimumScale: 2)) per package of "
            + "\(size.grouped(minimumScale: 0)) \(unit)\(free); \(begun)"
    }
}

extension BlockTiers {
    func words(_ unit: String) -> [String] {
        let policy =
            switch policy {
            case .allTiers: "the blocks of each tier at its price"
            case .topTier: "all blocks at the price of the tier their number is in"
            }
        var lines = ["blocks, begun ones whole; \(policy)"]
        for tier in tiers {
            let count =
                tier.maxBlocks.map { "up to \($0.grouped(minimumScale: 0)) blocks" } ?? "above"
            lines.append(
                "  \(count): \(tier.price.price.grouped(minimumScale: 2)) per block of "
                    + "\(tier.blockSize.grouped(minimumScale: 0)) \(unit)")
        }
        if tiers.last?.maxBlocks != nil {
            lines.append(
                beyondLast == .unpriced
                    ? "  above: no price, usage there stops the bill"
                    : "  above: the last price goes on")
        }
        return lines
    }
}
