public import Money
public import Time

/// What a ledger knows beside the catalog, at one instant.
public struct LintFacts: Sendable {
    /// Price books that charges name and the ledger does not have.
    public var missingBooks: Set<String> = []
    /// By book, what it says of the models that events name.
    public var prices: [String: [String: PriceBook.Found]] = [:]
    /// By book, the factor on the prices of its latest version in force.
    public var markups: [String: Exact] = [:]
    /// By event name, who has events of the merchant and with which dimension values; empty without
    /// events.
    public var series: [String: [Series]] = [:]
    /// The day each plan was in force for the first time.
    public var firstDay: [Plan.ID: Day] = [:]

    public init() {}

    /// Models that events counted by a metric name, of some customers or of all.
    func models(
        _ metric: BillableMetric, _ dimension: String, customers: Set<Customer.ID>?
    ) -> Set<String> {
        let counted = (series[metric.event] ?? []).filter {
            metric.counts($0.values) && (customers?.contains($0.customer) ?? true)
        }
        return Set(counted.compactMap { $0.values[dimension] })
    }

    /// A customer and dimension values that its events have.
    public struct Series: Sendable, Equatable {
        public let customer: Customer.ID
        public let values: [String: String]
    }
}

extension BillableMetric {
    /// Whether events with these dimension values count.
    func counts(_ values: [String: String]) -> Bool {
        filter.allSatisfy { filter in
            values[filter.dimension].map { filter.values.contains($0) } ?? false
        }
    }
}
