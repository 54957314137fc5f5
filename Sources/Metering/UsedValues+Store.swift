public import Catalog
public import GRDB
public import Time

/// Which values of a dimension the events of a period have: the models that were called.
public enum UsedValues {
    /// Values and how many events have them, sorted; nil for events that do not name one.
    ///
    ///     try UsedValues.count(db, merchant, event: "model_call", of: "model", from: start, to: end)
    ///     // [("claude-opus-4-6", 199), ("claude-haiku-4-5-20251001", 16)], sorted by value
    ///
    /// - Parameter event: events of every name when nil; then only those that have the dimension.
    public static func count(
        _ db: Database, _ merchant: Merchant.ID, event: String?, of dimension: String,
        from start: Instant, to end: Instant
    ) throws -> [(value: String?, events: Int)] {
        if start >= end { return [] }
        let range = UsageScan.sequences(from: start, to: end)
        return try Row.fetchAll(
            db,
            sql: """
                SELECT json_extract(document, ?) AS value, sum(events) FROM (
                    SELECT seriesId, count(*) AS events FROM usageEvent
                    WHERE sequence BETWEEN ? AND ? AND occurredAt >= ? AND occurredAt < ?
                    GROUP BY seriesId)
                JOIN usageSeries ON usageSeries.id = seriesId
                JOIN dimensionSet ON dimensionSet.id = dimensionSetId
                JOIN usageEventName ON usageEventName.id = eventNameId
                JOIN merchant ON merchant.id = merchantId
                WHERE merchant.code = ? AND (name = ? OR (? IS NULL AND value IS NOT NULL))
                GROUP BY value ORDER BY value
                """,
            arguments: [
                "$.\"\(dimension)\"", range.lowerBound, range.upperBound, start.nanoseconds,
                end.nanoseconds, merchant.text, event, event,
            ]
        ).map { ($0[0], $0[1]) }
    }
}
