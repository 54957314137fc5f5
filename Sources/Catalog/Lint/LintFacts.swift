public import Money
public import Time

/// What a ledger knows beside the catalog, at one instant.
public struct LintFacts: Sendable {
    /// Price books that charges name and the ledger does not have.
    public var missingBooks: Set<String> = []
    /// By book, what it says of the models that events name.
    public var prices: [String: [String: PriceBook.Found]] = [:]
    /// By book, the models that events name and it does not.
    public var unnamedModels: [String: Set<String>] = [:]
    /// By book, the factor on the prices of its latest version in force.
    public var markups: [String: Exact] = [:]
    /// By event name, the distinct dimension values of the merchant's events; empty without events.
    public var series: [String: [[String: String]]] = [:]
    /// The day each plan was in force for the first time.
    public var firstDay: [Plan.ID: Day] = [:]

    public init() {}
}
