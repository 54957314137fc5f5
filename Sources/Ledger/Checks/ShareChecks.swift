import Catalog
import GRDB
import Money
import Store
import Time

extension Checks {
    /// Shares of the platform's net fees whose figures are not what their months' rows and the channels'
    /// fees come to, as the journal had them when the month was settled: fees less costs, or nothing where
    /// that is below zero, less costs of earlier months that no share had taken.
    static func shareFailures(_ db: Database) throws -> [String] {
        let shares = try Row.fetchAll(
            db,
            sql: """
                SELECT number, code, month, snapshot,
                    (SELECT min(sequence) FROM journalEntry
                        WHERE source = 'settlement ' || number) AS entry,
                    (SELECT -coalesce(sum(amountFen), 0) FROM settlementRow
                        JOIN settlementBatch AS own ON own.id = batchId
                        WHERE own.merchantId = settlementBatch.merchantId
                        AND own.month = settlementBatch.month
                        AND kind IN ('platformFee', 'feeReturned')) AS fees
                FROM settlementBatch JOIN merchant ON merchant.id = merchantId
                WHERE json_extract(snapshot, '$.revenue_share.direction') = 'to_merchant'
                ORDER BY settlementBatch.id
                """)
        return try shares.flatMap { row in
            let share = try JSONValue(parsing: row["snapshot"] as String)["revenue_share"]
            let costs = try SharedCosts(
                db, Code(row["code"]), Month(row["month"] as String), before: row["entry"])
            let revenue = Amount(minorUnits: row["fees"], .cny) - costs.own
            let base = max(revenue, .zero(.cny)) - costs.late
            let late = share?["late_channel_cost_cny"]?.string ?? Amount.zero(.cny).decimal
            let number: String = row["number"]
            var failures: [String] = []
            if late != costs.late.decimal {
                failures.append(
                    "\(number): channel costs of earlier months that no share has taken are "
                        + "\(costs.late), its share takes \(late)")
            }
            if share?["base_cny"]?.string != base.decimal {
                failures.append(
                    "\(number): the revenue that is shared is \(base), its snapshot says "
                        + (share?["base_cny"]?.compact ?? "nothing"))
            }
            return failures
        }
    }
}
