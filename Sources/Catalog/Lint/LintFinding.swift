public import Store

/// Something in a catalog that is allowed and likely to cost somebody money.
///
///     catalog.yaml:83: plans[3].charges[0].price.tiers: warning closed_last_tier: …
public struct LintFinding: Sendable, Equatable {
    /// How sure it is that something must be done.
    public enum Severity: String, Sendable, CaseIterable, Comparable {
        /// An invoice will stop at it.
        case error
        /// Money is lost or a customer surprised, unless it is meant so.
        case warning
        /// Allowed and unusual.
        case note

        public static func < (a: Severity, b: Severity) -> Bool {
            allCases.firstIndex(of: a)! < allCases.firstIndex(of: b)!
        }
    }

    /// The name of the rule, to look it up and to talk about it.
    public let rule: String
    public let severity: Severity
    public let place: CatalogNode.Place
    /// What was found, with its numbers.
    public let what: String
    /// What to do about it.
    public let advice: String

    init(
        _ severity: Severity, _ rule: any LintRule.Type, at node: CatalogNode, _ what: String,
        advice: String
    ) {
        self.rule = rule.name
        self.severity = severity
        place = node.place
        self.what = what
        self.advice = advice
    }

    public var json: JSONValue {
        .object([
            .init("rule", .string(rule)), .init("severity", .string(severity.rawValue)),
            .init("file", .string(place.file)),
            .init("line", place.line > 0 ? .int(place.line) : .null),
            .init("key", .string(place.key)), .init("what", .string(what)),
            .init("advice", .string(advice)),
        ])
    }
}
