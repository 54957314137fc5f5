import GRDB
import Money
import Store
import Time

/// A row of a trade bill, as the ledger keeps it.
struct StatedRow {
    let id: Int64
    let bill: Int64
    let source: String
    let account: String
    let channel: Channel
    let line: Int
    let kind: ChannelBill.Kind
    let outTradeNo: String
    let transactionID: String
    let refundID: String
    let refundNo: String?
    let at: Instant
    let amount: Amount
    /// Positive where the channel keeps it.
    let fee: Amount

    /// Rows whose fee is not booked: none of them is booked, or what they say was said before. Payments
    /// come first, then in the order of the bills and lines.
    static func fetchUnbooked(_ db: Database) throws -> [StatedRow] {
        try Row.fetchAll(
            db,
            sql: """
                SELECT channelBillRow.*, channel, account, sourceName FROM channelBillRow
                JOIN channelBill ON channelBill.id = billId
                WHERE channelBillRow.kind IN ('payment', 'refund')
                AND channelBillRow.id NOT IN (SELECT billRowId FROM channelFee)
                ORDER BY channelBillRow.kind, billId, line
                """
        ).map { row in
            let transaction: String = row["transactionId"]
            let refund: String? = row["refundId"]
            return StatedRow(
                id: row["id"], bill: row["billId"], source: row["sourceName"],
                account: row["account"], channel: Channel(rawValue: row["channel"])!,
                line: row["line"], kind: ChannelBill.Kind(rawValue: row["kind"])!,
                outTradeNo: row["outTradeNo"], transactionID: transaction,
                // A payment that was revoked at the till has no refund of its own.
                refundID: ["", "0"].contains(refund ?? "") ? "revoked-\(transaction)" : refund!,
                refundNo: row["refundNo"], at: try Instant(row["occurredAt"] as String),
                amount: Amount(minorUnits: row["amountFen"], .cny),
                fee: Amount(minorUnits: row["feeFen"], .cny))
        }
    }

    /// The payment it is of; nil where none is booked.
    func payment(_ db: Database) throws -> Payment? {
        try Int64.fetchOne(
            db, sql: "SELECT id FROM payment WHERE channel = ? AND transactionId = ?",
            arguments: [channel.rawValue, transactionID]
        ).map { try Payment.fetchAll(db, id: $0)[0] }
    }
}
