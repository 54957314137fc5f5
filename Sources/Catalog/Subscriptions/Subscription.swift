public import Time

/// A customer's subscription over some days: what it was on, day by day.
///
///     subscription.stretches   // [2026-06-01 – 2026-06-14 on basic, 2026-06-15 – 2026-06-30 on pro]
public struct Subscription: Sendable {
    /// Days for which the catalog says the same of it.
    public struct Stretch: Sendable {
        public let days: DaySpan
        /// The catalog that is in force in these days, by its place among those asked for.
        public let catalog: Int
        public let customer: Customer
        public let plan: Plan
    }

    public let customer: Customer.ID
    /// One after the other; none where the customer has no subscription in these days.
    public let stretches: [Stretch]

    /// The subscriptions of all customers in `days`, by the catalogs in force in them.
    ///
    /// - Parameter catalogs: each with the day it begins to hold; the first holds from `days.from`.
    public static func all(
        _ catalogs: [(from: Day, catalog: MerchantCatalog)], in days: DaySpan
    ) -> [Subscription] {
        var stretches: [Customer.ID: [Stretch]] = [:]
        for (index, (from, catalog)) in catalogs.enumerated() {
            let end = index + 1 < catalogs.count ? catalogs[index + 1].from : days.to
            guard from < end,
                let held = DaySpan(from: from, to: end).intersection(days)
            else { continue }
            for customer in catalog.customers {
                let subscribed = DaySpan(
                    from: customer.since, to: customer.until ?? BillingCycle.never)
                guard let part = held.intersection(subscribed) else { continue }
                stretches[customer.id, default: []].append(
                    Stretch(
                        days: part, catalog: index, customer: customer,
                        plan: catalog.plan(customer.plan)))
            }
        }
        return stretches.map { Subscription(customer: $0.key, stretches: $0.value) }
            .sorted { $0.customer < $1.customer }
    }

    /// The stretch that a day is in.
    public func stretch(on day: Day) -> Stretch? { stretches.first { $0.days.contains(day) } }

    /// Days on one plan, whatever else changed in them.
    public struct Enrolment: Sendable {
        public let days: DaySpan
        /// As the subscription's first and last such day have it.
        public let plan: Plan
        public let since: Day
    }

    /// The plans it was on, one after the other.
    public var enrolments: [Enrolment] {
        var enrolments: [Enrolment] = []
        for stretch in stretches {
            var days = stretch.days
            if let last = enrolments.last, last.days.to == days.from,
                last.plan.code == stretch.plan.code, last.since == stretch.customer.since,
                last.plan.periodsAs(stretch.plan)
            {
                days = DaySpan(from: last.days.from, to: days.to)
                enrolments.removeLast()
            }
            enrolments.append(
                Enrolment(days: days, plan: stretch.plan, since: stretch.customer.since))
        }
        return enrolments
    }
}

extension Plan {
    /// Whether both have the same billing periods.
    func periodsAs(_ other: Plan) -> Bool {
        interval == other.interval && anchor == other.anchor
    }
}
