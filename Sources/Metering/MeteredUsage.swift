public import Catalog
public import Money
public import Time

/// What one customer used under one charge in one group of dimension values.
public struct MeteredUsage: Sendable, Equatable {
    public let customer: Customer.ID
    public let metric: BillableMetric.ID
    /// The values the charge groups by, in the charge's order; nil where an event had none.
    public let group: [DimensionValue]
    public let amount: Measured
    public let eventCount: Int
    public let firstAt: Instant
    public let lastAt: Instant

    /// A dimension and its value; nil where events had none.
    public struct DimensionValue: Sendable, Hashable {
        public let dimension: String
        public let value: String?

        public init(dimension: String, value: String?) {
            self.dimension = dimension
            self.value = value
        }
    }

    /// How much: units, or tokens by band and class.
    public enum Measured: Sendable, Equatable {
        case units(Quantity)
        /// One entry per band of the model's price, in its order.
        case tokens([TokenTotals])
        /// The value of each event, in the order of their time, for charges that price each.
        case each([Exact])
        /// The quantity of each event and the price it came with.
        case priced([Priced])

        /// Units at the price of their own event.
        public struct Priced: Sendable, Equatable {
            public let units: Exact
            public let unitPrice: Exact

            public init(units: Exact, unitPrice: Exact) {
                self.units = units
                self.unitPrice = unitPrice
            }
        }
    }

    /// Tokens of the requests of one band, in disjoint classes.
    public struct TokenTotals: Sendable, Equatable {
        public var requests = 0
        public var byClass: [TokenClass: Int128] = [:]

        public init() {}
    }

    public init(
        customer: Customer.ID, metric: BillableMetric.ID, group: [DimensionValue], amount: Measured,
        eventCount: Int, firstAt: Instant, lastAt: Instant
    ) {
        self.customer = customer
        self.metric = metric
        self.group = group
        self.amount = amount
        self.eventCount = eventCount
        self.firstAt = firstAt
        self.lastAt = lastAt
    }

    /// Whether this group's values come first; one without a value comes before any. Nil where both
    /// have the same.
    public func groupPrecedes(_ other: MeteredUsage) -> Bool? {
        for (x, y) in zip(group, other.group) where x.value != y.value {
            guard let x = x.value else { return true }
            guard let y = y.value else { return false }
            return x < y
        }
        return nil
    }

    /// The value of one of the dimensions the charge groups by.
    public func value(of dimension: String) -> String? {
        group.first { $0.dimension == dimension }?.value
    }
}

/// What to measure: one charge, for the customers that have it.
public struct MeterRequest: Sendable {
    public let metric: BillableMetric
    public let groupBy: [String]
    public let customers: Set<Customer.ID>
    /// For token metrics: the dimension that names the model, and a price book's bands by model. One
    /// that is not named has one band.
    public let modelDimension: String?
    public let modelPrices: [String: TokenPrices]
    /// For charges with token prices of their own: the same bands for every model.
    public let tokenPrices: Tokens?
    /// What the charge prices.
    public let needs: Needs
    /// The part of the period at one price, `[from, to)`; all of it where nil.
    public let span: Span?
    /// The billing period that it is a part of; all that is scanned where nil.
    public let period: Span?
    /// The models that are asked for, by the model dimension; all where nil.
    public let models: ModelChoice?

    /// A part of a period.
    public struct Span: Sendable, Hashable {
        public let from: Instant
        public let to: Instant

        public init(from: Instant, to: Instant) {
            self.from = from
            self.to = to
        }
    }

    /// Some models, or all but some.
    public enum ModelChoice: Sendable, Equatable {
        case only(Set<String>)
        case others(than: Set<String>)

        func includes(_ model: String?) -> Bool {
            switch self {
            case .only(let models): model.map(models.contains) ?? false
            case .others(let models): !(model.map(models.contains) ?? false)
            }
        }
    }

    /// The total of a period, or each event of it.
    public enum Needs: Sendable { case total, each, priced }

    public init(
        metric: BillableMetric, groupBy: [String], customers: Set<Customer.ID>,
        modelDimension: String? = nil, modelPrices: [String: TokenPrices] = [:],
        tokenPrices: Tokens? = nil, needs: Needs = .total, span: Span? = nil,
        period: Span? = nil, models: ModelChoice? = nil
    ) {
        self.span = span
        self.period = period
        self.models = models
        self.tokenPrices = tokenPrices
        self.needs = needs
        self.metric = metric
        self.groupBy = groupBy
        self.customers = customers
        self.modelDimension = modelDimension
        self.modelPrices = modelPrices
    }

    /// The same over another part of the period.
    public func over(_ span: Span) -> MeterRequest {
        MeterRequest(
            metric: metric, groupBy: groupBy, customers: customers, modelDimension: modelDimension,
            modelPrices: modelPrices, tokenPrices: tokenPrices, needs: needs, span: span,
            period: period, models: models)
    }
}
