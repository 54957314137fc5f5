public import Catalog
public import Checkout
public import FX
public import GRDB
import Ledger
import Money
import Store
public import Time

extension Settler {
    /// Settles a merchant's month as it would be closed at `instant`, changing nothing.
    ///
    /// - Throws: `SettlementError.alreadyClosed`, `SettlementError.outOfTurn`, `FXError.noRate`,
    ///   `CatalogError`.
    public static func preview(
        _ db: Database, _ merchant: Merchant.ID, month: Month, at instant: Instant,
        purpose: FXLock.Purpose = .preview
    ) throws -> (batch: SettlementBatch, payments: [Payment]) {
        // The contract of the month, whatever has been agreed since.
        let zone = try MerchantCatalog(db, merchant, at: instant).merchant.zone
        let lastInstant = Instant(nanoseconds: zone.end(of: month).nanoseconds - 1)
        let terms = try MerchantCatalog(db, merchant, at: min(instant, lastInstant)).merchant
        let currency = terms.settlement.currency
        if let number = try closed(db, merchant, month) {
            throw SettlementError.alreadyClosed(number)
        }
        let last = try last(db, merchant)
        if let next = last?.month.next, month != next {
            throw SettlementError.outOfTurn(merchant, month, next: next)
        }
        let payments = try Payment.fetchAll(
            db, merchant: merchant, unsettledBefore: min(instant, terms.zone.end(of: month)))
        let lock = try FXLock(
            db, purpose, base: currency, at: instant,
            spread: FXLock.spread(percent: terms.settlement.fxSpreadPercent))
        let calendars = [BankCalendar(.cny), BankCalendar(currency)].compactMap { $0 }
        let batch = try settle(
            terms, month: month, payments: payments,
            opening: last?.closing ?? .zero(.cny), lock: lock, calendars: calendars,
            at: instant)
        return (batch, payments)
    }

    /// Closes a merchant's month: the batch, its rows and its entries, once.
    ///
    /// - Returns: nil where it was closed before; nothing is changed then.
    public static func close(
        _ db: Database, _ merchant: Merchant.ID, month: Month, at instant: Instant
    ) throws -> SettlementBatch? {
        if try closed(db, merchant, month) != nil { return nil }
        let zone = try MerchantCatalog(db, merchant, at: instant).merchant.zone
        guard instant >= zone.end(of: month) else {
            throw SettlementError.monthNotOver(merchant, month, endsAt: zone.end(of: month))
        }
        let (batch, payments) = try preview(
            db, merchant, month: month, at: instant, purpose: .settlement)
        try batch.insert(db, payments: payments)
        try Journal.append(db, entries(for: batch))
        return batch
    }

    private static func closed(
        _ db: Database, _ merchant: Merchant.ID, _ month: Month
    ) throws -> String? {
        try String.fetchOne(
            db,
            sql: """
                SELECT number FROM settlementBatch JOIN merchant ON merchant.id = merchantId
                WHERE code = ? AND month = ?
                """,
            arguments: [merchant.text, month.description])
    }

    /// The month that is settled next; nil where none was settled yet, and any can be the first.
    public static func nextMonth(_ db: Database, _ merchant: Merchant.ID) throws -> Month? {
        try last(db, merchant)?.month.next
    }

    /// The month settled last, and what it left.
    private static func last(
        _ db: Database, _ merchant: Merchant.ID
    ) throws -> (month: Month, closing: Amount)? {
        try GRDB.Row.fetchOne(
            db,
            sql: """
                SELECT month, closingFen FROM settlementBatch
                JOIN merchant ON merchant.id = merchantId
                WHERE code = ? ORDER BY month DESC LIMIT 1
                """,
            arguments: [merchant.text]
        ).map { (try Month($0[0] as String), Amount(minorUnits: $0[1], .cny)) }
    }
}

/// A batch as the ledger keeps it.
public struct StoredBatch: Sendable {
    public let batch: SettlementBatch
    /// SHA-256 of the snapshot as it was kept.
    public let digest: String
}

extension SettlementBatch {
    func insert(_ db: Database, payments: [Payment]) throws {
        let snapshot = json
        try db.execute(
            sql: """
                INSERT INTO settlementBatch (merchantId, number, month, currency, closedAt,
                    openingFen, netFen, paidOutFen, closingFen, fxLockId, convertedMinorUnits,
                    wireFeeMinorUnits, payoutMinorUnits, payoutDay, state, remittanceReference,
                    snapshot, snapshotDigest)
                SELECT id, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?
                FROM merchant WHERE code = ?
                """,
            arguments: [
                number, month.description, currency.code, closedAt.column, opening.minorUnits,
                net.minorUnits, paidOut.minorUnits, closing.minorUnits, try lock?.insert(db),
                converted.minorUnits, wireFee.minorUnits, payout.minorUnits,
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
        for payment in payments {
            try db.execute(
                sql: "INSERT INTO settledPayment (paymentId, batchId) VALUES (?, ?)",
                arguments: [payment.id, id])
        }
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
                AND (number = :number OR :number IS NULL) ORDER BY month, code
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
