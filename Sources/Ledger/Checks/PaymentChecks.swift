import Checkout
import GRDB
import Money
import Store

extension Checks {
    /// Every payment is a row of a bill with the same figures, and has its entries.
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
        return result(.paymentsMatchBills, payments.count, failures)
    }

    /// The payments a batch settles are the payments in its rows, each once; its rows run from its
    /// opening balance to its net; each batch opens with what the one before it left; its snapshot
    /// has its digest.
    static func settledOnce(_ db: Database) throws -> Invariant {
        var failures: [String] = []
        let settled = try Int.fetchOne(db, sql: "SELECT count(*) FROM settledPayment")!
        let wrong = try Row.fetchAll(
            db,
            sql: """
                SELECT reference, number, sum(inRows), sum(inSettled) FROM (
                    SELECT batchId, reference, amountFen, 1 AS inRows, 0 AS inSettled
                    FROM settlementRow WHERE kind = 'payment'
                    UNION ALL
                    SELECT batchId, outTradeNo, payment.amountFen, 0, 1
                    FROM settledPayment JOIN payment ON payment.id = paymentId
                    JOIN paymentOrder ON paymentOrder.id = orderId
                ) JOIN settlementBatch ON settlementBatch.id = batchId
                GROUP BY batchId, reference, amountFen HAVING sum(inRows) <> sum(inSettled)
                ORDER BY reference, number
                """)
        failures += wrong.map {
            "\($0[0] as String) stands in \($0[2] as Int) rows of \($0[1] as String), which settles "
                + "it \($0[3] as Int) times"
        }
        let sums = try Row.fetchAll(
            db,
            sql: """
                SELECT number, netFen, openingFen + (SELECT coalesce(sum(amountFen), 0)
                    FROM settlementRow WHERE batchId = settlementBatch.id) AS total
                FROM settlementBatch WHERE total <> netFen
                """)
        failures += sums.map {
            "\($0[0] as String): opening and movements give \($0[2] as Int64) fen, net is "
                + "\($0[1] as Int64)"
        }
        let openings = try Row.fetchAll(
            db,
            sql: """
                SELECT number, openingFen, before FROM (
                    SELECT number, openingFen, lag(closingFen, 1, 0) OVER (
                        PARTITION BY merchantId ORDER BY id) AS before FROM settlementBatch)
                WHERE openingFen <> before
                """)
        failures += openings.map {
            "\($0[0] as String) opens with \($0[1] as Int64) fen, the batch before it left "
                + "\($0[2] as Int64)"
        }
        let snapshots = try Row.fetchAll(
            db, sql: "SELECT number, snapshot, snapshotDigest FROM settlementBatch ORDER BY id")
        for row in snapshots {
            let digest: String = row[2]
            if SHA256Digest.hex((row[1] as String).utf8) != digest {
                failures.append(
                    "\(row[0] as String): the snapshot does not have its digest \(digest)")
            }
        }
        return result(.settledOnce, settled, failures)
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
        return result(.conserved, 1 + currencies.count, failures)
    }
}
