import Catalog
import GRDB
import Metering
import Money
import Time

/// Measures and prices billing periods of a merchant, all in one pass over the raw events.
struct PeriodScan {
    let db: Database
    let merchant: Merchant.ID
    let month: Month
    let history: MerchantHistory
    let mark: CloseMark?
    var withEvidence: Bool
    /// What is taken to be otherwise than it is billed.
    let supposition: Supposition?
    /// Where usage stops being billed, by customer.
    var stops: [Customer.ID: [BillingStop]] = [:]

    typealias Periods = [(customer: Customer.ID, period: BillingPeriod, plan: Plan)]

    /// The fees of the periods, by customer.
    ///
    /// - Parameter cut: as they stood at that instant, before maxima and minima of the whole.
    func fees(_ periods: Periods, cut: Instant? = nil) throws -> [Customer.ID: [Fee]] {
        try priced(periods, cut: cut).fees
    }

    /// The same, and what has no price where that is only supposed.
    func priced(
        _ periods: Periods, cut: Instant?
    ) throws -> (fees: [Customer.ID: [Fee]], unpriced: [RatingError]) {
        let begun = periods.filter { period in
            cut.map { history.zone.start(of: period.period.used.from) < $0 } ?? true
        }
        let items = try Item.all(
            db, history, Cohort.all(begun, cut: cut), supposing: supposition)
        let requests = items.map(\.request)
        guard let start = requests.map(\.span!.from).min(),
            let end = requests.map(\.span!.to).max()
        else { return ([:], []) }
        let running = RunningQuantities(items, zone: history.zone)
        let usage = try running.usage(
            Meter.measure(
                db, merchant: merchant, from: start, to: end, requests + running.requests,
                through: mark))
        let evidence =
            withEvidence && cut == nil
            ? try Evidence.summaries(
                db, merchant: merchant, from: start, to: end, requests, through: mark) : [:]
        let days =
            withEvidence && cut == nil
            ? try UsageDays(self, items, from: start, to: end) : UsageDays()
        var pricing = try price(items, usage, evidence, days)
        if items.contains(where: { $0.span != nil && $0.charge.price.needsTotal }) {
            // The tier of a volume price is that of the whole period, which is now known.
            pricing = try price(items, usage, evidence, days, totals: pricing.positions)
        }
        let fees = try Dictionary(
            uniqueKeysWithValues: pricing.fees.map { customer, placed in
                let billed = try placed.sorted().map { placed in
                    try (stops[customer] ?? []).reduce(placed.fee) { fee, stop in
                        try stop.applied(to: fee, cut: cut, in: history.zone)
                    }
                }
                return (customer, billed)
            })
        return (fees, pricing.unpriced)
    }

    private func price(
        _ items: [Item], _ usage: [[MeteredUsage]], _ evidence: [Evidence.Line: Evidence.Summary],
        _ days: UsageDays, totals: [Pricing.Key: Exact] = [:]
    ) throws -> Pricing {
        var pricing = Pricing(month: month, supposition: supposition, totals: totals)
        for (index, item) in items.enumerated() {
            for usage in usage[index] {
                let line = Evidence.Line(
                    request: index, customer: usage.customer, group: usage.group)
                try pricing.add(usage, item, evidence[line], days: days[line])
            }
            for usage in item.unused(besides: pricing.active(item)) {
                try pricing.add(usage, item, nil)
            }
        }
        return pricing
    }
}

extension ChargeModel {
    /// Whether what a unit costs depends on how many there are in the end.
    fileprivate var needsTotal: Bool {
        switch self {
        case .volume: true
        case .blockTiers(let blocks): blocks.policy == .topTier
        default: false
        }
    }
}
