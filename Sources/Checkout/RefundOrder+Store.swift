public import GRDB
public import Money
import Store
public import Time

/// A request to a channel to send money back.
public struct RefundOrder: Sendable, Equatable {
    public let payment: Payment
    /// Our number of it at the channel: 6 to 64 of `0-9A-Za-z_`.
    public let outRefundNo: String
    public let amount: Amount
    public let createdAt: Instant
    /// Whether the channel said that it will not send it.
    public let isClosed: Bool

    /// Requests for what was paid of an invoice and is not owed, the last payment first.
    ///
    /// An invoice of 100.00, paid by 60.00 and 40.00, is lowered by 50.00: 40.00 go back for the second
    /// payment, 10.00 for the first.
    ///
    /// - Parameter note: the row of the credit note; nil where more came than was asked.
    public static func make(
        _ db: Database, invoice: Int64, total: Amount, creditNote note: Int64? = nil,
        at instant: Instant
    ) throws -> [RefundOrder] {
        let asked = try fetchAll(db, invoice: invoice)
        var left = -(try Cashier.due(db, invoice: invoice, total: total))
        var open: [Int64: Amount] = [:]
        // What was asked for and has not come is on its way.
        let underway = try waiting(db, among: asked)
        for payment in try Payment.fetchAll(db, invoice: invoice) {
            let refunds = try Refund.fetchAll(db, payment: payment.id)
            let waiting = underway.filter { $0.payment.id == payment.id }.map(\.amount).total(.cny)
            left -= waiting
            open[payment.id] = payment.amount - refunds.map(\.amount).total(.cny) - waiting
        }
        var orders: [RefundOrder] = []
        for payment in try Payment.fetchAll(db, invoice: invoice).reversed()
        where left > .zero(.cny) {
            let amount = min(left, open[payment.id]!)
            guard amount > .zero(.cny) else { continue }
            left -= amount
            // Several payments of one order share its number.
            let count = (asked + orders).filter {
                $0.payment.outTradeNo == payment.outTradeNo
            }.count
            let order = RefundOrder(
                payment: payment,
                outRefundNo: "RF\(payment.outTradeNo.dropFirst(3))R\(count + 1)", amount: amount,
                createdAt: instant, isClosed: false)
            try order.insert(db, creditNote: note)
            orders.append(order)
        }
        return orders
    }

    /// Requests of an invoice that the channel has not answered: neither sent nor closed.
    static func waiting(_ db: Database, invoice: Int64) throws -> [RefundOrder] {
        try waiting(db, among: fetchAll(db, invoice: invoice))
    }

    private static func waiting(
        _ db: Database, among orders: [RefundOrder]
    ) throws -> [RefundOrder] {
        try orders.filter { order in
            try !order.isClosed
                && !Refund.fetchAll(db, payment: order.payment.id).contains {
                    $0.refundNo == order.outRefundNo
                }
        }
    }

    /// Requests in the order they were made; every parameter narrows.
    public static func fetchAll(
        _ db: Database, invoice: Int64? = nil, payment: Int64? = nil, creditNote: Int64? = nil
    ) throws -> [RefundOrder] {
        try Row.fetchAll(
            db,
            cached: """
                SELECT paymentId, outRefundNo, refundOrder.amountFen, refundOrder.createdAt,
                    EXISTS (SELECT 1 FROM channelMessage
                        WHERE channelMessage.channel = payment.channel AND kind = 'other'
                        AND refundNo = outRefundNo AND 'CLOSED' IN (
                            json_extract(document, '$.refund_status'),
                            json_extract(document, '$.status')))
                FROM refundOrder JOIN payment ON payment.id = paymentId
                JOIN paymentOrder ON paymentOrder.id = orderId
                WHERE (invoiceId = :invoice OR :invoice IS NULL)
                AND (paymentId = :payment OR :payment IS NULL)
                AND (creditNoteId = :note OR :note IS NULL) ORDER BY refundOrder.id
                """,
            arguments: ["invoice": invoice, "payment": payment, "note": creditNote]
        ).map { row in
            RefundOrder(
                payment: try Payment.fetchAll(db, id: row[0])[0], outRefundNo: row[1],
                amount: Amount(minorUnits: row[2], .cny),
                createdAt: try Instant(row[3] as String), isClosed: row[4])
        }
    }

    private func insert(_ db: Database, creditNote: Int64?) throws {
        try db.execute(
            cached: """
                INSERT INTO refundOrder (paymentId, creditNoteId, outRefundNo, amountFen, createdAt)
                VALUES (?, ?, ?, ?, ?)
                """,
            arguments: [
                payment.id, creditNote, outRefundNo, amount.minorUnits, createdAt.column,
            ])
    }
}
