public import Catalog
public import GRDB
import Store
public import Time

extension Anomaly {
    /// The anomalies of a merchant's month, by customer, time and kind.
    ///
    /// Events of the month before count for what is usual in a day, not in an hour.
    ///
    /// - Parameters:
    ///   - premium: the models that are dear; none leaves spikes out.
    ///   - dimension: names the model.
    public static func all(
        _ db: Database, _ merchant: Merchant.ID, _ month: Month, zone: Zone,
        premium: Set<String>, dimension: String = "model", limits: Limits = Limits()
    ) throws -> [Anomaly] {
        var scan = ProfileScan(
            series: try ProfileScan.series(db, merchant, dimension), zone: zone,
            start: zone.start(of: month).nanoseconds, premium: premium, limits: limits)
        let (start, end) = (zone.start(of: month.previous), zone.end(of: month))
        let range = try EventSequence.range(db, merchant, from: start, to: end)
        let rows = try Row.fetchCursor(
            db,
            sql: """
                SELECT seriesId, occurredAt, quantity, m1, m2, m3, m4, m5, m6, m7, m8
                FROM usageEvent
                WHERE sequence BETWEEN ? AND ? AND occurredAt >= ? AND occurredAt < ?
                ORDER BY sequence / 100000000, occurredAt, sequence
                """,
            arguments: [range.lowerBound, range.upperBound, start.nanoseconds, end.nanoseconds])
        while let row = try rows.next() { scan.see(row) }
        scan.endLoops(before: .max)
        return try scan.profile.anomalies(in: DaySpan(month), zone, limits).map { anomaly in
            guard anomaly.kind == .retryLoop else { return anomaly }
            return try anomaly.naming(
                Crossing.event(
                    db, customer: anomaly.customer, at: anomaly.from, names: [anomaly.value]))
        }
    }

    private func naming(_ key: String?) -> Anomaly {
        Anomaly(
            customer: customer, kind: kind, from: from, to: to, events: events, model: model,
            event: key, value: value, usual: usual, deviation: deviation)
    }
}

/// Reads events in the order of time into a profile.
private struct ProfileScan {
    struct Series {
        let customer: Customer.ID
        let event: String
        let model: String?
        /// Whether its events say that they failed or were retried.
        let hasFailed: Bool
    }

    /// What makes two events the same request.
    struct Request: Hashable {
        let series: Int64
        /// Quantity and measures; not those of failures, which are told by their status.
        let counts: [DatabaseValue]
    }

    struct Loop {
        var first: Int64
        var last: Int64
        var events = 1
    }

    let series: [Int64: Series]
    let zone: Zone
    /// Where the month begins: what is before it is for days only.
    let start: Int64
    let premium: Set<String>
    let limits: Anomaly.Limits
    var profile = UsageProfile()
    private var loops: [Request: Loop] = [:]
    private var seen = 0

    init(
        series: [Int64: Series], zone: Zone, start: Int64, premium: Set<String>,
        limits: Anomaly.Limits
    ) {
        self.series = series
        self.zone = zone
        self.start = start
        self.premium = premium
        self.limits = limits
    }

    static func series(
        _ db: Database, _ merchant: Merchant.ID, _ dimension: String
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
            series[row[0]] = Series(
                customer: Customer.ID(row[1]), event: row[2], model: document[dimension]?.string,
                hasFailed: ["status", "outcome"].contains { key in
                    document[key]?.string.map(failures.contains) ?? false
                })
        }
        return series
    }

    mutating func see(_ row: Row) {
        guard let of = series[row[0]] else { return }
        let at: Int64 = row[1]
        if let model = of.model, !premium.isEmpty {
            let day = zone.day(of: Instant(nanoseconds: at))
            var events = profile.days[of.customer, default: [:]][day] ?? (all: 0, premium: 0)
            events.all += 1
            if premium.contains(model) { events.premium += 1 }
            profile.days[of.customer, default: [:]][day] = events
        }
        guard at >= start else { return }
        profile.hours[of.customer, default: [:]][
            at / (3600 * Instant.nanosecondsPerSecond), default: 0] += 1
        let counts = (2...10).map { row[$0] as DatabaseValue }
        // One of something, and nothing else said, is no count that two requests could share.
        let says = counts.dropFirst().contains { !$0.isNull } || counts[0] != 1.databaseValue
        guard of.hasFailed || says else { return }
        let request = Request(series: row[0], counts: of.hasFailed ? [] : counts)
        seen += 1
        // Now and then, so that what is over does not pile up.
        if seen % 65_536 == 0 { endLoops(before: at - gap) }
        if var loop = loops[request], at - loop.last <= gap {
            loop.last = at
            loop.events += 1
            loops[request] = loop
        } else {
            if let loop = loops[request] { end(loop, of) }
            loops[request] = Loop(first: at, last: at)
        }
    }

    private var gap: Int64 { limits.loopSeconds * Instant.nanosecondsPerSecond }

    mutating func endLoops(before instant: Int64) {
        for (request, loop) in loops where loop.last < instant {
            end(loop, series[request.series]!)
            loops[request] = nil
        }
    }

    private mutating func end(_ loop: Loop, _ of: Series) {
        guard loop.events >= limits.loopEvents else { return }
        profile.loops.append(
            Anomaly(
                customer: of.customer, kind: .retryLoop, from: Instant(nanoseconds: loop.first),
                to: Instant(nanoseconds: loop.last), events: loop.events, model: of.model,
                event: nil, value: of.event, usual: nil, deviation: nil))
    }
}
