/// The catalog that tests use, as a merchant would write it. It has one of everything, and a value
/// for every part, so that a test says only what it is about.
///
///     SampleCatalog(tax: "0").yaml
///     SampleCatalog.one(on: "yuan", baseFee: "7650.00").yaml
public struct SampleCatalog: Sendable {
    /// The day it holds from.
    public var effective: String
    public var merchant: String
    public var zone: String
    /// Percent, on every line.
    public var tax: String
    /// The merchant's account at WeChat Pay, and at Alipay: what their bills name.
    public var mchid: String
    public var pid: String
    public var terms: Terms
    public var metrics: [Metric]
    public var plans: [Plan]
    /// How customers are billed, where the catalog says it.
    public var billing: String?
    /// Features, add-ons and coupons, one object a line, as YAML flows.
    public var features: [String] = []
    public var addOns: [String] = []
    public var coupons: [String] = []
    public var customers: [Customer]

    public init(
        effective: String = "2026-01-01", merchant: String = "mer_1",
        zone: String = "Asia/Shanghai", tax: String = "6",
        mchid: String = "1900000109", pid: String = "2088101111111111", terms: Terms = .sample,
        metrics: [Metric] = Metric.samples, plans: [Plan] = Plan.samples,
        customers: [Customer] = [.one, .two]
    ) {
        self.effective = effective
        self.merchant = merchant
        self.zone = zone
        self.tax = tax
        self.mchid = mchid
        self.pid = pid
        self.terms = terms
        self.metrics = metrics
        self.plans = plans
        self.customers = customers
    }

    /// The same with one customer, on one plan at that base fee.
    public static func one(
        _ customer: String = "cus_1", of merchant: String = "mer_1", on plan: String,
        baseFee: String, tax: String = "6", terms: Terms = Terms(),
        since: String = "2026-01-01", effective: String = "2026-01-01"
    ) -> SampleCatalog {
        var catalog = SampleCatalog(
            effective: effective, merchant: merchant, tax: tax, terms: terms,
            customers: [Customer(customer, plan: plan, since: since)])
        let index = catalog.plans.firstIndex { $0.code == plan }
        guard let index else { preconditionFailure("the sample catalog has no plan \(plan)") }
        catalog.plans[index].baseFee = baseFee
        return catalog
    }

    private func listed(_ key: String, _ flows: [String]) -> [String] {
        [key + ":"] + flows.map { "  - " + $0 }
    }

    /// Its file.
    public var yaml: String {
        let head = """
            effective: \(effective)
            merchant:
              id: \(merchant)
              name: {en: Example One (Test) Ltd, zh-Hans: 示例一（测试）有限公司}
              product: {en: AI API, zh-Hans: AI 接口}
              registration: 91350100M000100Y43
              address: {en: 1 Test Street, zh-Hans: 测试路1号}
              email: billing@one.example.com
              time_zone: \(zone)
              language: zh-Hans
              tax: {name: {en: VAT, zh-Hans: 增值税}, percent: "\(tax)"}
              payment_terms_days: 14\(billing.map { "\n  billing: \($0)" } ?? "")
              channels:
                wechat_pay: {mchid: "\(mchid)", appid: wx01}
                alipay: {pid: "\(pid)"}
              settlement:
                currency: \(terms.currency)
                bank: {name: Example Bank, account_last4: "1234"}
                \(terms.feeLine)subscription: "\(terms.subscription)"
                wire_fee: "\(terms.wireFee)"
                minimum_payout: "\(terms.minimum)"
            """ + terms.more.map { "\n    " + $0 }.joined()
        let parts = [
            ["metrics:"] + metrics.flatMap(\.lines), listed("features", features),
            ["plans:"] + plans.flatMap(\.lines), listed("add_ons", addOns),
            listed("coupons", coupons),
            ["customers:"] + customers.flatMap(\.lines),
        ]
        return ([head] + parts.filter { $0.count > 1 }.joined()).joined(separator: "\n")
    }
}
