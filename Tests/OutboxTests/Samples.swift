import GRDB
import Ledger
import Store
import TestSupport
import Time

@testable import Outbox

/// A ledger with facts written straight into its tables, so that an outbox is all that is tried.
final class ToldLedger {
    let ledger: TestLedger

    /// - Parameter isTelling: whether transactions end with the outbox.
    init(isTelling: Bool = true) throws {
        ledger = try TestLedger(beforeCommit: isTelling ? Outbox.tell : nil)
        try ledger.apply(Fixture.catalog)
        try ledger.apply(Fixture.otherCatalog)
    }

    private static let digest = String(repeating: "0", count: 64)

    /// An invoice of the customer, in row `id`; due on 15 June in Shanghai.
    func invoice(_ id: Int64, fen: Int64, of customer: String = "cus_1") throws {
        try ledger.write { db in
            try db.execute(
                sql: """
                    INSERT INTO invoice (id, merchantId, customerId, number, month, kind, issuedAt,
                        dueDay, lastServiceDay, currency, pricingCurrency, subtotalMinorUnits, taxMinorUnits,
                        totalMinorUnits, snapshot, snapshotDigest)
                    SELECT ?, merchantId, id, ?, '2026-05', 'period',
                        '2026-06-01T01:00:00.000000000Z', '2026-06-15', '2026-05-31', 'CNY', 'CNY', ?, 0, ?,
                        '{"period":{"time_zone":"Asia/Shanghai"}}', ?
                    FROM customer WHERE code = ?
                    """,
                arguments: [id, "INV-\(id)", fen, fen, ToldLedger.digest, customer])
        }
    }

    /// Payments of an invoice, in one transaction.
    func pay(_ invoice: Int64, fen: [Int64], failing error: (any Error)? = nil) throws {
        try ledger.write { db in
            for amount in fen {
                let count = try Int64.fetchOne(db, sql: "SELECT count(*) FROM payment")! + 1
                try db.execute(
                    sql: """
                        INSERT INTO paymentOrder (invoiceId, channel, attempt, outTradeNo, amountFen,
                            payload, payloadKind, createdAt, expiresAt)
                        VALUES (?, 'alipay', ?, ?, ?, 'x', 'sandbox', 'x', 'x')
                        """,
                    arguments: [invoice, count, "ORDER\(count)", amount])
                let order = db.lastInsertedRowID
                try db.execute(
                    sql: """
                        INSERT INTO channelMessage (channel, key, receivedAt, account, kind,
                            outTradeNo, amountFen, isSoFar, document)
                        VALUES ('alipay', ?, 'x', 'x', 'payment', 'x', 1, 0, '{}')
                        """,
                    arguments: ["m\(count)"])
                try db.execute(
                    sql: """
                        INSERT INTO payment (orderId, channel, transactionId, amountFen, paidAt,
                            bookedAt, messageId)
                        VALUES (?, 'alipay', ?, ?, '2026-06-03T01:00:00.000000000Z', 'x', ?)
                        """,
                    arguments: [order, "T\(count)", amount, db.lastInsertedRowID])
            }
            if let error { throw error }
        }
    }

    /// Something that does not concern the outbox.
    func touch() throws {
        try ledger.write {
            try $0.execute(sql: "INSERT INTO priceBook (code) VALUES (?)", arguments: ["book"])
        }
    }

    /// `1/1 mer_1 invoice.finalized INV-1`: sequence, number in the merchant, and what happened.
    func told(_ choice: OutboxEvent.Choice = .init()) throws -> [String] {
        var rows: [String] = []
        try ledger.read { db in
            try OutboxEvent.forEach(db, choice) {
                rows.append(
                    "\($0.sequence)/\($0.number) \($0.merchant) \($0.content.kind.rawValue) "
                        + $0.content.subject)
            }
        }
        return rows
    }

    func failures() throws -> [String] { try ledger.read { Outbox.check($0) }.failures }
}
