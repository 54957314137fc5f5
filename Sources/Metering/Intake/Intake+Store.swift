import Catalog
import FoundationEssentials
public import GRDB
import Money
import Store
public import Time

/// Takes event lines into the ledger, within one transaction that the command opened.
///
///     var intake = try Intake(db, sourceName: "may.ndjson", now: now, options: .init())
///     for line in lines { try intake.take(line) }
///     let tally = try intake.finish()
public struct Intake {
    /// What may be set.
    public struct Options: Sendable {
        /// Takes events of any age.
        public var backfill = false
        /// How old an event may be, in days.
        public var windowDays = 35
        /// How far ahead of the clock it may be, in seconds.
        public var aheadSeconds: Int64 = 300
        /// What a timestamp without an offset means; nil refuses it.
        public var zone: Zone?

        public init() {}
    }

    /// What became of the lines; the three add up to `input`. Late ones are among the accepted.
    public struct Tally: Sendable, Equatable {
        public var input = 0
        public var accepted = 0
        public var late = 0
        public var duplicate = 0
        public var rejected = 0
        /// Of the rejected: repeats of a key with other content.
        public var conflict = 0
        /// Lines whose key is their content because they gave none.
        public var withoutKey = 0
        public var reasons: [UsageReject.Reason: Int] = [:]

        public init() {}

        public static func + (a: Tally, b: Tally) -> Tally {
            var sum = a
            sum.input += b.input
            sum.accepted += b.accepted
            sum.late += b.late
            sum.duplicate += b.duplicate
            sum.rejected += b.rejected
            sum.conflict += b.conflict
            sum.withoutKey += b.withoutKey
            sum.reasons.merge(b.reasons, uniquingKeysWith: +)
            return sum
        }
    }

    public private(set) var tally = Tally()
    let db: Database
    let now: Instant
    let options: Options
    let batch: Int64
    private let sourceName: String
    private var index: EventIndex
    private var firstLine: Int

    public init(
        _ db: Database, sourceName: String, firstLine: Int = 1, now: Instant, options: Options
    ) throws {
        self.db = db
        self.now = now
        self.options = options
        self.sourceName = sourceName
        self.firstLine = firstLine
        batch = try Int64.fetchOne(db, sql: "SELECT coalesce(max(id), 0) + 1 FROM usageBatch")!
        index = try EventIndex(db, now: now)
    }

    /// Takes one line, or keeps it with the reason why not. Empty lines are not input.
    public mutating func take(_ line: ArraySlice<UInt8>) throws {
        let number = firstLine
        firstLine += 1
        if line.allSatisfy({ $0 == 32 || $0 == 9 || $0 == 13 }) { return }
        tally.input += 1
        do {
            let event = try UsageEvent(line: line, now: now, zone: options.zone)
            if event.key.hasPrefix("content-") { tally.withoutKey += 1 }
            try checkWindow(event)
            try store(try index.resolve(event))
        } catch let reject as UsageReject {
            try keep(reject, line: number, raw: line)
        }
    }

    /// Writes the tally and gives it back.
    public mutating func finish() throws -> Tally {
        try db.execute(
            sql: """
                INSERT INTO usageBatch (id, ingestedAt, sourceName, acceptedCount, lateCount,
                    duplicateCount, rejectedCount, inputCount) VALUES (?, ?, ?, ?, ?, ?, ?, ?)
                """,
            arguments: [
                batch, now.column, sourceName, tally.accepted, tally.late, tally.duplicate,
                tally.rejected, tally.input,
            ])
        return tally
    }

    private func checkWindow(_ event: UsageEvent) throws(UsageReject) {
        if options.backfill { return }
        let oldest = now.advanced(bySeconds: -Int64(options.windowDays) * 86_400)
        let newest = now.advanced(bySeconds: options.aheadSeconds)
        if event.occurredAt < oldest || event.occurredAt > newest {
            throw UsageReject(
                .outsideWindow, "timestamp", found: event.occurredAt.description,
                allowed: "\(oldest) to \(newest), or --backfill")
        }
    }

    private mutating func store(_ event: ReadyEvent) throws {
        switch try index.find(event) {
        case .same:
            tally.duplicate += 1
        case .different(let stored):
            throw UsageReject(
                .conflict, "id", found: event.key,
                allowed: "the content this key came with before: \(stored)")
        case .new:
            try index.insert(event, batch: batch)
            tally.accepted += 1
            if event.isLate { tally.late += 1 }
        }
    }

    private mutating func keep(
        _ reject: UsageReject, line: Int, raw: ArraySlice<UInt8>
    ) throws {
        tally.rejected += 1
        tally.reasons[reject.reason, default: 0] += 1
        if reject.reason == .conflict { tally.conflict += 1 }
        try db.execute(
            sql: """
                INSERT INTO usageReject (batchId, line, reason, field, value, allowed, raw)
                VALUES (?, ?, ?, ?, ?, ?, ?)
                """,
            arguments: [
                batch, line, reject.reason.rawValue, reject.field, reject.value, reject.allowed,
                Intake.kept(raw),
            ])
    }

    /// The line's first 4,096 bytes: TEXT where they are UTF-8, a BLOB of the same bytes otherwise.
    private static func kept(_ raw: ArraySlice<UInt8>) -> DatabaseValue {
        let head = raw.prefix(4096)
        // A cut inside a character is not the line's own fault.
        for cut in 0...(head.count < raw.count ? 3 : 0) {
            if let text = String(validating: head.dropLast(cut), as: UTF8.self) {
                return text.databaseValue
            }
        }
        return Data(head).databaseValue
    }
}
