public import Catalog
public import GRDB
public import Money
import Store
public import Time

extension ManualPosting {
    /// Posts it.
    ///
    /// - Returns: false where the same was posted before; nothing changed then.
    /// - Throws: `LedgerError.differs`, `.lockedDay`, `.unknownBook`, `.openedAlready`, `.noMirror`,
    ///   `.reversedAlready`, `.futureDay`, `.settledAlready`, `.unknownCustomer`, `.beforeItsPosting`.
    @discardableResult
    public func post(_ db: Database, at instant: Instant) throws -> Bool {
        if let known = try Row.fetchOne(
            db, sql: "SELECT digest FROM manualEntry WHERE code = ?", arguments: [code])
        {
            guard known[0] == json.digest else { throw LedgerError.differs(code) }
            return false
        }
        if let open = try BookLock.last(db)?.firstOpenDay, day < open {
            throw LedgerError.lockedDay(day, open: open)
        }
        if let reverses,
            let other = try String.fetchOne(
                db,
                sql: """
                    SELECT own.code FROM manualEntry AS own
                    JOIN manualEntry AS other ON other.id = own.reverses WHERE other.code = ?
                    """,
                arguments: [reverses])
        {
            throw LedgerError.reversedAlready(reverses, by: other)
        }
        if let reverses, let posted = try ManualPosting.fetch(db, code: reverses)?.day, day < posted
        {
            throw LedgerError.beforeItsPosting(reverses, posted: posted, found: day)
        }
        if day > Zone.shanghai.day(of: instant) {
            throw LedgerError.futureDay(day, now: Zone.shanghai.day(of: instant))
        }
        let merchants = try MerchantCatalog.merchants(db)
        for posting in postings.values.joined() {
            guard case .merchantPayable(let merchant) = posting.account else { continue }
            guard merchants.contains(merchant) else { throw LedgerError.unknownBook(merchant.text) }
            if reverses != nil, try isSettled(db, merchant) {
                throw LedgerError.settledAlready(merchant.text)
            }
        }
        for case .merchant(let merchant) in postings.keys.sorted() {
            guard merchants.contains(merchant) else { throw LedgerError.unknownBook(merchant.text) }
            if kind == .opening, reverses == nil,
                try Bool.fetchOne(
                    db, sql: "SELECT EXISTS (SELECT 1 FROM journalEntry WHERE book = ?)",
                    arguments: [merchant.text])!
            {
                throw LedgerError.openedAlready(merchant.text)
            }
            for posting in postings[.merchant(merchant)] ?? [] {
                guard case .receivable(let customer) = posting.account else { continue }
                guard try isKnown(db, customer, of: merchant) else {
                    throw LedgerError.unknownCustomer(customer.text, of: merchant.text)
                }
            }
        }
        try db.execute(
            sql: """
                INSERT INTO manualEntry (code, kind, day, reverses, digest, note, postedAt)
                VALUES (?, ?, ?, (SELECT id FROM manualEntry WHERE code = ?), ?, ?, ?)
                """,
            arguments: [
                code, kind.rawValue, day.description, reverses, json.digest, note, instant.column,
            ])
        try Journal.append(db, entries)
        for merchant in merchants {
            let owed = try Journal.balance(db, .platform, .merchantPayable(merchant), .cny)
            let due = try Journal.balance(db, .merchant(merchant), .dueFromPlatform, .cny)
            if owed + due != .zero(.cny) {
                throw LedgerError.noMirror(merchant.text, owed: -owed, due: due)
            }
        }
        return true
    }

    private func isKnown(
        _ db: Database, _ customer: Customer.ID, of merchant: Merchant.ID
    ) throws -> Bool {
        try Bool.fetchOne(
            db,
            sql: """
                SELECT EXISTS (SELECT 1 FROM customer JOIN merchant ON merchant.id = merchantId
                    WHERE customer.code = ? AND merchant.code = ?)
                """,
            arguments: [customer.text, merchant.text])!
    }

    /// Whether a settlement has opened with what the platform owed before.
    private func isSettled(_ db: Database, _ merchant: Merchant.ID) throws -> Bool {
        try Bool.fetchOne(
            db,
            sql: """
                SELECT EXISTS (SELECT 1 FROM settlementBatch
                    JOIN merchant ON merchant.id = merchantId WHERE code = ?)
                """,
            arguments: [merchant.text])!
    }

    /// What the platform owed a merchant before the first entry: what its first settlement opens with.
    public static func openingPayable(
        _ db: Database, _ merchant: Merchant.ID
    ) throws -> Amount {
        let units = try Int64.fetchOne(
            db,
            sql: """
                SELECT -coalesce(sum(minorUnits), 0) FROM posting
                JOIN journalEntry ON sequence = entry
                WHERE book = 'platform' AND kind = 'opening' AND account = ?
                """,
            arguments: [Account.merchantPayable(merchant).name])!
        return Amount(minorUnits: units, .cny)
    }

    /// The posting with that code, as the journal has it; nil where there is none.
    public static func fetch(_ db: Database, code: String) throws -> ManualPosting? {
        try fetchAll(db).first { $0.code == code }
    }

    /// All, in the order they were posted.
    public static func fetchAll(_ db: Database) throws -> [ManualPosting] {
        try Row.fetchAll(
            db,
            sql: """
                SELECT own.code, own.kind, own.note, other.code, own.day FROM manualEntry AS own
                LEFT JOIN manualEntry AS other ON other.id = own.reverses ORDER BY own.id
                """
        ).map { row in
            let (code, kind) = (row[0] as String, Kind(rawValue: row[1])!)
            var postings: [Book: [Posting]] = [:]
            let reverses: String? = row[3]
            let source = ManualPosting.source(kind, code, reverses)
            try Journal.forEach(db, source: source) { entry in
                postings[Book(code: entry.book)] = entry.postings.compactMap { leg in
                    Account(name: leg.account).map { Posting(debit: $0, leg.amount) }
                }
            }
            return try ManualPosting(
                code: code, kind: kind, day: Day(row[4] as String), note: row[2],
                reverses: reverses,
                postings: postings)
        }
    }
}
