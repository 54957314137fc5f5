public import Money

/// When credit is ordered for a customer by itself, in the currency of its plan.
///
///     auto_top_up: {below: 20, grant: 100, monthly_limit: 300}
public struct AutoTopUp: Sendable, Hashable {
    /// A grant is ordered when less than this is left.
    public let below: Exact
    /// How much is ordered at a time.
    public let grant: Exact
    /// The most that is ordered in a calendar month of the merchant's zone; nil without a limit.
    public let monthlyLimit: Exact?
}

extension AutoTopUp {
    init(_ node: CatalogNode) throws(CatalogError) {
        try node.only("below", "grant", "monthly_limit")
        below = try node.required("below").positive()
        grant = try node.required("grant").positive()
        let limit = try node.optional("monthly_limit")
        monthlyLimit = try limit?.positive()
        if let limit, let monthlyLimit, monthlyLimit < grant {
            throw limit.problem(limit.found, "at least what is granted at a time, \(grant)")
        }
    }
}
