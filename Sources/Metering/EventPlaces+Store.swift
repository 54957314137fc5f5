public import Catalog
public import GRDB
public import Time

/// Which of some lines an event belongs to: the way back from an event to what bills it.
///
///     let places = try EventPlaces(db, merchant: "mer_1", lines)
///     places.of(series: 7, at: instant)   // [2]: the third of the lines
public struct EventPlaces {
    /// What a line bills: one customer's usage of one metric, in one group, in a part of a month.
    public struct Line: Sendable {
        public let customer: Customer.ID
        public let metric: BillableMetric
        public let group: [MeteredUsage.DimensionValue]
        /// All of the time where nil.
        public let span: MeterRequest.Span?

        public init(
            customer: Customer.ID, metric: BillableMetric, group: [MeteredUsage.DimensionValue],
            span: MeterRequest.Span?
        ) {
            self.customer = customer
            self.metric = metric
            self.group = group
            self.span = span
        }

        /// What is asked once for all customers that have it.
        fileprivate var request: Request {
            Request(metric: metric.code, groupBy: group.map(\.dimension), span: span)
        }
    }

    fileprivate struct Request: Hashable {
        let metric: BillableMetric.ID
        let groupBy: [String]
        let span: MeterRequest.Span?
    }

    private let routes: Routes
    /// By total of the routes, the lines it stands for.
    private let lines: [[Int]]

    public init(_ db: Database, merchant: Merchant.ID, _ lines: [Line]) throws {
        var numbers: [Request: Int] = [:]
        var metrics: [BillableMetric] = []
        var customers: [Set<Customer.ID>] = []
        var places: [Routes.Total: [Int]] = [:]
        for (index, line) in lines.enumerated() {
            let number = numbers[line.request] ?? metrics.count
            if number == metrics.count {
                numbers[line.request] = number
                metrics.append(line.metric)
                customers.append([])
            }
            customers[number].insert(line.customer)
            let total = Routes.Total(
                request: number, customer: line.customer, group: line.group)
            places[total, default: []].append(index)
        }
        let requests = numbers.sorted { $0.value < $1.value }.map { request, number in
            MeterRequest(
                metric: metrics[number], groupBy: request.groupBy, customers: customers[number],
                span: request.span)
        }
        routes = try Routes(db, merchant: merchant, requests: requests)
        self.lines = routes.totals.map { places[$0] ?? [] }
    }

    /// The events of one merchant's lines.
    public struct Search {
        public let places: EventPlaces
        public let from: Instant
        /// Not included.
        public let to: Instant
        /// Leaves out what came after it.
        public let mark: CloseMark?

        public init(_ places: EventPlaces, from: Instant, to: Instant, through mark: CloseMark?) {
            self.places = places
            self.from = from
            self.to = to
            self.mark = mark
        }
    }

    /// Hands over every event that some lines count, with the number of its search and the lines' places in their list,
    /// search after search, by time, then by key.
    public static func forEach(
        _ db: Database, _ searches: [Search],
        _ body: (_ search: Int, _ key: String, _ at: Instant, _ places: [Int]) throws -> Void
    ) throws {
        for (number, search) in searches.enumerated() {
            try EventWalk.forEach(
                db, merchantRow: search.places.routes.merchantRow, from: search.from, to: search.to,
                contents: false
            ) { sequence, series, _ in
                search.places.routes.series[series]?.routes.isEmpty == false
                    && search.mark?.includes(sequence) ?? true
            } _: { event in
                let places = search.places.of(series: event.series, at: event.at)
                if places.isEmpty { return }
                try body(number, String(decoding: event.key, as: UTF8.self), event.at, places)
            }
        }
    }

    /// The places in the list of the lines that count an event of the series at that time.
    public func of(series: Int64, at instant: Instant) -> [Int] {
        guard let routes = routes.series[series]?.routes else { return [] }
        return routes.filter { $0.includes(instant.nanoseconds) }.flatMap { lines[$0.total] }
            .sorted()
    }
}
