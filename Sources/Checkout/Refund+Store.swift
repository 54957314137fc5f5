public import Catalog
public import GRDB
public import Money
import Store
public import Time

/// Money that went back for a payment.
public struct Refund: Sendable, Equatable {
    public let id: Int64
    public let payment: Payment
    public let kind: Kind
    /// The channel's number of it.
    public let refundID: String
    /// Our number of it; nil where the channel states none.
    public let refundNo: String?
    public let amount: Amount
    /// What the channel gave back of its fee, not above zero, as far as its bills have said.
    public let channelFee: Amount
    public let refundedAt: Instant

    /// Why it went back.
    public enum Kind: String, Sendable {
        /// We sent it.
        case refund
        /// The channel took it, for the payer.
        case chargeback
    }

    /// Refunds by time and number; every parameter narrows.
    public static func fetchAll(
        _ db: Database, merchant: Merchant.ID? = nil, payment: Int64? = nil, id: Int64? = nil,
        unsettledBefore cut: Instant? = nil
    ) throws -> [Refund] {
        try Row.fetchAll(
            db,
            cached: """
                SELECT refund.id, paymentId, refund.kind, refundId, refundNo, refund.amountFen,
                    (SELECT coalesce(sum(amountFen), 0) FROM channelFee
                        WHERE refundId = refund.id),
                    refundedAt
                FROM refund
                JOIN payment ON payment.id = paymentId
                JOIN paymentOrder ON paymentOrder.id = orderId
                JOIN invoice ON invoice.id = invoiceId
                JOIN merchant ON merchant.id = invoice.merchantId
                """,
            narrowedBy: [
                ("merchant.code = ?", merchant?.text), ("paymentId = ?", payment),
                ("refund.id = ?", id),
                (
                    "refundedAt < ? AND refund.id NOT IN (SELECT refundId FROM settledRefund)",
                    cut?.column
                ),
            ],
            order: "refundedAt, refund.id"
        ).map { row in
            Refund(
                id: row[0], payment: try Payment.fetchAll(db, id: row[1])[0],
                kind: Kind(rawValue: row[2])!, refundID: row[3], refundNo: row[4],
                amount: Amount(minorUnits: row[5], .cny),
                channelFee: Amount(minorUnits: row[6], .cny),
                refundedAt: try Instant(row[7] as String))
        }
    }
}
