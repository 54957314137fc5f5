import Money

/// Reads a catalog for what is allowed and likely a mistake.
///
///     let file = try CatalogFile(yaml: text, file: "mer_001.yaml")
///     CatalogLint.findings(in: file)   // ai_developer's closed last tiers
public enum CatalogLint {
    /// All rules, in the order they are documented.
    static var rules: [any LintRule.Type] {
        [
            ClosedLastTier.self, UnreachableTier.self, VolumeCliff.self, RisingTierPrice.self,
            SuspiciousBound.self, MatrixGap.self, MatrixOverlap.self, OffPeakAllDay.self,
            UnreachableLimit.self, IncludedTwice.self, ZeroPrice.self, FreeUnitsAbovePackage.self,
            SuspiciousMultiplier.self, ChargedTwice.self, NoEvents.self, UnusedMetric.self,
            PlanWithoutCustomers.self, MissingCacheRate.self, BelowCost.self, UnknownPrice.self,
            NoPlanYet.self, UncappedFreeUse.self, LimitNotHeld.self,
        ]
    }

    /// Names of all rules.
    public static var ruleNames: [String] { rules.map { $0.name } }

    /// Each rule with what it finds.
    public static var pages: [(name: String, about: String)] {
        rules.map { (name: $0.name, about: $0.about) }
    }

    /// What the rules find, by place in the file.
    ///
    /// - Parameter facts: what a ledger knows beside the catalog; without them the rules about
    ///   price books and events are silent.
    public static func findings(
        in file: CatalogFile, facts: LintFacts = LintFacts()
    ) -> [LintFinding] {
        let subject = LintSubject(file, facts)
        var findings: [LintFinding] = []
        for rule in rules {
            do {
                findings += try rule.findings(subject)
            } catch {
                // Prices past 38 digits price nothing either: the bill would stop with the same words.
                findings.append(
                    LintFinding(
                        .error, rule, at: subject.root,
                        "the prices cannot be worked out: \(error)",
                        advice: "write prices and bounds with fewer digits"))
            }
        }
        let order = Dictionary(uniqueKeysWithValues: ruleNames.enumerated().map { ($1, $0) })
        return findings.enumerated().sorted { a, b in
            (a.element.place.line, order[a.element.rule]!, a.offset)
                < (b.element.place.line, order[b.element.rule]!, b.offset)
        }.map(\.element)
    }
}

/// One kind of suspicion.
protocol LintRule {
    /// `volume_cliff`
    static var name: String { get }
    /// What it finds and how severe that is, for the page of rules.
    static var about: String { get }
    static func findings(_ subject: LintSubject) throws(MoneyError) -> [LintFinding]
}

extension LintRule {
    static func finding(
        _ severity: LintFinding.Severity, at node: CatalogNode, _ what: String, advice: String
    ) -> LintFinding {
        LintFinding(severity, Self.self, at: node, what, advice: advice)
    }
}
