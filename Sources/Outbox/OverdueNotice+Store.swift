public import Catalog
import Checkout
public import GRDB
import Money
import Store
public import Time

extension Outbox {
    /// Records invoices of which something is due at `instant` although the day it was due on is over where
    /// the merchant is, each once. Only time makes them overdue, so no other command writes of it.
    ///
    /// - Returns: how many are new.
    public static func noticeOverdue(
        _ db: Database, _ merchant: Merchant.ID, at instant: Instant
    ) throws -> Int {
        let late = try Row.fetchAll(
            db,
            sql: """
                SELECT invoice.id, currency, totalMinorUnits, dueDay,
                    json_extract(snapshot, '$.period.time_zone')
                FROM invoice JOIN merchant ON merchant.id = merchantId
                WHERE code = ? AND totalMinorUnits > 0 AND issuedAt <= ? AND dueDay <= ?
                AND invoice.id NOT IN (SELECT invoiceId FROM invoiceOverdue)
                ORDER BY dueDay, invoice.id
                """,
            // A day ends up to 14 hours sooner somewhere than in UTC.
            arguments: [
                merchant.text, instant.column,
                instant.advanced(bySeconds: 14 * 3600).utcDay.description,
            ])
        var count = 0
        for row in late {
            let over = try Zone(row[4] as String).start(
                of: Day(row[3] as String).advanced(by: 1))
            if over > instant { continue }
            let total = Amount(minorUnits: row[2], try Currency(code: row[1]))
            let due = try Cashier.due(db, invoice: row[0], total: total)
            guard due > .zero(due.currency) else { continue }
            try db.execute(
                sql: """
                    INSERT INTO invoiceOverdue (invoiceId, overdueFrom, dueMinorUnits, noticedAt)
                    VALUES (?, ?, ?, ?)
                    """,
                arguments: [row[0] as Int64, over.column, due.minorUnits, instant.column])
            count += 1
        }
        return count
    }
}
