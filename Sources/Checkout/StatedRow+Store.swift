import GRDB
import Money
import Store
import Time

/// What a row of a trade bill or a message says of a payment or a refund, as the ledger keeps it.
struct StatedRow {
    /// The row of the bill, or the message.
    let origin: Origin
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
    /// Whether the amount is that of all refunds until then, as Alipay's messages have it.
    let isSoFar: Bool
    /// Positive where the channel keeps it; a message says nothing of it.
    let fee: Amount?

    enum Origin {
        case bill(Int64, row: Int64)
        case message(Int64)

        var row: Int64? { if case .bill(_, let row) = self { row } else { nil } }
        var message: Int64? { if case .message(let id) = self { id } else { nil } }
        var bill: Int64? { if case .bill(let id, _) = self { id } else { nil } }
    }

    /// What is not booked, or says again what is: rows of bills whose fee is not booked, and messages of
    /// money that is not. Payments come first, then in the order in which it was said.
    static func fetchUnbooked(_ db: Database) throws -> [StatedRow] {
        let rows = try Row.fetchAll(
            db,
            sql: """
                SELECT channelBillRow.*, channel, account, sourceName FROM channelBillRow
                JOIN channelBill ON channelBill.id = billId
                WHERE channelBillRow.kind IN ('payment', 'refund')
                AND channelBillRow.id NOT IN (SELECT billRowId FROM channelFee)
                ORDER BY billId, line
                """
        ).map { row in
            try StatedRow(
                row, .bill(row["billId"], row: row["id"]), source: row["sourceName"],
                line: row["line"], fee: Amount(minorUnits: row["feeFen"], .cny))
        }
        let messages = try Row.fetchAll(
            db,
            sql: """
                SELECT * FROM channelMessage WHERE kind IN ('payment', 'refund')
                AND id NOT IN (SELECT messageId FROM payment WHERE messageId IS NOT NULL)
                AND id NOT IN (SELECT messageId FROM refund WHERE messageId IS NOT NULL)
                ORDER BY occurredAt, id
                """
        ).map { row in
            try StatedRow(
                row, .message(row["id"]), source: "message \(row["key"] as String)", line: 0,
                isSoFar: row["isSoFar"], fee: nil)
        }
        let all = rows + messages
        return all.filter { $0.kind == .payment } + all.filter { $0.kind == .refund }
    }

    private init(
        _ row: Row, _ origin: Origin, source: String, line: Int, isSoFar: Bool = false, fee: Amount?
    ) throws {
        self.origin = origin
        self.source = source
        self.line = line
        self.isSoFar = isSoFar
        self.fee = fee
        account = row["account"]
        channel = Channel(rawValue: row["channel"])!
        kind = ChannelBill.Kind(rawValue: row["kind"])!
        outTradeNo = row["outTradeNo"]
        transactionID = row["transactionId"]
        let refund: String? = row["refundId"]
        // A payment that was revoked at the till has no refund of its own.
        refundID = ["", "0"].contains(refund ?? "") ? "revoked-\(transactionID)" : refund!
        refundNo = row["refundNo"]
        at = try Instant(row["occurredAt"] as String)
        amount = Amount(minorUnits: row["amountFen"], .cny)
    }

    /// The payment it is of; nil where none is booked.
    func payment(_ db: Database) throws -> Payment? {
        try Int64.fetchOne(
            db, sql: "SELECT id FROM payment WHERE channel = ? AND transactionId = ?",
            arguments: [channel.rawValue, transactionID]
        ).map { try Payment.fetchAll(db, id: $0)[0] }
    }
}
