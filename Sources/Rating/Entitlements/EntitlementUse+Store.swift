public import Catalog
public import GRDB
public import Metering
import Money
import Store
import Time

extension EntitlementUse {
    /// Every entitlement of the periods of a rated month, by customer, period and feature.
    ///
    /// - Throws: `MoneyError.doesNotFit`.
    public static func all(
        _ db: Database, _ merchant: Merchant.ID, _ rated: RatedMonth,
        through mark: CloseMark? = nil
    ) throws -> [EntitlementUse] {
        var uses: [EntitlementUse] = []
        for (customer, periods) in rated.periods.sorted(by: { $0.key < $1.key }) {
            for period in periods {
                for entitlement in period.plan.entitlements {
                    let search = Search(
                        db: db, merchant: merchant, customer: customer, mark: mark,
                        span: period.period.used.instants(in: rated.history.zone),
                        catalog: rated.catalog)
                    uses.append(try search.use(entitlement, period))
                }
            }
        }
        return uses
    }
}

/// Holds one entitlement against a customer's usage of a period.
private struct Search {
    let db: Database
    let merchant: Merchant.ID
    let customer: Customer.ID
    let mark: CloseMark?
    let span: MeterRequest.Span
    let catalog: MerchantCatalog

    func use(_ entitlement: Entitlement, _ period: RatedMonth.Period) throws -> EntitlementUse {
        let feature = catalog.features.first { $0.code == entitlement.feature }!
        func use(_ used: Exact?, _ breach: EntitlementUse.Breach?) -> EntitlementUse {
            EntitlementUse(
                customer: customer, plan: period.plan.code, feature: feature,
                value: entitlement.value, period: period.period, used: used, breach: breach)
        }
        let limit = use(nil, nil).limit
        switch feature.limits {
        case nil: return use(nil, nil)
        case .period(let metric):
            let used = try units(metric, before: span.to)
            guard let limit, used > limit else { return use(used, nil) }
            return use(used, try crossing(metric, limit))
        case .event(let metric, let property):
            let events = try values(of: property, metric)
            let largest = events.map(\.value).max() ?? .zero
            guard let limit else { return use(largest, nil) }
            let over = events.filter { $0.value > limit }
            return use(
                largest,
                over.first.map { .init(at: $0.at, event: $0.key, events: over.count) })
        }
    }

    private func request(
        _ metric: BillableMetric.ID, from: Instant? = nil, to end: Instant
    ) -> MeterRequest {
        MeterRequest(
            metric: catalog.metric(metric), groupBy: [], customers: [customer],
            span: MeterRequest.Span(from: from ?? span.from, to: end), period: span)
    }

    private func units(_ metric: BillableMetric.ID, before end: Instant) throws -> Exact {
        let usage = try Meter.measure(
            db, merchant: merchant, from: span.from, to: span.to, [request(metric, to: end)],
            through: mark)
        switch usage[0].first?.amount {
        case .units(let units): return units.exact
        case .tokens(let totals): return try PricedUsage.tokens(totals).units()
        case .each, .priced, nil: return .zero
        }
    }

    /// The first event that brought the period's quantity past the limit.
    private func crossing(
        _ metric: BillableMetric.ID, _ limit: Exact
    ) throws -> EntitlementUse.Breach? {
        let instants = try Crossing.instants(db, customer: customer, in: span, through: mark)
        guard
            let at = try Crossing.first(
                of: instants, where: { try units(metric, before: $0) > limit })
        else { return nil }
        let events = try lines(request(metric, from: at, to: span.to))
        return .init(at: at, event: events.first?["id"]?.string ?? "", events: events.count)
    }

    /// A property of every event that a metric counts, in the order of time.
    private func values(
        of property: String, _ metric: BillableMetric.ID
    ) throws -> [(key: String, at: Instant, value: Exact)] {
        try lines(request(metric, to: span.to)).compactMap { event in
            guard let value = event["properties"]?[property]?.exact,
                let at = try event["timestamp"]?.string.map({ try Instant($0) })
            else { return nil }
            return (event["id"]?.string ?? "", at, value)
        }
    }

    /// The events themselves, as evidence has them.
    private func lines(_ request: MeterRequest) throws -> [JSONValue] {
        try Evidence.file(
            db, merchant: merchant, from: span.from, to: span.to, request, group: [],
            through: mark
        ).split(separator: 10).map { try JSONValue(parsing: $0) }
    }
}
