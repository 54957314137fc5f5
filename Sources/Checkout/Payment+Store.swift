public import Catalog
public import GRDB
public import Money
import Store
public import Time

/// Money that came for an order.
public struct Payment: Sendable, Equatable {
    public let id: Int64
    public let invoice: Int64
    public let invoiceNumber: String
    public let merchant: Merchant.ID
    public let customer: Customer.ID
    public let channel: Channel
    public let outTradeNo: String
    /// The channel's number.
    public let transactionID: String
    public let amount: Amount
    /// What the channel kept, as far as its bills have said: the platform's cost.
    public let channelFee: Amount
    public let paidAt: Instant

    /// Payments by time and number; every parameter narrows.
    public static func fetchAll(
        _ db: Database, merchant: Merchant.ID? = nil, invoice: Int64? = nil, id: Int64? = nil,
        unsettledBefore cut: Instant? = nil
    ) throws -> [Payment] {
        try Row.fetchAll(
            db,
            cached: """
                SELECT payment.id, invoice.id, invoice.number, merchant.code, customer.code,
                    payment.channel, outTradeNo, transactionId, payment.amountFen,
                    (SELECT coalesce(sum(amountFen), 0) FROM channelFee
                        WHERE paymentId = payment.id),
                    paidAt
                FROM payment
                JOIN paymentOrder ON paymentOrder.id = orderId
                JOIN invoice ON invoice.id = invoiceId
                JOIN merchant ON merchant.id = invoice.merchantId
                JOIN customer ON customer.id = invoice.customerId
                """,
            narrowedBy: [
                ("merchant.code = ?", merchant?.text), ("invoice.id = ?", invoice),
                ("payment.id = ?", id),
                (
                    "paidAt < ? AND payment.id NOT IN (SELECT paymentId FROM settledPayment)",
                    cut?.column
                ),
            ],
            order: "paidAt, payment.id"
        ).map { row in
            Payment(
                id: row[0], invoice: row[1], invoiceNumber: row[2], merchant: Code(row[3]),
                customer: Code(row[4]), channel: Channel(rawValue: row[5])!, outTradeNo: row[6],
                transactionID: row[7], amount: Amount(minorUnits: row[8], .cny),
                channelFee: Amount(minorUnits: row[9], .cny), paidAt: try Instant(row[10] as String)
            )
        }
    }
}
