public import Catalog
public import Money

/// What an invoice would have come to on other plans that the customer's own names.
///
/// All are exact, in the currency of the prices, with fees at fixed days, less coupons, before credits and tax: 4,200,000
/// tokens cost 20 + 1.46 = 21.46 on a plan at 20 a month, and 200 + 0.84 = 200.84 on one at 200 with lower prices.
/// `bm simulate --plan CODE --customer ID --period MONTH` works each out.
public struct PlanComparison: Sendable, Equatable {
    /// On the plan it is billed by.
    public let own: PreciseAmount
    public let others: [Other]

    /// One of the other plans, and what the same would have come to on it.
    public struct Other: Sendable, Equatable {
        public let plan: Plan.ID
        public let name: LocalizedText
        public let amount: PreciseAmount
        /// What that is more than on the own plan; below zero for less.
        public let difference: PreciseAmount

        /// - Throws: `MoneyError.doesNotFit`.
        public init(
            plan: Plan.ID, name: LocalizedText, amount: PreciseAmount, own: PreciseAmount
        ) throws(MoneyError) {
            self.plan = plan
            self.name = name
            self.amount = amount
            difference = try amount.minus(own)
        }
    }

    public init(own: PreciseAmount, others: [Other]) {
        self.own = own
        self.others = others
    }
}
