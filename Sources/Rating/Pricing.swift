import Catalog
import Metering
import Money
import Time

/// Fees while a month is priced, item after item.
struct Pricing {
    let month: Month
    let supposition: Supposition?
    private(set) var fees: [Customer.ID: [Placed]] = [:]
    /// What has no price; it stops the bill unless it is only supposed.
    private(set) var unpriced: [RatingError] = []
    private var left: [Key: Quantity] = [:]
    private var progress: [Key: Pricer.Progress] = [:]
    private var places: [Cohort: [Charge.ID]] = [:]

    /// What periods end with, where a price depends on it.
    private let totals: [Key: Exact]
    /// Where each charge and group stands.
    var positions: [Key: Exact] { progress.mapValues(\.position) }

    init(month: Month, supposition: Supposition?, totals: [Key: Exact] = [:]) {
        self.month = month
        self.supposition = supposition
        self.totals = totals
    }

    /// What goes on across a change of price.
    struct Key: Hashable {
        let cohort: Cohort
        let customer: Customer.ID
        let charge: Charge.ID
        let group: [MeteredUsage.DimensionValue]
    }

    /// A fee in its place among those of a customer: by period, charge, group, then time.
    struct Placed: Comparable {
        let charge: Int
        let fee: Fee

        static func == (a: Placed, b: Placed) -> Bool { a.charge == b.charge && a.fee == b.fee }

        static func < (a: Placed, b: Placed) -> Bool {
            if a.fee.period.used.from != b.fee.period.used.from {
                return a.fee.period.used.from < b.fee.period.used.from
            }
            if a.charge != b.charge { return a.charge < b.charge }
            if let first = a.fee.usage.groupPrecedes(b.fee.usage) { return first }
            guard let x = a.fee.span, let y = b.fee.span else { return false }
            return x.from < y.from
        }
    }

    /// Customers for whom something of the charge has been priced.
    func active(_ item: Item) -> Set<Customer.ID> {
        // A minimum is that of the month: who used nothing in its last part still comes to it.
        if item.charge.terms.minimum != nil, item.span != nil {
            return usedNow[Used(cohort: item.cohort, charge: item.charge.code)] ?? []
        }
        return Set(
            progress.keys.filter { $0.charge == item.charge.code && $0.cohort == item.cohort }
                .map(\.customer))
    }

    /// A charge of a cohort.
    private struct Used: Hashable {
        let cohort: Cohort
        let charge: Charge.ID
    }

    private var usedNow: [Used: Set<Customer.ID>] = [:]

    mutating func add(
        _ measured: MeteredUsage, _ item: Item, _ evidence: Evidence.Summary?,
        days: [Day: DayUse] = [:]
    ) throws {
        let usage = try measured.scaled(by: supposition?.scale ?? .one)
        func key(_ group: [MeteredUsage.DimensionValue]) -> Key {
            Key(
                cohort: item.cohort, customer: usage.customer, charge: item.charge.code,
                group: group)
        }
        let (key, pool) = (key(usage.group), key([]))
        let included = left[pool] ?? Quantity(sum: item.charge.terms.included)
        var moved = progress[key] ?? Pricer.Progress()
        moved.total = totals[key]
        var explanation: Explanation
        do {
            explanation = try Rater.explain(
                usage, item.charge, plan: item.plan, month: month, includedLeft: included,
                prices: item.prices(of: usage), progress: &moved, isLast: item.isLast)
        } catch {
            guard supposition != nil else { throw error }
            unpriced.append(error)
            progress[key] = moved
            return
        }
        explanation.switches = item.charge.switchWords
        progress[key] = moved
        if item.isLast {
            usedNow[Used(cohort: item.cohort, charge: item.charge.code), default: []]
                .insert(usage.customer)
        }
        left[pool] = try included.minus(explanation.included)
        // A charge nobody used costs something only where a flat fee or a minimum says so.
        let amount = try explanation.total(item.plan.currency)
        if usage.eventCount == 0, amount.isZero, explanation.units.isZero { return }
        fees[usage.customer, default: []].append(
            Placed(
                charge: place(item),
                fee: Fee(
                    plan: item.plan.code, period: item.cohort.period, charge: item.charge.code,
                    name: item.charge.name, unit: item.metric.unit, usage: usage,
                    explanation: explanation, amount: amount, evidence: evidence,
                    span: item.span, days: days)))
    }

    /// Items come in the order of the plan's charges, so a charge's place is when it first came.
    private mutating func place(_ item: Item) -> Int {
        if let place = places[item.cohort]?.firstIndex(of: item.charge.code) { return place }
        places[item.cohort, default: []].append(item.charge.code)
        return places[item.cohort]!.count - 1
    }
}
