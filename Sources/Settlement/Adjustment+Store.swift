public import Catalog
public import GRDB
public import Money
import Store
public import Time

extension Adjustment {
    /// Records a correction, once by its id: a row of the next batch of that month or a later one.
    ///
    /// - Returns: whether it is new; the same again changes nothing.
    /// - Throws: `SettlementError.adjustmentDiffers` where the id stands for another one already.
    @discardableResult
    public static func record(
        _ db: Database, _ merchant: Merchant.ID, _ amount: Amount, month: Month, reason: String,
        reference: String, at instant: Instant
    ) throws -> (adjustment: Adjustment, isNew: Bool) {
        precondition(amount.currency == .cny, "an adjustment of \(amount)")
        if amount.isZero { throw SettlementError.adjustmentOfNothing(merchant, reference) }
        // A merchant that nobody knows has no next batch.
        _ = try MerchantCatalog(db, merchant, at: instant)
        if let known = try fetchAll(db, merchant).first(where: { $0.reference == reference }) {
            guard known.amount == amount, known.month == month, known.reason == reason else {
                throw SettlementError.adjustmentDiffers(merchant, reference, known: known.amount)
            }
            return (known, false)
        }
        try db.execute(
            sql: """
                INSERT INTO settlementAdjustment (merchantId, reference, month, amountFen, reason,
                    recordedAt) SELECT id, ?, ?, ?, ?, ? FROM merchant WHERE code = ?
                """,
            arguments: [
                reference, month.description, amount.minorUnits, reason, instant.column,
                merchant.text,
            ])
        return (
            Adjustment(
                row: db.lastInsertedRowID, merchant: merchant, reference: reference, month: month,
                amount: amount, reason: reason, at: instant), true
        )
    }

    /// Corrections in the order they were recorded.
    ///
    /// - Parameter month: given, only those of it or of months before that no batch has taken.
    public static func fetchAll(
        _ db: Database, _ merchant: Merchant.ID, unsettledThrough month: Month? = nil
    ) throws -> [Adjustment] {
        try GRDB.Row.fetchAll(
            db,
            sql: """
                SELECT settlementAdjustment.id, reference, month, amountFen, reason, recordedAt
                FROM settlementAdjustment JOIN merchant ON merchant.id = merchantId
                WHERE code = :merchant AND (:month IS NULL OR (month <= :month
                    AND settlementAdjustment.id NOT IN (SELECT adjustmentId FROM settledAdjustment)))
                ORDER BY settlementAdjustment.id
                """,
            arguments: ["merchant": merchant.text, "month": month?.description]
        ).map {
            Adjustment(
                row: $0[0], merchant: merchant, reference: $0[1], month: try Month($0[2] as String),
                amount: Amount(minorUnits: $0[3], .cny), reason: $0[4],
                at: try Instant($0[5] as String))
        }
    }
}
