public import Money

/// Something that is taken off the invoices of the customers who have it.
public struct Coupon: Sendable {
    public typealias ID = Code<Coupon>

    public let code: ID
    public let name: LocalizedText
    public let value: Value
    /// How many invoices it may lower; nil for all.
    public let invoices: Int?
    /// The metrics, plans or kinds of line it is limited to; of all where none is named.
    public let metrics: [BillableMetric.ID]
    public let plans: [Plan.ID]
    public let lines: [LineKind]

    /// A share of each line, or an amount over all of them.
    public enum Value: Sendable, Equatable {
        /// 10 means ten hundredths.
        case percent(Exact)
        case fixed(Amount)
    }

    /// Kinds of line that a coupon can be limited to.
    public enum LineKind: String, Sendable, CaseIterable {
        case usage
        case baseFee = "base_fee"
        case seat
        case addOn = "add_on"
    }
}

extension Coupon {
    init(_ node: CatalogNode) throws(CatalogError) {
        try node.only(
            "code", "name", "percent", "amount", "currency", "duration", "metrics", "plans",
            "lines")
        code = try node.required("code").code()
        name = try node.required("name").localized()
        if let percent = try node.optional("percent") {
            if let amount = try node.optional("amount") {
                throw amount.problem("an amount beside a percentage", "one of them")
            }
            value = .percent(try percent.percent())
        } else {
            let currency = try node.required("currency").currency()
            value = .fixed(try node.required("amount").amount(currency))
        }
        let duration = try node.required("duration")
        switch duration.value {
        case .scalar("once"): invoices = 1
        case .scalar("forever"): invoices = nil
        case .map:
            try duration.only("invoices")
            invoices = try duration.required("invoices").int(1...1200)
        default:
            throw duration.problem(duration.found, "once, forever or {invoices: 3}")
        }
        metrics = try Coupon.codes(node.optional("metrics"))
        plans = try Coupon.codes(node.optional("plans"))
        var lines: [LineKind] = []
        for node in try node.optional("lines")?.list() ?? [] {
            lines.append(try node.choice(LineKind.self))
        }
        self.lines = lines
    }

    private static func codes<Of>(_ node: CatalogNode?) throws(CatalogError) -> [Code<Of>] {
        var codes: [Code<Of>] = []
        for node in try node?.list() ?? [] { codes.append(try node.code()) }
        return codes
    }
}
