public import GRDB
public import Money
public import Store
import Time

/// The journal of all books, in one chain.
public enum Journal {
    /// Adds entries at the end of the chain, in order. What is dated in locked books is dated on the first
    /// day after them.
    @discardableResult
    public static func append(
        _ db: Database, _ drafts: [JournalEntry.Draft]
    ) throws -> [JournalEntry] {
        var (sequence, hash) = try head(db)
        let open = try BookLock.last(db)?.firstOpenDay
        return try drafts.map { draft in
            let draft = open.map { draft.dated(notBefore: $0) } ?? draft
            sequence += 1
            let entry = JournalEntry(draft, sequence: sequence, previousHash: hash)
            hash = entry.hash
            try db.execute(
                cached: """
                    INSERT INTO journalEntry (sequence, book, day, kind, source, previousHash, hash)
                    VALUES (?, ?, ?, ?, ?, ?, ?)
                    """,
                arguments: [
                    sequence, draft.book.code, draft.day.description, draft.kind.rawValue,
                    draft.source, entry.previousHash, entry.hash,
                ])
            for (index, posting) in draft.postings.enumerated() {
                try db.execute(
                    cached: """
                        INSERT INTO posting (entry, position, account, currency, minorUnits)
                        VALUES (?, ?, ?, ?, ?)
                        """,
                    arguments: [
                        sequence, index + 1, posting.account.name, posting.amount.currency.code,
                        posting.amount.minorUnits,
                    ])
            }
            return entry
        }
    }

    /// Number and hash of the last entry; 0 and 64 zeros in an empty journal.
    public static func head(_ db: Database) throws -> (sequence: Int64, hash: String) {
        let row = try Row.fetchOne(
            db, cached: "SELECT sequence, hash FROM journalEntry ORDER BY sequence DESC LIMIT 1")
        return row.map { ($0[0], $0[1]) } ?? (0, JournalEntry.firstHash)
    }

    /// Hands every entry, in chain order, to `body` as the ledger holds it.
    public static func forEach(
        _ db: Database, book: Book? = nil, source: String? = nil,
        _ body: (StoredEntry) throws -> Void
    ) throws {
        let rows = try Row.fetchCursor(
            db,
            sql: """
                SELECT sequence, book, day, kind, source, previousHash, hash, account, currency,
                    minorUnits
                FROM journalEntry LEFT JOIN posting ON entry = sequence
                WHERE (book = :book OR :book IS NULL) AND (source = :source OR :source IS NULL)
                ORDER BY sequence, position
                """,
            arguments: ["book": book?.code, "source": source])
        var current: StoredEntry?
        while let row = try rows.next() {
            if current?.sequence != row[0] {
                if let current { try body(current) }
                current = StoredEntry(
                    sequence: row[0], book: row[1], day: row[2], kind: row[3], source: row[4],
                    previousHash: row[5], hash: row[6], postings: [])
            }
            if let account: String = row[7] {
                current!.postings.append(
                    StoredPosting(account: account, currency: row[8], minorUnits: row[9]))
            }
        }
        if let current { try body(current) }
    }

    /// What an account holds in a book, by currency: debits positive.
    public static func balance(
        _ db: Database, _ book: Book, _ account: Account, _ currency: Currency
    ) throws -> Amount {
        let units = try Int64.fetchOne(
            db,
            cached: """
                SELECT coalesce(sum(minorUnits), 0) FROM posting
                JOIN journalEntry ON sequence = entry
                WHERE book = ? AND account = ? AND currency = ?
                """,
            arguments: [book.code, account.name, currency.code])!
        return Amount(minorUnits: units, currency)
    }

    /// Balances of every account, by book, account and currency.
    public static func trialBalance(_ db: Database) throws -> [TrialBalanceRow] {
        try Row.fetchAll(
            db,
            cached: """
                SELECT book, account, currency, sum(max(minorUnits, 0)), sum(min(minorUnits, 0)),
                    sum(minorUnits)
                FROM posting JOIN journalEntry ON sequence = entry
                GROUP BY book, account, currency ORDER BY book <> 'platform', book, account, currency
                """
        ).map { row in
            let currency = try Currency(code: row[2])
            return TrialBalanceRow(
                book: row[0], account: row[1], debits: Amount(minorUnits: row[3], currency),
                credits: Amount(minorUnits: row[4], currency),
                balance: Amount(minorUnits: row[5], currency))
        }
    }
}

/// An entry as the ledger file holds it, unchecked: what `bm verify` reads.
public struct StoredEntry: Sendable, Equatable {
    public let sequence: Int64
    public let book: String
    public let day: String
    public let kind: String
    public let source: String
    public let previousHash: String
    public let hash: String
    public var postings: [StoredPosting]

    /// The hash its content asks for.
    public var expectedHash: String { content.digest }

    /// What its hash is of: the SHA-256 of this in canonical form.
    public var content: JSONValue {
        .object([
            .init("sequence", .int(sequence)), .init("book", .string(book)),
            .init("date", .string(day)), .init("kind", .string(kind)),
            .init("source", .string(source)), .init("postings", .array(postings.map(\.json))),
            .init("previous_hash", .string(previousHash)),
        ])
    }
}

/// A posting as the ledger file holds it.
public struct StoredPosting: Sendable, Equatable {
    public let account: String
    public let currency: String
    public let minorUnits: Int64

    /// The amount; a currency we do not know is a damaged ledger.
    public var amount: Amount {
        guard let currency = Currency(rawValue: currency) else {
            preconditionFailure("the posting currency “\(currency)”")
        }
        return Amount(minorUnits: minorUnits, currency)
    }

    var json: JSONValue {
        .object([
            .init("account", .string(account)), .init("currency", .string(currency)),
            .init("minor_units", .int(minorUnits)),
        ])
    }
}

/// One account of a trial balance.
public struct TrialBalanceRow: Sendable, Equatable {
    public let book: String
    public let account: String
    public let debits: Amount
    public let credits: Amount
    public let balance: Amount
}
