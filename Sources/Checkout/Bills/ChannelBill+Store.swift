public import GRDB
import Money
import Store
public import Time

extension ChannelBill {
    /// Keeps the bill and its rows; what they say is booked by `ChannelBooking`.
    ///
    /// - Parameters:
    ///   - account: whose it is, where the file does not say so.
    ///   - day: of which day it is, where it has no rows to tell it.
    /// - Returns: its row in the ledger; nil where the same file was kept before.
    /// - Throws: `CheckoutError.foreignAccount`, `.accountNotSaid`.
    public func insert(
        _ db: Database, sourceName: String, digest: String, account: String? = nil,
        day: Day? = nil, at instant: Instant
    ) throws -> Int64? {
        let kept = KeptBill(
            channel: channel, kind: "trade", account: self.account, isEmpty: rows.isEmpty,
            lists: lists.map(\.rawValue).sorted(),
            days: Set(rows.map { Zone.shanghai.day(of: $0.occurredAt) }).union(days?.all ?? [])
                .union(day.map { [$0] } ?? []))
        let bill = try kept.insert(
            db, sourceName: sourceName, digest: digest, named: account, at: instant)
        guard let bill else { return nil }
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
