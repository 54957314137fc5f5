public import Catalog
public import GRDB
public import Metering
import Money
public import Time

/// All usage fees of one merchant's month.
public struct RatedMonth: Sendable {
    /// What is in force at the end of the month.
    public let catalog: MerchantCatalog
    public let month: Month
    /// By customer, in the order of the plan's charges, then of the groups, then of time.
    public let fees: [Customer.ID: [Fee]]

    /// Measures and prices the month from the raw events, each at the price of its own time: a price
    /// that changes inside the month makes two fees, and the position in the tiers counts on.
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
        let catalogs = try MerchantCatalog.inForce(db, merchant, in: month, zone: zone)
        let catalog = catalogs[catalogs.count - 1].catalog
        self.catalog = catalog
        self.month = month

        let subscribed = catalog.customers.filter {
            zone.start(of: $0.since) < end && (only?.contains($0.id) ?? true)
        }
        let items = try Item.all(
            db, catalogs,
            Dictionary(grouping: subscribed, by: \.plan).mapValues { Set($0.map(\.id)) },
            MeterRequest.Span(from: start, to: end))
        let requests = items.map(\.request)
        let usage = try Meter.measure(
            db, merchant: merchant, from: start, to: end, requests, through: mark)
        let digests =
            withEvidence
            ? try Evidence.digests(
                db, merchant: merchant, from: start, to: end, requests, through: mark) : [:]
        var pricing = Pricing(month: month)
        for (index, item) in items.enumerated() {
            for usage in usage[index] {
                let line = Evidence.Line(
                    request: index, customer: usage.customer, group: usage.group)
                try pricing.add(usage, item, digests[line])
            }
            for usage in item.unused(besides: pricing.active(item), at: start) {
                try pricing.add(usage, item, nil)
            }
        }
        fees = pricing.fees.mapValues { $0.sorted() }.mapValues { $0.map(\.fee) }
    }
}

/// Fees while a month is priced, item after item.
private struct Pricing {
    let month: Month
    private(set) var fees: [Customer.ID: [Placed]] = [:]
    private var left: [Key: Quantity] = [:]
    private var progress: [Key: Rater.Progress] = [:]
    private var places: [Plan.ID: [Charge.ID]] = [:]

    init(month: Month) { self.month = month }

    /// What goes on across a change of price.
    private struct Key: Hashable {
        let customer: Customer.ID
        let charge: Charge.ID
        let group: [MeteredUsage.DimensionValue]
    }

    /// A fee in its place among those of a customer: by charge, then group, then time.
    struct Placed: Comparable {
        let charge: Int
        let fee: Fee

        static func == (a: Placed, b: Placed) -> Bool { a.charge == b.charge && a.fee == b.fee }

        static func < (a: Placed, b: Placed) -> Bool {
            if a.charge != b.charge { return a.charge < b.charge }
            if let first = a.fee.usage.groupPrecedes(b.fee.usage) { return first }
            guard let x = a.fee.span, let y = b.fee.span else { return false }
            return x.from < y.from
        }
    }

    /// Customers for whom something of the charge has been priced.
    func active(_ item: Item) -> Set<Customer.ID> {
        // A minimum is that of the month: who used nothing in its last part still comes to it.
        if item.charge.terms.minimum != nil, item.request.span != nil {
            return usedNow[item.charge.code] ?? []
        }
        return Set(progress.keys.filter { $0.charge == item.charge.code }.map(\.customer))
    }

    private var usedNow: [Charge.ID: Set<Customer.ID>] = [:]

    mutating func add(_ usage: MeteredUsage, _ item: Item, _ digest: String?) throws {
        let key = Key(customer: usage.customer, charge: item.charge.code, group: usage.group)
        let pool = Key(customer: usage.customer, charge: item.charge.code, group: [])
        let included = left[pool] ?? Quantity(sum: item.charge.terms.included)
        var moved = progress[key] ?? Rater.Progress()
        let explanation = try Rater.explain(
            usage, item.charge, plan: item.plan, month: month, includedLeft: included,
            prices: item.prices(of: usage), progress: &moved, isLast: item.isLast)
        progress[key] = moved
        if item.isLast { usedNow[item.charge.code, default: []].insert(usage.customer) }
        left[pool] = try included.minus(explanation.included)
        // A charge nobody used costs something only where a flat fee or a minimum says so.
        let amount = try explanation.total(item.plan.currency)
        if usage.eventCount == 0, amount.isZero, explanation.units.isZero { return }
        fees[usage.customer, default: []].append(
            Placed(
                charge: place(item),
                fee: Fee(
                    charge: item.charge.code, usage: usage, explanation: explanation,
                    amount: amount, evidenceDigest: digest, span: item.request.span)))
    }

    /// Items come in the order of the plan's charges, so a charge's place is when it first came.
    private mutating func place(_ item: Item) -> Int {
        if let place = places[item.plan.code]?.firstIndex(of: item.charge.code) { return place }
        places[item.plan.code, default: []].append(item.charge.code)
        return places[item.plan.code]!.count - 1
    }
}
