import Catalog
import GRDB
import Money
import Store
import Time

/// Where each series of a merchant leads: from the small number on an event's row to the totals it
/// adds to. Made once before a scan, so that the scan itself touches integers only.
struct Routes {
    /// One total to be: a request, a customer and a group.
    struct Total: Hashable {
        let request: Int
        let customer: Customer.ID
        let group: [MeteredUsage.DimensionValue]
    }

    /// How an event of a series adds to one total.
    struct Route {
        let total: Int
        let kind: Kind
        /// Nanoseconds since 1970: the part of the period the total is of.
        let from: Int64
        let to: Int64

        @inline(__always)
        func includes(_ occurredAt: Int64) -> Bool { occurredAt >= from && occurredAt < to }
    }

    enum Kind {
        case count
        /// A number by slot, 1…8; slot 0 is the event's own quantity.
        case number(slot: Int)
        /// The place in `tokenRoutes`.
        case tokens(Int)
        /// As `number`, of values that are not added up.
        case value(slot: Int)
        /// As `number`, of values that are priced one by one.
        case each(slot: Int)
        /// A value by slot, or the quantity, and the slot of the price it came with.
        case priced(slot: Int, price: Int)
        /// A text by slot, and the slot of what is done with it, 0 for none.
        case text(slot: Int, operation: Int)
    }

    /// Slots of a token metric, 0 where it has none, and the bands of the series' model.
    struct TokenRoute {
        let input: Int
        let output: Int
        let cacheRead: Int
        let cacheWrite: Int
        let cacheWriteOneHour: Int
        let reasoning: Int
        let inputIncludesCache: Bool
        let imageOutput: Int
        let bandEnds: [Int64]
        let bandBy: Tokens.BandBy
        /// Hours with bands of their own, whose totals follow the others.
        let offPeak: TokenPrices.OffPeak?
        let quietEnds: [Int64]

        /// The place of the total that a request of this size and time adds to.
        func band(of size: Int64, at nanoseconds: Int64) -> Int {
            guard let offPeak else { return place(size, bandEnds) }
            let minute = nanoseconds / Instant.nanosecondsPerSecond % 86_400 / 60
            if !offPeak.includes(minute: Int(minute)) { return place(size, bandEnds) }
            return bandEnds.count + 1 + place(size, quietEnds)
        }

        private func place(_ size: Int64, _ ends: [Int64]) -> Int {
            ends.firstIndex { size <= $0 } ?? ends.count
        }

        /// Totals there can be.
        var count: Int { bandEnds.count + 1 + (offPeak == nil ? 0 : quietEnds.count + 1) }
    }

    /// What an event of a series is, for its evidence.
    struct Series {
        let customer: String
        let name: String
        let dimensions: [JSONValue.Member]
        let routes: [Route]
    }

    private(set) var totals: [Total] = []
    private(set) var series: [Int64: Series] = [:]
    private(set) var tokenRoutes: [TokenRoute] = []
    /// The merchant's number in the ledger, which leads the sequences of its events.
    let merchantRow: Int64

    /// - Parameter start: given, the routes lead what happened before each request's own part of the
    ///   period, which begins at `start` unless the request says later.
    init(
        _ db: Database, merchant: Merchant.ID, requests: [MeterRequest],
        before start: Instant? = nil
    ) throws {
        merchantRow = try EventSequence.row(db, merchant)
        let shapes = try EventShape.all(db, merchant: merchant)
        var numbers: [Total: Int] = [:]
        let rows = try Row.fetchAll(
            db,
            sql: """
                SELECT usageSeries.id, customer.code, usageEventName.name, dimensionSet.document
                -- Joined in this order, the merchant's own series are read and not all there are.
                FROM merchant
                CROSS JOIN customer ON customer.merchantId = merchant.id
                CROSS JOIN usageSeries ON usageSeries.customerId = customer.id
                JOIN usageEventName ON usageEventName.id = eventNameId
                JOIN dimensionSet ON dimensionSet.id = dimensionSetId
                WHERE merchant.code = ? ORDER BY customer.code, name, document
                """,
            arguments: [merchant.text])
        for row in rows {
            let customer = Customer.ID(row[1])
            let name: String = row[2]
            let dimensions = try JSONValue(parsing: row[3] as String)
            var routes: [Route] = []
            for (index, request) in requests.enumerated()
            where request.metric.event == name && request.customers.contains(customer)
                && Routes.passes(request.metric.filter, dimensions)
                && request.asksFor(dimensions)
            {
                let group = request.groupBy.map { dimension in
                    MeteredUsage.DimensionValue(
                        dimension: dimension, value: dimensions[dimension]?.string)
                }
                let total = Total(request: index, customer: customer, group: group)
                let number = numbers[total] ?? totals.count
                if number == totals.count {
                    numbers[total] = number
                    totals.append(total)
                }
                // Of what came before, only levels that are carried over count.
                if start != nil, !request.metric.recurs { continue }
                let kind = kind(request, shapes[name]!, dimensions)
                let span = request.span
                routes.append(
                    start.map { start in
                        Route(
                            total: number, kind: kind, from: .min,
                            to: (span?.from ?? start).nanoseconds)
                    }
                        ?? Route(
                            total: number, kind: kind, from: span?.from.nanoseconds ?? .min,
                            to: span?.to.nanoseconds ?? .max))
            }
            series[row[0]] = Series(
                customer: customer.text, name: name, dimensions: dimensions.members ?? [],
                routes: routes)
        }
    }

    static func passes(
        _ filter: [BillableMetric.DimensionFilter], _ dimensions: JSONValue
    ) -> Bool {
        filter.allSatisfy { condition in
            dimensions[condition.dimension]?.string.map { condition.values.contains($0) } ?? false
        }
    }

    private mutating func kind(
        _ request: MeterRequest, _ shape: EventShape, _ dimensions: JSONValue
    ) -> Kind {
        let aggregation = request.metric.aggregation
        func slot(_ field: String) -> Int {
            field == BillableMetric.quantityField ? 0 : shape.slots[.number(field)]!
        }
        if request.needs != .total, case .sum(let field) = aggregation {
            return request.needs == .each
                ? .each(slot: slot(field))
                : .priced(
                    slot: slot(field), price: shape.slots[.number(EventShape.unitPrice)]!)
        }
        switch aggregation {
        case .count: return .count
        case .sum(let field): return .number(slot: slot(field))
        case .max(let field), .latest(let field, _), .weightedSum(let field, _, _):
            return .value(slot: slot(field))
        case .uniqueCount(let field, let operation, _):
            return .text(
                slot: shape.slots[.text(field)]!,
                operation: operation.flatMap { shape.slots[.text($0)] } ?? 0)
        case .tokens(let fields):
            func slot(_ name: String?) -> Int {
                name.flatMap { shape.slots[.number($0)] } ?? 0
            }
            let prices = request.prices(dimensions)
            tokenRoutes.append(
                TokenRoute(
                    input: slot(fields.input), output: slot(fields.output),
                    cacheRead: slot(fields.cacheRead), cacheWrite: slot(fields.cacheWrite),
                    cacheWriteOneHour: slot(fields.cacheWriteOneHour),
                    reasoning: slot(fields.reasoning),
                    inputIncludesCache: fields.inputIncludesCache,
                    imageOutput: slot(fields.imageOutput),
                    bandEnds: prices?.bands.compactMap(\.maxInputTokens) ?? [],
                    bandBy: request.tokenPrices?.bandBy ?? .totalInput, offPeak: prices?.offPeak,
                    quietEnds: prices?.offPeak?.bands.compactMap(\.maxInputTokens) ?? []))
            return .tokens(tokenRoutes.count - 1)
        }
    }
}

extension MeterRequest {
    /// Whether the model of a series is one of those asked for.
    fileprivate func asksFor(_ dimensions: JSONValue) -> Bool {
        models?.includes(modelDimension.flatMap { dimensions[$0]?.string }) ?? true
    }

    /// The prices that stand on the charge itself, or the book's for the series' model.
    fileprivate func prices(_ dimensions: JSONValue) -> TokenPrices? {
        if case .own(let prices) = tokenPrices?.prices { return prices }
        return modelDimension.flatMap { dimensions[$0]?.string }.flatMap { modelPrices[$0] }
    }
}
