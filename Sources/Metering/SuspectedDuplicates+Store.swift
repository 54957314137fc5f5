public import Catalog
public import GRDB
public import Money
public import Time

/// Events that say the same under different keys: the same customer, name, dimensions, time, quantity
/// and measures. A retry that was given a new id looks like this, and so do two honest calls in one
/// instant; a person decides, and cancels what is too much.
public struct SuspectedDuplicates: Sendable, Equatable {
    public let merchant: Merchant.ID
    public let customer: Customer.ID
    public let name: String
    public let at: Instant
    public let quantity: Exact
    /// The keys of all of them, by their bytes.
    public let keys: [String]

    /// All in a period, by time, then by customer, name and keys. Corrected events are left out.
    public static func find(
        _ db: Database, _ merchant: Merchant.ID, from start: Instant, to end: Instant
    ) throws -> [SuspectedDuplicates] {
        if start >= end { return [] }
        let range = try EventSequence.range(db, merchant, from: start, to: end)
        let rows = try Row.fetchCursor(
            db,
            sql: """
                WITH ones AS (
                    SELECT sequence, seriesId, occurredAt, quantity,
                        json_array(quantity, m1, m2, m3, m4, m5, m6, m7, m8) AS counts
                    FROM usageEvent WHERE sequence BETWEEN ?1 AND ?2
                        AND occurredAt >= ?3 AND occurredAt < ?4
                        AND sequence NOT IN (SELECT sequence FROM usageCorrection))
                SELECT seriesId, occurredAt, counts, quantity, customer.code, name, idempotencyKey
                FROM ones
                JOIN (SELECT seriesId, occurredAt, counts FROM ones
                    GROUP BY seriesId, occurredAt, counts HAVING count(*) > 1)
                    USING (seriesId, occurredAt, counts)
                JOIN usageEventDetail USING (sequence)
                JOIN usageSeries ON usageSeries.id = seriesId
                JOIN customer ON customer.id = customerId
                JOIN usageEventName ON usageEventName.id = eventNameId
                ORDER BY occurredAt, customer.code, name, seriesId, counts, idempotencyKey
                """,
            arguments: [
                range.lowerBound, range.upperBound, start.nanoseconds, end.nanoseconds,
            ])
        var found: [SuspectedDuplicates] = []
        var last: [DatabaseValue] = []
        while let row = try rows.next() {
            let content: [DatabaseValue] = [row[0], row[1], row[2]]
            let key: String = row[6]
            let keys = content == last ? found.removeLast().keys : []
            last = content
            found.append(
                SuspectedDuplicates(
                    merchant: merchant, customer: Customer.ID(row[4] as String), name: row[5],
                    at: Instant(nanoseconds: row[1]), quantity: Exact(row[3] as DatabaseValue)!,
                    keys: keys + [key]))
        }
        // The number of a series depends on what came first, the keys do not.
        return found.sorted { a, b in
            if a.at != b.at { return a.at < b.at }
            if a.customer != b.customer { return a.customer < b.customer }
            if a.name != b.name { return a.name < b.name }
            return a.keys.lexicographicallyPrecedes(b.keys) {
                $0.utf8.lexicographicallyPrecedes($1.utf8)
            }
        }
    }
}
