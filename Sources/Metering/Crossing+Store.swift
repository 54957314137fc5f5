public import Catalog
public import GRDB
public import Time

/// Finds the event at which something that only grows has become too much.
///
///     let instants = try Crossing.instants(db, customer: "cus_1", in: span, through: nil)
///     try Crossing.first(of: instants) { try units(before: $0) > limit }
public enum Crossing {
    /// The instants at which a customer has events, in order, each once.
    public static func instants(
        _ db: Database, customer: Customer.ID, in span: MeterRequest.Span,
        through mark: CloseMark? = nil
    ) throws -> [Instant] {
        let range = EventSequence.range(
            try merchantRow(db, of: customer), from: span.from, to: span.to)
        let rows = try Row.fetchCursor(
            db,
            sql: """
                SELECT sequence, occurredAt FROM usageEvent WHERE sequence BETWEEN ? AND ?
                AND occurredAt >= ? AND occurredAt < ? AND seriesId IN (
                    SELECT usageSeries.id FROM usageSeries
                    JOIN customer ON customer.id = customerId WHERE code = ?)
                """,
            arguments: [
                range.lowerBound, range.upperBound, span.from.nanoseconds, span.to.nanoseconds,
                customer.text,
            ])
        var instants: Set<Int64> = []
        while let row = try rows.next() {
            if mark?.includes(row[0]) ?? true { instants.insert(row[1]) }
        }
        return instants.sorted().map { Instant(nanoseconds: $0) }
    }

    /// The key of a customer's event of that instant, among events of those names: of several, the
    /// one whose key comes first.
    public static func event(
        _ db: Database, customer: Customer.ID, at instant: Instant, names: Set<String>
    ) throws -> String? {
        let day = EventSequence.sequences(
            inBlock: EventSequence.block(try merchantRow(db, of: customer), instant.utcDay))
        return try Row.fetchAll(
            db,
            sql: """
                SELECT name, idempotencyKey FROM usageEvent
                JOIN usageEventDetail USING (sequence)
                JOIN usageSeries ON usageSeries.id = seriesId
                JOIN customer ON customer.id = customerId
                JOIN usageEventName ON usageEventName.id = eventNameId
                WHERE sequence BETWEEN ? AND ? AND occurredAt = ? AND customer.code = ?
                ORDER BY idempotencyKey
                """,
            arguments: [
                day.lowerBound, day.upperBound, instant.nanoseconds, customer.text,
            ]
        ).first { names.contains($0[0]) }?[1]
    }

    private static func merchantRow(_ db: Database, of customer: Customer.ID) throws -> Int64 {
        try Int64.fetchOne(
            db, sql: "SELECT merchantId FROM customer WHERE code = ?", arguments: [customer.text])
            ?? 0
    }

    /// The first of `instants` after whose events `isReached` holds, which is asked of the time just
    /// after them; nil where it never does.
    ///
    /// - Precondition: once it holds, it holds at all later ones.
    public static func first(
        of instants: [Instant], where isReached: (Instant) throws -> Bool
    ) rethrows -> Instant? {
        var (low, high) = (0, instants.count)
        while low < high {
            let middle = (low + high) / 2
            if try isReached(Instant(nanoseconds: instants[middle].nanoseconds + 1)) {
                high = middle
            } else {
                low = middle + 1
            }
        }
        return low < instants.count ? instants[low] : nil
    }
}
