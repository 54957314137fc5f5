import Catalog
import GRDB
import Ledger
import Money
import Store
import TestSupport
import Testing
import Time

@testable import Settlement

/// A ledger with a reserve, an adjustment, a payout that came back and one that arrived; and its facts
/// spoiled, each with the check that must bark.
@Suite("Checks of reserves, adjustments and payouts")
struct SettlementChecksTests {
    let store = SettlementStoreTests()

    /// June: 100.00 collected + 3.00 adjusted − 10.00 held = 93.00, sent and returned. July: those 93.00
    /// and the reserve of 10.00, sent and paid.
    private func build() throws {
        try store.open(
            .init(
                fee: "0",
                more: [
                    "reserve: {percent: 10, days: 30}",
                    "revenue_share: {percent: 10, above: {volume_usd: 1, percent: 15}}",
                ]))
        try store.pay(1, "100.00", at: "2026-06-03T01:00:00Z")
        try store.ledger.file.write {
            _ = try Adjustment.record(
                $0, "mer_1", Amount("3.00", .cny), month: Sample.june, reason: "r",
                reference: "adj-1", at: Instant("2026-06-04T01:00:00Z"))
        }
        _ = try store.close(Sample.june, at: "2026-07-02T01:00:00Z")
        try step("SET-2026-06-mer_1-USD", .sent, "2026-07-03T01:00:00Z")
        try step("SET-2026-06-mer_1-USD", .returned, "2026-07-04T01:00:00Z")
        _ = try store.close(Sample.june.next, at: "2026-08-04T01:00:00Z")
        try step("SET-2026-07-mer_1-USD", .sent, "2026-08-05T01:00:00Z")
        try step("SET-2026-07-mer_1-USD", .paid, "2026-08-06T01:00:00Z")
    }

    private func step(_ number: String, _ step: PayoutEvent.Step, _ time: String) throws {
        let at = try Instant(time)
        try store.ledger.file.write {
            _ = try PayoutEvent.record(
                $0, number: number, step, bankReference: "b", at: at, now: at)
        }
    }

    private func failures(_ name: Invariant.Name) throws -> [String] {
        try store.ledger.file.read(Checks.all).first { $0.name == name }?.failures ?? ["none"]
    }

    @Test("as it was built, everything holds")
    func holds() throws {
        try build()
        for name in [Invariant.Name.balanced, .chain, .mirror, .settledOnce, .conserved] {
            #expect(try failures(name) == [], "\(name)")
        }
        let july = try store.ledger.file.read { try SettlementBatch.fetchAll($0)[1].batch }
        #expect(
            july.rows.map { "\($0.kind.rawValue) \($0.amount.decimal)" }
                == ["returnedPayout 93.00", "reserveReleased 10.00"])
    }

    @Test(
        "each fact that is spoiled is found, by the check that is about it",
        arguments: [
            (
                Invariant.Name.settledOnce, "DELETE FROM settledReturn",
                "SET-2026-06-mer_1-USD stands in 1 rows of SET-2026-07-mer_1-USD, which settles it 0"
            ),
            (.settledOnce, "DELETE FROM settledAdjustment", "adj-1 stands in 1 rows"),
            (.settledOnce, "UPDATE settlementAdjustment SET amountFen = 400", "adj-1 stands in 0"),
            (
                .settledOnce, "UPDATE payoutEvent SET returnedFen = 9301 WHERE kind = 'returned'",
                "SET-2026-06-mer_1-USD stands in 0"
            ),
            (
                .settledOnce,
                "UPDATE settlementRow SET reference = 'SET-2026-05-mer_1-USD' "
                    + "WHERE kind = 'reserveReleased'",
                "releases the reserve of SET-2026-05-mer_1-USD, which held none"
            ),
            (
                .settledOnce,
                "UPDATE settlementRow SET reference = '2026-08-15' WHERE kind = 'reserveHeld'",
                "releases the reserve of SET-2026-06-mer_1-USD before 2026-08-15"
            ),
            (
                .settledOnce,
                "UPDATE settlementRow SET amountFen = 900 WHERE kind = 'reserveReleased'",
                "releases 900 fen of SET-2026-06-mer_1-USD, which held 1000"
            ),
            (
                .settledOnce,
                """
                INSERT INTO settlementRow SELECT batchId, 9, kind, reference, occurredAt, amountFen,
                    balanceFen FROM settlementRow WHERE kind = 'reserveReleased'
                """, "the reserve of SET-2026-06-mer_1-USD is released twice"
            ),
            (
                .settledOnce, "DELETE FROM payoutEvent WHERE kind = 'sent' AND batchId = 1",
                "SET-2026-06-mer_1-USD, scheduled, cannot have gone returned"
            ),
            (
                .settledOnce, "UPDATE settlementBatch SET day = '2026-06-29' WHERE id = 1",
                "says \"2026-06-29\" for last_day"
            ),
            (
                .settledOnce,
                "UPDATE fxLock SET value = '9' "
                    + "WHERE id = (SELECT volumeFxLockId FROM settlementBatch WHERE id = 1)",
                "its volume's rate is not the one its snapshot says"
            ),
            (
                .conserved, "UPDATE payoutEvent SET returnedFen = 9301 WHERE kind = 'returned'",
                "collected CNY 100.00 is not paid out CNY 196.00 − returned CNY 93.01 + kept "
                    + "CNY -3.00 + owed CNY 0.00"
            ),
            (
                .conserved, "UPDATE settlementRow SET amountFen = -999 WHERE kind = 'reserveHeld'",
                "+ held CNY -0.01 + owed"
            ),
            (
                .conserved,
                "UPDATE posting SET minorUnits = minorUnits - 1 WHERE account = 'reserve:mer_1' "
                    + "AND minorUnits < 0", "reserves of 0 fen are held, 1 fen are in the books"
            ),
            (
                .conserved, "DELETE FROM payoutEvent WHERE kind = 'paid'",
                "USD: of 2696 minor units 0 are paid and 1279 came back; merchants expect 0 and have "
                    + "1417"
            ),
            (
                .conserved,
                "UPDATE posting SET minorUnits = minorUnits - 1 WHERE account = 'bank:USD' "
                    + "AND minorUnits = -1417",
                "USD: 2696 minor units were sent and 1279 came back, the bank says -1418"
            ),
            (
                .mirror,
                "UPDATE posting SET minorUnits = minorUnits + 1 WHERE account = 'reserve_due' "
                    + "AND minorUnits > 0",
                "the platform holds CNY 0.00 of mer_1, and mer_1 has CNY 0.01 held"
            ),
        ])
    func barks(name: Invariant.Name, sql: String, says: String) throws {
        try build()
        try store.ledger.tamper(sql)
        let found = try failures(name)
        #expect(found.contains { $0.contains(says) }, "\(found)")
    }
}
