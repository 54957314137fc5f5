public import Catalog
public import GRDB
public import Money
public import Store
public import Time

/// What is wrong with an event of an open month, by its key: it says something else, or nothing.
///
///     let correction = Correction(event: "evt_1", .adjust(key: nil, quantity: "5", properties: [:]))
///     try Correction.apply(db, [correction], sourceName: "-", at: now)   // 1 adjusted
///
/// The event stays as it came, and so does every line that repeats it. What counts in its place is a
/// new event of the same customer, name and time, with a key of its own.
public struct Correction: Sendable, Equatable {
    public let event: String
    /// Whose event it is; needed only where several merchants have the key.
    public let merchant: Merchant.ID?
    public let change: Change
    public let reason: String?

    /// What is to be done about the event.
    public enum Change: Sendable, Equatable {
        case cancel
        /// The quantity and the properties that differ; the others stay. Without a key, what it says
        /// is the key of the new event.
        case adjust(key: String?, quantity: Exact?, properties: [String: JSONValue])
    }

    public init(
        event: String, merchant: Merchant.ID? = nil, _ change: Change, reason: String? = nil
    ) {
        self.event = event
        self.merchant = merchant
        self.change = change
        self.reason = reason
    }

    /// What came of corrections; `known` ones had been made before.
    public struct Tally: Sendable, Equatable {
        public var adjusted = 0
        public var cancelled = 0
        public var known = 0

        public init() {}
    }

    /// Makes all of them, in their order.
    ///
    /// - Throws: `MeteringError` at the first that cannot be made. Nothing of them may stay then.
    public static func apply(
        _ db: Database, _ corrections: [Correction], sourceName: String, at now: Instant
    ) throws -> Tally {
        var tally = Tally()
        var options = Intake.Options()
        options.backfill = true
        var intake = try Intake(db, .correction, sourceName: sourceName, now: now, options: options)
        for correction in corrections { try correction.apply(&intake, &tally) }
        if tally.adjusted + tally.cancelled > 0 { _ = try intake.finish() }
        return tally
    }

    /// Events of a range of sequences that count no more. Few are corrected, so a scan has this by
    /// its side.
    static func superseded(_ db: Database, _ range: ClosedRange<Int64>) throws -> Set<Int64> {
        try Int64.fetchSet(
            db, sql: "SELECT sequence FROM usageCorrection WHERE sequence BETWEEN ? AND ?",
            arguments: [range.lowerBound, range.upperBound])
    }

    private func apply(_ intake: inout Intake, _ tally: inout Tally) throws {
        let db = intake.db
        let old = try stored(&intake)
        let made = try Row.fetchOne(
            db,
            sql: """
                SELECT replacement, idempotencyKey FROM usageCorrection
                LEFT JOIN usageEventDetail ON usageEventDetail.sequence = replacement
                WHERE usageCorrection.sequence = ?
                """,
            arguments: [old.sequence])
        let new = try adjusted(old.event)
        if let made {
            let replacement: Int64? = made[0]
            let isKnown =
                try new.map { try intake.index.matches($0, replacement) }
                ?? (replacement == nil)
            guard isKnown else { throw MeteringError.corrected(event, by: made[1]) }
            tally.known += 1
            return
        }
        let catalog = try MerchantCatalog(db, old.merchant, at: intake.now)
        let month = catalog.merchant.zone.day(of: old.event.occurredAt).month
        if let last = try CloseMark.lastMonth(db, old.merchant), month <= last {
            throw MeteringError.closed(event, month, old.merchant)
        }
        var replacement: Int64?
        if let new {
            intake.tally.input += 1
            try intake.count(new)
            let match: EventWriter.Match
            do {
                match = try intake.store(new)
            } catch let reject as UsageReject {
                throw MeteringError.notTaken(event, reject)
            }
            guard case .new = match else { throw MeteringError.keyTaken(new.key, for: event) }
            replacement = try intake.index.writer.sequence(of: new.key, merchant: old.merchantRow)
            tally.adjusted += 1
        } else {
            tally.cancelled += 1
        }
        try db.execute(
            sql: """
                INSERT INTO usageCorrection (sequence, replacement, batchId, reason)
                VALUES (?, ?, ?, ?)
                """,
            arguments: [old.sequence, replacement, intake.batch, reason])
    }

    /// The event that is to count instead; nil where none is.
    private func adjusted(_ old: UsageEvent) throws -> UsageEvent? {
        guard case .adjust(let key, let quantity, let properties) = change else { return nil }
        let changes = JSONValue.object([
            .init("corrects", .string(event)), .init("quantity", .optional(quantity?.description)),
            .init("properties", .object(properties.map { .init($0.key, $0.value) })),
        ])
        return UsageEvent(
            key: key ?? "content-" + changes.digest, customer: old.customer, name: old.name,
            quantity: quantity ?? old.quantity, occurredAt: old.occurredAt,
            properties: old.properties.merging(properties) { $1 })
    }

    private struct Stored {
        let sequence: Int64
        let merchant: Merchant.ID
        let merchantRow: Int64
        let event: UsageEvent
    }

    private func stored(_ intake: inout Intake) throws -> Stored {
        let merchants = try Row.fetchAll(
            intake.db, sql: "SELECT id, code FROM merchant ORDER BY code")
        var found: [(row: Int64, merchant: Merchant.ID, sequence: Int64)] = []
        for row in merchants where merchant.map({ row[1] == $0.text }) ?? true {
            if let sequence = try intake.index.writer.sequence(of: event, merchant: row[0]) {
                found.append((row[0], Merchant.ID(row[1] as String), sequence))
            }
        }
        guard let one = found.first else { throw MeteringError.unknownEvent(event, merchant) }
        if found.count > 1 { throw MeteringError.ambiguous(event, found.map(\.merchant)) }
        return Stored(
            sequence: one.sequence, merchant: one.merchant, merchantRow: one.row,
            event: try UsageEvent(intake.db, sequence: one.sequence))
    }
}

extension EventIndex {
    /// Whether the event of that sequence says what `event` says, under the same key.
    mutating func matches(_ event: UsageEvent, _ sequence: Int64?) throws -> Bool {
        do {
            if let sequence, case .same(sequence) = try writer.find(resolve(event)) { return true }
        } catch is UsageReject {}
        return false
    }
}

extension UsageEvent {
    /// The event as it stands in the ledger: what the catalog reads as dimensions as texts.
    init(_ db: Database, sequence: Int64) throws {
        let row = try Row.fetchOne(
            db,
            sql: """
                SELECT idempotencyKey, customer.code, usageEventName.name, quantity, occurredAt,
                    properties, document
                FROM usageEvent JOIN usageEventDetail USING (sequence)
                JOIN usageSeries ON usageSeries.id = seriesId
                JOIN customer ON customer.id = customerId
                JOIN usageEventName ON usageEventName.id = eventNameId
                JOIN dimensionSet ON dimensionSet.id = dimensionSetId
                WHERE sequence = ?
                """,
            arguments: [sequence])!
        let rest = try (row[5] as String?).map { try JSONValue(parsing: $0).members ?? [] } ?? []
        let dimensions = try JSONValue(parsing: row[6] as String).members ?? []
        self.init(
            key: row[0], customer: Customer.ID(row[1] as String), name: row[2],
            quantity: Exact(row[3] as DatabaseValue), occurredAt: Instant(nanoseconds: row[4]),
            properties: Dictionary(
                uniqueKeysWithValues: (rest + dimensions.filter { $0.value != .null })
                    .map { ($0.key, $0.value) }))
    }
}
