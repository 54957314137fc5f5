public import Catalog
import Credits
public import GRDB
import Money
import Store
import Time

/// A top-up invoice in the ledger with its row number.
public struct StoredTopUp: Sendable {
    public let id: Int64
    public let invoice: TopUpInvoice
    /// SHA-256 of the snapshot as it was kept.
    public let digest: String
}

extension TopUpInvoice {
    /// Keeps a finalized top-up: its row, its line and its snapshot.
    ///
    /// - Returns: its row number.
    public func insert(_ db: Database, fxLockID: Int64?) throws -> Int64 {
        precondition((fxLockID == nil) == (lock == nil), "\(number): the lock and its row differ")
        let snapshot = json.canonical
        try db.execute(
            sql: """
                INSERT INTO invoice (merchantId, customerId, number, month, kind, issuedAt, dueDay,
                    lastServiceDay, currency, pricingCurrency, fxLockId, subtotalMinorUnits, taxMinorUnits,
                    totalMinorUnits, snapshot, snapshotDigest)
                SELECT merchantId, id, ?, ?, 'topUp', ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?
                FROM customer WHERE code = ?
                """,
            arguments: [
                number.text, month.description, issuedAt.column, dueDay.description,
                zone.day(of: issuedAt).description, currency.code, price.currency.code, fxLockID,
                amount.minorUnits, tax.amount.minorUnits,
                total.minorUnits, snapshot, SHA256Digest.hex(snapshot.utf8), customer.text,
            ])
        let id = db.lastInsertedRowID
        try db.execute(
            sql: """
                INSERT INTO invoiceLine (invoiceId, lineNumber, kind, month, units, preciseAmount,
                    amountMinorUnits, taxPercent, explanation, eventCount)
                VALUES (?, 1, 'topUp', ?, ?, ?, ?, ?, '{}', 0)
                """,
            arguments: [
                id, month.description, units.description, price.exact.description,
                amount.minorUnits, tax.percent.description,
            ])
        return id
    }

    /// Top-ups in the order they were issued; every parameter narrows.
    ///
    /// - Parameter only: their rows in the ledger.
    public static func fetchAll(
        _ db: Database, merchant: Merchant.ID? = nil, number: Invoice.Number? = nil,
        rows only: Set<Int64>? = nil
    ) throws -> [StoredTopUp] {
        if only?.isEmpty == true { return [] }
        return try Row.fetchAll(
            db,
            sql: """
                SELECT invoice.id, snapshot, snapshotDigest FROM invoice
                JOIN merchant ON merchant.id = invoice.merchantId
                WHERE kind = 'topUp' AND (merchant.code = :merchant OR :merchant IS NULL)
                AND (number = :number OR :number IS NULL)
                AND (:rows IS NULL OR invoice.id IN (SELECT value FROM json_each(:rows)))
                ORDER BY invoice.id
                """,
            arguments: [
                "merchant": merchant?.text, "number": number?.text, "rows": only?.jsonArray,
            ]
        ).map { row in
            StoredTopUp(
                id: row[0],
                invoice: try TopUpInvoice(snapshot: JSONValue(parsing: row[1] as String)),
                digest: row[2])
        }
    }

    /// The one top-up of that number; nil where no merchant has issued one.
    ///
    /// - Throws: `InvoicingError.ambiguous` where several merchants have issued that number.
    public static func fetchOne(
        _ db: Database, _ number: Invoice.Number, merchant: Merchant.ID? = nil
    ) throws -> StoredTopUp? {
        let found = try fetchAll(db, merchant: merchant, number: number)
        guard let first = found.first else { return nil }
        let others = try Invoice.fetchAll(db, merchant: merchant, number: number)
        let owners = found.map(\.invoice.merchant) + others.map(\.invoice.merchant)
        guard owners.count == 1 else { throw InvoicingError.ambiguous(number, owners.sorted()) }
        return first
    }
}
