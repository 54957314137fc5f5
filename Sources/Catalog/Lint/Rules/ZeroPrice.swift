import Money

/// A price of zero that nobody calls free: the customer's invoice should say it, and a price left at
/// zero by mistake bills nothing for ever. A free first tier is an allowance.
enum ZeroPrice: LintRule {
    static let name = "zero_price"
    static let about =
        "Every price is zero, or one above paid tiers, and no name says free or 免费. "
        + "Warning."

    static func findings(_ subject: LintSubject) throws(MoneyError) -> [LintFinding] {
        var found: [LintFinding] = []
        for item in subject.charges {
            if saysFree(item.charge.name) || saysFree(item.plan.name) { continue }
            // The discount does not count: a hundred per cent off says what it is.
            let plain = ChargeCost(terms: ChargeTerms())
            if try plain.most(item.charge.price)?.isZero ?? false {
                found.append(
                    finding(
                        .warning, at: item.price,
                        "every price of \(item.label) is zero, and neither its name nor the plan's "
                            + "says free",
                        advice: "write the price, or say free and 免费 in its name"))
                continue
            }
            guard let tiers = item.plainTiers?.tiers else { continue }
            for (index, tier) in tiers.enumerated().dropFirst()
            where tier.rate.price.isZero && !tiers[index - 1].rate.price.isZero {
                found.append(
                    finding(
                        .warning, at: item.tiers[index],
                        "a tier of \(item.label) above others that are paid has the price zero",
                        advice: "write its price, or a maximum if no more shall be due"))
            }
        }
        return found
    }

    /// Whether the English name has the word free, or the Chinese one 免费.
    private static func saysFree(_ name: LocalizedText) -> Bool {
        name.english.lowercased().split { !$0.isLetter }.contains("free")
            || name.chinese.contains("免费")
    }
}
