public import Catalog
import FX
public import GRDB
import Money
import Store
public import Time

/// A batch as the ledger keeps it.
public struct StoredBatch: Sendable {
    public let batch: SettlementBatch
    /// SHA-256 of the snapshot as it was kept.
    public let digest: String
}

extension SettlementBatch {
    func insert(_ db: Database, _ items: OpenItems) throws {
        let snapshot = json
        try db.execute(
            sql: """
                INSERT INTO settlementBatch (merchantId, number, month, day, currency, closedAt,
                    openingFen, netFen, paidOutFen, closingFen, fxLockId, volumeFxLockId,
                    convertedMinorUnits, wireFeeMinorUnits, payoutMinorUnits, payoutDay, state,
                    remittanceReference, snapshot, snapshotDigest)
                SELECT id, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?
                FROM merchant WHERE code = ?
                """,
            arguments: [
                number, month.description, lastDay.description, currency.code, closedAt.column,
                opening.minorUnits, net.minorUnits, paidOut.minorUnits, closing.minorUnits,
                try lock?.insert(db), try share?.lock?.insert(db), converted.minorUnits,
                wireFee.minorUnits, payout.minorUnits,
                payoutDay?.description, state.rawValue, remittanceReference, snapshot.canonical,
                snapshot.digest, merchant.text,
            ])
        let id = db.lastInsertedRowID
        for (index, row) in rows.enumerated() {
            try db.execute(
                sql: """
                    INSERT INTO settlementRow (batchId, position, kind, reference, occurredAt,
                        amountFen, balanceFen) VALUES (?, ?, ?, ?, ?, ?, ?)
                    """,
                arguments: [
                    id, index + 1, row.kind.rawValue, row.reference, row.at.column,
                    row.amount.minorUnits, row.balance.minorUnits,
                ])
        }
        func settled(_ table: String, _ column: String, _ ids: [Int64]) throws {
            for settled in ids {
                try db.execute(
                    sql: "INSERT INTO \(table) (\(column), batchId) VALUES (?, ?)",
                    arguments: [settled, id])
            }
        }
        let payments = items.movements.filter { $0.kind == .payment }
        try settled("settledPayment", "paymentId", payments.map(\.id))
        let refunds = items.movements.filter { $0.kind != .payment }
        try settled("settledRefund", "refundId", refunds.map(\.id))
        try settled("settledReturn", "eventId", items.returned.map(\.id))
        try settled("settledAdjustment", "adjustmentId", items.adjustments.map(\.row))
    }

    /// Batches by month and merchant; every parameter narrows.
    public static func fetchAll(
        _ db: Database, month: Month? = nil, merchant: Merchant.ID? = nil, number: String? = nil
    ) throws -> [StoredBatch] {
        try GRDB.Row.fetchAll(
            db,
            sql: """
                SELECT snapshot, snapshotDigest FROM settlementBatch
                JOIN merchant ON merchant.id = merchantId
                WHERE (month = :month OR :month IS NULL) AND (code = :merchant OR :merchant IS NULL)
                AND (number = :number OR :number IS NULL) ORDER BY month, code, day
                """,
            arguments: [
                "month": month?.description, "merchant": merchant?.text, "number": number,
            ]
        ).map { row in
            StoredBatch(
                batch: try SettlementBatch(snapshot: JSONValue(parsing: row[0] as String)),
                digest: row[1])
        }
    }
}
