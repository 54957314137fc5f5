/// Two charges of one plan that count the same events in the same way: each event is billed twice.
enum ChargedTwice: LintRule {
    static let name = "charged_twice"
    static let about = "Two charges of a plan count the same events in the same way. Warning."

    static func findings(_ subject: LintSubject) -> [LintFinding] {
        var found: [LintFinding] = []
        for (index, item) in subject.charges.enumerated() {
            let earlier = subject.charges[..<index].first {
                $0.plan.code == item.plan.code && countsTheSame($0.metric, item.metric)
            }
            guard let earlier else { continue }
            let metrics =
                earlier.metric.code == item.metric.code
                ? "\(item.metric.code)" : "\(earlier.metric.code) and \(item.metric.code)"
            found.append(
                finding(
                    .warning, at: item.node["metric"] ?? item.node,
                    "\(earlier.charge.code) and \(item.charge.code) of \(item.plan.code) count the "
                        + "same events (\(metrics)), so each is billed twice",
                    advice: "charge one of them, or filter the metrics apart"))
        }
        return found
    }

    private static func countsTheSame(_ a: BillableMetric, _ b: BillableMetric) -> Bool {
        guard a.event == b.event, a.aggregation == b.aggregation else { return false }
        // Values in another order are the same values.
        let (first, second) = (a.filter, b.filter)
        return first.map(\.dimension) == second.map(\.dimension)
            && zip(first, second).allSatisfy { Set($0.values) == Set($1.values) }
    }
}

/// A charge whose metric none of the merchant's events can feed.
enum NoEvents: LintRule {
    static let name = "no_events"
    static let about =
        "No event that the ledger has of the merchant can feed a charge: none has the "
        + "name (note), or none passes the filter (warning)."

    static func findings(_ subject: LintSubject) -> [LintFinding] {
        // Before its first event a merchant has no events of any name, and nothing is amiss.
        if subject.facts.series.isEmpty { return [] }
        return subject.charges.compactMap { item in
            let metric = item.metric
            let series = subject.facts.series[metric.event] ?? []
            if series.contains(where: { metric.counts($0.values) }) { return nil }
            let advice = "check the spelling against what the product reports"
            let node = item.node["metric"] ?? item.node
            if series.isEmpty {
                return finding(
                    .note, at: node,
                    "\(item.label) counts events “\(metric.event)”, and the merchant has none",
                    advice: advice)
            }
            let barred = metric.filter.first { filter in
                !series.contains { series in
                    series.values[filter.dimension].map { filter.values.contains($0) } ?? false
                }
            }
            let why =
                barred.map { "has a \($0.dimension) of \($0.values.joined(separator: " or "))" }
                ?? "passes all its filters at once"
            return finding(
                .warning, at: node,
                "no event “\(metric.event)” of the merchant \(why), so \(item.label) bills nothing",
                advice: advice)
        }
    }
}

/// A metric that no charge uses: its events are counted and billed by nobody.
enum UnusedMetric: LintRule {
    static let name = "unused_metric"
    static let about = "No charge uses a metric. Warning."

    static func findings(_ subject: LintSubject) -> [LintFinding] {
        subject.metrics.compactMap { metric, node in
            if subject.charges.contains(where: { $0.metric.code == metric.code }) { return nil }
            return finding(
                .warning, at: node, "no charge of any plan uses the metric \(metric.code)",
                advice: "charge for it in a plan, or take it out")
        }
    }
}
