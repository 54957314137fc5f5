public import Catalog
public import GRDB
import GRDBSQLite
import Store
public import Time

/// How many events a merchant's customers sent on each day and in each hour of a month, as its clock has them.
///
/// Counts of accepted events, whatever they cost; those that were corrected are left out. Sums of the same month
/// agree: by customer and name, by value of a dimension that every event has, by hour.
public struct UsageCalendar: Sendable {
    public let month: Month
    /// By customer and event name, then by day from the first.
    public private(set) var byName: [Name: [Int]] = [:]
    /// By dimension and value, then by day; events without the dimension are nowhere in it.
    public private(set) var byValue: [Value: [Int]] = [:]
    /// By day, then hour.
    public private(set) var byHour: [[Int]]

    /// Whose events, and what they are called: one of `byName`.
    public struct Name: Hashable, Sendable {
        public let customer: Customer.ID
        public let event: String
    }

    /// A dimension with one of its values: `model`, `reason-3`.
    public struct Value: Hashable, Sendable {
        public let dimension: String
        public let value: String
    }

    public var total: Int { byHour.reduce(0) { $0 + $1.reduce(0, +) } }
    public var byDay: [Int] { byHour.map { $0.reduce(0, +) } }

    private init(_ month: Month) {
        self.month = month
        byHour = Array(repeating: Array(repeating: 0, count: 24), count: month.length)
    }

    /// Every month with an event, of every merchant, in one scan.
    ///
    /// - Parameter zones: where the merchants cut days; events of others are left out.
    public static func all(
        _ db: Database, zones: [Merchant.ID: Zone]
    ) throws -> [Merchant.ID: [UsageCalendar]] {
        var table = try Series.all(db, zones)
        var superseded: Set<Int64> = []
        let bounds = try GRDB.Row.fetchOne(
            db, sql: "SELECT min(sequence), max(sequence) FROM usageEvent")!
        if let first = bounds[0] as Int64?, let last = bounds[1] as Int64? {
            superseded = try Correction.superseded(db, first...last)
        }
        var found: [Merchant.ID: [Month: UsageCalendar]] = [:]
        let events = try db.makeStatement(
            sql: "SELECT sequence, seriesId, occurredAt FROM usageEvent ORDER BY sequence")
        try events.forEachRow { event in
            let series = Int(sqlite3_column_int64(event, 1))
            guard series < table.count, table[series] != nil,
                superseded.isEmpty || !superseded.contains(sqlite3_column_int64(event, 0))
            else { return }
            table[series]!.count(Instant(nanoseconds: sqlite3_column_int64(event, 2)))
        }
        for case .some(let series) in table {
            for (month, hours) in series.counts {
                found[series.merchant, default: [:]][month, default: UsageCalendar(month)]
                    .add(series, hours)
            }
        }
        return found.mapValues { $0.values.sorted { $0.month < $1.month } }
    }

    private mutating func add(_ series: Series, _ hours: [Int]) {
        let days = (0..<month.length).map { day in
            hours[day * 24..<day * 24 + 24].reduce(0, +)
        }
        func sum(_ own: inout [Int]?) {
            own = own.map { zip($0, days).map(+) } ?? days
        }
        sum(&byName[Name(customer: series.customer, event: series.event)])
        for (dimension, value) in series.dimensions {
            sum(&byValue[Value(dimension: dimension, value: value)])
        }
        for day in days.indices where days[day] > 0 {
            for hour in 0..<24 { byHour[day][hour] += hours[day * 24 + hour] }
        }
    }
}

/// One customer's events of one name with the same dimensions, and how many each hour has.
private struct Series {
    let merchant: Merchant.ID
    let customer: Customer.ID
    let event: String
    let dimensions: [(String, String)]
    let zone: Zone
    private(set) var counts: [Month: [Int]] = [:]
    /// The month that was counted in last, and where its days begin: events come day by day.
    private var month: Month?
    private var starts: [Int64] = []

    static func all(_ db: Database, _ zones: [Merchant.ID: Zone]) throws -> [Series?] {
        let rows = try GRDB.Row.fetchAll(
            db,
            sql: """
                SELECT usageSeries.id, merchant.code, customer.code, name, dimensionSet.document
                FROM usageSeries JOIN customer ON customer.id = customerId
                JOIN merchant ON merchant.id = customer.merchantId
                JOIN usageEventName ON usageEventName.id = eventNameId
                JOIN dimensionSet ON dimensionSet.id = dimensionSetId
                ORDER BY usageSeries.id
                """)
        var table = [Series?](repeating: nil, count: Int(rows.last?[0] as Int64? ?? -1) + 1)
        for row in rows {
            let merchant = Merchant.ID(row[1] as String)
            guard let zone = zones[merchant] else { continue }
            let dimensions = try JSONValue(parsing: row[4] as String).members ?? []
            table[Int(row[0] as Int64)] = Series(
                merchant: merchant, customer: Customer.ID(row[2] as String), event: row[3],
                dimensions: dimensions.compactMap { pair in
                    pair.value.string.map { (pair.key, $0) }
                }, zone: zone)
        }
        return table
    }

    mutating func count(_ instant: Instant) {
        if starts.isEmpty || instant.nanoseconds < starts[0] || instant.nanoseconds >= starts.last!
        {
            turn(to: zone.day(of: instant).month)
        }
        var day = Int((instant.nanoseconds - starts[0]) / 86_400_000_000_000)
        // Days of 23 and 25 hours put it off by one at most.
        day = min(day, starts.count - 2)
        while instant.nanoseconds < starts[day] { day -= 1 }
        while instant.nanoseconds >= starts[day + 1] { day += 1 }
        var hour = Int((instant.nanoseconds - starts[day]) / 3_600_000_000_000)
        if starts[day + 1] - starts[day] != 86_400_000_000_000 {
            // A clock that is put back has an hour twice, and one put forward lacks one.
            hour = Int((instant.seconds + Int64(zone.offset(at: instant))) / 3_600 % 24)
        }
        counts[month!]![day * 24 + hour] += 1
    }

    private mutating func turn(to new: Month) {
        month = new
        starts = (0...new.length).map {
            zone.start(of: new.firstDay.advanced(by: $0)).nanoseconds
        }
        if counts[new] == nil { counts[new] = Array(repeating: 0, count: new.length * 24) }
    }

    private init(
        merchant: Merchant.ID, customer: Customer.ID, event: String,
        dimensions: [(String, String)], zone: Zone
    ) {
        self.merchant = merchant
        self.customer = customer
        self.event = event
        self.dimensions = dimensions
        self.zone = zone
    }
}
