import Foundation
import GRDB
import Metering
import Store
import TestSupport
import Testing
import Time

@testable import Ledger

@Suite("The named invariants")
struct ChecksTests {
    @Test("all hold on a good ledger, and each has looked at something")
    func hold() throws {
        let ledger = try SmallLedger()
        let paid =
            "book,account,currency,debit,credit\nmer_1,tax_payable,CNY,9.36,\nmer_1,bank:CNY,CNY,,9.36\n"
        try ledger.file.write { db in
            let at = try Instant("2026-06-15T01:00:00Z")
            _ = try BookLock.lock(db, through: Month("2026-05"), note: "test", at: at)
            try ManualPosting(
                CSVRows(Array(paid.utf8)).rows, code: "TAX", kind: .manual, day: Day("2026-06-15"),
                note: "test"
            ).post(db, at: at)
        }
        let found = try ledger.invariants()
        // The outbox is checked in its own room.
        #expect(Set(found.keys) == Set(Invariant.Name.allCases).subtracting([.outboxMatches]))
        for (name, invariant) in found {
            #expect(invariant.holds, "\(name.rawValue): \(invariant.firstFailure ?? "")")
            #expect(invariant.checked > 0, "\(name.rawValue) has looked at nothing")
        }
        // The invoice, three days with usage, the payment in two books, its fee, two settlements in two,
        // the tax that was paid.
        #expect(found[.chain]?.checked == 12)
        // A base fee, two usage lines and two locked rates.
        #expect(found[.evidenceMatches]?.checked == 5)
        #expect(found[.settledOnce]?.checked == 1)
    }

    @Test("all hold on a ledger in which nothing has happened")
    func empty() throws {
        let found = try SmallLedger(empty: true).invariants()
        for (name, invariant) in found {
            #expect(invariant.holds, "\(name.rawValue): \(invariant.firstFailure ?? "")")
        }
    }

    @Test("an invariant says its name, what it looked at and everything that breaks it")
    func json() {
        let broken = Invariant(
            .balanced, checked: 3, failures: ["entry 2 is off", "entry 3 is off"])
        #expect(
            broken.json.compact
                == #"{"name":"balanced","ok":false,"checked":3,"first_failure":"entry 2 is off","#
                + #""failures":["entry 2 is off","entry 3 is off"]}"#)
        #expect(Invariant(.balanced, checked: 0, failures: []).holds)
    }

    /// Changes one fact and gives what the check of that name says about it.
    func barks(_ name: Invariant.Name, after sql: String) throws -> String {
        let ledger = try SmallLedger()
        try ledger.tamper(sql)
        return try ledger.invariants()[name]?.firstFailure ?? "nothing: \(name.rawValue) holds"
    }

    @Test(
        "append_only: a trigger that is gone, or has no teeth",
        arguments: [
            "DROP TRIGGER \"payment is never updated\"",
            "DROP TRIGGER \"payment is never deleted from\"",
            """
            DROP TRIGGER "payment is never updated";
            CREATE TRIGGER "payment is never updated" BEFORE UPDATE ON payment WHEN 0 BEGIN
                SELECT RAISE(ABORT, 'payment is append-only: add a correcting row instead');
            END
            """,
            """
            DROP TRIGGER "payment is never updated";
            CREATE TRIGGER "payment is never updated" BEFORE DELETE ON payment BEGIN
                SELECT RAISE(ABORT, 'payment is append-only: add a correcting row instead');
            END
            """,
        ])
    func appendOnly(sql: String) throws {
        let ledger = try SmallLedger()
        let queue = try DatabaseQueue(path: ledger.file.path)
        try queue.write { try $0.execute(sql: sql) }
        try queue.close()
        let found = try #require(try ledger.invariants()[.appendOnly])
        #expect(
            found.firstFailure
                == "the table payment has lost a trigger that keeps its rows")
    }

    @Test(
        "append_only: a table that is gone",
        arguments: ["usageEvent", "usageEventDetail", "invoice", "creditGrant"])
    func gone(table: String) throws {
        let ledger = try SmallLedger()
        let queue = try DatabaseQueue(path: ledger.file.path)
        try queue.writeWithoutTransaction {
            try $0.execute(sql: "PRAGMA foreign_keys = OFF; DROP TABLE \(table)")
        }
        try queue.close()
        let found = try #require(try ledger.invariants()[.appendOnly])
        #expect(found.failures == ["the table \(table) is gone"])
    }

    @Test(
        "usage_matches_input: what came in while its month is open, and is gone or says something else",
        arguments: [
            (
                "DELETE FROM usageEvent WHERE sequence = (SELECT max(sequence) FROM usageEvent)",
                [
                    "batch 2 (test.ndjson): 2 lines were accepted, 1 are there",
                    "batch 2 (test.ndjson): its lines said 41 in all, what is there says 30",
                ]
            ),
            (
                "UPDATE usageEvent SET quantity = 8 WHERE quantity = 10",
                // The event, and the repeat of it.
                ["batch 2 (test.ndjson): its lines said 41 in all, what is there says 37"]
            ),
            (
                "DELETE FROM usageDuplicate",
                [
                    "batch 2 (test.ndjson): 1 lines were repeats, 0 are there",
                    "batch 2 (test.ndjson): its lines said 41 in all, what is there says 31",
                ]
            ),
            (
                "DELETE FROM usageReject",
                [
                    "batch 2 (test.ndjson): 2 lines were not taken, 0 are there",
                    "batch 2 (test.ndjson): its lines said 41 in all, what is there says 31",
                ]
            ),
            (
                "DELETE FROM usageBatch WHERE id = 1",
                [
                    "batch 1 is missing: 2 follows",
                    "batch 1 is missing, and lines of it are there",
                ]
            ),
        ])
    func usage(sql: String, says: [String]) throws {
        let ledger = try SmallLedger()
        let lines = [("a", "10"), ("a", "10"), ("b", "11")].map { id, quantity in
            Fixture.event(
                id: id, "output_tokens", quantity: quantity, at: "2026-05-31T20:00:00Z",
                #"{"model":"m-1"}"#)
        }
        let tally = try ledger.take(
            lines + [Fixture.event(id: "c", customer: "nobody", "x", quantity: "10"), "{"])
        #expect(tally.accepted == 2 && tally.duplicate == 1 && tally.rejected == 2)
        #expect(try ledger.invariants()[.usageMatchesInput]?.failures == [])
        try ledger.tamper(sql)
        let found = try ledger.invariants()
        #expect(found[.usageMatchesInput]?.failures == says)
        #expect(found[.evidenceMatches]?.holds == true, "May is closed, and as it was")
    }

    @Test(
        "chain: any change of an entry, and an entry that is gone",
        arguments: [
            (
                "UPDATE journalEntry SET source = 'payment wechat_pay/4200009' WHERE sequence = 7",
                "entry 7 (payment wechat_pay/4200009) does not have the hash of its content"
            ),
            ("UPDATE journalEntry SET day = '2026-06-04' WHERE sequence = 7", "entry 7"),
            ("UPDATE journalEntry SET book = 'mer_1' WHERE sequence = 7", "entry 7"),
            ("UPDATE journalEntry SET kind = 'refund' WHERE sequence = 7", "entry 7"),
            ("UPDATE posting SET minorUnits = 1 WHERE entry = 7 AND position = 2", "entry 7"),
            (
                "UPDATE posting SET account = 'platform_revenue' WHERE entry = 7 AND position = 2",
                "entry 7"
            ),
            // The same legs in another order are another text.
            (
                """
                UPDATE posting SET position = 9 WHERE entry = 7 AND position = 1;
                """, "entry 7"
            ),
            (
                "DELETE FROM posting WHERE entry = 7; DELETE FROM journalEntry WHERE sequence = 7",
                "entry 7 is missing: 8 follows"
            ),
            (
                "DELETE FROM posting WHERE entry = 1; DELETE FROM journalEntry WHERE sequence = 1",
                "entry 1 is missing: 2 follows"
            ),
            (
                "UPDATE journalEntry SET hash = replace(hash, substr(hash, 1, 8), '00000000') "
                    + "WHERE sequence = 10",
                "entry 10"
            ),
            (
                "UPDATE journalEntry SET previousHash = hash WHERE sequence = 7",
                "entry 7 names another entry before it"
            ),
        ])
    func chain(sql: String, says: String) throws {
        let failure = try barks(.chain, after: sql)
        #expect(failure.hasPrefix(says), "\(failure)")
    }

    @Test("chain: an entry rewritten with the hash it then needs breaks the next one's")
    func rewritten() throws {
        let ledger = try SmallLedger()
        try ledger.tamper("UPDATE journalEntry SET day = '2026-06-04' WHERE sequence = 7")
        var hash = ""
        try ledger.file.read {
            try Journal.forEach($0) { if $0.sequence == 7 { hash = $0.expectedHash } }
        }
        try ledger.tamper("UPDATE journalEntry SET hash = '\(hash)' WHERE sequence = 7")
        let failure = try ledger.invariants()[.chain]?.firstFailure
        #expect(failure == "entry 8 names another entry before it")
    }

    @Test("the end of a chain can be cut off whole; what it recorded gives that away")
    func cutOff() throws {
        let ledger = try SmallLedger()
        try ledger.tamper(
            "DELETE FROM posting WHERE entry > 8; DELETE FROM journalEntry WHERE sequence > 8")
        let found = try ledger.invariants()
        #expect(found[.chain]?.holds == true)
        #expect(found[.conserved]?.holds == false)
        try ledger.tamper(
            "DELETE FROM posting WHERE entry > 6; DELETE FROM journalEntry WHERE sequence > 6")
        #expect(try ledger.invariants()[.paymentsMatchBills]?.holds == false)
    }

    @Test("balanced: a fen too much in one leg")
    func balanced() throws {
        let sql =
            "UPDATE posting SET minorUnits = minorUnits + 1 WHERE entry = 7 AND position = 1"
        #expect(
            try barks(.balanced, after: sql)
                == "entry 7 (payment wechat_pay/4200001) is off by 1 minor units of CNY")
        // Two currencies that make up for each other do not balance either.
        let currency = "UPDATE posting SET currency = 'USD' WHERE entry = 7 AND position = 1"
        #expect(try barks(.balanced, after: currency).hasPrefix("entry 7 "))
    }

    @Test("mirror: a payment that only one of the two books has in full")
    func mirror() throws {
        // The entry still balances: a fen less is due, and a fen less was owed.
        let sql = """
            UPDATE posting SET minorUnits = minorUnits - 1 WHERE entry = 8 AND position = 1;
            UPDATE posting SET minorUnits = minorUnits + 1 WHERE entry = 8 AND position = 2
            """
        #expect(
            try barks(.mirror, after: sql)
                == "the platform owes mer_1 CNY 0.00, and mer_1 has CNY -0.01 due")
        #expect(try barks(.balanced, after: sql) == "nothing: balanced holds")
    }

    @Test(
        "invoice_matches_postings: the row, its lines, its rate, its snapshot, its entry",
        arguments: [
            "UPDATE invoice SET subtotalMinorUnits = subtotalMinorUnits + 1, "
                + "totalMinorUnits = totalMinorUnits + 1",
            "UPDATE invoice SET subtotalMinorUnits = subtotalMinorUnits + 1, "
                + "taxMinorUnits = taxMinorUnits - 1",
            "UPDATE invoice SET dueDay = '2027-06-15'",
            "UPDATE invoice SET month = '2026-04'",
            "UPDATE invoice SET issuedAt = '2026-06-01T02:00:00.000000000Z'",
            "UPDATE invoice SET currency = 'USD'",
            "UPDATE invoice SET pricingCurrency = 'CNY'",
            "UPDATE invoice SET number = 'INV-2026-0601-0002'",
            "UPDATE invoice SET snapshot = replace(snapshot, '165.37', '165.36')",
            "UPDATE invoice SET snapshot = replace(snapshot, 'Customer One', 'Customer Two')",
            "UPDATE invoice SET snapshotDigest = replace(snapshotDigest, "
                + "substr(snapshotDigest, 1, 8), '00000000')",
            "UPDATE fxLock SET value = '7.28' WHERE purpose = 'invoice'",
            "UPDATE fxLock SET rateDay = '2026-05-28' WHERE purpose = 'invoice'",
            "UPDATE invoiceLine SET amountMinorUnits = amountMinorUnits + 1 WHERE lineNumber = 2",
            // The sum stays: a fen from one line to the other.
            "UPDATE invoiceLine SET amountMinorUnits = amountMinorUnits + "
                + "CASE lineNumber WHEN 2 THEN 1 WHEN 3 THEN -1 ELSE 0 END",
            "UPDATE invoiceLine SET units = '101' WHERE lineNumber = 2",
            "UPDATE invoiceLine SET preciseAmount = '1.01' WHERE lineNumber = 2",
            "UPDATE invoiceLine SET taxPercent = '0' WHERE lineNumber = 2",
            "UPDATE invoiceLine SET eventCount = 3 WHERE lineNumber = 2",
            "UPDATE invoiceLine SET evidenceDigest = 'e' WHERE lineNumber = 2",
            "UPDATE invoiceLine SET explanation = '{}' WHERE lineNumber = 2",
            "UPDATE invoiceLine SET chargeCode = 'calls_fee' WHERE lineNumber = 2",
            "DELETE FROM invoiceLine WHERE lineNumber = 1",
            "UPDATE posting SET account = 'revenue:usage' WHERE account = 'deferred_revenue'",
            "UPDATE posting SET minorUnits = minorUnits + 1 WHERE entry = 1 AND position = 1",
            "UPDATE journalEntry SET source = 'invoice mer_1/INV-2026-0601-0009' WHERE sequence = 1",
        ])
    func invoiceMatchesPostings(sql: String) throws {
        let failure = try barks(.invoiceMatchesPostings, after: sql)
        #expect(failure.hasPrefix("mer_1/INV-2026-0601-0001: "), "\(failure)")
    }

    @Test(
        "evidence_matches: an event changed, gone, added, renamed or moved",
        arguments: [
            ("UPDATE usageEvent SET quantity = 61 WHERE quantity = 60", "line 2"),
            (
                "DELETE FROM usageEventDetail WHERE sequence = (SELECT min(sequence) FROM usageEvent);"
                    + "DELETE FROM usageEvent WHERE sequence = (SELECT min(sequence) FROM usageEvent)",
                "line 2"
            ),
            (
                "UPDATE usageEventDetail SET idempotencyKey = 'evt_4' WHERE idempotencyKey = 'evt_3'",
                "line 3"
            ),
            // By a nanosecond: nothing costs more, and the evidence says another time.
            ("UPDATE usageEvent SET occurredAt = occurredAt + 1 WHERE quantity = 46", "line 3"),
            // Into the next month.
            (
                "UPDATE usageEvent SET occurredAt = occurredAt + 2592000000000000 WHERE quantity = 60",
                "line 2"
            ),
            (
                "UPDATE usageEvent SET seriesId = (SELECT max(id) FROM usageSeries) WHERE quantity = 60",
                "line 2"
            ),
        ])
    func evidenceMatches(sql: String, says: String) throws {
        let failure = try barks(.evidenceMatches, after: sql)
        #expect(failure.hasPrefix("mer_1/INV-2026-0601-0001 \(says)"), "\(failure)")
    }

    @Test(
        "evidence_matches: a published rate or a locked one changed",
        arguments: [
            "UPDATE fxRate SET value = '7.9999' WHERE quote = 'CNY'",
            "DELETE FROM fxRate",
            "UPDATE fxLock SET value = '6.9' WHERE purpose = 'invoice'",
            "UPDATE fxLock SET rateDay = '2026-05-01' WHERE purpose = 'invoice'",
        ])
    func rates(sql: String) throws {
        let failure = try barks(.evidenceMatches, after: sql)
        #expect(failure.hasPrefix("the locked USD/CNY "), "\(failure)")
    }

    @Test("payments_match_bills: an order that asks another amount than was due")
    func orderAmount() throws {
        let failure = try barks(
            .paymentsMatchBills, after: "UPDATE paymentOrder SET amountFen = 16536")
        #expect(failure == "order INV202606010001M1W1 asks 16536 fen, 16537 was due")
    }

    @Test("evidence_matches: usage of a closed month that no invoice bills")
    func unbilled() throws {
        let failure = try barks(
            .evidenceMatches, after: "DELETE FROM invoiceLine; DELETE FROM invoice")
        #expect(failure == "mer_1: cus_1 has 0 invoices for 2026-05; its usage and fees give 1")
    }

    @Test(
        "deferred_matches_schedule: an entry, its day, its account, one that is gone or made up",
        arguments: [
            "UPDATE posting SET minorUnits = minorUnits * 2 WHERE entry = 3",
            "UPDATE journalEntry SET day = '2026-05-30' WHERE sequence = 2",
            "UPDATE posting SET account = 'revenue:addon' WHERE account = 'revenue:usage'",
            "DELETE FROM posting WHERE entry = 4; DELETE FROM journalEntry WHERE sequence = 4",
            "UPDATE journalEntry SET source = 'revenue mer_1/2026-07' WHERE sequence = 2",
        ])
    func deferredMatchesSchedule(sql: String) throws {
        let failure = try barks(.deferredMatchesSchedule, after: sql)
        #expect(failure.hasPrefix("revenue mer_1/2026-05"), "\(failure)")
    }

    @Test(
        "payments_match_bills: the payment, the bill's row, the entries",
        arguments: [
            "UPDATE payment SET amountFen = amountFen + 1",
            "UPDATE channelBillRow SET amountFen = amountFen + 1",
            "UPDATE channelBillRow SET transactionId = '4200002'",
            "UPDATE posting SET account = 'channel_clearing:alipay' "
                + "WHERE account = 'channel_clearing:wechat_pay'",
            "DELETE FROM posting WHERE entry = 8; DELETE FROM journalEntry WHERE sequence = 8",
        ])
    func paymentsMatchBills(sql: String) throws {
        let failure = try barks(.paymentsMatchBills, after: sql)
        #expect(failure.hasPrefix("payment wechat_pay/4200001 is not "), "\(failure)")
    }

    @Test(
        "payments_match_bills: what a channel kept",
        arguments: [
            "UPDATE channelFee SET amountFen = 98",
            "UPDATE channelBillRow SET feeFen = feeFen + 1",
            "UPDATE posting SET account = 'platform_revenue' WHERE account = 'channel_cost'",
            "DELETE FROM posting WHERE entry = 9; DELETE FROM journalEntry WHERE sequence = 9",
        ])
    func channelFees(sql: String) throws {
        let failure = try barks(.paymentsMatchBills, after: sql)
        #expect(failure.hasPrefix("channel fee 1 is not "), "\(failure)")
    }

    @Test(
        "settled_once: a payment in no batch, in another, or with another figure; a wrong net",
        arguments: [
            (
                "UPDATE settlementRow SET amountFen = amountFen + 1 WHERE kind = 'payment'",
                "INV202606010001M1W1"
            ),
            (
                "UPDATE settlementRow SET reference = 'INV202606010009M1W1' WHERE kind = 'payment'",
                "INV202606010001M1W1"
            ),
            // Forgotten as settled, the payment would be paid out once more.
            ("DELETE FROM settledPayment", "INV202606010001M1W1"),
            ("UPDATE settledPayment SET batchId = 1", "INV202606010001M1W1"),
            (
                "UPDATE settlementBatch SET netFen = netFen + 1, closingFen = closingFen + 1 "
                    + "WHERE id = 2",
                "SET-2026-06-mer_1-USD"
            ),
            (
                "UPDATE settlementRow SET amountFen = amountFen - 1 WHERE kind = 'platformFee'",
                "SET-2026-06-mer_1-USD"
            ),
            (
                "UPDATE settlementBatch SET openingFen = 0, netFen = netFen + 1000, "
                    + "closingFen = closingFen + 1000 WHERE id = 2",
                "SET-2026-06-mer_1-USD"
            ),
            (
                "UPDATE settlementBatch SET snapshot = replace(snapshot, '18.43', '81.43') "
                    + "WHERE id = 2",
                "SET-2026-06-mer_1-USD"
            ),
            (
                "UPDATE settlementBatch SET payoutDay = '2026-07-09' WHERE id = 2",
                "says \"2026-07-09\" for payout_date"
            ),
            ("UPDATE settlementBatch SET state = 'held' WHERE id = 2", "says \"held\" for state"),
            (
                "UPDATE settlementBatch SET month = '2026-04' WHERE id = 1",
                "follows the batch of 2026-04"
            ),
            (
                "UPDATE settlementRow SET balanceFen = 0 WHERE position = 1 AND batchId = 2",
                "movement 1"
            ),
            (
                "DELETE FROM settlementRow WHERE position = 3 AND batchId = 2",
                "SET-2026-06-mer_1-USD"
            ),
            (
                "UPDATE fxLock SET value = '9' WHERE purpose = 'settlement'",
                "its rate is not the one its snapshot says"
            ),
            ("DELETE FROM fxLock WHERE purpose = 'settlement'", "its rate is not the one"),
            (
                "UPDATE fxLock SET spread = '0.005' WHERE purpose = 'settlement'",
                "its rate is not the one its snapshot says"
            ),
        ])
    func settledOnce(sql: String, names: String) throws {
        let failure = try barks(.settledOnce, after: sql)
        #expect(failure.contains(names), "\(failure)")
    }

    @Test("settled_once: a batch that converts to another figure than its lock gives")
    func conversion() throws {
        let ledger = try SmallLedger()
        let kept = try ledger.file.read { db in
            try String.fetchOne(db, sql: "SELECT snapshot FROM settlementBatch WHERE id = 2")!
        }
        // 141.24 ÷ 7.27 = 19.4277…; a cent more, also in the payout, and the digest made again.
        let changed = kept.replacing("\"19.43\"", with: "\"19.44\"")
            .replacing("\"18.43\"", with: "\"18.44\"")
        #expect(changed != kept)
        try ledger.tamper(
            """
            UPDATE settlementBatch SET convertedMinorUnits = 1944, payoutMinorUnits = 1844,
                snapshot = '\(changed)', snapshotDigest = '\(SHA256Digest.hex(changed.utf8))'
            WHERE id = 2
            """)
        let failure = try ledger.invariants()[.settledOnce]?.firstFailure
        #expect(
            failure
                == "SET-2026-06-mer_1-USD: CNY 141.24 at its rate is USD 19.43, it says USD 19.44"
        )
    }

    @Test(
        "conserved: what came in is paid out, kept or owed, in every currency",
        arguments: [
            (
                "UPDATE payment SET amountFen = amountFen + 1",
                "collected CNY 165.38 is not paid out CNY 141.24 + kept CNY 24.13 + owed CNY 0.00"
            ),
            (
                "UPDATE settlementBatch SET paidOutFen = paidOutFen + 1, closingFen = closingFen - 1 "
                    + "WHERE id = 2",
                "collected CNY 165.37 is not paid out CNY 141.25 + kept CNY 24.13 + owed CNY 0.00"
            ),
            (
                "UPDATE settlementRow SET amountFen = amountFen + 1 WHERE kind = 'platformFee'",
                "collected CNY 165.37 is not paid out CNY 141.24 + kept CNY 24.12 + owed CNY 0.00"
            ),
            (
                "UPDATE settlementBatch SET convertedMinorUnits = convertedMinorUnits + 1, "
                    + "payoutMinorUnits = payoutMinorUnits + 1 WHERE id = 2",
                "USD: converted 1944, wire fees 100, payouts 1844, in transit 1843 minor units"
            ),
            (
                "UPDATE posting SET minorUnits = minorUnits - 1 "
                    + "WHERE account = 'payout_in_transit:mer_1'",
                "USD: converted 1943, wire fees 100, payouts 1843, in transit 1844 minor units"
            ),
        ])
    func conserved(sql: String, says: String) throws {
        #expect(try barks(.conserved, after: sql) == says)
    }
}
