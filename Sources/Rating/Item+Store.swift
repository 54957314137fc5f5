import Catalog
import GRDB
import Metering
import Money
import Time

/// One charge of one plan at one price: over a whole billing period, or between two changes.
struct Item {
    let cohort: Cohort
    let plan: Plan
    let charge: Charge
    let metric: BillableMetric
    let request: MeterRequest
    /// Whether the charge goes on at no other price in the period.
    let isLast: Bool
    /// Nil where it is of all the days that are billed.
    let span: MeterRequest.Span?
    private let prices: [String: PriceBook.Found]

    /// Every item of the cohorts, in their order, then that of charges and time.
    static func all(
        _ db: Database, _ history: MerchantHistory,
        _ cohorts: [(cohort: Cohort, customers: Set<Customer.ID>)],
        supposing supposition: Supposition? = nil
    ) throws -> [Item] {
        var items: [Item] = []
        for (cohort, customers) in cohorts {
            let used = cohort.span(in: history.zone)
            let catalogs = Item.catalogs(history, in: used)
            for code in charges(cohort.plan, catalogs.map(\.catalog)) {
                let spans = self.spans(cohort.plan, code, catalogs)
                for (index, span) in spans.enumerated() {
                    items += try Item.items(
                        db, span, cohort, customers, used,
                        isLast: index == spans.count - 1 && cohort.cut == nil,
                        isAtCost: supposition?.isAtCost ?? false)
                }
            }
        }
        return items
    }

    /// A charge while it is the same.
    private struct Span {
        let plan: Plan
        let charge: Charge
        let metric: BillableMetric
        let catalog: MerchantCatalog
        let from: Instant
        var to: Instant
    }

    /// The catalogs in force in a span, each with the part of it in which it is.
    private static func catalogs(
        _ history: MerchantHistory, in span: MeterRequest.Span
    ) -> [(held: MeterRequest.Span, catalog: MerchantCatalog)] {
        let all = history.catalogs
        return all.indices.compactMap { index in
            let from = max(all[index].from, span.from)
            let to = min(index + 1 < all.count ? all[index + 1].from : span.to, span.to)
            return from < to ? (MeterRequest.Span(from: from, to: to), all[index].catalog) : nil
        }
    }

    /// The codes of a plan's charges: those it ends with, then those it has lost on the way.
    private static func charges(_ plan: Plan.ID, _ catalogs: [MerchantCatalog]) -> [Charge.ID] {
        var codes: [Charge.ID] = []
        for catalog in catalogs.reversed() {
            for charge in catalog.plans.first(where: { $0.code == plan })?.charges ?? []
            where !codes.contains(charge.code) {
                codes.append(charge.code)
            }
        }
        return codes
    }

    private static func spans(
        _ plan: Plan.ID, _ code: Charge.ID,
        _ catalogs: [(held: MeterRequest.Span, catalog: MerchantCatalog)]
    ) -> [Span] {
        var spans: [Span] = []
        for (held, catalog) in catalogs {
            guard let plan = catalog.plans.first(where: { $0.code == plan }),
                let charge = plan.charges.first(where: { $0.code == code })
            else { continue }
            let metric = catalog.metric(charge.metric)
            if let last = spans.last, last.to == held.from, last.charge.costsAs(charge),
                last.metric.countsAs(metric)
            {
                spans[spans.count - 1].to = held.to
                continue
            }
            spans.append(
                Span(
                    plan: plan, charge: charge, metric: metric, catalog: catalog, from: held.from,
                    to: held.to))
        }
        return spans
    }

    /// The items of a span: one, or for models of a price book one more for each whose price changes.
    private static func items(
        _ db: Database, _ span: Span, _ cohort: Cohort, _ customers: Set<Customer.ID>,
        _ used: MeterRequest.Span, isLast: Bool, isAtCost: Bool
    ) throws -> [Item] {
        let whole = MeterRequest.Span(from: span.from, to: span.to)
        guard case .tokens(let tokens) = span.charge.price, let book = tokens.book else {
            return [try Item(span, cohort, customers, used, whole, nil, [:], isLast: isLast)]
        }
        let zone = span.catalog.merchant.zone
        // A table holds from a calendar day on, and a merchant's days are cut in its zone.
        let cuts = try PriceBook.changeDays(db, book: book.code)
            .map { zone.start(of: $0) }.filter { $0 > span.from && $0 < span.to }
        var steady: [String: PriceBook.Found] = [:]
        var changing: [[Instant]: [String: [Instant: PriceBook.Found]]] = [:]
        let models = try Item.models(
            db, span.metric, book.dimension, span.catalog.merchant.id)
        for model in models {
            var found: [(from: Instant, found: PriceBook.Found?)] = []
            for from in [span.from] + cuts {
                var price = try PriceBook.find(
                    db, book: book.code, model: model,
                    at: Zone.utc.start(of: zone.day(of: from)))
                if isAtCost { price = price?.atCost }
                // A later table that says the same of the model is no change.
                if let last = found.last, costsAlike(last.found, price) {
                    found[found.count - 1].found = price
                } else {
                    found.append((from, price))
                }
            }
            if found.count == 1 {
                steady[model] = found[0].found
            } else {
                changing[found.map(\.from), default: [:]][model] = Dictionary(
                    uniqueKeysWithValues: found.compactMap { at in at.found.map { (at.from, $0) } })
            }
        }
        let changed = Set(changing.values.flatMap(\.keys))
        var items = [
            try Item(
                span, cohort, customers, used, whole,
                changed.isEmpty ? nil : .others(than: changed), steady, isLast: isLast)
        ]
        for (starts, models) in changing.sorted(by: { $0.key.lexicographicallyPrecedes($1.key) }) {
            for (index, from) in starts.enumerated() {
                let to = index + 1 < starts.count ? starts[index + 1] : span.to
                items.append(
                    try Item(
                        span, cohort, customers, used, MeterRequest.Span(from: from, to: to),
                        .only(Set(models.keys)), models.compactMapValues { $0[from] },
                        isLast: isLast && index + 1 == starts.count))
            }
        }
        return items
    }

    /// Whether tokens cost the same by both.
    private static func costsAlike(_ a: PriceBook.Found?, _ b: PriceBook.Found?) -> Bool {
        guard let a, let b else { return a == nil && b == nil }
        return a.markup == b.markup && a.entry.pricesTokens(like: b.entry)
    }

    private init(
        _ of: Span, _ cohort: Cohort, _ customers: Set<Customer.ID>, _ used: MeterRequest.Span,
        _ span: MeterRequest.Span, _ models: MeterRequest.ModelChoice?,
        _ prices: [String: PriceBook.Found], isLast: Bool
    ) throws(MoneyError) {
        self.cohort = cohort
        plan = of.plan
        charge = try of.charge.prorated(cohort.period)
        metric = of.metric
        self.span = span == used ? nil : span
        self.prices = prices
        self.isLast = isLast
        let tokens: Tokens? = if case .tokens(let tokens) = charge.price { tokens } else { nil }
        var modelPrices: [String: TokenPrices] = [:]
        for (model, found) in prices { modelPrices[model] = try TokenPrices(found.entry) }
        request = MeterRequest(
            metric: of.metric, groupBy: charge.groupBy, customers: customers,
            modelDimension: tokens?.book?.dimension,
            modelPrices: modelPrices,
            tokenPrices: tokens, needs: charge.price.needs, span: span,
            period: cohort.period.full.instants(in: of.catalog.merchant.zone), models: models)
    }

    func prices(of usage: MeteredUsage) -> PriceBook.Found? {
        guard case .tokens(let tokens) = charge.price, let book = tokens.book else { return nil }
        return usage.value(of: book.dimension).flatMap { prices[$0] }
    }

    /// Usage of nothing, for customers that have the charge and no event of it in the month: a flat
    /// fee or a minimum may be due all the same. A charge that is grouped has no line without a group.
    func unused(besides active: Set<Customer.ID>) -> [MeteredUsage] {
        guard charge.groupBy.isEmpty, isLast else { return [] }
        var nothing: MeteredUsage.Measured
        switch charge.price.needs {
        case .total: nothing = .units(.zero)
        case .each: nothing = .each([])
        case .priced: nothing = .priced([])
        }
        if case .tokens(let tokens) = charge.price {
            // Without a model there is no price in a book.
            if tokens.book != nil { return [] }
            nothing = .tokens([])
        }
        return request.customers.subtracting(active).sorted().map { customer in
            MeteredUsage(
                customer: customer, metric: request.metric.code, group: [], amount: nothing,
                eventCount: 0, firstAt: request.span!.from, lastAt: request.span!.from)
        }
    }

    /// Values of a dimension that a merchant's events have.
    private static func models(
        _ db: Database, _ metric: BillableMetric, _ dimension: String, _ merchant: Merchant.ID
    ) throws -> [String] {
        try String.fetchAll(
            db,
            sql: """
                SELECT DISTINCT json_extract(document, ?) AS value
                -- Joined in this order, the merchant's own series are read and not all there are.
                FROM merchant
                CROSS JOIN customer ON customer.merchantId = merchant.id
                CROSS JOIN usageSeries ON usageSeries.customerId = customer.id
                JOIN dimensionSet ON dimensionSet.id = dimensionSetId
                JOIN usageEventName ON usageEventName.id = eventNameId
                WHERE merchant.code = ? AND name = ? AND value IS NOT NULL ORDER BY value
                """,
            arguments: ["$.\"\(dimension)\"", merchant.text, metric.event])
    }
}

extension Charge {
    /// Whether the same usage costs the same under both.
    fileprivate func costsAs(_ other: Charge) -> Bool {
        metric == other.metric && groupBy == other.groupBy && price == other.price
            && terms == other.terms
    }
}

extension BillableMetric {
    /// Whether the same events give the same quantity under both.
    fileprivate func countsAs(_ other: BillableMetric) -> Bool {
        event == other.event && aggregation == other.aggregation && filter == other.filter
            && rounding == other.rounding
    }
}

extension ChargeModel {
    /// What is to be measured for it.
    fileprivate var needs: MeterRequest.Needs {
        switch self {
        case .percentage: .each
        case .dynamic: .priced
        case .standard, .graduated, .volume, .package, .graduatedPercentage, .tokens, .matrix,
            .blockTiers:
            .total
        }
    }
}
