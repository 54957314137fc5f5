public import Catalog
public import GRDB
public import Money
public import Time

/// What channels kept of payments, as the shares of a merchant's revenue take it.
///
/// A fee is known once it is in the journal. The share of a month takes all that is known then of what its
/// batches settled. What is said later of a month whose revenue was shared, the next share takes, as far as
/// it changes what there was to share. So the order of the journal says which share took a fee, and each is
/// in exactly one:
///
///     payment settled with June · share of June · its fee of 6.00 is booked · share of July: late 6.00
///
/// A month's own loss is not shared, whenever it becomes known: of fees of 5.00, all of which June has shared,
/// a cost of 6.00 takes 5.00 back; of a month that had a loss of 1.00, a cost that turns out 2.00 lower brings
/// 1.00 to share.
public struct SharedCosts: Sendable, Equatable {
    /// Of what the month itself settled, in CNY.
    public let own: Amount
    /// What costs of earlier months that no share has taken lower the revenue by that there was to share, in
    /// CNY; below zero where it rises.
    public let late: Amount

    /// The costs of the share of `month`.
    ///
    /// - Parameter entry: only what stands in the journal before it; nil for all.
    public init(
        _ db: Database, _ merchant: Merchant.ID, _ month: Month, before entry: Int64? = nil
    ) throws {
        let rows = try Row.fetchAll(
            db, sql: SharedCosts.sums,
            arguments: [
                "merchant": merchant.text, "month": month.description, "before": entry ?? .max,
            ])
        var (own, late) = (Int64(0), Int64(0))
        for row in rows {
            let (fees, taken, known): (Int64, Int64, Int64) = (
                row["fees"], row["taken"], row["known"]
            )
            if row["month"] == month.description {
                own = known
            } else {
                late += max(0, fees - taken) - max(0, fees - known)
            }
        }
        self.own = Amount(minorUnits: own, .cny)
        self.late = Amount(minorUnits: late, .cny)
    }

    /// By month: the platform's fees, what of the channels' the last share had taken, and what is known. A
    /// fee of nothing has no entry and adds nothing.
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
        SELECT month,
            (SELECT -coalesce(sum(settlementRow.amountFen), 0) FROM settlementRow
                JOIN settlementBatch ON settlementBatch.id = batchId
                JOIN merchant ON merchant.id = merchantId
                WHERE code = :merchant AND settlementBatch.month = fee.month
                AND settlementRow.kind IN ('platformFee', 'feeReturned')) AS fees,
            coalesce(sum(amountFen) FILTER (
                WHERE entry <= (SELECT max(entry) FROM shared)), 0) AS taken,
            coalesce(sum(amountFen), 0) AS known
        FROM fee WHERE entry < :before GROUP BY month
        """
}
