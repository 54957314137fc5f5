import GRDB
import Money

extension Checks {
    /// In CNY, to the fen: what was collected, less what was refunded, is what was paid out and did not
    /// come back, kept as fees, held as reserve, or is still owed. In each payout currency: what was
    /// converted is what was paid out or kept as wire fees; what was sent has left the bank.
    static func conserved(_ db: Database) throws -> Invariant {
        var failures: [String] = []
        func fen(_ sql: String) throws -> Int64 { try Int64.fetchOne(db, sql: sql) ?? 0 }
        func booked(_ accounts: String) throws -> Int64 {
            try fen(
                """
                SELECT -sum(minorUnits) FROM posting JOIN journalEntry ON sequence = entry
                WHERE book = 'platform' AND account LIKE '\(accounts)' AND currency = 'CNY'
                """)
        }
        let collected = try fen("SELECT sum(amountFen) FROM payment")
        let refunded = try fen("SELECT sum(amountFen) FROM refund")
        let paidOut = try fen("SELECT sum(paidOutFen) FROM settlementBatch")
        let returned = try fen("SELECT sum(returnedFen) FROM payoutEvent")
        let kept = try fen(
            """
            SELECT -sum(amountFen) FROM settlementRow WHERE kind IN ('platformFee', 'feeReturned',
                'subscription', 'revenueShare', 'adjustment')
            """)
        let held = try fen(
            """
            SELECT -sum(amountFen) FROM settlementRow
            WHERE kind IN ('reserveHeld', 'reserveReleased')
            """)
        let owed = try booked("merchant_payable:%")
        if collected - refunded != paidOut - returned + kept + held + owed {
            func text(_ fen: Int64) -> String { "\(Amount(minorUnits: fen, .cny))" }
            // What a ledger has none of is not spoken of.
            func part(_ word: String, _ fen: Int64) -> String {
                fen == 0 ? "" : " \(word) \(text(fen))"
            }
            failures.append(
                "collected \(text(collected))" + part("− refunded", refunded)
                    + " is not paid out \(text(paidOut))" + part("− returned", returned)
                    + " + kept \(text(kept))" + part("+ held", held) + " + owed \(text(owed))")
        }
        let reserve = try booked("reserve:%")
        if held != reserve {
            failures.append("reserves of \(held) fen are held, \(reserve) fen are in the books")
        }
        let currencies = try Row.fetchAll(
            db,
            sql: """
                SELECT currency, sum(convertedMinorUnits), sum(wireFeeMinorUnits),
                    sum(payoutMinorUnits), sum(sent * payoutMinorUnits),
                    sum(back * payoutMinorUnits), sum(paid * payoutMinorUnits)
                FROM (SELECT *,
                    EXISTS (SELECT 1 FROM payoutEvent WHERE batchId = settlementBatch.id
                        AND kind = 'sent') AS sent,
                    EXISTS (SELECT 1 FROM payoutEvent WHERE batchId = settlementBatch.id
                        AND kind = 'returned') AS back,
                    EXISTS (SELECT 1 FROM payoutEvent WHERE batchId = settlementBatch.id
                        AND kind = 'paid') AS paid
                    FROM settlementBatch)
                GROUP BY currency ORDER BY currency
                """)
        for row in currencies {
            let code: String = row[0]
            let (converted, wire, payout): (Int64, Int64, Int64) = (row[1], row[2], row[3])
            let (sent, back, paid): (Int64, Int64, Int64) = (row[4], row[5], row[6])
            func balance(_ books: String, _ accounts: String) throws -> Int64 {
                try Int64.fetchOne(
                    db,
                    sql: """
                        SELECT coalesce(sum(minorUnits), 0) FROM posting
                        JOIN journalEntry ON sequence = entry
                        WHERE \(books) AND account LIKE ? AND currency = ?
                        """,
                    arguments: [accounts, code])!
            }
            let transit = -(try balance("book = 'platform'", "payout_in_transit:%"))
            if converted != wire + payout || payout - sent != transit {
                failures.append(
                    "\(code): converted \(converted), wire fees \(wire), payouts \(payout), in "
                        + "transit \(transit) minor units" + (sent == 0 ? "" : ", sent \(sent)"))
            }
            let bank = try balance("book = 'platform'", "bank:\(code)")
            if bank != back - sent {
                failures.append(
                    "\(code): \(sent) minor units were sent and \(back) came back, the bank says "
                        + "\(bank)")
            }
            let expected = try balance("book <> 'platform'", "payout_expected")
            let received = try balance("book <> 'platform'", "bank:\(code)")
            if expected != payout - paid - back || received != paid {
                failures.append(
                    "\(code): of \(payout) minor units \(paid) are paid and \(back) came back; "
                        + "merchants expect \(expected) and have \(received)")
            }
        }
        return Invariant(.conserved, checked: 1 + currencies.count, failures: failures)
    }
}
