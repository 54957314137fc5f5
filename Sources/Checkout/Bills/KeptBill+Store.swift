import GRDB
import Store
import Time

/// What the ledger keeps of a bill file before its rows: where it is from, of whose account, of which
/// days.
struct KeptBill {
    let channel: Channel
    /// `trade` or `fund`.
    let kind: String
    /// As the file says it; empty where it does not.
    let account: String
    /// Whether there is anything in it that somebody must own.
    let isEmpty: Bool
    /// What it lists: `payment`, `refund`, `fund`.
    let lists: [String]
    let days: Set<Day>

    /// Its row in the ledger; nil where the same file was kept before.
    ///
    /// - Parameter named: the account that was named for it, for a file that does not say its own.
    /// - Throws: `CheckoutError.foreignAccount`, `.accountNotSaid`.
    func insert(
        _ db: Database, sourceName: String, digest: String, named: String?, at instant: Instant
    ) throws -> Int64? {
        let isKnown = try Int.fetchOne(
            db, sql: "SELECT count(*) FROM channelBill WHERE digest = ?", arguments: [digest])!
        if isKnown > 0 { return nil }
        let account = try owner(db, sourceName, named, at: instant)
        try db.execute(
            sql: """
                INSERT INTO channelBill (channel, kind, account, sourceName, digest, importedAt)
                VALUES (?, ?, ?, ?, ?, ?)
                """,
            arguments: [channel.rawValue, kind, account, sourceName, digest, instant.column])
        let bill = db.lastInsertedRowID
        for day in days.sorted() {
            for list in lists {
                try db.execute(
                    sql: "INSERT INTO channelBillDay (billId, day, lists) VALUES (?, ?, ?)",
                    arguments: [bill, day.description, list])
            }
        }
        return bill
    }

    private func owner(
        _ db: Database, _ file: String, _ named: String?, at instant: Instant
    ) throws -> String {
        let ours = Set(try ChannelBooking.accounts(db, channel, at: instant).values).sorted()
        if let named {
            guard ours.contains(named) else {
                throw CheckoutError.foreignAccount(file, found: named, ours: ours)
            }
            guard account.isEmpty || account == named else {
                throw CheckoutError.foreignAccount(file, found: account, ours: [named])
            }
            return named
        }
        if account.isEmpty, ours.count == 1 { return ours[0] }
        // A day without movements has nothing that could be booked to the wrong merchant.
        if isEmpty { return account }
        if account.isEmpty { throw CheckoutError.accountNotSaid(file, ours: ours) }
        guard ours.contains(account) else {
            throw CheckoutError.foreignAccount(file, found: account, ours: ours)
        }
        return account
    }
}
