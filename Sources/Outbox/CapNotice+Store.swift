public import Catalog
public import GRDB
import Money
import Rating
import Store
public import Time

extension Outbox {
    /// Records the spend caps that usage of a month has reached, each cap once a billing period, as they are
    /// seen now. A later event that was used earlier may move the crossing; what was told stays told.
    ///
    /// - Returns: how many are new.
    /// - Throws: what rating the month throws.
    public static func noticeCaps(
        _ db: Database, _ merchant: Merchant.ID, _ month: Month, at instant: Instant
    ) throws -> Int {
        // Holding caps against usage rates it again; most customers have none.
        let capped = try String.fetchAll(
            db,
            sql: """
                SELECT DISTINCT catalogRevision.code FROM catalogRevision
                JOIN merchant ON merchant.id = merchantId
                WHERE merchant.code = ? AND kind = 'customer'
                AND json_array_length(document, '$.caps') > 0
                """,
            arguments: [merchant.text])
        if capped.isEmpty { return 0 }
        var count = 0
        for use in try CapUse.all(db, merchant, month, customers: Set(capped.map { Code($0) })) {
            guard let crossing = use.crossing else { continue }
            try db.execute(
                sql: """
                    INSERT INTO capReached (merchantId, customerId, planCode, periodFrom, periodTo,
                        metrics, reaction, currency, amount, reachedAt, eventKey, reachedAmount,
                        noticedAt)
                    SELECT merchantId, id, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?
                    FROM customer WHERE code = ?
                    ON CONFLICT DO NOTHING
                    """,
                arguments: [
                    use.plan.text, use.period.used.from.description,
                    use.period.used.to.description,
                    JSONValue.array(use.cap.metrics.map { .string($0.text) }).canonical,
                    use.cap.reaction.rawValue, use.used.currency.code,
                    use.cap.amount.description, crossing.at.column, crossing.event,
                    crossing.reached.exact.description, instant.column, use.customer.text,
                ])
            count += db.changesCount
        }
        return count
    }
}
