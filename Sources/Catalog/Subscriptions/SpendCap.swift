public import Money

/// The most a customer wants to spend on usage in one billing period, and what is to happen then.
///
///     caps: [{amount: "500", reaction: pause, metrics: [model_tokens]}]
///
/// Usage is counted after it happened, so a cap refuses nothing by itself: it says from which event on
/// the customer's gateway should have, or stops billing there.
public struct SpendCap: Sendable, Equatable {
    /// In the currency of the customer's plan.
    public let amount: Exact
    public let reaction: Reaction
    /// The metrics whose usage counts; all where none is named.
    public let metrics: [BillableMetric.ID]

    /// What is to happen at the cap. Unless billing stops, usage that happened is billed.
    public enum Reaction: String, Sendable, CaseIterable {
        /// The customer is told.
        case warn
        /// The customer is on the list of those to be slowed down.
        case throttle
        /// What comes after is on the list of what is to be refused.
        case pause
        /// What comes after is not billed: the usage of the period comes to the cap at most.
        case stopBilling = "stop_billing"
    }

    public init(amount: Exact, reaction: Reaction, metrics: [BillableMetric.ID] = []) {
        self.amount = amount
        self.reaction = reaction
        self.metrics = metrics
    }

    /// Whether the usage of a metric counts.
    public func counts(_ metric: BillableMetric.ID) -> Bool {
        metrics.isEmpty || metrics.contains(metric)
    }
}

extension SpendCap {
    init(_ node: CatalogNode) throws(CatalogError) {
        try node.only("amount", "reaction", "metrics")
        amount = try node.required("amount").positive()
        reaction = try node.required("reaction").choice(Reaction.self)
        var metrics: [BillableMetric.ID] = []
        for child in try node.optional("metrics")?.list() ?? [] {
            metrics.append(try child.code())
        }
        self.metrics = metrics
    }
}
