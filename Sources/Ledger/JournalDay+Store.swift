public import GRDB
public import Money
public import Time

/// What was booked for a day in one book.
public struct JournalDay: Sendable, Equatable {
    public let book: String
    public let day: Day
    public let entries: Int
    /// Of all entries, in CNY.
    public let debits: Amount
    /// The last entry booked for the day, in the order of the chain, and its hash.
    public let last: (sequence: Int64, hash: String)

    public init(
        book: String, day: Day, entries: Int, debits: Amount, last: (sequence: Int64, hash: String)
    ) {
        self.book = book
        self.day = day
        self.entries = entries
        self.debits = debits
        self.last = last
    }

    public static func == (a: JournalDay, b: JournalDay) -> Bool {
        (a.book, a.day, a.entries, a.debits) == (b.book, b.day, b.entries, b.debits)
            && a.last == b.last
    }
}

extension Journal {
    /// Every day of every book on which something was booked, by book and day.
    public static func days(_ db: Database) throws -> [JournalDay] {
        let debits = Dictionary(
            try Row.fetchAll(
                db,
                sql: """
                    SELECT book, day, sum(minorUnits) FROM posting
                    JOIN journalEntry ON sequence = entry
                    WHERE minorUnits > 0 AND currency = 'CNY' GROUP BY book, day
                    """
            ).map { ([$0[0] as String, $0[1]], $0[2] as Int64) }, uniquingKeysWith: +)
        // Beside max(), SQLite takes a column that is not grouped from the row with the maximum.
        return try Row.fetchAll(
            db,
            sql: """
                SELECT book, day, count(*), max(sequence), hash FROM journalEntry
                GROUP BY book, day ORDER BY book, day
                """
        ).map { row in
            JournalDay(
                book: row[0], day: try Day(row[1] as String), entries: row[2],
                debits: Amount(minorUnits: debits[[row[0], row[1]]] ?? 0, .cny),
                last: (row[3], row[4]))
        }
    }
}
