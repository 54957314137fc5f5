public import GRDB
public import Money
import Store
public import Time

/// What a channel kept of a payment, or gave back with a refund: as one row of a trade bill states it,
/// or what a fund bill states beyond that.
public struct ChannelFee: Sendable, Equatable {
    /// Its row in the ledger.
    public let id: Int64
    public let channel: Channel
    /// Positive where the channel keeps it.
    public let amount: Amount
    /// When the money moved that it is of.
    public let at: Instant
    /// Whether a fund bill states it.
    public let isOfFundBill: Bool

    /// Fees in the order they were booked; every parameter narrows.
    public static func fetchAll(
        _ db: Database, payment: Int64? = nil, refund: Int64? = nil, id: Int64? = nil
    ) throws -> [ChannelFee] {
        try Row.fetchAll(
            db,
            sql: """
                SELECT channelFee.id, payment.channel, channelFee.amountFen,
                    coalesce(channelBillRow.occurredAt, fundBillRow.occurredAt),
                    fundRowId IS NOT NULL
                FROM channelFee
                LEFT JOIN channelBillRow ON channelBillRow.id = channelFee.billRowId
                LEFT JOIN fundBillRow ON fundBillRow.id = fundRowId
                LEFT JOIN refund ON refund.id = channelFee.refundId
                JOIN payment ON payment.id = coalesce(channelFee.paymentId, refund.paymentId)
                WHERE (channelFee.paymentId = :payment OR :payment IS NULL)
                AND (channelFee.refundId = :refund OR :refund IS NULL)
                AND (channelFee.id = :id OR :id IS NULL) ORDER BY channelFee.id
                """,
            arguments: ["payment": payment, "refund": refund, "id": id]
        ).map { row in
            ChannelFee(
                id: row[0], channel: Channel(rawValue: row[1])!,
                amount: Amount(minorUnits: row[2], .cny), at: try Instant(row[3] as String),
                isOfFundBill: row[4])
        }
    }

    /// - Parameters:
    ///   - row: of a trade bill.
    ///   - fundRow: of a fund bill, where no trade bill states the fee.
    static func insert(
        _ db: Database, payment: Int64? = nil, refund: Int64? = nil, row: Int64? = nil,
        fundRow: Int64? = nil, _ amount: Amount
    ) throws -> Int64 {
        try db.execute(
            sql: """
                INSERT INTO channelFee (paymentId, refundId, billRowId, fundRowId, amountFen)
                VALUES (?, ?, ?, ?, ?)
                """,
            arguments: [payment, refund, row, fundRow, amount.minorUnits])
        return db.lastInsertedRowID
    }
}
