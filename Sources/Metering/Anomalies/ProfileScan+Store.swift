import Catalog
import GRDB
import GRDBSQLite
import Store
import Time

/// Reads a month's events, and those of the month before, into a profile: UTC day by UTC day, since what is equal must be
/// told within minutes, and only a day's events need an order. Counts stand in flat arrays, so that no step makes an object.
struct ProfileScan {
    struct Series {
        let customer: Customer.ID
        let event: String
        let model: String?
        /// Whether its model is a dear one; nil where that is not asked, or it has none.
        let isPremium: Bool?
        /// Whether its events say that they failed or were retried.
        let hasFailed: Bool
    }

    /// A request that came several times, each soon after the one before.
    private struct Loop {
        let series: Int
        let first: Int64
        var last: Int64
        var events = 1
        let sequence: Int64
        /// Of others at its first instant.
        var twins: [Int64] = []

        init(_ event: Candidate) {
            series = Int(event.series)
            first = event.at
            last = event.at
            sequence = event.sequence
        }

        mutating func add(_ event: Candidate) {
            last = event.at
            events += 1
            if event.at == first { twins.append(event.sequence) }
        }
    }

    /// An event that may be one of a loop, among those of its day.
    private struct Candidate {
        let at: Int64
        let sequence: Int64
        let series: Int32
        /// Where in the day's bytes stands what makes it the same request as another.
        let start: Int
        let count: Int
    }

    private let series: [Series]
    /// Of each series the place of its customer in `customers`.
    private let owners: [Int]
    private let customers: [Customer.ID]
    /// By the ledger's number of a series, from the lowest on: its place in `series`, or -1.
    private var places: [Int32] = []
    private let lowest: Int64
    private let limits: Anomaly.Limits
    private let start: Instant
    private let end: Instant
    /// Where the month begins: what is before it is for days only.
    private let monthStart: Int64
    private let firstDay: Day
    /// Of each day of the zone its first instant.
    private let dayStarts: [Int64]
    private let firstHour: Int64
    private let hourCount: Int
    /// By customer and hour, by customer and day.
    private var hours: [Int]
    private var days: [(all: Int, premium: Int)]
    /// Loops that may go on, by what their requests are.
    private var requests = ByteTable()
    private var loops: [Loop] = []
    private var ended: [Loop] = []

    init(_ known: [Int64: Series], _ month: Month, _ zone: Zone, _ limits: Anomaly.Limits) {
        self.limits = limits
        start = zone.start(of: month.previous)
        end = zone.end(of: month)
        monthStart = zone.start(of: month).nanoseconds
        firstDay = month.previous.firstDay
        dayStarts = DaySpan(from: firstDay, to: month.next.firstDay).all.map {
            zone.start(of: $0).nanoseconds
        }
        firstHour = monthStart / ProfileScan.hour
        hourCount = Int((end.nanoseconds - 1) / ProfileScan.hour - firstHour) + 1
        let numbers = known.keys.sorted()
        series = numbers.map { known[$0]! }
        customers = Set(series.map(\.customer)).sorted()
        let byCustomer = Dictionary(uniqueKeysWithValues: zip(customers, customers.indices))
        owners = series.map { byCustomer[$0.customer]! }
        lowest = numbers.first ?? 0
        for (place, number) in numbers.enumerated() {
            places += repeatElement(-1, count: Int(number - lowest) - places.count)
            places.append(Int32(place))
        }
        hours = Array(repeating: 0, count: customers.count * hourCount)
        days = Array(repeating: (0, 0), count: customers.count * dayStarts.count)
    }

    private static let hour = 3600 * Instant.nanosecondsPerSecond

    /// A merchant's series, by their numbers.
    static func series(
        _ db: Database, _ merchant: Merchant.ID, _ dimension: String, premium: Set<String>
    ) throws -> [Int64: Series] {
        let failures: Set = ["failed", "error", "retried", "retry", "timeout", "cancelled"]
        var series: [Int64: Series] = [:]
        for row in try Row.fetchAll(
            db,
            sql: """
                SELECT usageSeries.id, customer.code, name, document
                -- Joined in this order, the merchant's own series are read and not all there are.
                FROM merchant
                CROSS JOIN customer ON customer.merchantId = merchant.id
                CROSS JOIN usageSeries ON usageSeries.customerId = customer.id
                JOIN usageEventName ON usageEventName.id = eventNameId
                JOIN dimensionSet ON dimensionSet.id = dimensionSetId WHERE merchant.code = ?
                """,
            arguments: [merchant.text])
        {
            let document = try JSONValue(parsing: row[3] as String)
            let model = document[dimension]?.string
            series[row[0]] = Series(
                customer: Customer.ID(row[1]), event: row[2], model: model,
                isPremium: premium.isEmpty ? nil : model.map(premium.contains),
                hasFailed: ["status", "outcome"].contains { key in
                    document[key]?.string.map(failures.contains) ?? false
                })
        }
        return series
    }

    mutating func run(_ db: Database, _ merchantRow: Int64) throws -> UsageProfile {
        let statement = try db.cachedStatement(
            sql: """
                SELECT sequence, seriesId, occurredAt, quantity, m1, m2, m3, m4, m5, m6, m7, m8
                FROM usageEvent WHERE sequence BETWEEN ? AND ?
                """)
        var day = start.utcDay
        while day <= Instant(nanoseconds: end.nanoseconds - 1).utcDay {
            let all = EventSequence.sequences(inBlock: EventSequence.block(merchantRow, day))
            try statement.setArguments([all.lowerBound, all.upperBound])
            try read(statement, utcDay: day)
            day = day.advanced(by: 1)
        }
        endLoops(before: .max)
        return try profile(db)
    }

    private mutating func read(_ statement: Statement, utcDay: Day) throws {
        // A UTC day lies in two days of the zone, or three where its clocks are put.
        let begin = Zone.utc.start(of: utcDay).nanoseconds
        let earliest = max(0, (dayStarts.firstIndex { $0 > begin } ?? dayStarts.count) - 1)
        var candidates: [Candidate] = []
        var bytes: [UInt8] = []
        try statement.forEachRow { row in
            let number = sqlite3_column_int64(row, 1) - lowest
            let at = sqlite3_column_int64(row, 2)
            guard number >= 0, number < places.count, at >= start.nanoseconds, at < end.nanoseconds
            else { return }
            let place = Int(places[Int(number)])
            guard place >= 0 else { return }
            let customer = owners[place]
            if let isPremium = series[place].isPremium {
                var day = earliest
                while day + 1 < dayStarts.count, dayStarts[day + 1] <= at { day += 1 }
                days[customer * dayStarts.count + day].all += 1
                if isPremium { days[customer * dayStarts.count + day].premium += 1 }
            }
            guard at >= monthStart else { return }
            hours[customer * hourCount + Int(at / ProfileScan.hour - firstHour)] += 1
            let from = bytes.count
            withUnsafeBytes(of: Int32(place)) { bytes += $0 }
            // Failures are told by their status, whatever they counted.
            guard series[place].hasFailed || ProfileScan.append(row, to: &bytes) else {
                return bytes.removeLast(bytes.count - from)
            }
            candidates.append(
                Candidate(
                    at: at, sequence: sqlite3_column_int64(row, 0), series: Int32(place),
                    start: from, count: bytes.count - from))
        }
        candidates.sort { ($0.at, $0.sequence) < ($1.at, $1.sequence) }
        bytes.withUnsafeBufferPointer { bytes in
            for candidate in candidates {
                see(
                    candidate,
                    UnsafeBufferPointer(
                        rebasing: bytes[candidate.start..<candidate.start + candidate.count]))
            }
        }
        endLoops(before: Zone.utc.start(of: utcDay.advanced(by: 1)).nanoseconds - gap)
    }

    /// Quantity and measures, each with what it is before it, at the end of `bytes`.
    ///
    /// - Returns: false for one of something of which nothing else is said: no count that two requests could share.
    private static func append(_ row: OpaquePointer, to bytes: inout [UInt8]) -> Bool {
        var says = false
        for column in Int32(3)...11 {
            let type = sqlite3_column_type(row, column)
            bytes.append(UInt8(truncatingIfNeeded: type))
            if type == SQLITE_NULL { continue }
            if type == SQLITE_INTEGER {
                let value = sqlite3_column_int64(row, column)
                if column > 3 || value != 1 { says = true }
                withUnsafeBytes(of: value) { bytes += $0 }
                continue
            }
            says = true
            guard let text = sqlite3_column_text(row, column) else { continue }
            let count = Int(sqlite3_column_bytes(row, column))
            withUnsafeBytes(of: Int32(count)) { bytes += $0 }
            bytes += UnsafeBufferPointer(start: text, count: count)
        }
        return says
    }

    private mutating func see(_ event: Candidate, _ request: UnsafeBufferPointer<UInt8>) {
        guard let known = requests[request] else {
            requests.insert(request, loops.count)
            loops.append(Loop(event))
            return
        }
        if event.at - loops[known].last <= gap {
            loops[known].add(event)
        } else {
            end(loops[known])
            loops[known] = Loop(event)
        }
    }

    private var gap: Int64 { limits.loopSeconds * Instant.nanosecondsPerSecond }

    /// Ends what cannot go on, and keeps what can.
    private mutating func endLoops(before instant: Int64) {
        var kept = ByteTable()
        var open: [Loop] = []
        requests.forEach { request, place in
            let loop = loops[place]
            if loop.last < instant { return end(loop) }
            kept.insert(request, open.count)
            open.append(loop)
        }
        (requests, loops) = (kept, open)
    }

    private mutating func end(_ loop: Loop) {
        if loop.events >= limits.loopEvents { ended.append(loop) }
    }

    private func profile(_ db: Database) throws -> UsageProfile {
        var profile = UsageProfile()
        profile.loops = try ended.map { loop in
            let of = series[loop.series]
            return Anomaly(
                customer: of.customer, kind: .retryLoop, from: Instant(nanoseconds: loop.first),
                to: Instant(nanoseconds: loop.last), events: loop.events, model: of.model,
                event: try ProfileScan.firstKey(db, [loop.sequence] + loop.twins), value: of.event,
                usual: nil, deviation: nil)
        }
        for (place, customer) in customers.enumerated() {
            for hour in 0..<hourCount where hours[place * hourCount + hour] > 0 {
                profile.hours[customer, default: [:]][firstHour + Int64(hour)] =
                    hours[place * hourCount + hour]
            }
            for day in dayStarts.indices where days[place * dayStarts.count + day].all > 0 {
                profile.days[customer, default: [:]][firstDay.advanced(by: day)] =
                    days[place * dayStarts.count + day]
            }
        }
        return profile
    }

    /// Of events of one instant the key that comes first: which of them was taken first says nothing.
    private static func firstKey(_ db: Database, _ sequences: [Int64]) throws -> String? {
        let statement = try db.cachedStatement(
            sql: "SELECT idempotencyKey FROM usageEventDetail WHERE sequence = ?")
        return try sequences.compactMap { try String.fetchOne(statement, arguments: [$0]) }
            .min { $0.utf8.lexicographicallyPrecedes($1.utf8) }
    }
}
