public import Catalog
public import GRDB
public import Metering
import Money
public import Time

/// All usage fees of one merchant's month.
public struct RatedMonth: Sendable {
    public let catalog: MerchantCatalog
    public let month: Month
    /// By customer, in the order of the plan's charges and then of the groups.
    public let fees: [Customer.ID: [Fee]]

    /// Measures and prices the month from the raw events.
    ///
    /// - Parameter withEvidence: also digests the events of each fee; a preview does without.
    /// - Parameter mark: as the month stood when it was closed, without what came late.
    /// - Throws: `RatingError`, `CatalogError.changeInsideMonth`, `CatalogError.unknownPriceBook`.
    public init(
        _ db: Database, _ merchant: Merchant.ID, _ month: Month, until: Instant? = nil,
        customers only: Set<Customer.ID>? = nil, withEvidence: Bool = true,
        through mark: CloseMark? = nil
    ) throws {
        let zone = try MerchantCatalog(db, merchant, at: Instant(nanoseconds: .max)).merchant.zone
        let start = zone.start(of: month)
        let end = min(until ?? zone.end(of: month), zone.end(of: month))
        // The last instant of the month: what was in force then was in force all month, which
        // refuseChange makes sure of for everything that sets a price.
        let catalog = try MerchantCatalog(
            db, merchant, at: Instant(nanoseconds: zone.end(of: month).nanoseconds - 1))
        try catalog.refuseChange(db, inside: month)

        var items: [Item] = []
        for plan in catalog.plans {
            let subscribed = catalog.customers.filter {
                $0.plan == plan.code && zone.start(of: $0.since) < end
                    && (only?.contains($0.id) ?? true)
            }
            if subscribed.isEmpty { continue }
            for charge in plan.charges {
                items.append(
                    try Item(
                        db, catalog, plan, charge, Set(subscribed.map(\.id)), from: start, to: end))
            }
        }
        let requests = items.map(\.request)
        let usage = try Meter.measure(
            db, merchant: merchant, from: start, to: end, requests, through: mark)
        let digests =
            withEvidence
            ? try Evidence.digests(
                db, merchant: merchant, from: start, to: end, requests, through: mark) : [:]
        var fees: [Customer.ID: [Fee]] = [:]
        for (index, item) in items.enumerated() {
            var left: [Customer.ID: Quantity] = [:]
            for usage in usage[index] + item.unused(by: usage[index], at: start) {
                let explanation = try Rater.explain(
                    usage, item.charge, plan: item.plan, month: month,
                    includedLeft: left[usage.customer]
                        ?? Quantity(sum: item.charge.terms.included),
                    prices: item.prices(of: usage))
                left[usage.customer] = try
                    (left[usage.customer] ?? Quantity(sum: item.charge.terms.included))
                    .minus(explanation.included)
                // A charge nobody used costs something only where its first tier has a flat fee.
                let amount = try explanation.total(item.plan.currency)
                if usage.eventCount == 0, amount.isZero { continue }
                let line = Evidence.Line(
                    request: index, customer: usage.customer, group: usage.group)
                fees[usage.customer, default: []].append(
                    Fee(
                        charge: item.charge.code, usage: usage, explanation: explanation,
                        amount: amount, evidenceDigest: digests[line]))
            }
        }
        self.catalog = catalog
        self.month = month
        self.fees = fees
    }
}

/// One charge of one plan with what is needed to measure and price it.
struct Item {
    let plan: Plan
    let charge: Charge
    let request: MeterRequest
    private let prices: [String: PriceBook.Found]

    init(
        _ db: Database, _ catalog: MerchantCatalog, _ plan: Plan, _ charge: Charge,
        _ customers: Set<Customer.ID>, from start: Instant, to end: Instant
    ) throws {
        self.plan = plan
        self.charge = charge
        let metric = catalog.metric(charge.metric)
        guard case .tokens(let tokens) = charge.price, let book = tokens.book else {
            prices = [:]
            request = MeterRequest(metric: metric, groupBy: charge.groupBy, customers: customers)
            return
        }
        var prices: [String: PriceBook.Found] = [:]
        for model in try Item.models(db, metric, book.dimension, catalog.merchant.id) {
            // A table holds from a calendar day on, and a merchant's days are cut in its zone.
            func find(_ instant: Instant) throws -> PriceBook.Found? {
                try PriceBook.find(
                    db, book: book.code, model: model,
                    at: Zone.utc.start(of: catalog.merchant.zone.day(of: instant)))
            }
            prices[model] = try find(Instant(nanoseconds: end.nanoseconds - 1))
            let first = try find(start)
            // A later table that says the same of the model is no change.
            if !Item.isSame(first, prices[model]) {
                throw CatalogError.changeInsideMonth(
                    catalog.merchant.id, catalog.merchant.zone.day(of: start).month,
                    what: "the price of \(model) in \(book.code)")
            }
        }
        self.prices = prices
        request = MeterRequest(
            metric: metric, groupBy: charge.groupBy, customers: customers,
            modelDimension: book.dimension,
            bandEnds: prices.mapValues { $0.entry.bands.compactMap(\.maxInputTokens) })
    }

    /// Usage of nothing, for the customers that have the charge and no event of it. A charge that
    /// is grouped has no line without a group.
    func unused(by used: [MeteredUsage], at instant: Instant) -> [MeteredUsage] {
        guard charge.groupBy.isEmpty, case .graduated = charge.price else { return [] }
        let active = Set(used.map(\.customer))
        return request.customers.subtracting(active).sorted().map { customer in
            MeteredUsage(
                customer: customer, metric: request.metric.code, group: [], amount: .units(.zero),
                eventCount: 0, firstAt: instant, lastAt: instant)
        }
    }

    func prices(of usage: MeteredUsage) -> PriceBook.Found? {
        guard case .tokens(let tokens) = charge.price, let book = tokens.book else { return nil }
        return usage.value(of: book.dimension).flatMap { prices[$0] }
    }

    private static func isSame(_ a: PriceBook.Found?, _ b: PriceBook.Found?) -> Bool {
        guard let a, let b else { return a == nil && b == nil }
        return a.markup == b.markup && a.entry.pricesTokens(like: b.entry)
    }

    /// Values of a dimension that a merchant's events have.
    private static func models(
        _ db: Database, _ metric: BillableMetric, _ dimension: String, _ merchant: Merchant.ID
    ) throws -> [String] {
        try String.fetchAll(
            db,
            sql: """
                SELECT DISTINCT json_extract(document, ?) AS value FROM usageSeries
                JOIN dimensionSet ON dimensionSet.id = dimensionSetId
                JOIN usageEventName ON usageEventName.id = eventNameId
                JOIN merchant ON merchant.id = merchantId
                WHERE merchant.code = ? AND name = ? AND value IS NOT NULL ORDER BY value
                """,
            arguments: ["$.\"\(dimension)\"", merchant.text, metric.event])
    }
}
