import Catalog
import Metering
import Time

/// Customers that have one plan over the same days of the same period: they are measured together.
struct Cohort: Hashable {
    let plan: Plan.ID
    let period: BillingPeriod
    /// Leaves out what happened from that instant on: the period as it stood then.
    var cut: Instant?

    /// Cohorts with their customers, in the order of plans and periods.
    static func all(
        _ periods: [(customer: Customer.ID, period: BillingPeriod, plan: Plan)],
        cut: Instant? = nil
    ) -> [(cohort: Cohort, customers: Set<Customer.ID>)] {
        var customers: [Cohort: Set<Customer.ID>] = [:]
        for (customer, period, plan) in periods {
            customers[Cohort(plan: plan.code, period: period, cut: cut), default: []].insert(
                customer)
        }
        return customers.sorted { $0.key.precedes($1.key) }.map { ($0.key, $0.value) }
    }

    /// What is measured of it.
    func span(in zone: Zone) -> MeterRequest.Span {
        let used = period.used.instants(in: zone)
        return MeterRequest.Span(from: used.from, to: min(used.to, cut ?? used.to))
    }

    private func precedes(_ other: Cohort) -> Bool {
        let (a, b) = (period, other.period)
        if plan != other.plan { return plan < other.plan }
        if a.used.from != b.used.from { return a.used.from < b.used.from }
        if a.used.to != b.used.to { return a.used.to < b.used.to }
        return a.full.from < b.full.from
    }
}

extension DaySpan {
    /// From the first instant of its first day to that of the day after its last.
    func instants(in zone: Zone) -> MeterRequest.Span {
        MeterRequest.Span(from: zone.start(of: from), to: zone.start(of: to))
    }
}
