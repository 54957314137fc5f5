import Catalog
import Credits
import GRDB
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
}
