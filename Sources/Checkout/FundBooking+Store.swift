import GRDB
import Money
import Store
import Time

/// Books what only fund bills state: withdrawals to the bank, and what a fee is there beyond what is
/// booked of it.
///
/// The trade bill says 45.90 of a payment and the fund bill 45.91: 0.01 is booked. Payments and refunds
/// are the trade bill's to tell; what is neither is listed.
struct FundBooking {
    private(set) var fees: [ChannelFee] = []
    private(set) var withdrawals: [Withdrawal] = []
    private(set) var parked: [ChannelBooking.Parked] = []

    /// Books all that can be. Comes after payments and refunds, whose fees it adds to.
    init(_ db: Database, at instant: Instant) throws {
        try bookFees(db, FundBooking.ofPayments, column: "paymentId", at: instant)
        try bookFees(db, FundBooking.ofWeChatRefunds, column: "refundId", at: instant)
        try bookFees(db, FundBooking.ofAlipayRefunds, column: "refundId", at: instant)
        withdrawals = try Withdrawal.book(db, at: instant)
        parked = try FundBooking.ahead(db, of: instant) + FundBooking.unmatched(db)
    }

    /// What each query gives: the payment or refund, the fee that fund bills state, what is booked of
    /// it, and the last of their rows.
    private mutating func bookFees(
        _ db: Database, _ sql: String, column: String, at instant: Instant
    ) throws {
        for row in try Row.fetchAll(db, sql: sql, arguments: ["now": instant.column]) {
            let stated = Amount(minorUnits: row["stated"], .cny)
            let booked = Amount(minorUnits: row["booked"], .cny)
            guard stated != booked else { continue }
            let id: Int64 = row["id"]
            let fee = try ChannelFee.insert(
                db, payment: column == "paymentId" ? id : nil,
                refund: column == "refundId" ? id : nil, fundRow: row["fundRow"], stated - booked)
            fees += try ChannelFee.fetchAll(db, id: fee)
        }
    }

    private static let ofPayments = """
        SELECT payment.id AS id, -sum(fundBillRow.amountFen) AS stated, max(fundBillRow.id) AS fundRow,
            (SELECT coalesce(sum(amountFen), 0) FROM channelFee WHERE paymentId = payment.id) AS booked
        FROM fundBillRow JOIN payment ON payment.channel = fundBillRow.channel
            AND payment.transactionId = fundBillRow.transactionId
        WHERE fundBillRow.kind = 'fee' AND fundBillRow.occurredAt <= :now
        GROUP BY payment.id ORDER BY payment.id
        """

    /// WeChat Pay's fund bill names the refund.
    private static let ofWeChatRefunds = """
        SELECT refund.id AS id, -sum(fundBillRow.amountFen) AS stated, max(fundBillRow.id) AS fundRow,
            (SELECT coalesce(sum(amountFen), 0) FROM channelFee
                WHERE channelFee.refundId = refund.id) AS booked
        FROM fundBillRow JOIN refund ON refund.refundId = fundBillRow.transactionId
        JOIN payment ON payment.id = paymentId
        WHERE fundBillRow.kind = 'feeRefund' AND fundBillRow.channel = 'wechat_pay'
            AND payment.channel = 'wechat_pay' AND fundBillRow.occurredAt <= :now
        GROUP BY refund.id ORDER BY refund.id
        """

    /// Alipay's account bill names the payment only. What came back of all its refunds is compared, and
    /// the rest is the last refund's.
    private static let ofAlipayRefunds = """
        SELECT (SELECT id FROM refund WHERE paymentId = payment.id
                ORDER BY refundedAt DESC, id DESC LIMIT 1) AS id,
            -sum(fundBillRow.amountFen) AS stated, max(fundBillRow.id) AS fundRow,
            (SELECT coalesce(sum(channelFee.amountFen), 0) FROM channelFee
                JOIN refund ON refund.id = channelFee.refundId
                WHERE refund.paymentId = payment.id) AS booked
        FROM fundBillRow JOIN payment ON payment.channel = 'alipay'
            AND payment.transactionId = fundBillRow.transactionId
        WHERE fundBillRow.kind = 'feeRefund' AND fundBillRow.channel = 'alipay'
            AND EXISTS (SELECT 1 FROM refund WHERE paymentId = payment.id)
            AND fundBillRow.occurredAt <= :now
        GROUP BY payment.id ORDER BY payment.id
        """

    /// Withdrawals and fees that wait for their time: a later import books them.
    private static func ahead(
        _ db: Database, of run: Instant
    ) throws -> [ChannelBooking.Parked] {
        try Row.fetchAll(
            db,
            sql: """
                SELECT fundBillRow.*, sourceName FROM fundBillRow
                JOIN channelBill ON channelBill.id = billId
                WHERE fundBillRow.kind IN ('withdrawal', 'fee', 'feeRefund') AND occurredAt > ?
                ORDER BY billId, line
                """,
            arguments: [run.column]
        ).map { row in
            ChannelBooking.Parked(
                row,
                .dateAhead(
                    transaction: row["transactionId"] ?? row["flowNo"],
                    at: try Instant(row["occurredAt"] as String), run: run))
        }
    }

    /// Rows that belong to nothing that is booked. A dispute has a name of the channel's own, and is
    /// known by its number.
    private static func unmatched(_ db: Database) throws -> [ChannelBooking.Parked] {
        try Row.fetchAll(
            db,
            sql: """
                SELECT fundBillRow.*, sourceName FROM fundBillRow
                JOIN channelBill ON channelBill.id = billId
                WHERE fundBillRow.kind <> 'withdrawal'
                AND (fundBillRow.kind IN ('other', 'refundReturned') OR NOT EXISTS (
                    SELECT 1 FROM payment WHERE payment.channel = fundBillRow.channel
                    AND payment.transactionId = fundBillRow.transactionId
                    AND (fundBillRow.kind IN ('payment', 'fee') OR EXISTS (
                        SELECT 1 FROM refund WHERE paymentId = payment.id))))
                AND (fundBillRow.kind = 'refundReturned' OR NOT EXISTS (
                    SELECT 1 FROM refund JOIN payment ON payment.id = paymentId
                    WHERE payment.channel = fundBillRow.channel AND refundId <> ''
                    AND refundId IN (fundBillRow.transactionId, fundBillRow.ourNo)))
                ORDER BY billId, line
                """
        ).map { row in
            let number: String = row["transactionId"] ?? row["flowNo"]
            let reason: ChannelBooking.Reason
            switch FundBill.Kind(rawValue: row["kind"])! {
            case .refundReturned: reason = .refundCameBack(number)
            case .other: reason = .otherMovement(row["kindText"])
            case .payment, .fee, .refund, .feeReturned, .withdrawal:
                reason = .noMovement(transaction: number)
            }
            return ChannelBooking.Parked(row, reason)
        }
    }
}

extension ChannelBooking.Parked {
    /// - Parameter row: the columns of `fundBillRow`, and its bill's `sourceName`.
    fileprivate init(_ row: Row, _ reason: ChannelBooking.Reason) {
        self.init(
            bill: row["billId"], source: row["sourceName"], line: row["line"],
            outTradeNo: row["ourNo"] ?? "", amount: Amount(minorUnits: row["amountFen"], .cny),
            reason: reason)
    }
}
