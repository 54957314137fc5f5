public import Money

/// What a customer has agreed to: what is due at fixed days, and the prices of its usage.
public struct Plan: Sendable {
    public typealias ID = Code<Plan>

    public let code: ID
    public let name: LocalizedText
    /// The currency its prices are written in.
    public internal(set) var currency: Currency
    /// How often the base fee is due and usage is billed.
    public let interval: Interval
    /// Where its periods begin.
    public let anchor: Anchor
    /// The fee of one interval, in whole units of the currency.
    public internal(set) var baseFee: PreciseAmount
    /// When base fee, seats and add-ons are billed.
    public let billed: Timing
    public internal(set) var trial: Trial?
    public internal(set) var seats: Seats?
    public internal(set) var commitment: Commitment?
    /// The usage at which an invoice is cut inside a period, in the plan's currency.
    public internal(set) var threshold: PreciseAmount?
    /// What may be used of each period without paying for it, in the plan's currency; nil for nothing.
    public internal(set) var periodCredit: PreciseAmount?
    /// In the order of their features' codes.
    public internal(set) var entitlements: [Entitlement]
    public internal(set) var charges: [Charge]
    /// Plans whose totals its invoices print beside their own.
    public let comparedWith: [ID]

    /// How long a period is.
    public enum Interval: String, Sendable, CaseIterable {
        case daily, weekly, monthly, quarterly, yearly
        /// The base fee once, and usage by the month.
        case lifetime
    }

    /// With the calendar, the first period being a part of one, or with the subscription.
    public enum Anchor: String, Sendable, CaseIterable { case calendar, subscription }

    /// Before the period that is paid for, or after it. Usage is always billed after it.
    public enum Timing: String, Sendable, CaseIterable {
        case inAdvance = "in_advance"
        case inArrears = "in_arrears"
    }

    /// The first days of a subscription, for which no base fee, seats or add-ons are due.
    public struct Trial: Sendable, Equatable {
        public let days: Int
        /// Whether usage in these days costs nothing either.
        public let usageIsFree: Bool
    }

    /// Seats that a customer takes in any number, beside those the base fee includes.
    public struct Seats: Sendable, Equatable {
        /// Of one seat for one interval.
        public let fee: PreciseAmount
        public let included: Int
    }

    /// Usage that is paid for whether it is used or not.
    public struct Commitment: Sendable, Equatable {
        /// Of one interval.
        public let amount: PreciseAmount
        /// What usage above it costs, times its price.
        public let overageFactor: Exact
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
    /// The engine whose reading of prices the plan asks for, where it does.
    public let semantics: Semantics?

    init(
        code: ID, name: LocalizedText, metric: BillableMetric.ID, groupBy: [String],
        price: ChargeModel, terms: ChargeTerms, semantics: Semantics? = nil
    ) {
        self.code = code
        self.name = name
        self.metric = metric
        self.groupBy = groupBy
        self.price = price
        self.terms = terms
        self.semantics = semantics
    }
}

extension Plan {
    init(_ node: CatalogNode) throws(CatalogError) {
        try node.only(
            "code", "name", "currency", "semantics", "interval", "anchor", "base_fee", "billed",
            "trial", "seats", "commitment", "threshold", "period_credit", "entitlements", "charges",
            "compare_with")
        code = try node.required("code").code()
        name = try node.required("name").localized()
        let currency = try node.required("currency").currency()
        self.currency = currency
        interval = try node.required("interval").choice(Interval.self)
        anchor = try node.optional("anchor")?.choice(Anchor.self) ?? .calendar
        baseFee = PreciseAmount(try node.required("base_fee").price(), currency)
        billed = try node.optional("billed")?.choice(Timing.self) ?? .inAdvance
        trial = try Trial(node.optional("trial"))
        seats = try Seats(node.optional("seats"), currency)
        commitment = try Commitment(node.optional("commitment"), currency)
        let threshold = try node.optional("threshold")
        self.threshold = try threshold.map { node throws(CatalogError) in
            PreciseAmount(try node.positive(), currency)
        }
        if let threshold, commitment != nil {
            throw threshold.problem(
                "a threshold beside a commitment", "one of them: both are of the whole period")
        }
        periodCredit = try node.optional("period_credit").map { node throws(CatalogError) in
            PreciseAmount(try node.positive(), currency)
        }
        entitlements = try Entitlement.all(node.optional("entitlements"))
        let semantics = try node.optional("semantics")?.choice(Semantics.self)
        var charges: [Charge] = []
        for child in try node.optional("charges")?.list() ?? [] {
            let charge = try Charge(child, semantics)
            if charges.contains(where: { $0.code == charge.code }) {
                throw child.problem("a second charge “\(charge.code)”", "each code once in a plan")
            }
            charges.append(charge)
        }
        self.charges = charges
        comparedWith = try Plan.compared(node.optional("compare_with"), with: code)
    }

    /// More would be an advertisement.
    private static let mostCompared = 3

    private static func compared(
        _ node: CatalogNode?, with own: ID
    ) throws(CatalogError) -> [ID] {
        var codes: [ID] = []
        for child in try node?.list() ?? [] {
            let code: ID = try child.code()
            if code == own || codes.contains(code) || codes.count == mostCompared {
                throw child.problem("“\(code)”", "at most \(mostCompared) other plans, each once")
            }
            codes.append(code)
        }
        return codes
    }
}

extension Plan.Trial {
    fileprivate init?(_ node: CatalogNode?) throws(CatalogError) {
        guard let node else { return nil }
        try node.only("days", "usage")
        days = try node.required("days").int(1...3660)
        // Said, never guessed: half of the field bills usage in a trial and half does not.
        usageIsFree = try node.required("usage").choice(TrialUsage.self) == .free
    }

    private enum TrialUsage: String, CaseIterable { case free, billed }
}

extension Plan.Seats {
    fileprivate init?(_ node: CatalogNode?, _ currency: Currency) throws(CatalogError) {
        guard let node else { return nil }
        try node.only("fee", "included")
        fee = PreciseAmount(try node.required("fee").price(), currency)
        included = try node.optional("included")?.int(0...1_000_000) ?? 0
    }
}

extension Plan.Commitment {
    fileprivate init?(_ node: CatalogNode?, _ currency: Currency) throws(CatalogError) {
        guard let node else { return nil }
        try node.only("amount", "overage_factor")
        // An amount that is paid, so it has no more decimals than the currency.
        let committed = try node.required("amount").amount(currency)
        amount = PreciseAmount(committed.exact, currency)
        overageFactor = try node.optional("overage_factor")?.positive() ?? .one
    }
}

extension Charge {
    init(_ node: CatalogNode, _ semantics: Semantics?) throws(CatalogError) {
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
        price = try ChargeModel(node.required("price").filled(semantics))
        terms = try ChargeTerms(node)
        self.semantics = semantics
    }
}
