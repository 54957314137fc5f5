import FX
import GRDB
import Money
import Store
import TestSupport
import Testing
import Time

@Suite("Taking rates into the ledger")
struct RateImportTests {
    let ledger = try! TestLedger()

    func rows() throws -> Int {
        try ledger.read { try Int.fetchOne($0, sql: "SELECT count(*) FROM fxRate")! }
    }

    @Test("a second import changes nothing")
    func again() throws {
        let rows = "2026-05-28,USD,CNY,7.26\n2026-05-29,USD,CNY,7.2700\n"
        let first = try Sample.add(rows, to: ledger)
        #expect((first.added, first.known) == (2, 0))
        // The same values written otherwise are the same rates.
        for text in [rows, "2026-05-29,USD,CNY,7.27\n2026-05-28,USD,CNY,7.260\n"] {
            let again = try Sample.add(text, to: ledger)
            #expect((again.added, again.known) == (0, 2))
        }
        #expect(try self.rows() == 2)
    }

    @Test("two publishers may print the same file, each has rates of its own")
    func sources() throws {
        let rows = "2026-05-29,USD,CNY,7.27\n"
        try Sample.add(rows, to: ledger, source: "Desk")
        try Sample.add(rows, to: ledger, source: "Bank")
        let kept = try ledger.read { db in
            try Row.fetchAll(
                db,
                sql: """
                    SELECT fxRate.source, fxImport.source FROM fxRate
                    JOIN fxImport ON fxImport.id = importId ORDER BY 1
                    """
            ).map { "\($0[0] as String) \($0[1] as String)" }
        }
        #expect(kept == ["Bank Bank", "Desk Desk"])
    }

    @Test("another value for a known day refuses the whole file")
    func differs() throws {
        try Sample.add("2026-05-29,USD,CNY,7.27\n", to: ledger)
        #expect {
            try Sample.add("2026-05-28,USD,CNY,7.26\n2026-05-29,USD,CNY,7.28\n", to: ledger)
        } throws: { error in
            (error as? FXError)?.errorDescription
                == "USD/CNY of 2026-05-29 is 7.28 in the file and 7.27 in the ledger"
        }
        #expect(try rows() == 1)
    }

    @Test(
        "a rate may be 1.2 times the one beside it, at most ten days off, and no more",
        arguments: [
            // 7.00 × 1.2 = 8.40 exactly: the limit itself is taken.
            ("2026-05-28,USD,CNY,7.00\n2026-05-29,USD,CNY,8.40\n", 0),
            ("2026-05-28,USD,CNY,7.00\n2026-05-29,USD,CNY,8.41\n", 1),
            // Downwards by the same factor: 8.40 ÷ 1.2 = 7.00.
            ("2026-05-28,USD,CNY,8.40\n2026-05-29,USD,CNY,7.00\n", 0),
            ("2026-05-28,USD,CNY,8.41\n2026-05-29,USD,CNY,7.00\n", 1),
            ("2026-05-19,USD,CNY,7.00\n2026-05-29,USD,CNY,9.00\n", 1),  // ten days
            ("2026-05-18,USD,CNY,7.00\n2026-05-29,USD,CNY,9.00\n", 0),  // eleven
            // A single wrong day lies far from both its neighbours.
            ("2026-05-27,USD,CNY,7\n2026-05-28,USD,CNY,70\n2026-05-29,USD,CNY,7\n", 2),
            // Of other pairs nothing is said, nor of the other direction.
            ("2026-05-28,USD,CNY,7\n2026-05-29,EUR,CNY,8.5\n2026-05-29,CNY,USD,0.14\n", 0),
        ])
    func jumps(rows: String, count: Int) throws {
        if count == 0 {
            #expect(try Sample.add(rows, to: ledger).jumps.isEmpty)
            return
        }
        #expect {
            try Sample.add(rows, to: ledger)
        } throws: { error in
            guard case FXError.jumps(let jumps, _) = error else { return false }
            return jumps.count == count
        }
        #expect(try self.rows() == 0)
        #expect(try Sample.add(rows, to: ledger, accepting: true).jumps.count == count)
    }

    @Test("what is in the ledger is beside what comes, before it and after it")
    func neighbours() throws {
        try Sample.add("2026-05-25,USD,CNY,7.27\n", to: ledger)
        for day in ["2026-05-22", "2026-05-26"] {
            #expect {
                try Sample.add("\(day),USD,CNY,0.727\n", to: ledger)
            } throws: { error in
                let text = (error as? FXError)?.errorDescription ?? ""
                return text.contains("7.27 on 2026-05-25") && text.contains("0.727 on \(day)")
            }
        }
        // A rate of another publisher is not beside it.
        try Sample.add("2026-05-26,USD,CNY,0.727\n", to: ledger, source: "Bank")
        #expect(try rows() == 2)
    }

    @Test("a thousandfold is named as one, also where it is accepted")
    func thousandfold() throws {
        let rows = "2026-05-28,USD,IDR,16.25\n2026-05-29,USD,IDR,16250\n"
        let result = try Sample.add(rows, to: ledger, accepting: true)
        #expect(
            result.jumps.map(\.text) == [
                "USD/IDR is 16.25 on 2026-05-28 and 16250 on 2026-05-29, a thousandfold"
            ])
    }

    @Test("the ECB's own largest move passes, 1.36 times; twice does not")
    func ecb() throws {
        try Sample.addECB("Date,TRY\n2021-12-21,14.7132\n2021-12-20,20.0434\n", to: ledger)
        #expect {
            try Sample.addECB("Date,TRY\n2021-12-22,29.5\n", to: ledger)
        } throws: { error in
            guard case FXError.jumps(let jumps, let limit) = error else { return false }
            return jumps.count == 1 && limit.description == "1.5"
        }
    }
}
