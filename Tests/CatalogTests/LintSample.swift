import TestSupport

@testable import Catalog

/// A catalog of one plan with one charge, to which a test adds what it is about. Without it no rule
/// finds anything.
struct LintSample {
    /// Which of three metrics is charged: `units` (a sum), `runs` (a count), `tokens` (by class).
    var metric = "units"
    /// Keys of the charge beside its price, a line each.
    var terms: [String] = []
    /// The lines of the price.
    var price = ["{model: standard, unit_price: \"0.08\", per: \"1000\"}"]
    var chargeName = "{en: Use, zh-Hans: 用量}"
    /// Features, a flow each, and what the plan allows of them.
    var features: [String] = []
    var allows: [String] = []
    /// Whole metrics, charges, plans and customers more.
    var metrics: [String] = []
    var charges: [String] = []
    var plans: [String] = []
    var since = "2026-01-01"
    var filter = ""

    private static let metricLines: [String: [String]] = [
        "units": ["event: use", "aggregation: sum"], "runs": ["event: run", "aggregation: count"],
        "tokens": [
            "event: model_call", "aggregation: tokens",
            "tokens: {input: in, output: out, cache_read: r, cache_write: w, cache_write_1h: l}",
            "input_includes_cache: true",
        ],
    ]

    var yaml: String {
        func indented(_ lines: [String], _ count: Int) -> [String] {
            lines.map { String(repeating: " ", count: count) + $0 }
        }
        var counted = ["name: {en: Use, zh-Hans: 用量}", "unit: {en: units, zh-Hans: 个}"]
        counted += LintSample.metricLines[metric]!
        if !filter.isEmpty { counted.append("filter: \(filter)") }
        var lines = ["metrics:", "  - code: \(metric)"] + indented(counted, 4)
        lines += indented(metrics, 2)
        lines += features.isEmpty ? [] : ["features:"] + indented(features, 2)
        lines += ["plans:", "  - code: pro"]
        lines += indented(
            [
                "name: {en: Pro, zh-Hans: 专业版}", "currency: USD", "interval: monthly",
                "base_fee: \"0\"",
            ] + (allows.isEmpty ? [] : ["entitlements:"] + indented(allows, 2)) + ["charges:"], 4)
        lines += ["      - code: fee", "        name: \(chargeName)", "        metric: \(metric)"]
        lines += indented(terms, 8)
        lines += price.count == 1 ? ["        price: \(price[0])"] : ["        price:"]
        if price.count > 1 { lines += indented(price, 10) }
        lines += indented(charges, 6) + indented(plans, 2)
        lines += ["customers:", "  - id: cus_1"]
        lines += indented(
            [
                "name: {en: Example Customer One (Test) Ltd, zh-Hans: 示例客户一（测试）有限公司}",
                "address: {en: 2 Test Street, zh-Hans: 测试路2号}",
                "email: ap@customer-one.example.com", "language: en", "plan: pro",
                "since: \(since)",
            ], 4)
        let head = SampleCatalog(metrics: [], plans: [], customers: []).yaml
        return head + "\n" + lines.joined(separator: "\n") + "\n"
    }

    func file() throws -> CatalogFile { try CatalogFile(yaml: yaml, file: "c.yaml") }

    /// Tiers a line each, so that each has a line of its own.
    static func tiers(_ model: String, _ tiers: String..., keys: String...) -> [String] {
        ["model: \(model)"] + keys + ["tiers:"] + tiers.map { "  - {\($0)}" }
    }
}
