public import Catalog
public import GRDB
import Store
public import Time

/// How far every UTC day had come when a merchant's month was closed: all that was known of the
/// time up to the end of that month. Later sequences of a day came after it, and a day without a mark
/// had nothing.
///
/// An event of 3 May that comes in on 2 June is not in May's mark; it is in June's, which is made when
/// June is closed, and so June's invoice is where it is billed as late.
public struct CloseMark: Sendable {
    /// By the merchant's day, as `EventSequence` has it.
    private let lastByBlock: [Int64: Int64]
    /// The last version of the catalog by then: what was applied later is no part of what was billed.
    public let lastVersion: Int64

    /// The mark of a month, or nil where it is not closed: of each day the latest row of the closes up
    /// to that month.
    public init?(_ db: Database, _ merchant: Merchant.ID, _ month: Month) throws {
        let close = try Row.fetchOne(
            db,
            sql: """
                SELECT periodClose.id, lastVersionId FROM periodClose JOIN merchant ON merchant.id = merchantId
                WHERE code = ? AND month = ?
                """,
            arguments: [merchant.text, month.description])
        guard let close else { return nil }
        lastVersion = close[1]
        // Sequences of a day only rise, so the latest row is the one that reaches farthest.
        let rows = try Row.fetchAll(
            db,
            sql: """
                SELECT max(lastSequence) FROM periodCloseDay
                JOIN periodClose ON periodClose.id = closeId
                WHERE merchantId = (SELECT merchantId FROM periodClose WHERE id = ?1)
                    AND month <= ?2 GROUP BY day
                """,
            arguments: [close[0] as Int64, month.description])
        lastByBlock = CloseMark.byBlock(rows.map { $0[0] })
    }

    /// What a close of a merchant would know now of the time before `end`.
    public init(_ db: Database, _ merchant: Merchant.ID, now end: Instant) throws {
        lastByBlock = CloseMark.byBlock(
            try EventSequence.lastOfDays(db, EventSequence.row(db, merchant), before: end))
        lastVersion = try Int64.fetchOne(db, sql: "SELECT max(id) FROM catalogVersion")!
    }

    private init(_ lastByBlock: [Int64: Int64], _ lastVersion: Int64) {
        self.lastByBlock = lastByBlock
        self.lastVersion = lastVersion
    }

    private static func byBlock(_ last: [Int64]) -> [Int64: Int64] {
        Dictionary(uniqueKeysWithValues: last.map { (EventSequence.block(of: $0), $0) })
    }

    /// The same events, and the catalog as it was known by another version.
    public func knowing(_ version: Int64) -> CloseMark { CloseMark(lastByBlock, version) }

    /// The mark of the merchant's last close before a month; nil where there is none.
    public init?(_ db: Database, _ merchant: Merchant.ID, before month: Month) throws {
        guard let last = try CloseMark.lastMonth(db, merchant, before: month) else { return nil }
        try self.init(db, merchant, last)
    }

    /// The last version of the catalog that the close of the month before knew, where the catalog has been
    /// stated anew since; nil where it has not, or that month is not closed.
    ///
    /// - Parameter version: the last version of the catalog to look at; nil for all.
    public static func versionBeforeRestating(
        _ db: Database, _ merchant: Merchant.ID, _ month: Month, now version: Int64? = nil
    ) throws -> Int64? {
        guard let mark = try CloseMark(db, merchant, month.previous) else { return nil }
        let isRestated = try CatalogVersion.all(db, merchant).contains {
            $0.number > mark.lastVersion && $0.number <= version ?? .max
        }
        return isRestated ? mark.lastVersion : nil
    }

    /// The last month that a merchant has closed; nil where none is. Usage of it, and of any month
    /// before it, that comes in now is late.
    ///
    /// - Parameter month: given, the last before it.
    public static func lastMonth(
        _ db: Database, _ merchant: Merchant.ID, before month: Month? = nil
    ) throws -> Month? {
        try String.fetchOne(
            db,
            sql: """
                SELECT max(month) FROM periodClose JOIN merchant ON merchant.id = merchantId
                WHERE code = ?1 AND (?2 IS NULL OR month < ?2)
                """,
            arguments: [merchant.text, month?.description]
        ).map { try Month($0) }
    }

    /// Every closed month of every merchant, in the order of months.
    public static func all(_ db: Database) throws -> [(merchant: Merchant.ID, month: Month)] {
        try Row.fetchAll(
            db,
            sql: """
                SELECT code, month FROM periodClose JOIN merchant ON merchant.id = merchantId
                ORDER BY month, code
                """
        ).map { (Code($0[0]), try Month($0[1] as String)) }
    }

    /// The months that a merchant has closed, in order.
    public static func months(_ db: Database, _ merchant: Merchant.ID) throws -> [Month] {
        try String.fetchAll(
            db,
            sql: """
                SELECT month FROM periodClose JOIN merchant ON merchant.id = merchantId
                WHERE code = ? ORDER BY month
                """,
            arguments: [merchant.text]
        ).map { try Month($0) }
    }

    /// Whether the event was there when the month was closed.
    public func includes(_ sequence: Int64) -> Bool {
        lastByBlock[EventSequence.block(of: sequence)].map { sequence <= $0 } ?? false
    }

    /// Where what came after the mark begins on a merchant's day: the sequence after the last that was known.
    func next(inBlock block: Int64) -> Int64 {
        (lastByBlock[block] ?? EventSequence.sequences(inBlock: block).lowerBound) + 1
    }

    /// The month a merchant is billed next: the one after the last closed, or, where none is, the
    /// first that has usage; nil where nothing happened before the end of `month`.
    ///
    /// With usage since 20 March and nothing closed, the next month is March, whatever the clock says.
    public static func nextMonth(
        _ db: Database, _ merchant: Merchant.ID, upTo month: Month, zone: Zone
    ) throws -> Month? {
        if let last = try lastMonth(db, merchant) { return last.next }
        let range = try EventSequence.range(
            db, merchant, from: Instant(nanoseconds: .min), to: zone.end(of: month))
        let first = try Int64.fetchOne(
            db, sql: "SELECT min(sequence) FROM usageEvent WHERE sequence BETWEEN ? AND ?",
            arguments: [range.lowerBound, range.upperBound])
        // Sequences run by UTC day and, inside a day, as events came in: of the first day, the
        // earliest event decides, not the one that was there first.
        guard let first else { return nil }
        let day = EventSequence.sequences(inBlock: EventSequence.block(of: first))
        let earliest = try Int64.fetchOne(
            db, sql: "SELECT min(occurredAt) FROM usageEvent WHERE sequence BETWEEN ? AND ?",
            arguments: [day.lowerBound, day.upperBound])!
        return zone.day(of: Instant(nanoseconds: earliest)).month
    }

    /// Closes a month: records how far each day up to its end has come, so that what arrives later is
    /// known to be late. A day has a row only where it has moved since the merchant's last close.
    public static func record(
        _ db: Database, _ merchant: Merchant.ID, _ month: Month, zone: Zone, at instant: Instant
    ) throws {
        let before = try lastMonth(db, merchant).flatMap { try CloseMark(db, merchant, $0) }
        try db.execute(
            sql: """
                INSERT INTO periodClose (merchantId, month, closedAt, lastVersionId)
                SELECT id, ?, ?, (SELECT max(id) FROM catalogVersion) FROM merchant WHERE code = ?
                """,
            arguments: [month.description, instant.column, merchant.text])
        let close = db.lastInsertedRowID
        let days = try EventSequence.lastOfDays(
            db, EventSequence.row(db, merchant), before: zone.end(of: month))
        for last in days {
            if let before, before.includes(last) { continue }
            let day = EventSequence.day(ofBlock: EventSequence.block(of: last))
            try db.execute(
                sql: "INSERT INTO periodCloseDay (closeId, day, lastSequence) VALUES (?, ?, ?)",
                arguments: [close, day.number, last])
        }
    }

    /// The months up to `last` of which events came in after this mark.
    ///
    /// - Parameter later: leaves out what came after that one too.
    public func monthsMoved(
        _ db: Database, _ merchant: Merchant.ID, upTo last: Month, zone: Zone,
        through later: CloseMark
    ) throws -> Set<Month> {
        var months: Set<Month> = []
        let days = try EventSequence.lastOfDays(
            db, EventSequence.row(db, merchant), before: zone.end(of: last))
        for reached in days where !includes(reached) {
            let events = try Row.fetchCursor(
                db,
                sql: "SELECT sequence, occurredAt FROM usageEvent WHERE sequence BETWEEN ? AND ?",
                arguments: [next(inBlock: EventSequence.block(of: reached)), reached])
            while let row = try events.next() {
                let month = zone.day(of: Instant(nanoseconds: row[1])).month
                if month <= last, later.includes(row[0]) { months.insert(month) }
            }
        }
        return months
    }
}
