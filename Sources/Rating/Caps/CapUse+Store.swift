public import Catalog
public import GRDB
import Metering
import Money
public import Time

extension CapUse {
    /// The caps of a merchant's customers over the billing periods that end in a month, as far as
    /// usage has come, by customer, period and cap.
    ///
    /// - Parameters:
    ///   - cap: held against every customer's usage in place of the caps they have set.
    ///   - suppositions: what is taken to be otherwise in the catalog.
    /// - Throws: `MoneyError.doesNotFit`, `CatalogError`.
    public static func all(
        _ db: Database, _ merchant: Merchant.ID, _ month: Month,
        customers: Set<Customer.ID>? = nil, replaying cap: SpendCap? = nil,
        supposing suppositions: [CatalogSupposition] = []
    ) throws -> [CapUse] {
        let supposition = Supposition(suppositions).uncapped
        return try all(
            db, merchant,
            RatedMonth(
                db, merchant, month, customers: customers, withEvidence: false,
                supposing: supposition),
            replaying: cap, supposing: supposition)
    }

    /// The same of a month that is rated already.
    ///
    /// - Parameter supposition: the one it was rated under, which does not stop at caps.
    public static func all(
        _ db: Database, _ merchant: Merchant.ID, _ rated: RatedMonth,
        replaying cap: SpendCap? = nil, supposing supposition: Supposition
    ) throws -> [CapUse] {
        var uses: [CapUse] = []
        for (customer, periods) in rated.periods.sorted(by: { $0.key < $1.key }) {
            for period in periods {
                let set = rated.history.caps(of: customer, in: period.period)
                for cap in cap.map({ [$0] }) ?? set {
                    let search = Search(
                        db: db, merchant: merchant, customer: customer, cap: cap, period: period,
                        rated: rated, supposition: supposition)
                    uses.append(try search.use())
                }
            }
        }
        return uses
    }
}

/// Holds one cap against a customer's usage of a period.
private struct Search {
    let db: Database
    let merchant: Merchant.ID
    let customer: Customer.ID
    let cap: SpendCap
    let period: RatedMonth.Period
    let rated: RatedMonth
    let supposition: Supposition

    func use() throws -> CapUse {
        let all = fees(rated)
        let used = try total(all)
        return CapUse(
            customer: customer, plan: period.plan.code, cap: cap, period: period.period, used: used,
            crossing: used.exact >= cap.amount ? try crossing(all) : nil)
    }

    /// The fees that the cap is about.
    private func fees(_ rated: RatedMonth) -> [Fee] {
        (rated.fees[customer] ?? []).filter { fee in
            fee.period.used.from == period.period.used.from && fee.plan == period.plan.code
                && cap.counts(fee.usage.metric)
        }
    }

    private func total(_ fees: [Fee]) throws(MoneyError) -> PreciseAmount {
        var sum = PreciseAmount.zero(period.plan.currency)
        for fee in fees { sum = try sum.plus(fee.amount) }
        return sum
    }

    /// What the cap is about, as it stood just before an instant.
    private func fees(before end: Instant) throws -> [Fee] {
        var supposition = supposition
        supposition.end = end
        return try fees(
            RatedMonth(
                db, merchant, rated.month, customers: [customer], withEvidence: false,
                supposing: supposition))
    }

    private func crossing(_ all: [Fee]) throws -> CapUse.Crossing? {
        let span = period.period.used.instants(in: rated.history.zone)
        let instants = try Crossing.instants(db, customer: customer, in: span)
        guard
            let at = try Crossing.first(
                of: instants, where: { try total(fees(before: $0)).exact >= cap.amount })
        else { return nil }
        let reached = try fees(before: Instant(nanoseconds: at.nanoseconds + 1))
        let names = Set(all.map { rated.catalog.metric($0.usage.metric).event })
        var after: [CapUse.After] = []
        for metric in Set(all.map(\.usage.metric)).sorted() {
            let (late, early) = (
                all.filter { $0.usage.metric == metric },
                reached.filter { $0.usage.metric == metric }
            )
            let use = CapUse.After(
                metric: metric,
                events: late.map(\.usage.eventCount).reduce(0, +)
                    - early.map(\.usage.eventCount).reduce(0, +),
                units: try units(late).minus(units(early)),
                amount: try total(late).minus(total(early)))
            if use.events > 0 || !use.amount.isZero { after.append(use) }
        }
        return CapUse.Crossing(
            at: at, event: try Crossing.event(db, customer: customer, at: at, names: names) ?? "",
            reached: try total(reached), after: after)
    }

    private func units(_ fees: [Fee]) throws(MoneyError) -> Quantity {
        var sum = Quantity.zero
        for fee in fees { sum = try sum.plus(fee.explanation.units) }
        return sum
    }
}
