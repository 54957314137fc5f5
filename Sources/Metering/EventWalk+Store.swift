import GRDB
import Time

/// Reads a merchant's raw events in the one order that does not depend on how they came in: by time, then by the bytes of
/// their key. One day is held at a time, so that memory does not grow with the month.
enum EventWalk {
    /// An event as it is ordered, with what its reader keeps of it.
    struct Event<Kept> {
        let sequence: Int64
        let series: Int64
        let at: Instant
        let key: String
        let kept: Kept
    }

    /// Where an event stands, before its row is read any further.
    struct Place {
        let sequence: Int64
        let series: Int64
        let at: Instant
    }

    /// - Parameters:
    ///   - earlier: leaves out what was known by then.
    ///   - columns: what `keep` finds in the row from column 4 on, each after a comma: `, quantity`.
    ///   - keep: nil leaves an event out. Superseded events are left out before it is asked.
    static func forEach<Kept>(
        _ db: Database, merchantRow: Int64, from start: Instant, to end: Instant,
        after earlier: CloseMark? = nil,
        columns: String = "", keep: (Place, Row) throws -> Kept?,
        _ body: (Event<Kept>) throws -> Void
    ) throws {
        if start >= end { return }
        let superseded = try Correction.superseded(
            db, EventSequence.range(merchantRow, from: start, to: end))
        var day = start.utcDay
        while day <= Instant(nanoseconds: end.nanoseconds - 1).utcDay {
            let block = EventSequence.block(merchantRow, day)
            let all = EventSequence.sequences(inBlock: block)
            let rows = try Row.fetchCursor(
                db,
                sql: """
                    SELECT sequence, seriesId, occurredAt, idempotencyKey\(columns)
                    FROM usageEvent JOIN usageEventDetail USING (sequence)
                    WHERE sequence BETWEEN ? AND ?
                    """,
                arguments: [earlier?.next(inBlock: block) ?? all.lowerBound, all.upperBound])
            var events: [Event<Kept>] = []
            while let row = try rows.next() {
                let place = Place(
                    sequence: row[0], series: row[1], at: Instant(nanoseconds: row[2]))
                guard place.at >= start, place.at < end, !superseded.contains(place.sequence),
                    let kept = try keep(place, row)
                else { continue }
                events.append(
                    Event(
                        sequence: place.sequence, series: place.series, at: place.at, key: row[3],
                        kept: kept))
            }
            events.sort { a, b in
                if a.at != b.at { return a.at < b.at }
                // By bytes: keys that Swift holds for equal still differ, and need one order.
                return a.key.utf8.lexicographicallyPrecedes(b.key.utf8)
            }
            for event in events { try body(event) }
            day = day.advanced(by: 1)
        }
    }
}
