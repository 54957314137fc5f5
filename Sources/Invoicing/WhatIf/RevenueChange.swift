public import Catalog
public import Money

/// What a customer pays now, and what it would pay.
public struct RevenueChange: Sendable, Equatable {
    public let customer: Customer.ID
    public let before: PreciseAmount
    public let after: PreciseAmount
    public let difference: PreciseAmount

    /// Every customer that pays or would pay something, by currency, the biggest movers first; with
    /// a row for each currency where its prices are in several.
    ///
    /// - Throws: `MoneyError.doesNotFit`.
    public static func all(
        from before: Revenue, to after: Revenue
    ) throws(MoneyError) -> [RevenueChange] {
        let (old, new) = (try before.totals(), try after.totals())
        var changes: [RevenueChange] = []
        for customer in Set(old.keys).union(new.keys) {
            let (from, to) = (old[customer] ?? [], new[customer] ?? [])
            for currency in Set((from + to).map(\.currency)) {
                changes.append(
                    try RevenueChange(
                        customer, from: from.amount(in: currency), to: to.amount(in: currency)))
            }
        }
        return changes.sorted { a, b in
            let (x, y) = (a.difference.exact.magnitude, b.difference.exact.magnitude)
            if a.before.currency != b.before.currency {
                return a.before.currency.code < b.before.currency.code
            }
            return x == y ? a.customer < b.customer : x > y
        }
    }

    /// What all of them pay and would pay, by currency.
    ///
    /// - Throws: `MoneyError.doesNotFit`.
    public static func totals(
        _ changes: [RevenueChange]
    ) throws(MoneyError) -> [(before: PreciseAmount, after: PreciseAmount)] {
        let before = try changes.map(\.before).byCurrency()
        let after = try changes.map(\.after).byCurrency()
        return Array(zip(before, after))
    }

    /// Usage that is charged for now and would not be: no charge of the new plan is for its metric.
    public struct Uncharged: Sendable, Equatable {
        public let customer: Customer.ID
        public let metric: BillableMetric.ID
        public let units: Quantity
    }

    /// By customer and metric.
    ///
    /// - Throws: `MoneyError.doesNotFit`.
    public static func uncharged(
        from before: Revenue, to after: Revenue
    ) throws(MoneyError) -> [Uncharged] {
        var found: [Uncharged] = []
        for (customer, lines) in before.lines.sorted(by: { $0.key < $1.key }) {
            let metrics = Set(lines.compactMap(\.metric)).subtracting(after.charged[customer] ?? [])
            for metric in metrics.sorted() {
                var units = Quantity.zero
                for line in lines where line.metric == metric { units = try units.plus(line.units) }
                if !units.isZero {
                    found.append(Uncharged(customer: customer, metric: metric, units: units))
                }
            }
        }
        return found
    }

    private init(
        _ customer: Customer.ID, from before: PreciseAmount, to after: PreciseAmount
    ) throws(MoneyError) {
        self.customer = customer
        self.before = before
        self.after = after
        difference = try after.minus(before)
    }
}

extension [PreciseAmount] {
    func amount(in currency: Currency) -> PreciseAmount {
        first { $0.currency == currency } ?? .zero(currency)
    }
}
