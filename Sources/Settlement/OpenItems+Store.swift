import Catalog
import Checkout
import GRDB
import Ledger
import Money
import Store
import Time

extension OpenItems {
    /// What is open of a merchant before `cut`, for a batch of `month`.
    init(_ db: Database, _ merchant: Merchant.ID, _ month: Month, before cut: Instant) throws {
        self.init(
            opening: try Settler.last(db, merchant)?.closing
                ?? ManualPosting.openingPayable(db, merchant),
            movements: try Movement.unsettled(db, merchant, month, before: cut),
            returned: try ReturnedPayout.unsettled(db, merchant, before: cut),
            adjustments: try Adjustment.fetchAll(db, merchant, unsettledThrough: month),
            reserves: try HeldReserve.fetchAll(db, merchant),
            soFar: try MonthSoFar(db, merchant, month),
            lateChannelCost: try SharedCosts(db, merchant, month).late)
    }
}

extension Movement {
    /// Payments, refunds and chargebacks in the order of time; at one instant payments come first.
    static func unsettled(
        _ db: Database, _ merchant: Merchant.ID, _ month: Month, before cut: Instant
    ) throws -> [Movement] {
        let payments = try Payment.fetchAll(db, merchant: merchant, unsettledBefore: cut)
            .map(Movement.init)
        let refunds = try Refund.fetchAll(db, merchant: merchant, unsettledBefore: cut).map {
            try Movement(db, $0, month)
        }
        // Both are in order; a sort that keeps the order of equals is by place as well.
        return (payments + refunds).enumerated().sorted {
            ($0.element.at, $0.offset) < ($1.element.at, $1.offset)
        }.map(\.element)
    }
}

extension Movement {
    /// A refund or chargeback. The fee that it gives back is that of the month its payment was settled
    /// in, which is that of the month's last batch.
    private init(_ db: Database, _ refund: Refund, _ month: Month) throws {
        var kind = Kind.chargeback
        if refund.kind == .refund {
            // In the order in which they are settled: one that is told of late comes after one that was
            // settled already, whatever its own time.
            let settled = try Int64.fetchSet(
                db,
                sql: """
                    SELECT refund.id FROM settledRefund
                    JOIN refund ON refund.id = settledRefund.refundId
                    WHERE paymentId = ?
                    """,
                arguments: [refund.payment.id])
            let before = try Refund.fetchAll(db, payment: refund.payment.id).filter {
                $0.kind == .refund
                    && (settled.contains($0.id)
                        || ($0.refundedAt, $0.id) < (refund.refundedAt, refund.id))
            }
            let percent = try String.fetchOne(
                db,
                sql: """
                    SELECT json_extract(last.snapshot, '$.platform_fee_percent')
                    FROM settledPayment
                    JOIN settlementBatch AS own ON own.id = batchId
                    JOIN settlementBatch AS last ON last.merchantId = own.merchantId
                        AND last.month = own.month
                    WHERE settledPayment.paymentId = ? AND own.month <> ?
                    ORDER BY last.day DESC LIMIT 1
                    """,
                arguments: [refund.payment.id, month.description])
            kind = .refund(
                before: before.map(\.amount).total(.cny),
                feePercent: try percent.map { try Exact(parsing: $0) })
        }
        self.init(
            kind, id: refund.id, reference: refund.payment.outTradeNo, at: refund.refundedAt,
            channel: refund.payment.channel, amount: refund.amount, channelCost: refund.channelFee)
    }
}

extension HeldReserve {
    /// Held and not released, the oldest first.
    static func fetchAll(_ db: Database, _ merchant: Merchant.ID) throws -> [HeldReserve] {
        try GRDB.Row.fetchAll(
            db,
            sql: """
                SELECT number, reference, -amountFen FROM settlementRow
                JOIN settlementBatch AS held ON held.id = batchId
                JOIN merchant ON merchant.id = merchantId
                WHERE code = ? AND kind = 'reserveHeld' AND number NOT IN (
                    SELECT reference FROM settlementRow AS released
                    JOIN settlementBatch AS later ON later.id = released.batchId
                    WHERE kind = 'reserveReleased' AND later.merchantId = held.merchantId)
                ORDER BY held.day
                """,
            arguments: [merchant.text]
        ).map {
            HeldReserve(
                number: $0[0], releaseDay: try Day($0[1] as String),
                amount: Amount(minorUnits: $0[2], .cny))
        }
    }
}

extension MonthSoFar {
    /// What the batches of a month that are closed settled.
    init(_ db: Database, _ merchant: Merchant.ID, _ month: Month) throws {
        self.init()
        let arguments: StatementArguments = [merchant.text, month.description]
        let batches = """
            SELECT settlementBatch.id FROM settlementBatch
            JOIN merchant ON merchant.id = merchantId WHERE code = ? AND month = ?
            """
        func fen(_ sql: String) throws -> Amount {
            Amount(minorUnits: try Int64.fetchOne(db, sql: sql, arguments: arguments) ?? 0, .cny)
        }
        func rows(_ kinds: String) throws -> Amount {
            try fen(
                """
                SELECT -sum(amountFen) FROM settlementRow WHERE kind IN (\(kinds))
                AND batchId IN (\(batches))
                """)
        }
        payments = try Int64.fetchAll(
            db,
            sql: """
                SELECT amountFen FROM settledPayment JOIN payment ON payment.id = paymentId
                WHERE batchId IN (\(batches)) ORDER BY payment.id
                """, arguments: arguments
        ).map { Amount(minorUnits: $0, .cny) }
        refunded = try Row.fetchAll(
            db,
            sql: """
                SELECT outTradeNo, sum(refund.amountFen) FROM settledRefund
                JOIN refund ON refund.id = settledRefund.refundId
                JOIN payment ON payment.id = refund.paymentId
                JOIN paymentOrder ON paymentOrder.id = payment.orderId
                JOIN settledPayment ON settledPayment.paymentId = payment.id
                WHERE refund.kind = 'refund' AND settledRefund.batchId IN (\(batches))
                AND settledPayment.batchId IN (\(batches))
                GROUP BY payment.id ORDER BY payment.id
                """,
            arguments: arguments + arguments
        ).map { Refunded(reference: $0[0], amount: Amount(minorUnits: $0[1], .cny)) }
        for reference in Set(refunded.map(\.reference)) {
            refundedFees += Amount(
                minorUnits: try Int64.fetchOne(
                    db,
                    sql: """
                        SELECT coalesce(sum(amountFen), 0) FROM settlementRow
                        WHERE kind = 'feeReturned' AND batchId IN (\(batches)) AND reference = ?
                        """,
                    arguments: arguments + [reference])!, .cny)
        }
        paidBack = try rows("'refund', 'chargeback'")
        fees = try rows("'platformFee', 'feeReturned'")
        paymentFees = try rows("'platformFee'")
        channelCost =
            try fen(
                """
                SELECT sum(amountFen) FROM channelFee
                WHERE paymentId IN (SELECT paymentId FROM settledPayment WHERE batchId IN (\(batches)))
                """)
            + fen(
                """
                SELECT sum(amountFen) FROM channelFee
                WHERE refundId IN (SELECT refundId FROM settledRefund WHERE batchId IN (\(batches)))
                """)
    }
}
