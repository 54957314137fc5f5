import GRDB
import Metering
import Money

extension Checks {
    /// What intake counted as it read is still there: every batch has its events, its repeats, its
    /// lines that were not taken, and the sum of their quantities, and no batch is missing.
    ///
    /// A closed month is measured again from its events; this is what guards an open one.
    static func usageMatchesInput(_ db: Database) throws -> Invariant {
        var kept: [Int64: Lines] = [:]
        func count(_ sql: String, _ lines: WritableKeyPath<Lines, Int>) throws {
            let rows = try Row.fetchCursor(db, sql: sql)
            while let row = try rows.next() {
                var batch = kept[row[0]] ?? Lines()
                batch[keyPath: lines] += 1
                // What could not be read as an event says no quantity.
                if let quantity = Exact(row[1] as DatabaseValue) {
                    batch.quantity = try batch.quantity.plus(quantity)
                }
                kept[row[0]] = batch
            }
        }
        try count(
            "SELECT batchId, quantity FROM usageEvent JOIN usageEventDetail USING (sequence)",
            \.accepted)
        try count(
            "SELECT batchId, quantity FROM usageDuplicate JOIN usageEvent USING (sequence)",
            \.duplicate)
        try count(
            """
            SELECT batchId, quantity FROM usageReplay JOIN usageEvent USING (sequence)
            WHERE outcome = 'duplicate'
            """, \.duplicate)
        try count("SELECT batchId, quantity FROM usageReject", \.rejected)

        var failures: [String] = []
        var checked = 0
        var number: Int64 = 0
        for row in try Row.fetchAll(
            db,
            sql: """
                SELECT id, sourceName, acceptedCount, duplicateCount, rejectedCount, inputQuantity
                FROM usageBatch ORDER BY id
                """)
        {
            number += 1
            let id: Int64 = row[0]
            if id != number { failures.append("batch \(number) is missing: \(id) follows") }
            number = id
            let lines = kept.removeValue(forKey: id) ?? Lines()
            checked += lines.accepted + lines.duplicate + lines.rejected
            failures += [
                (lines.accepted, row[2] as Int, "were accepted"),
                (lines.duplicate, row[3], "were repeats"),
                (lines.rejected, row[4], "were not taken"),
            ].filter { $0.0 != $0.1 }.map { found, counted, what in
                "batch \(id) (\(row[1] as String)): \(counted) lines \(what), \(found) are there"
            }
            let counted = try Exact(parsing: row[5] as String)
            if lines.quantity != counted {
                failures.append(
                    "batch \(id) (\(row[1] as String)): its lines said \(counted) in all, what is "
                        + "there says \(lines.quantity)")
            }
        }
        failures += kept.keys.sorted().map { "batch \($0) is missing, and lines of it are there" }
        return Invariant(.usageMatchesInput, checked: checked, failures: failures)
    }

    /// What is there of a batch.
    private struct Lines {
        var accepted = 0
        var duplicate = 0
        var rejected = 0
        var quantity = Exact.zero
    }
}
