import Money

/// A maximum that the prices cannot reach, or a minimum that they cannot rise above.
enum UnreachableLimit: LintRule {
    static let name = "unreachable_limit"
    static let about =
        "A maximum that the prices cannot reach, or a minimum that they cannot rise "
        + "above. Warning."

    static func findings(_ subject: LintSubject) throws(MoneyError) -> [LintFinding] {
        var found: [LintFinding] = []
        for item in subject.charges {
            let terms = item.charge.terms
            if let event = eventLimit(item) { found.append(event) }
            if let maximum = terms.maximum, let minimum = terms.minimum, minimum == maximum {
                found.append(
                    finding(
                        .warning, at: item.term("minimum"),
                        "minimum and maximum of \(item.label) are both \(minimum), so usage changes "
                            + "nothing",
                        advice: "write the amount as base_fee, or another minimum or maximum"))
                continue
            }
            guard let most = try ChargeCost(terms: terms).most(item.charge.price) else { continue }
            if let maximum = terms.maximum, maximum > most {
                found.append(
                    finding(
                        .warning, at: item.term("maximum"),
                        "no priced usage of \(item.label) costs more than \(most), so the maximum of "
                            + "\(maximum) is never reached",
                        advice: "take the maximum out, or open the last tier that it shall limit"))
            }
            if let minimum = terms.minimum, minimum >= most, !minimum.isZero {
                found.append(
                    finding(
                        .warning, at: item.term("minimum"),
                        "no priced usage of \(item.label) costs more than \(most), so the minimum of "
                            + "\(minimum) is always due",
                        advice: "write the amount as base_fee, or check the prices"))
            }
        }
        return found
    }

    /// Where no share of the amount is due, every event costs its fixed fee.
    private static func eventLimit(_ item: LintedCharge) -> LintFinding? {
        guard case .percentage(let percentage) = item.charge.price, percentage.rate.price.isZero
        else { return nil }
        let fee = percentage.fixedPerEvent
        let limits = [
            ("per_event_max", percentage.perEventMaximum.map { $0 > fee }),
            ("per_event_min", percentage.perEventMinimum.map { $0 >= fee && !$0.isZero }),
        ]
        guard let (key, _) = limits.first(where: { $0.1 ?? false }) else { return nil }
        return finding(
            .warning, at: item.price[key] ?? item.price,
            "every event of \(item.label) costs \(fee), so \(key) "
                + (key == "per_event_max" ? "is never reached" : "is always due"),
            advice: "take it out, or write the rate_percent")
    }
}
