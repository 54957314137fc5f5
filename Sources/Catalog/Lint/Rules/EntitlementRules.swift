import Money

/// Usage that costs nothing at any quantity, and that no entitlement of the plan limits.
enum UncappedFreeUse: LintRule {
    static let name = "uncapped_free_use"
    static let about =
        "A charge costs nothing at any quantity, and no entitlement of its plan limits the "
        + "metric. Warning."

    static func findings(_ subject: LintSubject) throws(MoneyError) -> [LintFinding] {
        var found: [LintFinding] = []
        let plain = ChargeCost(terms: ChargeTerms())
        for item in subject.charges {
            guard try plain.most(item.charge.price)?.isZero ?? false else { continue }
            let isCapped = item.plan.entitlements.contains { entitlement in
                let feature = subject.file.features.first { $0.code == entitlement.feature }
                return feature?.limits == .period(item.charge.metric)
            }
            if isCapped { continue }
            found.append(
                finding(
                    .warning, at: item.node,
                    "\(item.label) costs nothing, and nothing in the plan limits \(item.charge.metric)",
                    advice:
                        "add a quantity feature with metric: \(item.charge.metric), and how much "
                        + "of it \(item.plan.code) allows"))
        }
        return found
    }
}

/// An allowance that no usage is held against: nothing here will notice when it is exceeded.
enum LimitNotHeld: LintRule {
    static let name = "limit_not_held"
    static let about = "A plan allows a quantity of a feature that names no metric. Note."

    static func findings(_ subject: LintSubject) -> [LintFinding] {
        subject.plans.flatMap { plan, node in
            plan.entitlements.compactMap { entitlement -> LintFinding? in
                let feature = subject.file.features.first { $0.code == entitlement.feature }!
                guard feature.type == .quantity, feature.limits == nil else { return nil }
                return finding(
                    .note, at: node["entitlements"]?[feature.code.text] ?? node,
                    "\(plan.code) allows \(entitlement.value.text) of \(feature.code), which no "
                        + "usage is held against",
                    advice: "name the metric, and the property of each event if it limits that, "
                        + "in the feature")
            }
        }
    }
}
