import GRDB
import Money
import Store
import Time

extension Checks {
    /// Every posting by hand is as it was posted, and no other entry is one by hand.
    static func postedByHand(_ db: Database) throws -> Invariant {
        var failures: [String] = []
        let postings = try ManualPosting.fetchAll(db)
        let digests = try Row.fetchAll(db, sql: "SELECT code, digest FROM manualEntry ORDER BY id")
        for (posting, row) in zip(postings, digests) where posting.json.digest != row[1] as String {
            failures.append("\(posting.source) is not as it was posted")
        }
        let known = Set(postings.map(\.source))
        failures += try String.fetchAll(
            db,
            sql: """
                SELECT DISTINCT source FROM journalEntry WHERE kind IN ('opening', 'manual')
                ORDER BY source
                """
        ).filter { !known.contains($0) }.map { "“\($0)” is booked and nobody posted it" }
        return Invariant(.postedByHand, checked: postings.count, failures: failures)
    }

    /// What was booked after books were locked has a later day, and what was locked has nothing left in
    /// rounding.
    static func periodLock(_ db: Database) throws -> Invariant {
        var failures: [String] = []
        let locks = try BookLock.fetchAll(db)
        for lock in locks {
            let inside = try Row.fetchAll(
                db,
                sql: """
                    SELECT sequence, source, day FROM journalEntry WHERE sequence > ? AND day < ?
                    ORDER BY sequence
                    """,
                arguments: [lock.lastEntry, lock.firstOpenDay.description])
            failures += inside.map {
                "entry \($0[0] as Int64) (\($0[1] as String)) is dated \($0[2] as String); the books "
                    + "were locked through \(lock.through)"
            }
            failures += try BookLock.roundingLeft(db, through: lock.lastEntry).map {
                "the books were locked through \(lock.through) with \($0.amount) in rounding of "
                    + $0.book
            }
        }
        return Invariant(.periodLock, checked: locks.count, failures: failures)
    }
}
