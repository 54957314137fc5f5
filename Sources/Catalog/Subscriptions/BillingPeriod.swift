public import Money
public import Time

/// A period of a subscription, and the days of it that are billed: those on its plan, and not in a
/// trial whose usage is free.
///
/// A customer that moves from one plan to another on 15 June has two: both of the whole of June,
/// one used from the 1st to the 14th, one from the 15th to the 30th.
public struct BillingPeriod: Sendable, Hashable {
    public let full: DaySpan
    public let used: DaySpan

    public init(full: DaySpan, used: DaySpan) {
        self.full = full
        self.used = used
    }
}

extension BillingPeriod {
    /// What of an amount for the whole period falls on the days that are billed: 30.00 for 10 of 30
    /// days is 10.00. To 12 decimals, by calendar days.
    public func share(of amount: Exact) throws(MoneyError) -> Exact {
        try amount.prorated(days: used.length, of: full.length)
    }
}

extension Charge {
    /// The charge with the minimum of these days.
    public func prorated(_ period: BillingPeriod) throws(MoneyError) -> Charge {
        guard let minimum = terms.minimum else { return self }
        var terms = terms
        terms.minimum = try period.share(of: minimum)
        return Charge(
            code: code, name: name, metric: metric, groupBy: groupBy, price: price, terms: terms,
            semantics: semantics)
    }
}

extension Subscription.Enrolment {
    /// The periods of its usage.
    func periods() -> [BillingPeriod] {
        let cycle = plan.usageCycle(since: since)
        var periods: [BillingPeriod] = []
        var day = days.from
        if plan.trial?.usageIsFree == true { day = max(day, plan.trialEnd(since: since)) }
        while day < days.to {
            let full = cycle.period(containing: day)
            let used = DaySpan(from: day, to: min(full.to, days.to))
            periods.append(BillingPeriod(full: full, used: used))
            day = used.to
        }
        return periods
    }
}

extension Subscription.Enrolment {
    /// Whether the same periods go on in what follows some days.
    fileprivate func goesOn(in next: Subscription.Stretch?, after days: DaySpan) -> Bool {
        guard let next, self.days.to == days.to else { return false }
        return next.plan.code == plan.code && next.customer.since == since
            && plan.periodsAs(next.plan)
    }
}

extension Subscription {
    /// The periods of its usage that end after the first of `days` and by the end of the last, with
    /// the plan of each: by their own end, by a change of plan, or with the subscription.
    ///
    /// - Parameters:
    ///   - next: what it is on the day after; nil where it has ended.
    ///   - open: the first day that no invoice has billed, where it is not the first of `days`: what
    ///     ends after it is found too, and nothing before it.
    /// - Precondition: the stretches reach back to the start of each such period, and not beyond
    ///   the end of `days`.
    public func periodsEnding(
        in days: DaySpan, next: Stretch?, openSince open: Day? = nil
    ) -> [(period: BillingPeriod, plan: Plan)] {
        var found: [(BillingPeriod, Plan)] = []
        for enrolment in enrolments {
            let goesOn = enrolment.goesOn(in: next, after: days)
            for period in enrolment.periods()
            where period.used.to > open ?? days.from && period.used.to <= days.to {
                // What was cut by the end of the days that were looked at has not ended.
                if goesOn, period.used.to == days.to, period.used.to < period.full.to { continue }
                let used = DaySpan(
                    from: max(period.used.from, open ?? period.used.from), to: period.used.to)
                found.append((BillingPeriod(full: period.full, used: used), enrolment.plan))
            }
        }
        return found
    }

    /// The first day of a period that has not ended with `days`; nil where none goes on.
    public func openSince(endOf days: DaySpan, next: Stretch?) -> Day? {
        guard let last = enrolments.last, last.goesOn(in: next, after: days) else { return nil }
        return last.periods().last { $0.used.to == days.to && $0.full.to > days.to }?.used.from
    }

    /// The period of usage that `day` is in, with its plan.
    public func period(on day: Day) -> (period: BillingPeriod, plan: Plan)? {
        for enrolment in enrolments where enrolment.days.contains(day) {
            return enrolment.periods().first { $0.used.contains(day) }.map { ($0, enrolment.plan) }
        }
        return nil
    }
}
