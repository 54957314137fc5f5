import GRDB
import GRDBSQLite
import Store
import Time

/// Reads a merchant's raw events in the one order that does not depend on how they came in: by time, then by the bytes of
/// their key. One day is held at a time, its texts in one array, so that memory does not grow with the month.
enum EventWalk {
    /// An event; its texts stay where they are until its reader returns.
    struct Event {
        let sequence: Int64
        let series: Int64
        let at: Instant
        /// Its idempotency key, in UTF-8.
        let key: UnsafeBufferPointer<UInt8>
        /// A decimal; empty where contents were not asked for, as below.
        let quantity: UnsafeBufferPointer<UInt8>
        /// Canonical JSON without dimensions; empty where there is none.
        let properties: UnsafeBufferPointer<UInt8>
    }

    /// An event among the others of its day: its three texts stand one after another from `start` on.
    private struct Stored {
        let sequence: Int64
        let series: Int64
        let at: Int64
        let start: Int
        let key: Int
        let quantity: Int
        let properties: Int
    }

    /// - Parameters:
    ///   - earlier: leaves out what was known by then.
    ///   - contents: whether quantity and properties are read.
    ///   - wanted: is asked for sequence, series and time before a row is read any further. Superseded events are left
    ///     out before it is asked.
    static func forEach(
        _ db: Database, merchantRow: Int64, from start: Instant, to end: Instant,
        after earlier: CloseMark? = nil, contents: Bool,
        where wanted: (_ sequence: Int64, _ series: Int64, _ at: Instant) -> Bool,
        _ body: (Event) throws -> Void
    ) throws {
        if start >= end { return }
        let superseded = try Correction.superseded(
            db, EventSequence.range(merchantRow, from: start, to: end))
        let statement = try db.makeStatement(
            sql: """
                SELECT sequence, seriesId, occurredAt, idempotencyKey\(contents ? ", quantity, properties" : "")
                FROM usageEvent JOIN usageEventDetail USING (sequence)
                WHERE sequence BETWEEN ? AND ? ORDER BY sequence
                """)
        var day = start.utcDay
        while day <= Instant(nanoseconds: end.nanoseconds - 1).utcDay {
            let block = EventSequence.block(merchantRow, day)
            let all = EventSequence.sequences(inBlock: block)
            try statement.setArguments([
                earlier?.next(inBlock: block) ?? all.lowerBound, all.upperBound,
            ])
            var events: [Stored] = []
            var texts: [UInt8] = []
            try statement.forEachRow { row in
                let sequence = sqlite3_column_int64(row, 0)
                let series = sqlite3_column_int64(row, 1)
                let at = Instant(nanoseconds: sqlite3_column_int64(row, 2))
                guard at >= start, at < end,
                    superseded.isEmpty || !superseded.contains(sequence),
                    wanted(sequence, series, at)
                else { return }
                let from = texts.count
                events.append(
                    Stored(
                        sequence: sequence, series: series, at: at.nanoseconds, start: from,
                        key: append(row, 3, to: &texts),
                        quantity: contents ? append(row, 4, to: &texts) : 0,
                        properties: contents ? append(row, 5, to: &texts) : 0))
            }
            try texts.withUnsafeBufferPointer { texts in
                events.sort { a, b in
                    if a.at != b.at { return a.at < b.at }
                    // By bytes: keys that Swift holds for equal still differ, and need one order.
                    return texts[a.start..<a.start + a.key].lexicographicallyPrecedes(
                        texts[b.start..<b.start + b.key])
                }
                for event in events {
                    func text(_ skipped: Int, _ count: Int) -> UnsafeBufferPointer<UInt8> {
                        UnsafeBufferPointer(
                            rebasing: texts[event.start + skipped..<event.start + skipped + count])
                    }
                    try body(
                        Event(
                            sequence: event.sequence, series: event.series,
                            at: Instant(nanoseconds: event.at),
                            key: text(0, event.key), quantity: text(event.key, event.quantity),
                            properties: text(event.key + event.quantity, event.properties)))
                }
            }
            day = day.advanced(by: 1)
        }
    }

    /// A column's text, a number's digits too, at the end of `texts`; how many bytes it has.
    private static func append(
        _ row: OpaquePointer, _ column: Int32, to texts: inout [UInt8]
    ) -> Int {
        guard let text = sqlite3_column_text(row, column) else { return 0 }
        let count = Int(sqlite3_column_bytes(row, column))
        texts.append(contentsOf: UnsafeBufferPointer(start: text, count: count))
        return count
    }
}
