public import Catalog
public import GRDB
import Money
import Store
public import Time

/// The events behind a line, as anyone can check them: one a line in canonical form, in the order
/// of their time and then their key, whatever order they came in.
///
///     {"id":"evt_1","customer_id":"cus_1","metric":"model_call","quantity":"1",
///      "timestamp":"2026-05-03T09:41:23.12Z","properties":{"model":"m","input_tokens":71175}}
///
/// (on one line, ended by a line feed). Its digest is the SHA-256 of those bytes, so `sha256sum`
/// checks it.
public enum Evidence {
    /// Which line of usage is meant.
    public struct Line: Hashable, Sendable {
        public let request: Int
        public let customer: Customer.ID
        public let group: [MeteredUsage.DimensionValue]

        public init(
            request: Int, customer: Customer.ID, group: [MeteredUsage.DimensionValue]
        ) {
            self.request = request
            self.customer = customer
            self.group = group
        }
    }

    /// What the evidence file of a line comes to.
    public struct Summary: Sendable, Equatable {
        public var events = 0
        /// By time, then key.
        public let first: EvidenceSample
        public var last: EvidenceSample
        /// SHA-256 of the file.
        public var digest = ""
        /// How many of the events each day has, where days are asked for.
        public var days: [Day: Int] = [:]

        public init(first: EvidenceSample, last: EvidenceSample) {
            self.first = first
            self.last = last
        }
    }

    /// How many events every line of the requests has, its first and its last, and their digest.
    ///
    /// - Parameters:
    ///   - earlier: leaves out what was known by then: of late usage, the late events alone.
    ///   - mark: leaves out what came after it.
    ///   - zone: where days are cut, which are counted then.
    public static func summaries(
        _ db: Database, merchant: Merchant.ID, from start: Instant, to end: Instant,
        _ requests: [MeterRequest], after earlier: CloseMark? = nil, through mark: CloseMark? = nil,
        byDaysOf zone: Zone? = nil
    ) throws -> [Line: Summary] {
        let routes = try Routes(db, merchant: merchant, requests: requests)
        let files = routes.totals.map { _ in EvidenceFile() }
        var days = DayCuts(zone)
        try walk(db, routes, from: start, to: end, after: earlier, through: mark) {
            total, instant, line in
            files[total].add(line, at: instant, of: days.day(of: instant))
        }
        var found: [Line: Summary] = [:]
        for (total, file) in zip(routes.totals, files) {
            found[Line(request: total.request, customer: total.customer, group: total.group)] =
                try file.summary()
        }
        return found
    }

    /// The evidence file of one line.
    public static func file(
        _ db: Database, merchant: Merchant.ID, from start: Instant, to end: Instant,
        _ request: MeterRequest, group: [MeteredUsage.DimensionValue],
        after earlier: CloseMark? = nil, through mark: CloseMark? = nil
    ) throws -> [UInt8] {
        let routes = try Routes(db, merchant: merchant, requests: [request])
        var bytes: [UInt8] = []
        try walk(db, routes, from: start, to: end, after: earlier, through: mark) {
            total, _, line in
            if routes.totals[total].group == group { bytes += line }
        }
        return bytes
    }

    /// Hands every billed event, with the total it belongs to, to `body`.
    private static func walk(
        _ db: Database, _ routes: Routes, from start: Instant, to end: Instant,
        after earlier: CloseMark?, through mark: CloseMark?,
        _ body: (Int, Instant, UnsafeBufferPointer<UInt8>) throws -> Void
    ) throws {
        if routes.totals.isEmpty { return }
        try Stopwatch.of("Metering") {
            try walkAll(db, routes, from: start, to: end, after: earlier, through: mark, body)
        }
    }

    private static func walkAll(
        _ db: Database, _ routes: Routes, from start: Instant, to end: Instant,
        after earlier: CloseMark?, through mark: CloseMark?,
        _ body: (Int, Instant, UnsafeBufferPointer<UInt8>) throws -> Void
    ) throws {
        let table = Routes.Table(routes)
        var writers = [EvidenceLine?](repeating: nil, count: table.seriesCount)
        var line = EvidenceBytes()
        try EventWalk.forEach(
            db, merchantRow: routes.merchantRow, from: start, to: end, after: earlier,
            contents: true
        ) { sequence, series, _ in
            !table.places(of: series).isEmpty && mark?.includes(sequence) ?? true
        } _: { event in
            let series = table.index(of: event.series)
            if writers[series] == nil {
                writers[series] = EvidenceLine(routes.series[event.series]!)
            }
            try writers[series]!.write(event, into: &line)
            for place in table.places(of: event.series)
            where table.routes[place].includes(event.at.nanoseconds) {
                try body(table.routes[place].total, event.at, line.bytes)
            }
        }
    }
}
