public import Money

/// What a customer has agreed to: a base fee and the prices of its usage.
public struct Plan: Sendable {
    public typealias ID = Code<Plan>

    public let code: ID
    public let name: LocalizedText
    /// The currency its prices are written in.
    public let currency: Currency
    public let interval: Interval
    /// The fee of one interval, billed in advance, in whole units of the currency.
    public let baseFee: PreciseAmount
    public let charges: [Charge]

    /// How often the base fee is due and usage is billed.
    public enum Interval: String, Sendable, CaseIterable {
        case monthly
    }
}

/// A price rule of a plan for one metric.
public struct Charge: Sendable {
    public typealias ID = Code<Charge>

    public let code: ID
    public let name: LocalizedText
    public let metric: BillableMetric.ID
    /// Dimensions that split the charge: each combination of their values is a line.
    public let groupBy: [String]
    public let price: ChargeModel
    public let terms: ChargeTerms
}

extension Plan {
    init(_ node: CatalogNode) throws(CatalogError) {
        try node.only("code", "name", "currency", "interval", "base_fee", "charges")
        code = try node.required("code").code()
        name = try node.required("name").localized()
        currency = try node.required("currency").currency()
        interval = try node.required("interval").choice(Interval.self)
        baseFee = PreciseAmount(try node.required("base_fee").price(), currency)
        var charges: [Charge] = []
        for child in try node.optional("charges")?.list() ?? [] {
            let charge = try Charge(child)
            if charges.contains(where: { $0.code == charge.code }) {
                throw child.problem("a second charge “\(charge.code)”", "each code once in a plan")
            }
            charges.append(charge)
        }
        self.charges = charges
    }
}

extension Charge {
    init(_ node: CatalogNode) throws(CatalogError) {
        try node.refuse(
            besides: ["code", "name", "metric", "group_by", "price"] + ChargeTerms.keys)
        code = try node.required("code").code()
        name = try node.required("name").localized()
        metric = try node.required("metric").code()
        var groupBy: [String] = []
        for child in try node.optional("group_by")?.list() ?? [] {
            groupBy.append(try child.text())
        }
        self.groupBy = groupBy
        price = try ChargeModel(try node.required("price"))
        terms = try ChargeTerms(node)
    }
}
