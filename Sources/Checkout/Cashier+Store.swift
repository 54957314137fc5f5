public import GRDB
public import Invoicing
public import Money
import Store
public import Time

extension Cashier {
    /// What is left to pay of an invoice: less what credit notes took off it; below nothing where more was
    /// paid than is owed.
    public static func due(_ db: Database, _ stored: StoredInvoice) throws -> Amount {
        try due(db, invoice: stored.id, total: stored.invoice.total)
    }

    /// What is left to pay of the invoice in that row, of which `total` was asked.
    public static func due(_ db: Database, invoice: Int64, total: Amount) throws -> Amount {
        try InvoiceAccount(db, invoice: invoice, total: total).due
    }

    /// The order to show for an invoice and channel: the last attempt while its code is good and its
    /// amount is what is due, else a new one.
    public static func open(
        _ db: Database, _ stored: StoredInvoice, channel: Channel, at instant: Instant
    ) throws -> PaymentOrder {
        try open(
            db, invoice: stored.id, stored.invoice.number, total: stored.invoice.total,
            channel: channel, at: instant)
    }

    /// As above, for an invoice of any kind: its row, its number and what it asks.
    public static func open(
        _ db: Database, invoice: Int64, _ number: Invoice.Number, total: Amount, channel: Channel,
        at instant: Instant
    ) throws -> PaymentOrder {
        let due = try due(db, invoice: invoice, total: total)
        let last = try PaymentOrder.fetchAll(db, invoice: invoice)
            .filter { $0.channel == channel }.max { $0.attempt < $1.attempt }
        if let last, !last.isExpired(at: instant), last.amount == due { return last }
        let merchant = try Int64.fetchOne(
            db, sql: "SELECT merchantId FROM invoice WHERE id = ?", arguments: [invoice])!
        let order = try order(
            for: number, due: due, merchantNumber: merchant, channel: channel,
            attempt: (last?.attempt ?? 0) + 1, at: instant)
        try order.insert(db, invoice: invoice)
        return order
    }
}

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
            db, sql: "SELECT * FROM paymentOrder WHERE invoiceId = ? ORDER BY channel, attempt",
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
}
