import Money

/// A multiplier that looks like a percentage or a slipped point: below a hundredth or above ten.
enum SuspiciousMultiplier: LintRule {
    static let name = "suspicious_multiplier"
    static let about = "A multiplier is below 0.01 or above 10. Warning."

    static func findings(_ subject: LintSubject) -> [LintFinding] {
        subject.charges.compactMap { item in
            let multiplier = item.charge.terms.multiplier
            let isSmall = multiplier < Exact(coefficient: 1, scale: 2)
            guard isSmall || multiplier > Exact(10) else { return nil }
            return finding(
                .warning, at: item.term("multiplier"),
                "the multiplier of \(item.label) is \(multiplier): "
                    + (isSmall ? "nearly nothing is charged" : "more than ten times the price"),
                advice: "a multiplier of 1.2 adds a fifth; write that, or leave it if it is meant")
        }
    }
}
