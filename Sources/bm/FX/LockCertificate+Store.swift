import Catalog
import FX
import GRDB
import Invoicing
import Money
import Settlement
import Time

extension LockCertificate {
    /// The certificate of a lock, with all that the ledger converted at it.
    ///
    /// - Throws: `FXError.noLock`.
    init(_ db: Database, id text: String) throws {
        guard let id = Int64(text), let lock = try FXLock.fetch(db, id: id) else {
            throw FXError.noLock(text, last: try FXLock.lastID(db))
        }
        self.id = id
        self.lock = lock
        isPublished = try lock.rate.isPublished(db)
        conversions =
            try LockCertificate.invoiced(db, id, lock) + LockCertificate.settled(db, id, lock)
    }

    private static func invoiced(
        _ db: Database, _ id: Int64, _ lock: FXLock
    ) throws -> [Conversion] {
        let rows = try Row.fetchAll(
            db,
            sql: """
                SELECT invoice.id, kind, number, merchant.code FROM invoice
                JOIN merchant ON merchant.id = invoice.merchantId
                WHERE fxLockId = ? ORDER BY invoice.id
                """,
            arguments: [id])
        return try rows.flatMap { row -> [Conversion] in
            let (kind, number, merchant): (String, String, String) = (row[1], row[2], row[3])
            if kind == "topUp" {
                return try TopUpInvoice.fetchAll(db, rows: [row[0]]).map { sale in
                    try Conversion(
                        lock, kind, merchant, number, line: nil, sale.invoice.price,
                        sale.invoice.amount)
                }
            }
            let invoice = try Invoice.fetchOne(
                db, Invoice.Number(number)!, merchant: Merchant.ID(merchant)
            ).invoice
            return try invoice.lines.map { line in
                var left = line.precise
                for reduction in line.reductions { left = try left.minus(reduction.precise) }
                return try Conversion(
                    lock, "invoice", merchant, number, line: line.number, left, line.amount)
            }
        }
    }

    private static func settled(
        _ db: Database, _ id: Int64, _ lock: FXLock
    ) throws -> [Conversion] {
        let numbers = try String.fetchAll(
            db, sql: "SELECT number FROM settlementBatch WHERE fxLockId = ? ORDER BY id",
            arguments: [id])
        return try numbers.flatMap { number in
            try SettlementBatch.fetchAll(db, number: number).map { stored in
                try Conversion(
                    lock, "settlement", stored.batch.merchant.text, number, line: nil,
                    stored.batch.paidOut.precise, stored.batch.converted)
            }
        }
    }
}

extension LockCertificate.Conversion {
    init(
        _ lock: FXLock, _ kind: String, _ merchant: String, _ number: String, line: Int?,
        _ amount: PreciseAmount, _ result: Amount
    ) throws {
        self.init(
            kind: kind, merchant: merchant, number: number, line: line, amount: amount,
            result: result, precise: try lock.convert(amount), rounded: try lock.rounded(amount),
            atPublishedRate: try lock.atPublishedRate.rounded(amount))
    }
}
