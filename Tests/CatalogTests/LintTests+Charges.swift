@testable import Catalog

extension LintTests {
    private static let closed = [
        "model: graduated", "tiers:", "  - {up_to: \"100\", unit_price: \"2\"}",
    ]

    static let limitCases: [Case] = [
        // 100 units at 2 cost 200 at most.
        .init(
            "unreachable_limit", .warning,
            bad: LintSample(terms: ["maximum: \"201\""], price: closed),
            good: LintSample(terms: ["maximum: \"200\""], price: closed),
            line: "maximum: \"201\"", says: "costs more than 200, so the maximum of 201"),
        .init(
            "unreachable_limit", .warning,
            bad: LintSample(terms: ["minimum: \"200\""], price: closed),
            good: LintSample(terms: ["minimum: \"199\""], price: closed),
            line: "minimum: \"200\"", says: "costs more than 200, so the minimum of 200"),
        .init(
            "unreachable_limit", .warning,
            bad: LintSample(terms: ["maximum: \"7\"", "minimum: \"7\""]),
            good: LintSample(terms: ["maximum: \"8\"", "minimum: \"7\""]),
            line: "minimum: \"7\"", says: "are both 7"),
        .init(
            "unreachable_limit", .warning,
            bad: LintSample(price: [
                "model: percentage", "rate_percent: \"0\"", "fixed_per_event: \"0.30\"",
                "per_event_max: \"0.31\"",
            ]),
            good: LintSample(price: [
                "model: percentage", "rate_percent: \"0.1\"", "fixed_per_event: \"0.30\"",
                "per_event_max: \"0.31\"",
            ]),
            line: "per_event_max", says: "costs 0.3, so per_event_max is never reached"),
        .init(
            "unreachable_limit", .warning,
            bad: LintSample(price: [
                "model: percentage", "rate_percent: \"0\"", "fixed_per_event: \"0.30\"",
                "per_event_min: \"0.30\"",
            ]),
            good: LintSample(price: [
                "model: percentage", "rate_percent: \"0\"", "fixed_per_event: \"0.30\"",
                "per_event_min: \"0.29\"",
            ]),
            line: "per_event_min", says: "costs 0.3, so per_event_min is always due"),
        .init(
            "included_twice", .warning,
            bad: LintSample(
                terms: ["included: \"50\""],
                price: LintSample.tiers(
                    "graduated", "up_to: \"100\", unit_price: \"0\"", "unit_price: \"1\"")),
            good: LintSample(
                price: LintSample.tiers(
                    "graduated", "up_to: \"100\", unit_price: \"0\"", "unit_price: \"1\"")),
            line: "included: \"50\"", says: "includes 50 units, and the 100 after them"),
        .init(
            "included_twice", .warning,
            bad: LintSample(
                terms: ["included: \"50\""],
                price: [
                    "{model: package, package_size: \"9\", package_price: \"1\", free_units: \"8\"}"
                ]),
            good: LintSample(
                terms: ["included: \"50\""],
                price: ["{model: package, package_size: \"9\", package_price: \"1\"}"]),
            line: "included: \"50\"", says: "includes 50 units, and the 8 after them"),
        .init(
            "zero_price", .warning,
            bad: LintSample(price: ["{model: standard, unit_price: \"0\"}"]),
            good: LintSample(
                price: ["{model: standard, unit_price: \"0\"}"],
                chargeName: "{en: Free use, zh-Hans: 用量}"),
            line: "unit_price: \"0\"", says: "every price of fee of pro is zero"),
        .init(
            "zero_price", .warning,
            bad: LintSample(
                price: LintSample.tiers(
                    "graduated", "up_to: \"100\", unit_price: \"1\"", "unit_price: \"0\"")),
            good: LintSample(
                price: LintSample.tiers(
                    "graduated", "up_to: \"100\", unit_price: \"0\"", "unit_price: \"1\"")),
            line: "- {unit_price: \"0\"}", says: "above others that are paid has the price zero"),
        .init(
            "uncapped_free_use", .warning,
            bad: LintSample(
                price: ["{model: package, package_size: \"1000000\", package_price: \"0\"}"],
                features: ["- {code: cap, name: {en: Cap, zh-Hans: 上限}, type: quantity}"],
                allows: ["cap: 5"]),
            good: LintSample(
                price: ["{model: package, package_size: \"1000000\", package_price: \"0\"}"],
                features: [
                    "- {code: cap, name: {en: Cap, zh-Hans: 上限}, type: quantity, metric: units}"
                ],
                allows: ["cap: 5"]),
            line: "- code: fee", says: "nothing in the plan limits units"),
        .init(
            "limit_not_held", .note,
            bad: LintSample(
                features: ["- {code: cap, name: {en: Cap, zh-Hans: 上限}, type: quantity}"],
                allows: ["cap: 4096"]),
            good: LintSample(
                features: [
                    "- {code: cap, name: {en: Cap, zh-Hans: 上限}, type: quantity, metric: units, "
                        + "property: context}"
                ],
                allows: ["cap: 4096"]),
            line: "cap: 4096", says: "pro allows 4,096 of cap"),
        // Freedom is another word than free.
        .init(
            "zero_price", .warning,
            bad: LintSample(
                price: ["{model: package, package_size: \"10\", package_price: \"0\"}"],
                chargeName: "{en: Freedom, zh-Hans: 自由}"),
            good: LintSample(
                price: ["{model: package, package_size: \"10\", package_price: \"0\"}"],
                chargeName: "{en: Gift, zh-Hans: 免费用量}"),
            line: "package_price: \"0\"", says: "is zero"),
        .init(
            "free_units_above_package", .note,
            bad: LintSample(price: [
                "model: package", "package_size: \"100\"", "package_price: \"1\"",
                "free_units: \"250\"",
            ]),
            good: LintSample(price: [
                "model: package", "package_size: \"100\"", "package_price: \"1\"",
                "free_units: \"100\"",
            ]),
            line: "free_units: \"250\"", says: "are 2.5 packages of 100"),
        .init(
            "suspicious_multiplier", .warning,
            bad: LintSample(terms: ["multiplier: \"10.1\""]),
            good: LintSample(terms: ["multiplier: \"10\""]),
            line: "multiplier", says: "more than ten times"),
        .init(
            "suspicious_multiplier", .warning,
            bad: LintSample(terms: ["multiplier: \"0.0099\""]),
            good: LintSample(terms: ["multiplier: \"0.01\""]),
            line: "multiplier", says: "nearly nothing"),
    ]

    private static func matrix(
        _ cells: String..., other: Bool = true, filter: String = ""
    )
        -> LintSample
    {
        LintSample(
            terms: ["group_by: [size, place]"],
            price: ["model: matrix", "dimensions: [size, place]"]
                + (other ? ["default: \"1\""] : []) + ["prices:"]
                + cells.map { "  - {when: {\($0)}, unit_price: \"2\"}" }, filter: filter)
    }

    static let matrixCases: [Case] = [
        .init(
            "matrix_gap", .warning, bad: matrix("size: big", other: false),
            good: matrix("size: big"), line: " price:", says: "size and place that is not listed"),
        .init(
            "matrix_overlap", .warning, bad: matrix("size: big", "size: big, place: cn"),
            good: matrix("size: big, place: cn", "size: big"), line: "place: cn",
            says: "number 1, holds for every combination"),
        .init(
            "matrix_overlap", .warning, bad: matrix("size: big", filter: "{size: [small]}"),
            good: matrix("size: big", filter: "{size: [small, big]}"), line: "size: big",
            says: "whose size is small only"),
    ]

    private static func copied(_ metric: String, code: String = "again") -> [String] {
        [
            "- code: \(code)", "  name: {en: Again, zh-Hans: 再次}", "  metric: \(metric) # again",
            "  price: {model: standard, unit_price: \"1\"}",
        ]
    }
    private static func metric(_ code: String, _ lines: String...) -> [String] {
        [
            "- code: \(code)", "  name: {en: More, zh-Hans: 更多}",
            "  unit: {en: units, zh-Hans: 个}", "  aggregation: sum",
        ] + lines.map { "  " + $0 }
    }

    static let otherCases: [Case] = [
        .init(
            "charged_twice", .warning,
            bad: LintSample(
                metrics: metric("more", "event: use", "filter: {a: [y, x]}"),
                charges: copied("more"), filter: "{a: [x, y]}"),
            good: LintSample(
                metrics: metric("more", "event: use", "filter: {a: [z]}"), charges: copied("more"),
                filter: "{a: [x, y]}"),
            line: "# again", says: "fee and again of pro count the same events (units and more)"),
        .init(
            "charged_twice", .warning, bad: LintSample(charges: copied("units")),
            good: LintSample(
                metrics: metric("more", "event: use", "field: seconds"), charges: copied("more")),
            line: "# again",
            says: "(units)"),
        .init(
            "unused_metric", .warning, bad: LintSample(metrics: metric("more")),
            good: LintSample(metrics: metric("more"), charges: copied("more")),
            line: "- code: more", says: "no charge of any plan uses the metric more"),
        .init(
            "plan_without_customers", .note,
            bad: LintSample(plans: [
                "- code: big", "  name: {en: Big, zh-Hans: 大}", "  currency: USD",
                "  interval: monthly", "  base_fee: \"5\"",
            ]),
            good: LintSample(), line: "- code: big", says: "no customer is on the plan big"),
        .init(
            "no_plan_yet", .note, bad: LintSample(since: "2025-12-31"),
            good: LintSample(since: "2026-01-01"), line: "since:",
            says: "begins on 2025-12-31, and its plan pro is in force from 2026-01-01 on"),
        // 366 days after 1 January 2026 is 2 January 2027.
        .init(
            "no_plan_yet", .note, bad: LintSample(since: "2027-01-03"),
            good: LintSample(since: "2027-01-02"), line: "since:", says: "more than a year after"),
    ]
}
