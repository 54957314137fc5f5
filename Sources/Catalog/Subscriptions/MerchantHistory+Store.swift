public import GRDB
import Store
public import Time

/// A merchant's catalogs and its customers' subscriptions up to the end of a month.
public struct MerchantHistory: Sendable {
    public let month: Month
    /// From the first day of the longest period that ends in the month on, and one more: what was
    /// billed in advance was so by what held then.
    public let days: DaySpan
    public let zone: Zone
    /// The catalogs in force, each with the instant it begins to hold.
    public let catalogs: [(from: Instant, catalog: MerchantCatalog)]
    /// What is in force on the first day after the month.
    public let next: MerchantCatalog
    /// By customer.
    public let subscriptions: [Subscription]
    private let places: [Customer.ID: Int]

    /// What is in force at the end of the month.
    public var last: MerchantCatalog { catalogs[catalogs.count - 1].catalog }

    public func subscription(_ customer: Customer.ID) -> Subscription? {
        places[customer].map { subscriptions[$0] }
    }

    /// - Parameters:
    ///   - version: without what was applied after that version of the catalog.
    ///   - suppositions: what is taken to be otherwise in all its catalogs, one after the other.
    /// - Throws: `CatalogError.unknownMerchant`, `.changeInsideMonth`, and as `CatalogSupposition`.
    public init(
        _ db: Database, _ merchant: Merchant.ID, through month: Month,
        knowing version: Int64? = nil, supposing suppositions: [CatalogSupposition] = []
    ) throws {
        func supposed(_ catalog: MerchantCatalog) throws -> MerchantCatalog {
            try suppositions.reduce(catalog) { try $0.supposing($1, db) }
        }
        let zone = try MerchantCatalog(
            db, merchant, at: Instant(nanoseconds: .max), knowing: version, only: [.merchant]
        ).merchant.zone
        let reach = try MerchantHistory.reach(
            db, merchant, from: zone.start(of: month), to: zone.end(of: month),
            besides: suppositions.flatMap(\.plans))
        days = DaySpan(
            from: month.firstDay.advanced(byMonths: -reach).advanced(by: -1),
            to: month.next.firstDay)
        self.month = month
        self.zone = zone
        catalogs = try MerchantCatalog.inForce(
            db, merchant, in: days, zone: zone, knowing: version
        ).map { (from: $0.from, catalog: try supposed($0.catalog)) }
        next = try supposed(
            MerchantCatalog(db, merchant, at: zone.end(of: month), knowing: version))
        subscriptions = Subscription.all(
            catalogs.map { (zone.day(of: $0.from), $0.catalog) }, in: days)
        places = Dictionary(
            uniqueKeysWithValues: subscriptions.enumerated().map {
                ($0.element.customer, $0.offset)
            })
    }

    /// A customer's subscription on the first day after the month; nil where it has none then, and
    /// where it begins with that day.
    public func stretchAfter(_ customer: Customer.ID) -> Subscription.Stretch? {
        guard let entry = next.customer(customer), entry.since < days.to,
            entry.isSubscribed(on: days.to)
        else { return nil }
        return Subscription.Stretch(
            days: DaySpan(from: days.to, to: days.to), catalog: catalogs.count,
            customer: entry, plan: next.plan(entry.plan))
    }

    /// The first day of a customer's period that has not ended with the month; nil where none goes on.
    public func openSince(_ customer: Customer.ID) -> Day? {
        subscription(customer)?.openSince(endOf: days, next: stretchAfter(customer))
    }

    /// How many months before a month a period that ends in it can have begun.
    private static func reach(
        _ db: Database, _ merchant: Merchant.ID, from start: Instant, to end: Instant,
        besides others: [Plan]
    ) throws -> Int {
        let plans =
            try MerchantCatalog(
                db, merchant, at: start, orFirstBefore: end, only: [.merchant, .plan]
            ).plans
            + MerchantCatalog(db, merchant, at: end, only: [.merchant, .plan]).plans + others
        return plans.map { plan in
            switch (plan.interval, plan.anchor) {
            case (.monthly, .calendar), (.lifetime, .calendar), (.daily, _): 0
            case (.monthly, .subscription), (.lifetime, .subscription), (.weekly, _): 1
            case (.quarterly, _): 3
            case (.yearly, _): 12
            }
        }.max() ?? 0
    }
}
