import GRDB
import Money

extension Checks {
    /// Every reserve is released once at most, whole, by a later batch and not before its day.
    static func reserveFailures(_ db: Database) throws -> [String] {
        try Row.fetchAll(
            db,
            sql: """
                SELECT later.number, released.reference, released.amountFen, later.day,
                    held.number, due.amountFen, due.reference,
                    count(*) OVER (PARTITION BY later.merchantId, released.reference)
                FROM settlementRow AS released
                JOIN settlementBatch AS later ON later.id = released.batchId
                LEFT JOIN settlementBatch AS held ON held.number = released.reference
                    AND held.merchantId = later.merchantId AND held.day < later.day
                LEFT JOIN settlementRow AS due
                    ON due.batchId = held.id AND due.kind = 'reserveHeld'
                WHERE released.kind = 'reserveReleased' ORDER BY later.id, released.position
                """
        ).compactMap { row in
            let (number, reference): (String, String) = (row[0], row[1])
            guard let held = row[5] as Int64?, let day = row[6] as String? else {
                return "\(number) releases the reserve of \(reference), which held none"
            }
            if row[7] as Int > 1 { return "the reserve of \(reference) is released twice" }
            if day > row[3] as String {
                return "\(number) releases the reserve of \(reference) before \(day)"
            }
            return held + (row[2] as Int64) == 0
                ? nil
                : "\(number) releases \(row[2] as Int64) fen of \(reference), which held \(-held)"
        }
    }

    /// The steps a payout went, in order: sent, then paid or returned; or released from being held.
    static func payoutFailures(_ db: Database) throws -> [String] {
        let allowed = [
            "scheduled": ["sent", "sent,paid", "sent,returned"], "held": ["released"],
        ]
        let rows = try Row.fetchAll(
            db,
            sql: """
                SELECT number, state, kind FROM payoutEvent
                JOIN settlementBatch ON settlementBatch.id = batchId ORDER BY batchId, payoutEvent.id
                """)
        var payouts: [(number: String, state: String, steps: String)] = []
        for row in rows {
            if payouts.last?.number == row[0] as String {
                payouts[payouts.count - 1].steps += ",\(row[2] as String)"
            } else {
                payouts.append((row[0], row[1], row[2]))
            }
        }
        return payouts.compactMap { number, state, steps in
            allowed[state]?.contains(steps) == true
                ? nil : "\(number), \(state), cannot have gone \(steps)"
        }
    }
}
