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
    /// - Parameter cut: false for periods that no threshold cuts: the parts come to the same.
    /// - Parameter mark: as the month stood when it was closed, without what came late.
    /// - Parameter supposition: rates the month to see what it would have cost; usage without a
    ///   price is kept in `unpriced` then, and costs nothing.
    /// - Throws: `RatingError`, `CatalogError.changeInsideMonth`, `CatalogError.unknownPriceBook`.
    public init(
        _ db: Database, _ merchant: Merchant.ID, _ month: Month,
        customers only: Set<Customer.ID>? = nil, withEvidence: Bool = true,
        cut: Bool = true, through mark: CloseMark? = nil,
        supposing supposition: Supposition? = nil
    ) throws {
        let history = try MerchantHistory(
            db, merchant, through: month, knowing: mark?.lastVersion,
            supposing: supposition?.catalog ?? [])
        let periods = try RatedMonth.periods(
            db, merchant, history, knowing: mark?.lastVersion,
            asClosed: supposition?.catalog.isEmpty ?? true
        ).filter { only?.contains($0.customer) ?? true }
        try self.init(
            db, merchant, month, history, periods, withEvidence: withEvidence, cut: cut,
            through: mark, supposing: supposition)
    }

    /// The billing periods of usage that end in the month of a history, by customer and time.
    ///
    /// - Parameters:
    ///   - version: the last version of the catalog that the history knows; nil for all.
    ///   - asClosed: false for a month that is only supposed to be otherwise.
    public static func periods(
        _ db: Database, _ merchant: Merchant.ID, _ history: MerchantHistory,
        knowing version: Int64?, asClosed: Bool = true
    ) throws -> [(customer: Customer.ID, period: BillingPeriod, plan: Plan)] {
        let days = DaySpan(history.month)
        // As the close before knew it: a period that went on then may have ended before, and days that
        // were billed may be said to be open.
        let known =
            asClosed
            ? try CloseMark.versionBeforeRestating(
                db, merchant, history.month, now: version) : nil
        let before = try known.map {
            try MerchantHistory(db, merchant, through: history.month.previous, knowing: $0)
        }
        return history.subscriptions.flatMap { subscription in
            let customer = subscription.customer
            let open = before.flatMap { before in
                before.subscription(customer).map { _ in before.openSince(customer) ?? days.from }
            }
            return subscription.periodsEnding(
                in: days, next: history.stretchAfter(customer), openSince: open
            ).map { (customer, $0.period, $0.plan) }
        }
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
            db, merchant, day.month, history, periods, withEvidence: false, cut: true,
            through: nil)
    }

    private init(
        _ db: Database, _ merchant: Merchant.ID, _ month: Month, _ history: MerchantHistory,
        _ periods: [(customer: Customer.ID, period: BillingPeriod, plan: Plan)],
        withEvidence: Bool, cut: Bool, through mark: CloseMark?,
        supposing supposition: Supposition? = nil
    ) throws {
        self.history = history
        self.month = month
        self.periods = Dictionary(grouping: periods, by: \.customer).mapValues {
            $0.map { Period(period: $0.period, plan: $0.plan) }
        }
        var scan = PeriodScan(
            db: db, merchant: merchant, month: month, history: history, mark: mark,
            withEvidence: withEvidence, supposition: supposition)
        if supposition?.stopsAtCaps ?? true { scan = try scan.stoppingAtCaps(periods) }
        let priced = try scan.priced(periods, cut: supposition?.end)
        var fees = priced.fees
        for (customer, period, plan) in cut ? periods : [] {
            guard let threshold = plan.threshold, supposition?.isWhole ?? true else { continue }
            let parts = try ThresholdParts(
                scan, customer, period, plan, threshold, fees[customer] ?? [])
            fees[customer] = parts.fees
        }
        self.fees = fees
        unpriced = priced.unpriced
    }
}
