public import Catalog
public import GRDB
public import Money
import Store
public import Time

extension OrderAccount {
    /// The orders of an invoice that were made by `instant`, by channel and attempt.
    ///
    /// - Parameter due: what is left to pay of it then.
    public static func fetchAll(
        _ db: Database, invoice: Int64, due: Amount, at instant: Instant
    ) throws -> [OrderAccount] {
        let orders = try PaymentOrder.fetchAll(db, invoice: invoice).filter {
            $0.createdAt <= instant
        }
        if orders.isEmpty { return [] }
        let payments = try Payment.fetchAll(db, invoice: invoice).filter { $0.paidAt <= instant }
        return try orders.map { order in
            var (paid, refunded) = (Amount.zero(.cny), Amount.zero(.cny))
            let own = payments.filter { $0.outTradeNo == order.outTradeNo }
            for payment in own {
                paid += payment.amount
                for refund in try Refund.fetchAll(db, payment: payment.id)
                where refund.refundedAt <= instant { refunded += refund.amount }
            }
            return OrderAccount(
                order, due: due, paid: paid, paidAt: own.first?.paidAt, refunded: refunded,
                end: try End.fetch(db, order, at: instant), at: instant)
        }
    }
}

extension OrderAccount.End {
    /// What was said first of an order by `instant`; nil for one whose end is its code's.
    static func fetch(
        _ db: Database, _ order: PaymentOrder, at instant: Instant
    ) throws -> OrderAccount.End? {
        try Row.fetchOne(
            db,
            cached: """
                SELECT kind, happenedAt, reason FROM paymentOrderEvent
                JOIN paymentOrder ON paymentOrder.id = orderId
                WHERE outTradeNo = ? AND kind <> 'expired' AND happenedAt <= ?
                ORDER BY happenedAt, paymentOrderEvent.id LIMIT 1
                """,
            arguments: [order.outTradeNo, instant.column]
        ).map { row in
            OrderAccount.End(
                Kind(rawValue: row[0])!, at: try Instant(row[1] as String), reason: row[2])
        }
    }
}

/// An order with the invoice it is for.
public struct InvoiceOrder: Sendable {
    /// The invoice's row.
    public let invoice: Int64
    public let invoiceNumber: String
    public let merchant: Merchant.ID
    public let customer: Customer.ID
    public let account: OrderAccount

    /// Orders that were made by `instant`, by time and number; every parameter narrows.
    public static func fetchAll(
        _ db: Database, merchant: Merchant.ID? = nil, invoice: Int64? = nil,
        outTradeNo: String? = nil, state: OrderAccount.State? = nil, at instant: Instant
    ) throws -> [InvoiceOrder] {
        let rows = try Row.fetchAll(
            db,
            sql: """
                SELECT DISTINCT invoice.id, number, merchant.code, customer.code, totalMinorUnits,
                    currency
                FROM paymentOrder JOIN invoice ON invoice.id = invoiceId
                JOIN merchant ON merchant.id = invoice.merchantId
                JOIN customer ON customer.id = invoice.customerId
                WHERE (merchant.code = :merchant OR :merchant IS NULL)
                AND (invoice.id = :invoice OR :invoice IS NULL)
                AND (outTradeNo = :order OR :order IS NULL) AND createdAt <= :now
                """,
            arguments: [
                "merchant": merchant?.text, "invoice": invoice, "order": outTradeNo,
                "now": instant.column,
            ])
        var found: [InvoiceOrder] = []
        for row in rows {
            let total = Amount(minorUnits: row[4], try Currency(code: row[5]))
            let due = try InvoiceAccount(db, invoice: row[0], total: total, at: instant).due
            for account in try OrderAccount.fetchAll(db, invoice: row[0], due: due, at: instant)
            where (outTradeNo == nil || account.order.outTradeNo == outTradeNo)
                && (state == nil || account.state == state)
            {
                found.append(
                    InvoiceOrder(
                        invoice: row[0], invoiceNumber: row[1], merchant: Code(row[2]),
                        customer: Code(row[3]), account: account))
            }
        }
        return found.sorted {
            ($0.account.order.createdAt, $0.account.order.outTradeNo)
                < ($1.account.order.createdAt, $1.account.order.outTradeNo)
        }
    }

    /// - Throws: `CheckoutError.unknownOrder` where none has that number by then.
    public static func fetchOne(
        _ db: Database, _ outTradeNo: String, at instant: Instant
    ) throws -> InvoiceOrder {
        guard let found = try fetchAll(db, outTradeNo: outTradeNo, at: instant).first else {
            throw CheckoutError.unknownOrder(outTradeNo)
        }
        return found
    }
}
