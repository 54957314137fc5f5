import Money

/// A bound one off a round number, as written where a tier is thought to begin at its first unit: a
/// bound belongs to the tier it ends, so `up_to: "1001"` makes unit 1,001 cheap or dear.
enum SuspiciousBound: LintRule {
    static let name = "suspicious_bound"
    static let about =
        "A bound is one off a multiple of 100, as where a tier is thought to begin at its "
        + "bound. Note."

    static func findings(_ subject: LintSubject) throws(MoneyError) -> [LintFinding] {
        var found: [LintFinding] = []
        for item in subject.charges {
            guard let tiers = item.plainTiers else { continue }
            for (index, tier) in tiers.tiers.enumerated() {
                guard let bound = tier.upTo, let round = try nearby(bound) else { continue }
                found.append(
                    finding(
                        .note, at: item.tiers[index],
                        "the bound \(bound.grouped(minimumScale: 0)) of \(item.label) is one off "
                            + "\(round.grouped(minimumScale: 0)); a quantity equal to a bound is in "
                            + "the \(tiers.bounds == .inclusive ? "tier it ends" : "next tier")",
                        advice: "write \(round.description), or leave it if it is meant"))
            }
        }
        return found
    }

    /// A multiple of 100 that the bound is one off, from 100 on.
    private static func nearby(_ bound: Exact) throws(MoneyError) -> Exact? {
        guard bound.isWhole, bound >= Exact(99) else { return nil }
        for round in [try bound.plus(.one), try bound.minus(.one)]
        where try round.divided(by: Exact(100), scale: 2, .down).isWhole { return round }
        return nil
    }
}
