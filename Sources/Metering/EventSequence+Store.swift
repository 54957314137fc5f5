import Catalog
import GRDB
import Time

/// Where an accepted event stands: its merchant, its UTC day and a running number within both, in the one number that is
/// the key of its row. So a merchant's period is one range of rows, whoever else's events came in between.
///
///     mmmmm dddddd nnnnnnnn
///     1     220576 00000007      merchant 1, 3 May 2026, its seventh
///
/// Days are counted from 200,000 days before 1970, so that six digits do for every instant there is.
enum EventSequence {
    /// Running numbers of a merchant's day are below this.
    static let aDay: Int64 = 100_000_000
    private static let days: Int64 = 1_000_000
    private static let firstDay: Int64 = -200_000

    /// A merchant's day, without the running number.
    static func block(_ merchantRow: Int64, _ day: Day) -> Int64 {
        merchantRow * days + Int64(day.sinceEpoch) - firstDay
    }

    /// The merchant's day that an event stands in.
    static func block(of sequence: Int64) -> Int64 { sequence / aDay }

    static func merchant(of sequence: Int64) -> Int64 { block(of: sequence) / days }

    static func day(ofBlock block: Int64) -> Day {
        Day(sinceEpoch: Int(block % days + firstDay))
    }

    /// All there can be of a merchant's day.
    static func sequences(inBlock block: Int64) -> ClosedRange<Int64> {
        block * aDay...block * aDay + aDay - 1
    }

    /// What a merchant's half-open period can have: from its first UTC day to its last.
    static func range(
        _ merchantRow: Int64, from start: Instant, to end: Instant
    ) -> ClosedRange<Int64> {
        let last = Instant(nanoseconds: end.nanoseconds - 1).utcDay
        return block(merchantRow, start.utcDay) * aDay...block(merchantRow, last) * aDay + aDay - 1
    }

    /// The same by the merchant's code. A merchant that is not known has no sequences: its row would be 0.
    static func range(
        _ db: Database, _ merchant: Merchant.ID, from start: Instant, to end: Instant
    ) throws -> ClosedRange<Int64> {
        range(try row(db, merchant), from: start, to: end)
    }

    /// All days of a merchant.
    static func blocks(of merchantRow: Int64) -> ClosedRange<Int64> {
        merchantRow * days...merchantRow * days + days - 1
    }

    /// The last sequence of each UTC day on which a merchant has events, in order.
    ///
    /// - Parameter end: leaves out days that begin at or after it.
    static func lastOfDays(
        _ db: Database, _ merchantRow: Int64, before end: Instant = Instant(nanoseconds: .max)
    ) throws -> [Int64] {
        let range = range(merchantRow, from: Instant(nanoseconds: .min), to: end)
        let next = try db.cachedStatement(
            sql: "SELECT min(sequence) FROM usageEvent WHERE sequence BETWEEN ? AND ?")
        let last = try db.cachedStatement(
            sql: "SELECT max(sequence) FROM usageEvent WHERE sequence BETWEEN ? AND ?")
        var found: [Int64] = []
        var from = range.lowerBound
        // Days stand one after another in the table's own tree, so this hops from one to the next.
        while let first = try Int64.fetchOne(next, arguments: [from, range.upperBound]) {
            let day = sequences(inBlock: block(of: first))
            found.append(
                try Int64.fetchOne(last, arguments: [day.lowerBound, day.upperBound])!)
            from = day.upperBound + 1
        }
        return found
    }

    /// A merchant's number in the ledger; 0 where it is not known.
    static func row(_ db: Database, _ merchant: Merchant.ID) throws -> Int64 {
        try Int64.fetchOne(
            db.cachedStatement(sql: "SELECT id FROM merchant WHERE code = ?"),
            arguments: [merchant.text]) ?? 0
    }
}
