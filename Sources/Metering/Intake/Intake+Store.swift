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
    /// How old an event may be, in days, where nothing else is asked for.
    public static let windowDays = 35

    /// What may be set.
    public struct Options: Sendable {
        /// Takes events of any age.
        public var backfill = false
        /// How old an event may be, in days.
        public var windowDays = Intake.windowDays
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

    public internal(set) var tally = Tally()
    let db: Database
    let now: Instant
    let options: Options
    /// Its number in the ledger.
    public let batch: Int64
    let kind: Kind
    private let sourceName: String
    var index: EventIndex
    private var scan = EventLineScan()
    /// Lines that were taken in one go, which nobody can tell from the ledger.
    private(set) var usualCount = 0
    /// Instants an event may have.
    private let window: ClosedRange<Int64>
    private var firstLine: Int
    private var inputQuantity = Exact.zero
    private let memory: IntakeMemory?
    /// Repeats that wait with the events which they repeat.
    private var repeats: [(line: Int, sequence: Int64)] = []
    /// The sequences given out so far, the first and the last of each merchant's day.
    private var given: [Int64: ClosedRange<Int64>] = [:]

    /// Events that wait at most to be written together: a batch that is longer is written in parts.
    private static let waitingEvents = 100_000

    /// Why a batch is there, as it stands in the ledger.
    enum Kind: String { case ingest, correction, replay }

    /// - Parameter memory: what earlier batches of a run with the same clock have left there; this one adds to it.
    public init(
        _ db: Database, sourceName: String, firstLine: Int = 1, now: Instant, options: Options,
        remembering memory: IntakeMemory? = nil
    ) throws {
        try self.init(
            db, .ingest, sourceName: sourceName, firstLine: firstLine, now: now, options: options,
            remembering: memory)
    }

    init(
        _ db: Database, _ kind: Kind, sourceName: String, firstLine: Int = 1, now: Instant,
        options: Options, remembering memory: IntakeMemory? = nil
    ) throws {
        self.kind = kind
        self.db = db
        self.now = now
        self.options = options
        self.sourceName = sourceName
        self.firstLine = firstLine
        batch = try Int64.fetchOne(db, sql: "SELECT coalesce(max(id), 0) + 1 FROM usageBatch")!
        let oldest = now.advanced(bySeconds: -Int64(options.windowDays) * 86_400)
        let newest = now.advanced(bySeconds: options.aheadSeconds)
        window = options.backfill ? .min ... .max : oldest.nanoseconds...newest.nanoseconds
        self.memory = memory
        index = try memory?.take(db) ?? EventIndex(db, now: now, edition: memory?.edition ?? 0)
    }

    /// Takes lines that were read ahead, each as `take(_:)` would.
    public mutating func take(_ lines: ReadLines) throws {
        let isKnown = lines.edition == index.usual.edition
        try lines.bytes.withUnsafeBufferPointer { bytes in
            try lines.properties.withUnsafeBufferPointer { properties in
                for place in 0..<lines.count {
                    if isKnown, let event = lines.events[place] {
                        let isNew = try takeNew(
                            event.event, UnsafeBufferPointer(rebasing: bytes[event.key]),
                            lines.measures(place),
                            UnsafeBufferPointer(rebasing: properties[event.properties]))
                        if isNew {
                            firstLine += 1
                            tally.input += 1
                            continue
                        }
                    }
                    try take(lines.line(place))
                }
            }
        }
    }

    /// Takes one line, or keeps it with the reason why not. Empty lines are not input.
    public mutating func take(_ line: ArraySlice<UInt8>) throws {
        let number = firstLine
        firstLine += 1
        if line.allSatisfy({ $0 == 32 || $0 == 9 || $0 == 13 }) { return }
        tally.input += 1
        let isUsual = line.withUnsafeBufferPointer { scan.read($0) }
        if isUsual, try line.withUnsafeBufferPointer({ try takeUsual($0) }) { return }
        var event: UsageEvent?
        do {
            let read = try UsageEvent(line: line, now: now, zone: options.zone)
            event = read
            if read.key.hasPrefix("content-") { tally.withoutKey += 1 }
            try count(read)
            try checkWindow(read)
            switch try store(read, learning: isUsual) {
            case .same(let sequence):
                repeats.append((number, sequence))
            case .different(_, let stored):
                throw UsageReject(
                    .conflict, "id", found: read.key,
                    allowed: "the content this key came with before: \(stored)")
            case .new: break
            }
        } catch let reject as UsageReject {
            try keep(reject, event, line: number, raw: line)
        }
    }

    /// Adds to the control total that the report of all lines is held against.
    mutating func count(_ event: UsageEvent) throws {
        inputQuantity = try inputQuantity.plus(event.quantity ?? .one)
    }

    /// Stores the event if it is new, and counts it.
    ///
    /// - Returns: what was there under its key.
    mutating func store(_ event: UsageEvent, learning: Bool = false) throws -> EventWriter.Match {
        let ready = try index.resolve(event, learning: learning)
        let match = try index.writer.find(ready)
        switch match {
        case .same: tally.duplicate += 1
        case .different: break
        case .new:
            try count(index.insert(ready, batch: batch), isLate: ready.isLate)
        }
        return match
    }

    private mutating func count(_ sequence: Int64, isLate: Bool) throws {
        let block = EventSequence.block(of: sequence)
        given[block] = (given[block]?.lowerBound ?? sequence)...sequence
        tally.accepted += 1
        if isLate { tally.late += 1 }
        // What corrects or replays names its event at once.
        if kind != .ingest || index.writer.count >= Intake.waitingEvents { try write() }
    }

    /// Takes the line that `scan` has read, in one go; false where it has to go the way of all lines.
    private mutating func takeUsual(_ line: UnsafeBufferPointer<UInt8>) throws -> Bool {
        guard let ready = index.usual(scan, line) else { return false }
        let key = scan.key!.bytes(line)
        return try ready.properties.withUnsafeBufferPointer { properties in
            try takeNew(
                UsualEvents.Event(ready, hash: KeyIndex.hash(ready.merchantRow, key)), key,
                ready.measures[...], properties)
        }
    }

    /// Takes an event if nothing speaks against it that `UsualEvents` does not know of.
    private mutating func takeNew(
        _ event: UsualEvents.Event, _ key: UnsafeBufferPointer<UInt8>,
        _ measures: ArraySlice<DatabaseValue>, _ properties: UnsafeBufferPointer<UInt8>
    ) throws -> Bool {
        // A key of this form says that the line gave none.
        guard !key.starts(with: "content-".utf8), window.contains(event.occurredAt),
            try index.writer.isNew(event.merchantRow, hash: event.hash)
        else { return false }
        inputQuantity = try inputQuantity.plus(event.quantity)
        let sequence = try index.writer.add(
            event.merchantRow, key: key, hash: event.hash, series: event.series,
            occurredAt: event.occurredAt, quantity: event.quantity.databaseValue,
            measures: measures, properties: properties, batch: batch)
        try count(sequence, isLate: event.isLate)
        usualCount += 1
        return true
    }

    /// Writes what waits.
    private mutating func write() throws {
        try index.writer.flush(batch: batch)
        let insert = try db.cachedStatement(
            sql: "INSERT INTO usageDuplicate (batchId, line, sequence) VALUES (?, ?, ?)")
        for (line, sequence) in repeats {
            try insert.execute(arguments: [batch, line, sequence])
        }
        repeats.removeAll(keepingCapacity: true)
    }

    /// Writes the tally and gives it back.
    public mutating func finish() throws -> Tally {
        try write()
        try db.execute(
            sql: """
                INSERT INTO usageBatch (id, kind, ingestedAt, sourceName, acceptedCount, lateCount,
                    duplicateCount, rejectedCount, inputCount, inputQuantity)
                VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
                """,
            arguments: [
                batch, kind.rawValue, now.column, sourceName, tally.accepted, tally.late,
                tally.duplicate,
                tally.rejected, tally.input, inputQuantity.description,
            ])
        let insertRange = try db.cachedStatement(
            sql: """
                INSERT INTO usageBatchRange (batchId, firstSequence, lastSequence) VALUES (?, ?, ?)
                """)
        for range in given.values {
            try insertRange.execute(arguments: [batch, range.lowerBound, range.upperBound])
        }
        memory?.keep(index)
        return tally
    }

    private func checkWindow(_ event: UsageEvent) throws(UsageReject) {
        if !window.contains(event.occurredAt.nanoseconds) {
            let oldest = Instant(nanoseconds: window.lowerBound)
            let newest = Instant(nanoseconds: window.upperBound)
            throw UsageReject(
                .outsideWindow, "timestamp", found: event.occurredAt.description,
                allowed: "\(oldest) to \(newest), or --backfill")
        }
    }

    private mutating func keep(
        _ reject: UsageReject, _ event: UsageEvent?, line: Int, raw: ArraySlice<UInt8>
    ) throws {
        tally.rejected += 1
        tally.reasons[reject.reason, default: 0] += 1
        if reject.reason == .conflict { tally.conflict += 1 }
        try db.execute(
            sql: """
                INSERT INTO usageReject (batchId, line, reason, field, value, allowed, occurredAt,
                    quantity, idempotencyKey, raw)
                VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
                """,
            arguments: [
                batch, line, reject.reason.rawValue, reject.field, reject.value, reject.allowed,
                event?.occurredAt.nanoseconds,
                event.map { ($0.quantity ?? .one).description }, event?.key,
                Intake.kept(raw, whole: reject.reason.fate != .malformed),
            ])
    }

    /// The line, or its first 4,096 bytes: TEXT where they are UTF-8, a BLOB of the same bytes
    /// otherwise.
    private static func kept(_ raw: ArraySlice<UInt8>, whole: Bool) -> DatabaseValue {
        let head = whole ? raw : raw.prefix(4096)
        // A cut inside a character is not the line's own fault.
        for cut in 0...(head.count < raw.count ? 3 : 0) {
            if let text = String(validating: head.dropLast(cut), as: UTF8.self) {
                return text.databaseValue
            }
        }
        return Data(head).databaseValue
    }
}
