public import Catalog
public import GRDB
import Store
public import Time

/// How far each UTC day had come when a merchant's month was closed: later sequences of a day are
/// late, and are no part of what that month billed.
public struct CloseMark: Sendable {
    private let lastByDay: [Int64: Int64]
    /// The last intake by then: what came later was no part of a level carried in.
    let lastBatch: Int64
    /// The last version of the catalog by then: what was applied later is no part of what was billed.
    public let lastVersion: Int64

    /// The mark of a month, or nil where it is not closed.
    public init?(_ db: Database, _ merchant: Merchant.ID, _ month: Month) throws {
        let rows = try Row.fetchAll(
            db,
            sql: """
                SELECT day, lastSequence, lastBatchId, lastVersionId FROM periodCloseDay
                JOIN periodClose ON periodClose.id = closeId
                JOIN merchant ON merchant.id = merchantId WHERE code = ? AND month = ?
                """,
            arguments: [merchant.text, month.description])
        guard let first = rows.first else { return nil }
        lastBatch = first[2]
        lastVersion = first[3]
        lastByDay = Dictionary(uniqueKeysWithValues: rows.map { ($0[0] as Int64, $0[1] as Int64) })
    }

    /// Whether the event was there when the month was closed.
    func includes(_ sequence: Int64) -> Bool {
        lastByDay[sequence / 1_000_000_000].map { sequence <= $0 } ?? true
    }

    /// The month a merchant is billed next: the one after the last closed, or, where none is, the
    /// first that has usage; nil where nothing happened before the end of `month`.
    ///
    /// With usage since 20 March and nothing closed, the next month is March, whatever the clock says.
    public static func nextMonth(
        _ db: Database, _ merchant: Merchant.ID, upTo month: Month, zone: Zone
    ) throws -> Month? {
        let last = try String.fetchOne(
            db,
            sql: """
                SELECT max(month) FROM periodClose JOIN merchant ON merchant.id = merchantId
                WHERE code = ?
                """,
            arguments: [merchant.text])
        if let last { return try Month(last).next }
        // Sequences run by UTC day and, inside a day, as events came in: of the first day, the
        // earliest event decides, not the one that was there first.
        let first = try Int64.fetchOne(
            db,
            sql: """
                WITH ours AS (
                    SELECT usageSeries.id FROM usageSeries
                    JOIN customer ON customer.id = customerId
                    JOIN merchant ON merchant.id = customer.merchantId WHERE merchant.code = ?),
                first AS (
                    SELECT sequence / 1000000000 * 1000000000 AS base FROM usageEvent
                    WHERE sequence <= ? AND seriesId IN ours ORDER BY sequence LIMIT 1)
                SELECT min(occurredAt) FROM usageEvent
                WHERE sequence BETWEEN (SELECT base FROM first)
                    AND (SELECT base FROM first) + 999999999 AND seriesId IN ours
                """,
            arguments: [
                merchant.text,
                UsageScan.sequences(from: zone.start(of: month), to: zone.end(of: month))
                    .upperBound,
            ])
        return first.map { zone.day(of: Instant(nanoseconds: $0)).month }
    }

    /// Closes a month: records how far each day was billed, so that what arrives later is known to
    /// be late.
    public static func record(
        _ db: Database, _ merchant: Merchant.ID, _ month: Month, zone: Zone, at instant: Instant
    ) throws {
        try db.execute(
            sql: """
                INSERT INTO periodClose (merchantId, month, closedAt, lastBatchId, lastVersionId)
                SELECT id, ?, ?, (SELECT coalesce(max(id), 0) FROM usageBatch),
                    (SELECT max(id) FROM catalogVersion) FROM merchant WHERE code = ?
                """,
            arguments: [month.description, instant.column, merchant.text])
        let close = db.lastInsertedRowID
        var day = zone.start(of: month).utcDay
        let last = Instant(nanoseconds: zone.end(of: month).nanoseconds - 1).utcDay
        while day <= last {
            let base = Int64(day.number) * 1_000_000_000
            try db.execute(
                sql: """
                    INSERT INTO periodCloseDay (closeId, day, lastSequence)
                    SELECT ?, ?, coalesce(max(sequence), ?) FROM usageEvent
                    WHERE sequence BETWEEN ? AND ?
                    """,
                arguments: [close, day.number, base, base, base + 999_999_999])
            day = day.advanced(by: 1)
        }
    }
}
