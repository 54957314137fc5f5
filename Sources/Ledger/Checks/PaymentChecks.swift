import Checkout
import GRDB
import Money
import Store

extension Checks {
    /// Every payment is a row of a bill with the same figures, and has its entries. Every order asks
    /// what was due when it was made.
    static func paymentsMatchBills(_ db: Database) throws -> Invariant {
        var failures: [String] = []
        let payments = try Payment.fetchAll(db)
        for payment in payments {
            let row = try Row.fetchOne(
                db,
                sql: """
                    SELECT channelBillRow.amountFen, feeFen, channelBillRow.transactionId
                    FROM payment JOIN channelBillRow ON channelBillRow.id = billRowId
                    WHERE payment.id = ?
                    """,
                arguments: [payment.id])
            guard let row, row[0] == payment.amount.minorUnits,
                row[1] == payment.channelFee.minorUnits, row[2] == payment.transactionID
            else {
                failures.append("\(Bookkeeper.source(payment)) is not as its bill says")
                continue
            }
            let expected = Bookkeeper.entries(for: payment).flatMap(\.postings).map {
                "\($0.account.name) \($0.amount)"
            }
            if try postings(db, source: Bookkeeper.source(payment)) != expected {
                failures.append("\(Bookkeeper.source(payment)) is not posted as it should be")
            }
        }
        let orders = try Row.fetchAll(
            db,
            sql: """
                SELECT outTradeNo, amountFen, totalMinorUnits - (
                    SELECT coalesce(sum(payment.amountFen), 0) FROM payment
                    JOIN paymentOrder AS paid ON paid.id = payment.orderId
                    JOIN channelBillRow ON channelBillRow.id = billRowId
                    JOIN channelBill ON channelBill.id = billId
                    WHERE paid.invoiceId = invoice.id AND importedAt < paymentOrder.createdAt)
                FROM paymentOrder JOIN invoice ON invoice.id = paymentOrder.invoiceId
                ORDER BY paymentOrder.id
                """)
        for row in orders where row[1] as Int64 != row[2] as Int64 {
            failures.append(
                "order \(row[0] as String) asks \(row[1] as Int64) fen, \(row[2] as Int64) was due")
        }
        return Invariant(
            .paymentsMatchBills, checked: payments.count + orders.count, failures: failures)
    }

    /// In CNY, to the fen: what was collected is what was paid out, kept as fees, or is still owed.
    /// In each payout currency: what was converted is what was paid out or kept as wire fees.
    static func conserved(_ db: Database) throws -> Invariant {
        var failures: [String] = []
        func fen(_ sql: String) throws -> Int64 { try Int64.fetchOne(db, sql: sql) ?? 0 }
        let collected = try fen("SELECT sum(amountFen) FROM payment")
        let paidOut = try fen("SELECT sum(paidOutFen) FROM settlementBatch")
        let kept = try fen("SELECT -sum(amountFen) FROM settlementRow WHERE kind <> 'payment'")
        let owed = try fen(
            """
            SELECT -sum(minorUnits) FROM posting JOIN journalEntry ON sequence = entry
            WHERE book = 'platform' AND account LIKE 'merchant_payable:%' AND currency = 'CNY'
            """)
        if collected != paidOut + kept + owed {
            failures.append(
                "collected \(Amount(minorUnits: collected, .cny)) is not paid out "
                    + "\(Amount(minorUnits: paidOut, .cny)) + kept "
                    + "\(Amount(minorUnits: kept, .cny)) + owed \(Amount(minorUnits: owed, .cny))")
        }
        let currencies = try Row.fetchAll(
            db,
            sql: """
                SELECT currency, sum(convertedMinorUnits), sum(wireFeeMinorUnits),
                    sum(payoutMinorUnits) FROM settlementBatch GROUP BY currency ORDER BY currency
                """)
        for row in currencies {
            let code: String = row[0]
            let transit = try Int64.fetchOne(
                db,
                sql: """
                    SELECT -coalesce(sum(minorUnits), 0) FROM posting
                    JOIN journalEntry ON sequence = entry WHERE book = 'platform'
                    AND account LIKE 'payout_in_transit:%' AND currency = ?
                    """,
                arguments: [code])!
            let (converted, wire, payout): (Int64, Int64, Int64) = (row[1], row[2], row[3])
            if converted != wire + payout || payout != transit {
                failures.append(
                    "\(code): converted \(converted), wire fees \(wire), payouts \(payout), in "
                        + "transit \(transit) minor units")
            }
        }
        return Invariant(.conserved, checked: 1 + currencies.count, failures: failures)
    }
}
