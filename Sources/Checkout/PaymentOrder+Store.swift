public import GRDB
import Money
import Store
import Time

extension PaymentOrder {
    func insert(_ db: Database, invoice: Int64) throws {
        try db.execute(
            sql: """
                INSERT INTO paymentOrder (invoiceId, channel, attempt, outTradeNo, amountFen, payload,
                    payloadKind, createdAt, expiresAt) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)
                """,
            arguments: [
                invoice, channel.rawValue, attempt, outTradeNo, amount.minorUnits, payload,
                payloadKind.rawValue, createdAt.column, expiresAt.column,
            ])
    }

    /// All orders of an invoice, by channel and attempt.
    public static func fetchAll(_ db: Database, invoice: Int64) throws -> [PaymentOrder] {
        try Row.fetchAll(
            db, cached: "SELECT * FROM paymentOrder WHERE invoiceId = ? ORDER BY channel, attempt",
            arguments: [invoice]
        ).map { row in
            PaymentOrder(
                channel: Channel(rawValue: row["channel"])!, attempt: row["attempt"],
                outTradeNo: row["outTradeNo"], amount: Amount(minorUnits: row["amountFen"], .cny),
                payload: row["payload"], payloadKind: PayloadKind(rawValue: row["payloadKind"])!,
                createdAt: try Instant(row["createdAt"] as String),
                expiresAt: try Instant(row["expiresAt"] as String))
        }.sorted { ($0.channel, $0.attempt) < ($1.channel, $1.attempt) }
    }

    /// Keeps how it ended; what was said before stays as it was said.
    func insert(
        _ db: Database, end kind: String, happened: Instant, recorded: Instant,
        reason: String? = nil
    ) throws {
        try db.execute(
            sql: """
                INSERT INTO paymentOrderEvent (orderId, kind, happenedAt, recordedAt, reason)
                SELECT id, ?, ?, ?, ? FROM paymentOrder WHERE outTradeNo = ?
                ON CONFLICT (orderId, kind) DO NOTHING
                """,
            arguments: [kind, happened.column, recorded.column, reason, outTradeNo])
    }
}
