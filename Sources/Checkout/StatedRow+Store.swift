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
    /// When its bill was imported, or the message received.
    let takenAt: Instant
    let amount: Amount
    /// Whether the amount is that of all refunds until then, as Alipay's messages have it.
    let isSoFar: Bool
    /// Positive where the channel keeps it; a message says nothing of it.
    let fee: Amount?
    /// The same as printed, with up to five decimals.
    let statedFee: Exact?

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
                \(billRows)
                AND channelBillRow.id NOT IN (
                    SELECT billRowId FROM channelFee WHERE billRowId IS NOT NULL)
                ORDER BY billId, line
                """
        ).map(StatedRow.init(billRow:))
        let messages = try Row.fetchAll(
            db,
            sql: """
                SELECT * FROM channelMessage WHERE kind IN ('payment', 'refund')
                AND id NOT IN (SELECT messageId FROM payment WHERE messageId IS NOT NULL)
                AND id NOT IN (SELECT messageId FROM refund WHERE messageId IS NOT NULL)
                ORDER BY occurredAt, id
                """
        ).map(StatedRow.init(message:))
        let all = rows + messages
        return all.filter { $0.kind == .payment } + all.filter { $0.kind == .refund }
    }

    /// Every row of a trade bill and every message that tells of a payment or a refund.
    static func fetchAll(_ db: Database) throws -> [StatedRow] {
        try Row.fetchAll(db, sql: billRows + " ORDER BY billId, line").map(StatedRow.init(billRow:))
            + Row.fetchAll(
                db,
                sql: """
                    SELECT * FROM channelMessage WHERE kind IN ('payment', 'refund')
                    ORDER BY occurredAt, id
                    """
            ).map(StatedRow.init(message:))
    }

    /// Rows of trade bills. A refund without a number also says which one it is of those that are
    /// alike in its bill: a bill of the day and one of the month list the same ones.
    private static let billRows = """
        SELECT channelBillRow.*, channel, account, sourceName, importedAt AS takenAt,
            CASE WHEN channelBillRow.kind = 'refund' AND coalesce(refundId, '') = '' THEN
                (SELECT count(*) FROM channelBillRow AS other
                    WHERE other.billId = channelBillRow.billId AND other.kind = 'refund'
                    AND coalesce(other.refundId, '') = ''
                    AND other.transactionId = channelBillRow.transactionId
                    AND other.occurredAt = channelBillRow.occurredAt
                    AND other.amountFen = channelBillRow.amountFen
                    AND other.line <= channelBillRow.line) END AS place
        FROM channelBillRow JOIN channelBill ON channelBill.id = billId
        WHERE channelBillRow.kind IN ('payment', 'refund')
        """

    private init(billRow row: Row) throws {
        try self.init(
            row, .bill(row["billId"], row: row["id"]), source: row["sourceName"],
            line: row["line"], place: row["place"] ?? 1, takenAt: row["takenAt"],
            fee: Amount(minorUnits: row["feeFen"], .cny), feeText: row["feeText"])
    }

    private init(message row: Row) throws {
        try self.init(
            row, .message(row["id"]), source: "message \(row["key"] as String)", line: 0,
            takenAt: row["receivedAt"], isSoFar: row["isSoFar"], fee: nil)
    }

    private init(
        _ row: Row, _ origin: Origin, source: String, line: Int, place: Int = 1, takenAt: String,
        isSoFar: Bool = false, fee: Amount?, feeText: String? = nil
    ) throws {
        self.origin = origin
        self.source = source
        self.line = line
        self.isSoFar = isSoFar
        self.fee = fee
        statedFee = feeText.flatMap { Exact($0) }
        account = row["account"]
        channel = Channel(rawValue: row["channel"])!
        kind = ChannelBill.Kind(rawValue: row["kind"])!
        outTradeNo = row["outTradeNo"]
        transactionID = row["transactionId"]
        at = try Instant(row["occurredAt"] as String)
        self.takenAt = try Instant(takenAt)
        amount = Amount(minorUnits: row["amountFen"], .cny)
        let refund: String? = row["refundId"]
        if let refund, !["", "0"].contains(refund) {
            refundID = refund
        } else if channel == .wechatPay {
            // A payment is reversed at the till once, and all of it.
            refundID = "revoked-\(transactionID)"
        } else {
            // Alipay prints no number where we gave none: two such refunds are told apart by what they
            // are, and two that are alike by their order in a bill.
            refundID =
                "unnumbered-\(transactionID)-\(at.seconds)-\(amount.minorUnits)"
                + (place > 1 ? "-\(place)" : "")
        }
        refundNo = row["refundNo"]
    }

    /// Why it cannot be booked at `run`, where it is dated after it; nil where it is not.
    func ahead(of run: Instant) -> ChannelBooking.Reason? {
        StatedTime.isAhead(at, of: run, isMessage: origin.message != nil)
            ? .dateAhead(transaction: transactionID, at: at, run: run) : nil
    }

    /// The payment it is of; nil where none is booked.
    func payment(_ db: Database) throws -> Payment? {
        try Int64.fetchOne(
            db, sql: "SELECT id FROM payment WHERE channel = ? AND transactionId = ?",
            arguments: [channel.rawValue, transactionID]
        ).map { try Payment.fetchAll(db, id: $0)[0] }
    }

    /// What we asked the channel to give back under this number; nil where we did not.
    func ordered(_ db: Database) throws -> Amount? {
        try Int64.fetchOne(
            db,
            sql: """
                SELECT refundOrder.amountFen FROM refundOrder JOIN payment ON payment.id = paymentId
                WHERE outRefundNo = ? AND channel = ? AND transactionId = ?
                """,
            arguments: [refundNo, channel.rawValue, transactionID]
        ).map { Amount(minorUnits: $0, .cny) }
    }

    /// Whether what all refunds gave back so far is what these did until then, to the second.
    func isSum(of refunds: [Refund]) -> Bool {
        refunds.filter { $0.refundedAt.seconds <= at.seconds }.map(\.amount).total(.cny) == amount
    }
}
