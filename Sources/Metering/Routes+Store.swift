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
    }

    enum Kind {
        case count
        /// The event's own quantity.
        case quantity
        /// A measure by slot, 1…8.
        case measure(Int)
        case tokens(TokenRoute)
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
        let bandEnds: [Int64]
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

    /// Whether any route reads measures, so that their table must be scanned too.
    var readsMeasures: Bool {
        series.values.contains { series in
            series.routes.contains { route in
                switch route.kind {
                case .count, .quantity: false
                case .measure, .tokens: true
                }
            }
        }
    }

    init(_ db: Database, merchant: Merchant.ID, requests: [MeterRequest]) throws {
        let shapes = try EventShape.all(db, merchant: merchant)
        var numbers: [Total: Int] = [:]
        let rows = try Row.fetchAll(
            db,
            sql: """
                SELECT usageSeries.id, customer.code, usageEventName.name, dimensionSet.document
                FROM usageSeries
                JOIN customer ON customer.id = customerId
                JOIN merchant ON merchant.id = customer.merchantId
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
                let kind = Routes.kind(request, shapes[name]!, dimensions)
                routes.append(Route(total: number, kind: kind))
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

    private static func kind(
        _ request: MeterRequest, _ shape: EventShape, _ dimensions: JSONValue
    ) -> Kind {
        switch request.metric.aggregation {
        case .count: return .count
        case .sum(BillableMetric.quantityField): return .quantity
        case .sum(let field): return .measure(shape.slots[field]!)
        case .tokens(let fields):
            func slot(_ name: String?) -> Int { name.flatMap { shape.slots[$0] } ?? 0 }
            let model = request.modelDimension.flatMap { dimensions[$0]?.string } ?? ""
            return .tokens(
                TokenRoute(
                    input: slot(fields.input), output: slot(fields.output),
                    cacheRead: slot(fields.cacheRead), cacheWrite: slot(fields.cacheWrite),
                    cacheWriteOneHour: slot(fields.cacheWriteOneHour),
                    reasoning: slot(fields.reasoning),
                    inputIncludesCache: fields.inputIncludesCache,
                    bandEnds: request.bandEnds[model] ?? []))
        }
    }
}
