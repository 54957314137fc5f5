import Store
import TestSupport

/// A catalog made by chance, written as JSON: every reader of YAML reads that, and no writer of ours
/// has touched it.
struct RandomCatalog {
    private var random: SplitMix
    private var root: JSONValue = .null

    init(seed: UInt64) {
        random = SplitMix(seed: seed)
        root = catalog()
    }

    var yaml: String { root.compact }

    /// Texts that a reader of YAML may take for something else when they are not quoted.
    static let texts = [
        "off", "null", "~", "Null", "yes", "True", "2026-01-01", "0.08", "1_000", "0x1F", "1e3",
        ".inf", "NaN", "12:30:45", "a: b", "a #b", "- x", "? x", ": x", "#x", "\"q\"", "it's",
        "'", "{a}", "[b", "&a", "*b", "!t", "|", ">", "%", "@", "`", " lead", "trail ", "x  y",
        "<<", "=", "---", "...", ",", "文字，标点。", "e\u{301}té", "été", "🍵 tea", "\\n", "a\\",
        "\u{FEFF}bom", "\u{A0}", "per mille ‰", String(repeating: "long ", count: 60) + "text",
        String(repeating: "键", count: 400),
    ]
    private static let numbers = [
        "0", "0.08", "1.50", "8e-2", "3.0001999999999996e-07", "12", "0.000", "7.0",
    ]
    private static let powers = ["1", "1000", "1000000", "1e3", "100.0"]

    private mutating func one<T>(_ values: [T]) -> T { values.randomElement(using: &random)! }
    private mutating func chance() -> Bool { Bool.random(using: &random) }
    private mutating func text() -> JSONValue { .string(one(RandomCatalog.texts)) }
    private mutating func number() -> JSONValue { .string(one(RandomCatalog.numbers)) }
    private mutating func both() -> JSONValue { ["en": text(), "zh-Hans": text()] }

    private mutating func catalog() -> JSONValue {
        let metrics = (0..<3).map { ("m\($0)", isTokens: $0 == 2) }
        let plans = (0..<Int.random(in: 1...3, using: &random)).map { "p.\($0)" }
        return [
            "effective": "2026-01-01",
            "merchant": [
                "id": "off", "name": both(), "product": both(),
                "registration": "91350100M000100Y43", "address": both(),
                "country": chance() ? .null : "GB", "email": text(),
                "time_zone": .string(one(["Asia/Shanghai", "UTC", "America/New_York"])),
                "language": "en", "tax": ["name": both(), "percent": number()],
                "payment_terms_days": .string(one(["0", "14"])),
                "channels": [
                    "wechat_pay": ["mchid": "1900000109", "appid": text()],
                    "alipay": ["pid": "2088101111111111"],
                ],
                "settlement": [
                    "currency": "USD", "bank": ["name": text(), "account_last4": "0123"],
                    "platform_fee_percent": number(), "subscription": "199.00",
                    "wire_fee": "0.00", "minimum_payout": "5e1",
                    "fx_spread_percent": .string(one(["0", "0.5", "20"])),
                ],
            ],
            "metrics": .array(metrics.map { metric($0.0, isTokens: $0.isTokens) }),
            "plans": .array(plans.map { plan($0, metrics.map(\.0)) }),
            "customers": .array((0..<2).map { customer("c\($0)", one(plans)) }),
        ]
    }

    private mutating func metric(_ code: String, isTokens: Bool) -> JSONValue {
        var members: [JSONValue.Member] = [
            .init("code", .string(code)), .init("name", both()), .init("unit", both()),
        ]
        if chance() { members.append(.init("event", text())) }
        let keys = Set(
            (0..<2).map { _ in one(RandomCatalog.texts + ["a\nb", "\u{7}", "\u{202E}"]) })
        members.append(
            .init(
                "filter",
                .object(keys.sorted().map { .init($0, .array([text(), text()])) })))
        if isTokens {
            members += [
                .init("aggregation", "tokens"),
                .init("tokens", ["input": "in", "output": "out", "cache_read": "off"]),
                .init("input_includes_cache", .string(one(["true", "false"]))),
            ]
        } else {
            members.append(
                .init("aggregation", code == "m0" ? "sum" : .string(one(["count", "sum"]))))
        }
        return .object(members.shuffled(using: &random))
    }

    private mutating func plan(_ code: String, _ metrics: [String]) -> JSONValue {
        let count = Int.random(in: 0...5, using: &random)
        return [
            "interval": "monthly", "code": .string(code), "base_fee": number(), "name": both(),
            "currency": .string(one(["USD", "CNY", "JPY"])),
            "charges": count == 0 && chance()
                ? .null : .array((0..<count).map { charge("no\($0)", one(metrics)) }),
        ]
    }

    private mutating func charge(_ code: String, _ metric: String) -> JSONValue {
        var members: [JSONValue.Member] = [
            .init("code", .string(code)), .init("name", both()), .init("metric", .string(metric)),
        ]
        let dimension = text()
        let price = metric == "m2" ? tokens(dimension) : price(by: dimension, metric)
        let model = price["model"]?.string
        let isGrouped = metric == "m2" || model == "matrix" || chance()
        if isGrouped { members.append(.init("group_by", [dimension, text()])) }
        if chance() { members.append(.init("multiplier", .string(one(["1.2", "2.50", "1e0"])))) }
        if chance() { members.append(.init("discount_percent", number())) }
        if !isGrouped, chance() {
            members += [.init("maximum", "1e3"), .init("minimum", number())]
        }
        if metric != "m2", model != "percentage", chance() {
            members.append(.init("convert", ["operation": "divide", "factor": "1024.0"]))
        }
        members.append(.init("price", price))
        return .object(members.shuffled(using: &random))
    }

    private mutating func tokens(_ dimension: JSONValue) -> JSONValue {
        if chance() { return ["model": "tokens", "price_book": text(), "dimension": dimension] }
        let bands: JSONValue = [
            ["max_input_tokens": "200000", "input": number(), "output": number()],
            ["max_input_tokens": .null, "input": number(), "output": number()],
        ]
        return [
            "model": "tokens", "per": .string(one(RandomCatalog.powers)), "bands": bands,
            "off_peak": ["utc_from": "16:30", "utc_to": "00:30", "bands": bands],
        ]
    }

    private mutating func price(by dimension: JSONValue, _ metric: String) -> JSONValue {
        let open = chance() ? JSONValue.null : "2000"
        func tiers(_ key: String, _ a: JSONValue, _ b: JSONValue) -> JSONValue {
            [
                ["up_to": "1000", .init(key): a],
                ["up_to": open, .init(key): b, "flat_fee": a],
            ]
        }
        switch Int.random(in: 0..<8, using: &random) {
        case 0: return ["model": "standard", "unit_price": number(), "per": "1000"]
        case 1: return ["model": "graduated", "tiers": tiers("unit_price", number(), number())]
        case 2:
            return [
                "model": "volume", "tiers": tiers("unit_price", number(), number()),
                "bounds": "exclusive", "tier_lookup": "ceil_units",
            ]
        case 3: return ["model": "package", "package_size": "1e3", "package_price": number()]
        case 4 where metric == "m0":
            return ["model": "percentage", "rate_percent": number(), "free_events": "3"]
        case 5:
            return [
                "model": "graduated_percentage",
                "tiers": tiers("rate_percent", number(), number()),
            ]
        case 6:
            return [
                "model": "matrix", "dimensions": [dimension], "default": number(),
                "prices": [
                    ["when": .object([.init(dimension.string!, text())]), "unit_price": number()]
                ],
            ]
        default:
            return [
                "model": "block_tiers",
                "tiers": [["block_size": "10", "max_blocks": open, "block_price": number()]],
            ]
        }
    }

    private mutating func customer(_ id: String, _ plan: String) -> JSONValue {
        [
            "id": .string(id), "name": both(), "address": both(), "email": text(),
            "country": chance() ? .null : "JP",
            "registration": chance() ? .null : "91990000MA00000A9E",
            "language": .string(one(["en", "zh-Hans", "both"])), "plan": .string(plan),
            "since": "2026-01-01",
        ]
    }
}
