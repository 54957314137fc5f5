public import GRDB
import Money
import Store
public import Time

extension FundBill {
    /// Keeps the bill and those of its rows that no bill before it has; what they say is booked by
    /// `ChannelBooking`.
    ///
    /// - Parameters:
    ///   - account: whose it is, where the file does not say so.
    ///   - day: of which day it is, where it has no rows to tell it.
    /// - Returns: its row in the ledger and how many of its rows are new; nil where the same file was
    ///   kept before.
    /// - Throws: `CheckoutError.foreignAccount`, `.accountNotSaid`; `.contradicts` where a row says
    ///   something else of a movement that an earlier bill states.
    public func insert(
        _ db: Database, sourceName: String, digest: String, account: String? = nil,
        day: Day? = nil, at instant: Instant
    ) throws -> (bill: Int64, added: Int)? {
        let kept = KeptBill(
            channel: channel, kind: "fund", account: self.account ?? "", isEmpty: rows.isEmpty,
            lists: ["fund"],
            days: Set(rows.map { Zone.shanghai.day(of: $0.occurredAt) }).union(days?.all ?? [])
                .union(day.map { [$0] } ?? []))
        let bill = try kept.insert(
            db, sourceName: sourceName, digest: digest, named: account, at: instant)
        guard let bill else { return nil }
        var added = 0
        for row in rows where try !isKnown(db, row, file: sourceName, bill: bill) {
            try insert(db, row, bill: bill)
            added += 1
        }
        return (bill, added)
    }

    /// Whether an earlier bill has the movement; then it must say the same of it.
    private func isKnown(
        _ db: Database, _ row: Row, file: String, bill: Int64
    ) throws -> Bool {
        let known = try GRDB.Row.fetchOne(
            db,
            sql: """
                SELECT fundBillRow.*, sourceName, account,
                    account = (SELECT account FROM channelBill WHERE id = ?) AS isSameAccount
                FROM fundBillRow JOIN channelBill ON channelBill.id = billId
                WHERE fundBillRow.channel = ? AND flowNo = ?
                """,
            arguments: [bill, channel.rawValue, row.flowNo])
        guard let known else { return false }
        let amount = Amount(minorUnits: known["amountFen"], .cny)
        let balance = Amount(minorUnits: known["balanceFen"], .cny)
        let (text, time): (String, String) = (known["kindText"], known["occurredAt"])
        let agrees =
            amount == row.amount && balance == row.balance && text == row.kindText
            && time == row.occurredAt.column && known["transactionId"] == row.transactionID
            && known["ourNo"] == row.ourNo && known["isSameAccount"] as Bool
        guard agrees else {
            throw CheckoutError.contradicts(
                file, line: row.line, movement: row.flowNo,
                found: "\(row.kindText) \(row.amount), balance \(row.balance), \(row.occurredAt)",
                known: "\(text) \(amount), balance \(balance), \(try Instant(time))",
                in: "\(known["sourceName"] as String):\(known["line"] as Int)")
        }
        return true
    }

    private func insert(_ db: Database, _ row: Row, bill: Int64) throws {
        try db.execute(
            sql: """
                INSERT INTO fundBillRow (billId, channel, line, flowNo, kind, kindText, transactionId,
                    ourNo, occurredAt, amountFen, balanceFen, document)
                VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
                """,
            arguments: [
                bill, channel.rawValue, row.line, row.flowNo, row.kind.rawValue, row.kindText,
                row.transactionID, row.ourNo, row.occurredAt.column, row.amount.minorUnits,
                row.balance.minorUnits, row.cells.canonical,
            ])
    }
}
