public import Catalog
public import GRDB
public import Metering
import Money
public import Time

/// The usage fees of one merchant's billing periods: of those that end in a month.
public struct RatedMonth: Sendable {
    /// Catalogs and subscriptions from the first day of those periods on.
    public let history: MerchantHistory
    public let month: Month
    /// The periods that end in it, by customer, in their order.
    public let periods: [Customer.ID: [Period]]
    /// By customer, in the order of periods, of the plan's charges, of the groups, and of time.
    public let fees: [Customer.ID: [Fee]]
    /// What has no price, where the month is rated to see what it would have cost; else it stops.
    public let unpriced: [RatingError]

    /// A period that ends, and the plan it was on.
    public struct Period: Sendable {
        public let period: BillingPeriod
        public let plan: Plan
    }

    /// What is in force at the end of the month.
    public var catalog: MerchantCatalog { history.last }

    /// Measures and prices the periods from the raw events, each at the price of its own time: a
    /// price that changes inside a period makes two fees, and the position in the tiers counts on.
    ///
    /// - Parameter withEvidence: also digests the events of each fee; a preview does without.
    /// - Parameter mark: as the month stood when it was closed, without what came late.
    /// - Parameter supposition: rates the month to see what it would have cost; usage without a
    ///   price is kept in `unpriced` then, and costs nothing.
    /// - Throws: `RatingError`, `CatalogError.changeInsideMonth`, `CatalogError.unknownPriceBook`.
    public init(
        _ db: Database, _ merchant: Merchant.ID, _ month: Month,
        customers only: Set<Customer.ID>? = nil, withEvidence: Bool = true,
        through mark: CloseMark? = nil, supposing supposition: Supposition? = nil
    ) throws {
        let history = try MerchantHistory(
            db, merchant, through: month, knowing: mark?.lastVersion,
            supposing: supposition?.catalog ?? [])
        var periods: [(Customer.ID, BillingPeriod, Plan)] = []
        for subscription in history.subscriptions
        where only?.contains(subscription.customer) ?? true {
            for (period, plan) in subscription.periodsEnding(in: DaySpan(month)) {
                periods.append((subscription.customer, period, plan))
            }
        }
        try self.init(
            db, merchant, month, history, periods, withEvidence: withEvidence, through: mark,
            supposing: supposition)
    }

    /// The periods that a day is in, as far as they have come: what is due so far.
    public init(
        _ db: Database, _ merchant: Merchant.ID, on day: Day, customers: Set<Customer.ID>
    ) throws {
        let history = try MerchantHistory(db, merchant, through: day.month)
        let periods = history.subscriptions.filter { customers.contains($0.customer) }
            .compactMap { subscription in
                subscription.period(on: day).map { (subscription.customer, $0.period, $0.plan) }
            }
        try self.init(
            db, merchant, day.month, history, periods, withEvidence: false, through: nil)
    }

    private init(
        _ db: Database, _ merchant: Merchant.ID, _ month: Month, _ history: MerchantHistory,
        _ periods: [(customer: Customer.ID, period: BillingPeriod, plan: Plan)],
        withEvidence: Bool, through mark: CloseMark?, supposing supposition: Supposition? = nil
    ) throws {
        self.history = history
        self.month = month
        self.periods = Dictionary(grouping: periods, by: \.customer).mapValues {
            $0.map { Period(period: $0.period, plan: $0.plan) }
        }
        let items = try Item.all(db, history, Cohort.all(periods), supposing: supposition)
        let requests = items.map(\.request)
        var pricing = Pricing(month: month, supposition: supposition)
        if let start = requests.map(\.span!.from).min(), let end = requests.map(\.span!.to).max() {
            let usage = try Meter.measure(
                db, merchant: merchant, from: start, to: end, requests, through: mark)
            let digests =
                withEvidence
                ? try Evidence.digests(
                    db, merchant: merchant, from: start, to: end, requests, through: mark) : [:]
            for (index, item) in items.enumerated() {
                for usage in usage[index] {
                    let line = Evidence.Line(
                        request: index, customer: usage.customer, group: usage.group)
                    try pricing.add(usage, item, digests[line])
                }
                for usage in item.unused(besides: pricing.active(item)) {
                    try pricing.add(usage, item, nil)
                }
            }
        }
        fees = pricing.fees.mapValues { $0.sorted() }.mapValues { $0.map(\.fee) }
        unpriced = pricing.unpriced
    }
}

/// Fees while a month is priced, item after item.
private struct Pricing {
    let month: Month
    let supposition: Supposition?
    private(set) var fees: [Customer.ID: [Placed]] = [:]
    private(set) var unpriced: [RatingError] = []
    private var left: [Key: Quantity] = [:]
    private var progress: [Key: Rater.Progress] = [:]
    private var places: [Cohort: [Charge.ID]] = [:]

    init(month: Month, supposition: Supposition?) {
        self.month = month
        self.supposition = supposition
    }

    /// What goes on across a change of price.
    private struct Key: Hashable {
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

    mutating func add(_ measured: MeteredUsage, _ item: Item, _ digest: String?) throws {
        let usage = try measured.scaled(by: supposition?.scale ?? .one)
        func key(_ group: [MeteredUsage.DimensionValue]) -> Key {
            Key(
                cohort: item.cohort, customer: usage.customer, charge: item.charge.code,
                group: group)
        }
        let (key, pool) = (key(usage.group), key([]))
        let included = left[pool] ?? Quantity(sum: item.charge.terms.included)
        var moved = progress[key] ?? Rater.Progress()
        let explanation: Explanation
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
                    explanation: explanation, amount: amount, evidenceDigest: digest,
                    span: item.span)))
    }

    /// Items come in the order of the plan's charges, so a charge's place is when it first came.
    private mutating func place(_ item: Item) -> Int {
        if let place = places[item.cohort]?.firstIndex(of: item.charge.code) { return place }
        places[item.cohort, default: []].append(item.charge.code)
        return places[item.cohort]!.count - 1
    }
}
