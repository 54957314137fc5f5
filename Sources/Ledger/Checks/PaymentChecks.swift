import Checkout
import GRDB
import Money
import Store

extension Checks {
    /// Every payment, refund, fee and withdrawal is as the row of a bill says that it was booked from,
    /// and has its entries. What fund bills state of a fee is what is booked of it, and each withdrawal
    /// they state is booked. Every order asks what was due when it was made, and no balance of a customer
    /// pays more than it has.
    static func paymentsMatchBills(_ db: Database) throws -> Invariant {
        var failures: [String] = []
        func check(_ source: String, _ agrees: Bool, _ entries: [JournalEntry.Draft]) throws {
            let expected = entries.flatMap(\.postings).map { "\($0.account.name) \($0.amount)" }
            if !agrees {
                failures.append("\(source) is not as its bill says")
            } else if try postings(db, source: source) != expected {
                failures.append("\(source) is not posted as it should be")
            }
        }
        let payments = try Payment.fetchAll(db)
        for payment in payments {
            try check(
                Bookkeeper.source(payment), try agrees(db, payment),
                Bookkeeper.entries(for: payment))
        }
        let refunds = try Refund.fetchAll(db)
        for refund in refunds {
            try check(
                Bookkeeper.source(refund), try agrees(db, refund), Bookkeeper.entries(for: refund))
        }
        let fees = try ChannelFee.fetchAll(db)
        for fee in fees {
            try check(Bookkeeper.source(fee), try agrees(db, fee), Bookkeeper.entries(for: fee))
        }
        let withdrawals = try Withdrawal.fetchAll(db)
        for withdrawal in withdrawals {
            try check(Bookkeeper.source(withdrawal), true, Bookkeeper.entries(for: withdrawal))
        }
        failures += try fundBills(db) + balances(db)
        let orders = try orders(db, &failures)
        return Invariant(
            .paymentsMatchBills,
            checked: payments.count + refunds.count + fees.count + withdrawals.count + orders,
            failures: failures)
    }

    private static func agrees(_ db: Database, _ payment: Payment) throws -> Bool {
        try Bool.fetchOne(
            db,
            sql: """
                SELECT messageId IS NOT NULL OR (channelBillRow.amountFen = payment.amountFen
                    AND channelBillRow.transactionId = payment.transactionId
                    AND channelBillRow.kind = 'payment' AND occurredAt = paidAt)
                FROM payment LEFT JOIN channelBillRow ON channelBillRow.id = billRowId
                WHERE payment.id = ?
                """,
            arguments: [payment.id]) ?? false
    }

    private static func agrees(_ db: Database, _ refund: Refund) throws -> Bool {
        try Bool.fetchOne(
            db,
            sql: """
                SELECT refund.messageId IS NOT NULL OR coalesce(
                        chargebackNotice.amountFen = refund.amountFen
                        AND chargebackNotice.transactionId = payment.transactionId
                        AND reference = refund.refundId AND refund.kind = 'chargeback'
                        AND chargebackNotice.occurredAt = refundedAt, 0)
                    OR (channelBillRow.amountFen = refund.amountFen
                        AND channelBillRow.transactionId = payment.transactionId
                        AND channelBillRow.kind = 'refund'
                        AND channelBillRow.occurredAt = refundedAt)
                FROM refund JOIN payment ON payment.id = paymentId
                LEFT JOIN chargebackNotice ON chargebackNotice.id = chargebackId
                LEFT JOIN channelBillRow ON channelBillRow.id = refund.billRowId WHERE refund.id = ?
                """,
            arguments: [refund.id]) ?? false
    }

    /// Whether its row says the fee and is of the same money. Of a fund bill's fees the sum counts.
    private static func agrees(_ db: Database, _ fee: ChannelFee) throws -> Bool {
        if fee.isOfFundBill { return true }
        return try Bool.fetchOne(
            db,
            sql: """
                SELECT channelFee.amountFen = feeFen
                    AND channelBillRow.transactionId = payment.transactionId
                FROM channelFee JOIN channelBillRow ON channelBillRow.id = channelFee.billRowId
                LEFT JOIN refund ON refund.id = channelFee.refundId
                JOIN payment ON payment.id = coalesce(channelFee.paymentId, refund.paymentId)
                WHERE channelFee.id = ?
                """,
            arguments: [fee.id]) ?? false
    }

    /// Payments whose fee is not what fund bills state, and withdrawals that are not booked.
    private static func fundBills(_ db: Database) throws -> [String] {
        let fees = try Row.fetchAll(
            db,
            sql: """
                SELECT payment.channel, payment.transactionId, -sum(fundBillRow.amountFen) AS stated,
                    -coalesce(sum(fundBillRow.amountFen) FILTER (WHERE occurredAt <= importedAt), 0)
                        AS inTime,
                    (SELECT coalesce(sum(amountFen), 0) FROM channelFee
                        WHERE paymentId = payment.id) AS booked
                FROM fundBillRow JOIN payment ON payment.channel = fundBillRow.channel
                    AND payment.transactionId = fundBillRow.transactionId
                JOIN channelBill ON channelBill.id = billId
                WHERE fundBillRow.kind = 'fee' GROUP BY payment.id
                HAVING booked NOT IN (stated, inTime)
                ORDER BY payment.id
                """)
        let withdrawals = try Row.fetchAll(
            db,
            sql: """
                SELECT fundBillRow.channel, flowNo FROM fundBillRow
                JOIN channelBill ON channelBill.id = billId
                WHERE fundBillRow.kind = 'withdrawal' AND amountFen <> 0
                AND occurredAt <= importedAt
                AND fundBillRow.id NOT IN (SELECT fundRowId FROM withdrawal)
                ORDER BY fundBillRow.id
                """)
        return fees.map {
            "the fee of \($0[0] as String)/\($0[1] as String) is \($0[4] as Int64) fen, its fund bill "
                + "says \($0[2] as Int64)"
        } + withdrawals.map { "withdrawal \($0[0] as String)/\($0[1] as String) is not booked" }
    }

    /// Balances of customers that were below nothing at some time.
    private static func balances(_ db: Database) throws -> [String] {
        var failures: [String] = []
        for balance in try CustomerBalance.fetchAll(db) {
            var left = Amount.zero(.cny)
            for movement in balance.movements {
                left += movement.signed
                if left < .zero(.cny) {
                    failures.append(
                        "\(movement.amount) of \(balance.customer)'s balance paid "
                            + "\(balance.merchant)/\(movement.invoice), and \(-left) of it was not there"
                    )
                }
            }
        }
        return failures
    }

    /// Orders ask for what was due when they were made. What was booked at the very instant may have come
    /// before or after: one of the two must be right.
    ///
    /// - Returns: how many orders there are.
    private static func orders(_ db: Database, _ failures: inout [String]) throws -> Int {
        let orders = try orders(db, booked: "<")
        let later =
            try orders.contains { $0.asked != $0.due } ? Self.orders(db, booked: "<=") : orders
        for (order, other) in zip(orders, later)
        where order.asked != order.due && other.asked != other.due {
            failures.append("order \(order.number) asks \(order.asked) fen, \(order.due) was due")
        }
        return orders.count
    }

    private static func orders(
        _ db: Database, booked: String
    ) throws -> [(number: String, asked: Int64, due: Int64)] {
        try Row.fetchAll(
            db,
            sql: """
                SELECT outTradeNo, amountFen, totalMinorUnits - (
                    SELECT coalesce(sum(payment.amountFen), 0) FROM payment
                    JOIN paymentOrder AS paid ON paid.id = payment.orderId
                    WHERE paid.invoiceId = invoice.id AND bookedAt \(booked) paymentOrder.createdAt
                ) + (
                    SELECT coalesce(sum(refund.amountFen), 0) FROM refund
                    JOIN payment ON payment.id = paymentId
                    JOIN paymentOrder AS paid ON paid.id = payment.orderId
                    WHERE paid.invoiceId = invoice.id AND refund.bookedAt \(booked) paymentOrder.createdAt
                ) - (
                    SELECT coalesce(sum(creditNote.totalMinorUnits), 0) FROM creditNote
                    WHERE creditNote.invoiceId = invoice.id
                    AND creditNote.issuedAt \(booked) paymentOrder.createdAt
                ) + (
                    SELECT coalesce(sum(iif(kind = 'kept', 1, -1) * balanceMovement.amountFen), 0)
                    FROM balanceMovement WHERE balanceMovement.invoiceId = invoice.id
                    AND movedAt \(booked) paymentOrder.createdAt)
                FROM paymentOrder JOIN invoice ON invoice.id = paymentOrder.invoiceId
                ORDER BY paymentOrder.id
                """
        ).map { (number: $0[0], asked: $0[1], due: $0[2]) }
    }
}
