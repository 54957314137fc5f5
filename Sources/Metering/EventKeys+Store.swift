public import GRDB

/// The index by which an event's repeat is recognised.
public enum EventKeys {
    /// Every event that is not found under its own key, and every key that leads to none.
    ///
    /// `usageEventKey` says nothing of its own: the event's day and its merchant's key are made again from the event.
    ///
    ///     usageEventKey: event 122057600000007 is not found under its key evt_7
    ///
    /// - Returns: how many events were looked at.
    public static func differences(
        _ db: Database
    ) throws -> (checked: Int, failures: [String]) {
        let find = try db.makeStatement(
            sql: "SELECT 1 FROM usageEventKey WHERE block = ? AND hash = ? AND sequence = ?")
        let events = try Row.fetchCursor(
            db,
            sql: """
                SELECT usageEvent.sequence, merchantId, idempotencyKey FROM usageEvent
                LEFT JOIN usageEventDetail ON usageEventDetail.sequence = usageEvent.sequence
                LEFT JOIN usageSeries ON usageSeries.id = seriesId
                LEFT JOIN customer ON customer.id = customerId
                ORDER BY usageEvent.sequence
                """)
        var failures: [String] = []
        var checked = 0
        while let row = try events.next() {
            checked += 1
            let sequence: Int64 = row[0]
            guard let merchant = row[1] as Int64?, let key = row[2] as String? else {
                failures.append("usageEvent: event \(sequence) has no customer or no key")
                continue
            }
            let hash = KeyIndex.hash(merchant, key)
            if try Int.fetchOne(
                find, arguments: [EventSequence.block(of: sequence), hash, sequence]) == nil
            {
                failures.append(
                    "usageEventKey: event \(sequence) is not found under its key \(key)")
            }
        }
        let keys = try Int.fetchOne(db, sql: "SELECT count(*) FROM usageEventKey")!
        let found = checked - failures.count
        if keys != found {
            failures.append("usageEventKey: \(keys) keys, \(found) of them lead to an event")
        }
        return (checked, failures)
    }
}
