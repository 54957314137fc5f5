public import Catalog
public import GRDB
import Store
public import Time

/// Which values of a dimension the events of a period have: the models that were called.
public enum UsedValues {
    /// Values and how many events have them, sorted; nil, first, for events that name none.
    ///
    ///     try UsedValues.count(db, "mer_001", of: "model", metric, from: start, to: end)
    ///     // [("claude-haiku-4-5-20251001", 16), ("claude-opus-4-6", 199)]
    ///
    /// - Parameters:
    ///   - metric: whose events count, those that its filter lets through. When nil, events of
    ///     every name that have the dimension.
    ///   - customers: of all the merchant's when nil.
    public static func count(
        _ db: Database, _ merchant: Merchant.ID, of dimension: String, _ metric: BillableMetric?,
        customers: Set<Customer.ID>? = nil, from start: Instant, to end: Instant
    ) throws -> [(value: String?, events: Int)] {
        if start >= end { return [] }
        let range = try EventSequence.range(db, merchant, from: start, to: end)
        let rows = try Row.fetchAll(
            db,
            sql: """
                SELECT document, customer.code, events FROM (
                    SELECT seriesId, count(*) AS events FROM usageEvent
                    WHERE sequence BETWEEN ? AND ? AND occurredAt >= ? AND occurredAt < ?
                        AND sequence NOT IN (SELECT sequence FROM usageCorrection)
                    GROUP BY seriesId)
                JOIN usageSeries ON usageSeries.id = seriesId
                JOIN dimensionSet ON dimensionSet.id = dimensionSetId
                JOIN usageEventName ON usageEventName.id = eventNameId
                JOIN customer ON customer.id = customerId
                WHERE ? IS NULL OR name = ?
                """,
            arguments: [
                range.lowerBound, range.upperBound, start.nanoseconds, end.nanoseconds,
                metric?.event, metric?.event,
            ])
        var counts: [String?: Int] = [:]
        for row in rows {
            let dimensions = try JSONValue(parsing: row[0] as String)
            let value = dimensions[dimension]?.string
            guard customers?.contains(Customer.ID(row[1] as String)) ?? true,
                metric.map({ Routes.passes($0.filter, dimensions) }) ?? (value != nil)
            else { continue }
            counts[value, default: 0] += row[2]
        }
        return counts.sorted { ($0.key ?? "") < ($1.key ?? "") }.map { ($0.key, $0.value) }
    }
}
