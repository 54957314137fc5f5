public import GRDB
import Money
import Store
public import Time

/// All books, locked through the end of a month: nothing that is booked later is dated in it. What happened in
/// it and becomes known later, such as a payment on a bill that comes late, is booked on the first open day.
public struct BookLock: Sendable, Equatable {
    public let through: Month
    public let lockedAt: Instant
    /// The last entry of the journal then: later ones have later days.
    public let lastEntry: Int64
    public let note: String

    public var firstOpenDay: Day { through.next.firstDay }

    /// Locks the books.
    ///
    /// - Throws: `LedgerError.lockedAlready`, `.openMonth`, `.roundingLeft`.
    public static func lock(
        _ db: Database, through month: Month, note: String, at instant: Instant
    ) throws -> BookLock {
        if let last = try last(db), last.through >= month {
            throw LedgerError.lockedAlready(month, through: last.through)
        }
        if let merchant = try notClosed(db, month) { throw LedgerError.openMonth(merchant, month) }
        let head = try Journal.head(db).sequence
        if let left = try roundingLeft(db, through: head).first {
            throw LedgerError.roundingLeft(left.book, left.amount)
        }
        let lock = BookLock(through: month, lockedAt: instant, lastEntry: head, note: note)
        try db.execute(
            sql: "INSERT INTO bookLock (through, lockedAt, lastEntry, note) VALUES (?, ?, ?, ?)",
            arguments: [month.description, instant.column, lock.lastEntry, note])
        return lock
    }

    /// The locks in their order.
    public static func fetchAll(_ db: Database) throws -> [BookLock] {
        try Row.fetchAll(
            db, sql: "SELECT through, lockedAt, lastEntry, note FROM bookLock ORDER BY through"
        ).map {
            BookLock(
                through: try Month($0[0] as String), lockedAt: try Instant($0[1] as String),
                lastEntry: $0[2], note: $0[3])
        }
    }

    public static func last(_ db: Database) throws -> BookLock? { try fetchAll(db).last }

    /// What stands in `rounding` after an entry, by book and currency; what is zero is left out.
    static func roundingLeft(
        _ db: Database, through entry: Int64
    ) throws -> [(book: String, amount: Amount)] {
        try Row.fetchAll(
            db,
            sql: """
                SELECT book, currency, sum(minorUnits) AS sum FROM posting
                JOIN journalEntry ON sequence = entry WHERE account = 'rounding' AND sequence <= ?
                GROUP BY book, currency HAVING sum <> 0 ORDER BY book, currency
                """,
            arguments: [entry]
        ).map { ($0[0], Amount(minorUnits: $0[2], try Currency(code: $0[1]))) }
    }

    /// A merchant with usage of the month or before that is not closed; nil where all are.
    private static func notClosed(_ db: Database, _ month: Month) throws -> String? {
        try String.fetchOne(
            db,
            sql: """
                SELECT code FROM merchant WHERE EXISTS (
                    SELECT 1 FROM usageSeries JOIN customer ON customer.id = customerId
                    WHERE customer.merchantId = merchant.id)
                AND NOT EXISTS (
                    SELECT 1 FROM periodClose WHERE merchantId = merchant.id AND month >= ?)
                ORDER BY code LIMIT 1
                """,
            arguments: [month.description])
    }
}
