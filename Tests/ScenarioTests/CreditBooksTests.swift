import Catalog
import Credits
import Foundation
import GRDB
import Invoicing
import Ledger
import Money
import TestSupport
import Testing
import Time

@testable import bm

/// Credit drawn on an invoice's line, and put back when the line is lowered.
@Suite("Credit put back")
struct CreditBooksTests {
    /// Usage of CNY 40.00, of which CNY 30 of credit that was sold pay 30.
    private func drawn(until end: String) throws -> (run: ScenarioRun, line: Int64) {
        let scenario = try Scenario(
            "put back",
            """
            rates 2026-05-29 USD=1 CNY=7.5
            merchant mer_1
              plan api CNY
              charge seconds standard 0.50
              customer cus_1 api
            grant cus_1 30 po-1 kind=paid until=\(end) account=yes at 2026-05-01T00:00:00+08:00
            event 2026-05-03T09:00:00+08:00 cus_1 seconds 80
            close 2026-05 at 2026-06-01T09:00:00+08:00
            """)
        let run = try ScenarioRun(scenario)
        #expect(run.problems == [])
        let line = try run.ledger.read { db in
            try Int64.fetchOne(db, sql: "SELECT id FROM invoiceLine WHERE kind = 'usage'")!
        }
        return (run, line)
    }

    private func rollBack(_ run: ScenarioRun, _ line: Int64, _ value: Int) throws -> Exact {
        try run.ledger.write {
            try CreditBooks.rollBack(
                $0, line: line, Exact(value), reason: "corrected", by: "test",
                at: Instant("2026-06-02T02:00:00Z"))
        }
    }

    private func balances(_ run: ScenarioRun) throws -> [String] {
        try run.ledger.read { db in
            let book = Book.merchant("mer_1")
            let accounts: [Account] = [.creditLiability, .revenueUsage, .revenueBreakage]
            return try CreditBalance.fetchAll(db).map { "\($0.grant.id) \(try $0.left)" }
                + accounts.map { try Journal.balance(db, book, $0, .cny).decimal }
        }
    }

    /// The invoice earned 10.00, the draw 30.00 beside it. 12 back: 30 − 12 = 18 stay earned by it.
    @Test("a grant that lives gets it back, and owes it again")
    func lives() throws {
        let (run, line) = try drawn(until: "2026-12-31T00:00:00+08:00")
        #expect(try balances(run) == ["po-1 0", "0.00", "-40.00", "0.00"])
        #expect(try rollBack(run, line, 12) == .zero)
        #expect(try balances(run) == ["po-1 12", "-12.00", "-28.00", "0.00"])
        // 18 of the 25 were left of what it paid; 7 go back as money.
        #expect(try rollBack(run, line, 25) == Exact(7))
        #expect(try balances(run) == ["po-1 30", "-30.00", "-10.00", "0.00"])
        #expect(try run.broken() == [])
    }

    /// What the ended grant gets back is breakage at once; the new one is promotional and owes nothing.
    @Test("for a grant that ended a new one takes it, twice")
    func ended() throws {
        let (run, line) = try drawn(until: "2026-06-01T00:00:00+08:00")
        #expect(try rollBack(run, line, 12) == .zero)
        #expect(try rollBack(run, line, 3) == .zero)
        #expect(
            try balances(run) == [
                "po-1 0", "po-1:back:\(line):1 12", "po-1:back:\(line):2 3", "0.00", "-25.00",
                "-15.00",
            ])
        #expect(try run.broken() == [])
    }

    /// Credit of 30 that was sold and never paid, taken back with its invoice.
    private func sold(voided: Bool) throws -> ScenarioRun {
        let run = try ScenarioRun(
            Scenario(
                "void sale",
                """
                merchant mer_1 tax=6
                  plan api CNY
                  charge seconds standard 0.50
                  customer cus_1 api
                grant cus_1 30 po-1 kind=paid at 2026-05-01T00:00:00+08:00
                \(voided ? "void-invoice cus_1 po-1 at 2026-05-02T00:00:00+08:00" : "")
                """))
        #expect(run.problems == [])
        return run
    }

    @Test("a void sale, its entry and the end of its grant agree, on the day of the void")
    func voidSale() throws {
        let run = try sold(voided: true)
        // 30.00 and 6 % of it, 1.80, are taken back: nothing of them was earned.
        #expect(try balances(run) == ["po-1 0", "0.00", "0.00", "0.00"])
        #expect(try run.broken() == [])
        try run.ledger.read { db in
            var entries: [String] = []
            try Journal.forEach(db, source: "void mer_1/INV-2026-0501-0001") { entry in
                entries.append("\(entry.day) \(entry.kind)")
                entries += entry.postings.map { "\($0.account) \($0.minorUnits)" }
            }
            #expect(
                entries == [
                    "2026-05-02 void", "credit_liability 3000", "tax_payable 180",
                    "receivable:cus_1 -3180",
                ])
        }
    }

    @Test(
        "a void sale that does not agree is named",
        arguments: [
            ("DELETE FROM invoiceVoid", true, "po-1 was taken back, and its sale stands"),
            ("DELETE FROM creditMovement", true, "the grant po-1 was not taken back with it"),
            (
                "UPDATE creditMovement SET reference = NULL", true,
                "the grant po-1 was not taken back with it"
            ),
            (
                "UPDATE creditMovement SET reason = 'other'", true,
                "the grant po-1 was not taken back with it"
            ),
            (
                "UPDATE posting SET minorUnits = 3001 WHERE minorUnits = 3000", true,
                "the journal does not post its void as it is"
            ),
            (
                """
                INSERT INTO invoiceVoid (invoiceId, voidedAt, reason, closedThrough)
                VALUES (1, '2026-05-02T00:00:00Z', 'x', '2026-04')
                """, false, "the grant po-1 was not taken back with it"
            ),
        ])
    func barks(sql: String, voided: Bool, says: String) throws {
        let run = try sold(voided: voided)
        try run.ledger.tamper(sql)
        let broken = try run.broken()
        #expect(
            broken.contains { $0.hasPrefix("credits_match_ledger") && $0.contains(says) },
            "\(broken)")
    }

    /// What each refusal names: the commands that then work.
    private func refusal(_ body: () throws -> Void) throws -> String {
        let error = #expect(throws: (any Error).self) { try body() }
        return try #require((error as? any LocalizedError)?.recoverySuggestion)
    }

    @Test("the three refusals of a sale that is not paid name the one command that takes it back")
    func refusals() throws {
        let run = try sold(voided: false)
        let sale = try #require(try run.sale(ofGrant: "po-1"))
        let at = try Instant("2026-05-02T00:00:00+08:00")
        let command = "bm invoices void INV-2026-0501-0001 --merchant mer_1 --reason WHY"
        let byCredit = try refusal {
            try run.ledger.write {
                _ = try CreditBooks.void($0, "po-1", nil, reference: nil, reason: "x", at: at)
            }
        }
        #expect(byCredit.contains(command))
        let byNote = try run.ledger.read { try Corrections.refusal(ofNoteOn: sale, $0, at: at) }
        #expect(byNote.recoverySuggestion == command)
        try run.ledger.write { try Corrections.void($0, sale, reason: "x", at: at) }
        #expect(try balances(run) == ["po-1 0", "0.00", "0.00", "0.00"])
    }

    @Test("credit that is drawn names the note that gives it back, and what is owed otherwise")
    func drawnSale() throws {
        let (run, line) = try drawn(until: "2026-06-30T00:00:00+08:00")
        let sale = try #require(try run.sale(ofGrant: "po-1"))
        func void(_ at: String) throws {
            try run.ledger.write {
                try Corrections.void($0, sale, reason: "x", at: Instant(at))
            }
        }
        let (number, pay) = (sale.invoice.number, "bm checkout create \(sale.invoice.number)")
        let said = try refusal { try void("2026-06-02T00:00:00+08:00") }
        #expect(said.contains("bm credit-note create INV-2026-0601-0001 --merchant mer_1"))
        #expect(said.contains("then bm invoices void \(number)") && said.contains(pay))
        // What goes back to credit that has ended does not come back to life: the money is owed.
        let ended = try refusal { try void("2026-07-01T00:00:00+08:00") }
        #expect(ended.hasPrefix("ask for the money with \(pay)"))
        try run.ledger.write {
            try CreditBooks.refuseEnded($0, soldBy: sale.id, at: Instant("2026-07-01T00:00:00Z"))
        }
        #expect(try rollBack(run, line, 30) == .zero)
        try void("2026-06-03T00:00:00+08:00")
        #expect(try balances(run) == ["po-1 0", "0.00", "-10.00", "0.00"])
        #expect(try run.broken() == [])
    }
}
