/// What the sample catalog has: one of everything.
public enum Fixture {
    /// Merchant `mer_1` in Shanghai with customers `cus_1` and `cus_2` on the plan `basic`.
    public static let catalog = SampleCatalog().yaml

    /// The same for `mer_2`, with customers `cus_b1` and `cus_b2`.
    public static let otherCatalog =
        catalog
        .replacing("id: mer_1", with: "id: mer_2").replacing("id: cus_", with: "id: cus_b")

    /// One event line; nil leaves a field out.
    public static func event(
        id: String? = "evt_1", customer: String = "cus_1", _ name: String, quantity: String? = "1",
        at time: String? = "2026-05-03T09:41:23.12Z", _ properties: String = "{}"
    ) -> String {
        var fields = ["\"customer_id\":\"\(customer)\"", "\"metric\":\"\(name)\""]
        if let id { fields.append("\"id\":\"\(id)\"") }
        if let quantity { fields.append("\"quantity\":\"\(quantity)\"") }
        if let time { fields.append("\"timestamp\":\"\(time)\"") }
        return "{" + fields.joined(separator: ",") + ",\"properties\":\(properties)}"
    }
}

extension SampleCatalog.Metric {
    /// Two that read the same event, one that sums its quantity, tokens, one that nobody uses, and
    /// the one that the plans `developer` and `yuan` charge for.
    public static let samples: [SampleCatalog.Metric] = [
        .init(
            "calls", ("Calls", "调用"), unit: ("calls", "次"),
            ["event: call", "aggregation: count", "filter: {status: [ok, slow]}"]),
        .init(
            "seconds", ("Seconds", "秒"), unit: ("s", "秒"),
            [
                "event: call", "aggregation: sum", "field: seconds",
                "filter: {status: [ok, slow]}",
            ]),
        .init(
            "words", ("Words", "词"), unit: ("words", "词"), ["event: chat", "aggregation: sum"]),
        .init(
            "model_tokens", ("Tokens", "词元"), unit: ("tokens", "词元"),
            [
                "event: model_call", "aggregation: tokens",
                "tokens: {input: in, output: out, cache_read: read, cache_write: write, "
                    + "reasoning: think}",
                "input_includes_cache: true",
            ]),
        .init("spare", ("Spare", "备用"), unit: ("units", "个"), ["aggregation: count"]),
        .init(
            "output_tokens", ("Output tokens", "输出词元"), unit: ("tokens", "词元"),
            ["aggregation: sum"]),
    ]
}

extension SampleCatalog.Plan {
    /// `basic` has every charge model and no base fee, `idle` a base fee and no charge; `developer`
    /// and `yuan` have one of each, in USD and in CNY.
    public static let samples: [SampleCatalog.Plan] = [
        .init(
            "basic", ("Basic", "基础版"),
            [
                .init(
                    "calls_fee", ("Calls", "调用"), metric: "calls",
                    price: "{model: standard, unit_price: \"0.08\", per: \"1000\"}"),
                .init(
                    "seconds_fee", ("Seconds", "秒"), metric: "seconds", groupBy: ["region"],
                    included: "100",
                    price: "model: graduated", "per: \"1\"", "tiers:",
                    "  - {up_to: \"1000\", unit_price: \"0.50\"}",
                    "  - {up_to: \"5000\", unit_price: \"0.30\"}"),
                .init(
                    "words_fee", ("Words", "词"), metric: "words", groupBy: ["model", "region"],
                    price: "{model: package, package_size: \"1000\", package_price: \"1.00\"}"),
                .init(
                    "tokens_fee", ("Tokens", "词元"), metric: "model_tokens", groupBy: ["model"],
                    terms: ["multiplier: \"1.2\""],
                    price: "{model: tokens, price_book: litellm, dimension: model}"),
            ]),
        .init("idle", ("Idle", "闲置版"), baseFee: "9.90"),
        .init("developer", ("Developer", "开发者版"), baseFee: "20", [outputFee]),
        .init("yuan", ("Yuan", "人民币版"), currency: "CNY", baseFee: "100", [outputFee]),
    ]

    private static let outputFee = SampleCatalog.Charge(
        "output_fee", ("Output tokens", "输出词元"), metric: "output_tokens", groupBy: ["model"],
        price: "{model: standard, unit_price: \"0.01\"}")
}
