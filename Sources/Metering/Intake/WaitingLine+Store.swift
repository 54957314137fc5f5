public import GRDB
import Money
import Store
public import Time

/// An input line that could be read and not taken, and waits for a mended catalog: kept whole.
public struct WaitingLine: Sendable {
    /// The reject it is.
    public let id: Int64
    public let source: String
    public let line: Int
    /// Why it waits, by the catalog as it is; where that would take it, why it did not when it came.
    public private(set) var reject: UsageReject
    /// Whether the catalog as it is would take it: it only waits to be replayed.
    public private(set) var isMended = false
    /// The line as it came.
    public let raw: [UInt8]
    /// What it says, at the time it was said.
    public let event: UsageEvent

    /// All that still wait, in the order they came in, each looked at again.
    ///
    /// A line of a customer whom the catalog has come to know waits for another reason now, or for
    /// none: 100 input tokens that include 120 cached ones are quarantined then, and a quantity
    /// below zero is malformed, and waits all the same.
    ///
    /// - Parameters:
    ///   - fate: those of one kind; all where nil.
    ///   - now: when they are looked at.
    public static func all(
        _ db: Database, _ fate: UsageReject.Fate? = nil, at now: Instant
    ) throws -> [WaitingLine] {
        var index = try EventIndex(db, now: now)
        return try asTheyCame(db).map { line in
            var line = line
            if let reject = try index.look(line.event) {
                line.reject = reject
            } else {
                line.isMended = true
            }
            return line
        }.filter { fate == nil || $0.reject.reason.fate == fate }
    }

    /// All that still wait, with the reasons they came with.
    static func asTheyCame(_ db: Database) throws -> [WaitingLine] {
        let reasons = UsageReject.Reason.allCases.filter { $0.fate != .malformed }
        let rows = try Row.fetchAll(
            db,
            sql: """
                SELECT usageReject.id, sourceName, line, reason, field, value, allowed, raw,
                    idempotencyKey, occurredAt
                FROM usageReject JOIN usageBatch ON usageBatch.id = batchId
                WHERE reason IN (\(reasons.map { "'\($0.rawValue)'" }.joined(separator: ", ")))
                    AND usageReject.id NOT IN (SELECT rejectId FROM usageReplay)
                ORDER BY usageReject.id
                """)
        return try rows.map { row in
            let raw = Array((row[7] as String).utf8)
            let instant = Instant(nanoseconds: row[9])
            // Its time and its key were settled when it came in: what it lacked, the clock and the
            // content gave it then.
            let read = try UsageEvent(line: raw[...], now: instant, zone: .utc)
            return WaitingLine(
                id: row[0], source: row[1], line: row[2],
                reject: UsageReject(
                    UsageReject.Reason(rawValue: row[3])!, row[4], found: row[5], allowed: row[6]),
                raw: raw,
                event: UsageEvent(
                    key: row[8], customer: read.customer, name: read.name,
                    quantity: read.quantity, occurredAt: instant, properties: read.properties))
        }
    }
}

/// Takes lines again that could not be taken when they came in, after the catalog was mended.
///
/// What becomes of a line is written beside it, once; a line that still cannot be taken stays as it is,
/// so replaying twice changes nothing.
public enum Replay {
    /// What became of the lines that waited.
    public struct Tally: Sendable, Equatable {
        public var accepted = 0
        /// Of the accepted: usage of months that are closed.
        public var late = 0
        /// Repeats of an event that came in by another line.
        public var duplicate = 0
        /// Lines whose key another event has by now.
        public var replaced = 0
        /// Lines that wait on, by reason.
        public var waiting: [UsageReject.Reason: Int] = [:]

        public init() {}
    }

    public static func run(_ db: Database, at now: Instant) throws -> Tally {
        let lines = try WaitingLine.asTheyCame(db)
        var tally = Tally()
        var options = Intake.Options()
        // They were inside the window when they came.
        options.backfill = true
        var intake = try Intake(db, .replay, sourceName: "-", now: now, options: options)
        for line in lines {
            do {
                let sequence: Int64
                let outcome: String
                switch try intake.store(line.event) {
                case .new:
                    outcome = "accepted"
                    sequence = try intake.index.sequence(of: line.event)!
                case .same(let known): (outcome, sequence) = ("duplicate", known)
                case .different(let other, _): (outcome, sequence) = ("replaced", other)
                }
                try record(line, outcome, sequence, &intake, &tally)
            } catch let reject as UsageReject {
                // A corrected event may have come in under its key.
                if let other = try intake.index.sequence(of: line.event) {
                    try record(line, "replaced", other, &intake, &tally)
                } else {
                    tally.waiting[reject.reason, default: 0] += 1
                }
            }
        }
        tally.late = intake.tally.late
        if tally.accepted + tally.duplicate + tally.replaced > 0 { _ = try intake.finish() }
        return tally
    }

    private static func record(
        _ line: WaitingLine, _ outcome: String, _ sequence: Int64, _ intake: inout Intake,
        _ tally: inout Tally
    ) throws {
        switch outcome {
        case "accepted": tally.accepted += 1
        case "duplicate": tally.duplicate += 1
        default: tally.replaced += 1
        }
        if outcome != "replaced" {
            intake.tally.input += 1
            try intake.count(line.event)
        }
        try intake.db.execute(
            sql: """
                INSERT INTO usageReplay (rejectId, batchId, outcome, sequence) VALUES (?, ?, ?, ?)
                """,
            arguments: [line.id, intake.batch, outcome, sequence])
    }
}
