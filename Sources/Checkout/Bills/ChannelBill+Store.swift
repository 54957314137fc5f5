public import GRDB
import Money
import Store
public import Time

extension ChannelBill {
    /// Keeps the bill and its rows; what they say is booked by `ChannelBooking`.
    ///
    /// - Returns: its row in the ledger; nil where the same file was kept before.
    /// - Throws: `CheckoutError.foreignAccount`.
    public func insert(
        _ db: Database, sourceName: String, digest: String, at instant: Instant
    ) throws -> Int64? {
        let isKnown = try Int.fetchOne(
            db, sql: "SELECT count(*) FROM channelBill WHERE digest = ?", arguments: [digest])!
        if isKnown > 0 { return nil }
        let accounts = try ChannelBooking.accounts(db, channel, at: instant)
        guard rows.isEmpty || accounts.values.contains(account) else {
            throw CheckoutError.foreignAccount(
                sourceName, found: account, ours: accounts.values.sorted())
        }
        try db.execute(
            sql: """
                INSERT INTO channelBill (channel, kind, account, sourceName, digest, importedAt)
                VALUES (?, 'trade', ?, ?, ?, ?)
                """,
            arguments: [channel.rawValue, account, sourceName, digest, instant.column])
        let bill = db.lastInsertedRowID
        for row in rows { try insert(db, row, bill: bill) }
        return bill
    }

    private func insert(_ db: Database, _ row: Row, bill: Int64) throws {
        try db.execute(
            sql: """
                INSERT INTO channelBillRow (billId, line, kind, outTradeNo, transactionId, refundNo,
                    refundId, occurredAt, amountFen, feeText, feeFen, document)
                VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
                """,
            arguments: [
                bill, row.line, row.storedKind, row.outTradeNo, row.transactionID, row.refundNo,
                row.refundID, row.occurredAt.column, row.amount.minorUnits, row.fee.description,
                try row.feeAmount().minorUnits, row.cells.canonical,
            ])
    }
}

extension ChannelBill.Row {
    /// As the ledger calls it: a refund that failed moved nothing, and is kept and not booked.
    fileprivate var storedKind: String {
        switch refundStatus {
        case .failed, .changed: "other"
        case .success, .processing, nil: kind.rawValue
        }
    }
}
