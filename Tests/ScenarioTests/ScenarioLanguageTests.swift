import TestSupport
import Testing

/// The language itself: what is not met, not understood or not possible is said with its line.
@Suite("The language of scenarios")
struct ScenarioLanguageTests {
    /// A month that comes as it is written: 30 of 130 seconds at 0.50, paid, settled.
    static let good = """
        rates 2026-05-29 USD=1 CNY=7.5
        rates 2026-06-30 USD=1 CNY=7.5
        merchant mer_1 fee=0
          plan api CNY
          charge seconds standard 0.50 included=100
          customer cus_1 api
          customer cus_2 api
        event 2026-05-03T09:00:00+08:00 cus_1 seconds 70
        event 2026-05-03T09:00:01+08:00 cus_1 seconds 60
        expect taken accepted 2 late 0 duplicate 0 rejected 0
        expect metered 2026-05 cus_1 seconds 130
        close 2026-05 at 2026-06-01T09:00:00+08:00
        expect none cus_2 2026-05
        expect invoice cus_1 2026-05
            seconds 130  CNY 15  CNY 15.00   # a comment, and figures for the eye
            total                CNY 15.00
        bill mer_1 at 2026-06-04T02:00:00Z
            2026-06-03T09:00:00+08:00 cus_1 2026-05 4200001 15.00
        expect booked 1 known 0 parked 0
        expect due cus_1 2026-05 CNY 0.00
        expect balance platform merchant_payable:mer_1 CNY −15
        order cus_1 2026-05 at 2026-06-04T03:00:00Z
        expect refused cannot be paid by QR
        close 2026-06 at 2026-07-01T09:00:00+08:00
        expect settlement mer_1 2026-06
            opening       CNY 0.00
            payment cus_1 CNY 15.00
            net           CNY 15.00
            rate USD/CNY 7.5 of 2026-06-30
            converted     USD 2.00
            payout        USD 2.00 on 2026-07-02
            closing       CNY 0.00
        """

    func problems(_ text: String) -> [String] {
        do { return try ScenarioRun(Scenario("x", text)).problems } catch { return ["\(error)"] }
    }

    @Test("what comes as it is written has no problems")
    func met() { #expect(problems(Self.good) == []) }

    @Test(
        "one thing written otherwise is one problem, with its line",
        arguments: [
            // Figures that are wrong, each in its kind of expectation.
            ("accepted 2 late", "accepted 3 late", "x:10: expected accepted 3 late 0"),
            ("seconds 130\nclose", "seconds 131\nclose", "x:11: expected 131, found 130"),
            ("none cus_2", "none cus_1", "x:13: expected no invoice, found INV-2026-0601-0001"),
            (
                "CNY 15  CNY 15.00", "CNY 15  CNY 15.01",
                "x:14: expected seconds 130 CNY 15 CNY 15.01"
            ),
            (
                "CNY 15.00\nbill", "CNY 15.00\n    tip CNY 1\nbill",
                "x:14: expected tip CNY 1, found"
            ),
            (
                "            total                CNY 15.00\n", "",
                "x:14: expected nothing more, found"
            ),
            ("booked 1", "booked 0", "x:19: expected 0 known 0 parked 0, found 1"),
            ("2026-05 CNY 0.00", "2026-05 CNY 0.01", "x:20: expected CNY 0.01, found CNY 0"),
            ("CNY −15\n", "CNY 15\n", "x:21: expected CNY 15, found CNY -15"),
            ("paid by QR", "paid by cheque", "x:23: expected refused: cannot be paid by cheque"),
            ("on 2026-07-02", "on 2026-07-03", "x:25: expected payout USD 2 on 2026-07-03"),
            // What is refused must be expected, and what is expected must be refused.
            (
                "expect refused cannot be paid by QR\n", "",
                "x:23: INV-2026-0601-0001 cannot be paid"
            ),
            ("expect none", "expect refused no\nexpect none", "x:13: expected refused: no, found"),
            ("expect refused cannot be paid by QR", "expect refused", "x:23: expect refused needs"),
            // What nobody reads must not pass unnoticed.
            ("none cus_2", "none cus_3", "x:13: there is no customer cus_3"),
            ("2026-05\nexpect invoice", "\nexpect invoice", "x:13: expect none needs a month"),
            ("fee=0", "fees=0", "x:3: merchant has no fees="),
            ("cus_2 api", "cus_2 api gold", "x:7: customer has no “gold”"),
            ("expect none", "expects none", "x:13: there is no statement “expects”"),
            ("standard 0.50", "standrad 0.50", "x:5: no price in “standrad"),
            ("included=100", "included=100 included=1", "x:5: included is said twice"),
        ])
    func unmet(old: String, new: String, says: String) throws {
        // The text stands without the indentation of this file.
        let old = old.replacing("            total", with: "    total")
        let text = Self.good.replacing(old, with: new, maxReplacements: 1)
        #expect(text != Self.good, "there is no “\(old)”")
        let found = problems(text)
        #expect(found.count == 1)
        #expect(found.first?.hasPrefix(says) == true, "\(found)")
    }

    @Test("a ledger whose events are not the same has other snapshots")
    func snapshots() throws {
        let written = try ScenarioRun(Scenario("x", Self.good)).snapshots()
        let other = Self.good.replacing("09:00:01+08:00 cus_1", with: "09:00:02+08:00 cus_1")
        // The invoice of May and the settlements of May and June.
        #expect(written.count == 3)
        #expect(try ScenarioRun(Scenario("x", other)).snapshots() != written)
    }

    @Test("a named invariant that is broken is a problem")
    func invariants() throws {
        let run = try ScenarioRun(Scenario("x", Self.good))
        try run.ledger.tamper("UPDATE payment SET amountFen = amountFen + 1")
        #expect(try run.broken().contains { $0.hasPrefix("conserved: ") })
    }
}
