public import Money

/// A share of each event's amount and a fixed fee beside it, after what is free.
public struct Percentage: Sendable, Equatable {
    public let rate: Rate
    public let fixedPerEvent: Exact
    /// The first events, in the order of their time, that cost nothing; nil for none.
    public let freeEvents: Int?
    /// The first part of the amounts that costs nothing; nil for none.
    public let freeAmount: Exact?
    /// What a paid event costs at least and at most.
    public let perEventMinimum: Exact?
    public let perEventMaximum: Exact?
    public let method: Method

    /// How the free events and the free amount end each other.
    public enum Method: String, Sendable, CaseIterable {
        /// What is used up first ends both.
        case whicheverFirst = "whichever_first"
        /// The free amount goes on being used up after the free events have run out.
        case perEvent = "per_event"
    }
}

extension Percentage {
    init(_ node: CatalogNode) throws(CatalogError) {
        rate = try Rate(percent: node)
        fixedPerEvent = try node.optional("fixed_per_event")?.price() ?? .zero
        freeEvents = try node.optional("free_events")?.int(0...Int(Int32.max))
        freeAmount = try node.optional("free_amount")?.price()
        perEventMinimum = try node.optional("per_event_min")?.price()
        perEventMaximum = try node.optional("per_event_max")?.price()
        if let minimum = perEventMinimum, let maximum = perEventMaximum, minimum > maximum {
            throw node.problem(
                "per_event_min \(minimum) above per_event_max \(maximum)", "a minimum below it")
        }
        let isBounded = perEventMinimum != nil || perEventMaximum != nil
        method =
            try node.optional("method")?.choice(Method.self)
            ?? (isBounded ? .perEvent : .whicheverFirst)
    }
}
