public import Catalog
public import GRDB
public import Money
public import Time

/// What channels kept of payments, as the shares of a merchant's revenue take it.
///
/// A fee is known once it is in the journal. The share of a month takes all that is known then of what its
/// batches settled. What is said later of a month whose revenue was shared, the next share takes. So the
/// order of the journal says which share took a fee, and each is in exactly one:
///
///     payment settled with June · share of June · its fee of 6.00 is booked · share of July: late 6.00
public struct SharedCosts: Sendable, Equatable {
    /// Of what the month itself settled, in CNY.
    public let own: Amount
    /// Of what earlier months settled and no share has taken, in CNY; below zero where channels gave more
    /// back than they kept.
    public let late: Amount

    /// The costs of the share of `month`.
    ///
    /// - Parameter entry: only what stands in the journal before it; nil for all.
    public init(
        _ db: Database, _ merchant: Merchant.ID, _ month: Month, before entry: Int64? = nil
    ) throws {
        let row = try Row.fetchOne(
            db, sql: SharedCosts.sums,
            arguments: [
                "merchant": merchant.text, "month": month.description, "before": entry ?? .max,
            ])!
        own = Amount(minorUnits: row["own"], .cny)
        late = Amount(minorUnits: row["late"], .cny)
    }

    /// A fee of nothing has no entry and adds nothing.
    private static let sums = """
        WITH shared AS (
            SELECT month, (SELECT min(sequence) FROM journalEntry
                WHERE source = 'settlement ' || number) AS entry
            FROM settlementBatch JOIN merchant ON merchant.id = merchantId
            WHERE code = :merchant AND month < :month
            AND json_extract(snapshot, '$.revenue_share.direction') = 'to_merchant'
        ), fee AS (
            SELECT own.month, amountFen, (SELECT min(sequence) FROM journalEntry
                WHERE source = 'channel fee ' || channelFee.id) AS entry
            FROM channelFee
            LEFT JOIN settledPayment ON settledPayment.paymentId = channelFee.paymentId
            LEFT JOIN settledRefund ON settledRefund.refundId = channelFee.refundId
            JOIN settlementBatch AS own
                ON own.id = coalesce(settledPayment.batchId, settledRefund.batchId)
            JOIN merchant ON merchant.id = own.merchantId
            WHERE code = :merchant
            AND (own.month = :month OR own.month IN (SELECT month FROM shared))
        )
        SELECT
            coalesce(sum(amountFen) FILTER (WHERE month = :month), 0) AS own,
            coalesce(sum(amountFen) FILTER (WHERE month < :month
                AND entry > (SELECT max(entry) FROM shared)), 0) AS late
        FROM fee WHERE entry < :before
        """
}
