import FX
import Money
import Settlement
import Store
import TestSupport
import Testing
import Time

@testable import bm

/// What a lock's certificate says of a month that was billed in dollars and settled in dollars.
@Suite("The certificate of a lock")
struct LockCertificateTests {
    /// An invoice of USD 100.00 at 7.27 and a payout with a spread of 0.5 %.
    private func run() throws -> ScenarioRun {
        let scenario = try Scenario(
            "certificate",
            """
            rates 2026-05-29 USD=1 CNY=7.27
            rates 2026-06-30 USD=1.25 CNY=9
            merchant mer_1 payout=USD fee=2.5 spread=0.5
              plan api USD base=100
              charge seconds standard 0.08
              customer cus_1 api
            event 2026-05-03T09:00:00+08:00 cus_1 seconds 3
            close 2026-05 at 2026-06-01T09:00:00+08:00
            bill mer_1 at 2026-06-04T02:00:00Z
                2026-06-03T09:41:22+08:00 cus_1 2026-05 4200001 1,455.74
            close 2026-06 at 2026-07-01T09:00:00+08:00
            """)
        let run = try ScenarioRun(scenario)
        #expect(run.problems == [])
        return run
    }

    private func certificate(_ run: ScenarioRun, _ id: Int64) throws -> LockCertificate {
        try run.ledger.read { try LockCertificate($0, id: "\(id)") }
    }

    private func settlement(_ run: ScenarioRun) throws -> Int64 {
        try run.ledger.read { db in
            try #require(try FXLock.fetchAll(db).first { $0.lock.purpose == .settlement }).id
        }
    }

    @Test("an invoice's lock lists its lines, each with its amount and what it is rounded to")
    func invoice() throws {
        let found = try certificate(run(), 1)
        #expect(found.lock.direction == "CNY 7.27 for USD 1")
        #expect(
            found.lock.rate.origin(wanted: found.lock.wantedDay).hasPrefix(
                "ECB 2026-05-29, wanted for 2026-05-31"))
        let usage = try #require(found.conversions.last)
        // USD 0.24 × 7.27 = 1.7448
        #expect(usage.amount.description == "USD 0.24")
        #expect(usage.precise.description == "CNY 1.7448")
        #expect(usage.result.description == "CNY 1.74")
        #expect(found.conversions.allSatisfy { $0.result == $0.rounded && $0.kind == "invoice" })
        #expect(found.isRight)
    }

    @Test("a settlement's lock says what was published, what it converted and what the spread took")
    func settlementLock() throws {
        let run = try run()
        let found = try certificate(run, settlement(run))
        let conversion = try #require(found.conversions.first)
        #expect(found.conversions.count == 1)
        // 9 ÷ 1.25 = 7.2; 1,455.74 less 2.5 %, 36.3935 rounded 36.39, is 1,419.35.
        #expect(found.lock.rate.text == "USD/CNY 7.2")
        #expect(found.lock.rate.derivation == "EUR/CNY 9 ÷ EUR/USD 1.25")
        #expect(conversion.amount.description == "CNY 1,419.35")
        // 1,419.35 ÷ 7.2 = 197.1319…; × 0.995 = 196.1462…
        #expect(conversion.atPublishedRate.description == "USD 197.13")
        #expect(conversion.result.description == "USD 196.15")
        let text = found.lines.joined(separator: "\n")
        for words in ["settlement SET-2026-06-mer_1-USD", "0.5 %", "the spread is USD 0.98"] {
            #expect(text.contains(words), "no \(words) in \(text)")
        }
        #expect(found.json["schema"] == .string("bm.fx-lock/1"))
        #expect(found.json["spread"] == .string("0.005"))
        #expect(found.json["converted"]?.array?.first?["spread"] == .string("0.98"))
        #expect(found.json["check"]?["ok"] == .bool(true))
    }

    @Test("a preview and an explanation show the rate, what it gives and what the spread takes")
    func conversionText() throws {
        let run = try run()
        let batch = try #require(
            try run.ledger.read {
                try SettlementBatch.fetchAll($0, number: "SET-2026-06-mer_1-USD")
            }.first
        ).batch
        let words =
            "CNY 1,419.35 ÷ 7.2 = USD 197.13 − FX spread 0.5 % 0.98 − wire fee 0.00 = USD 196.15"
        #expect(batch.preview.contains(words))
        #expect(try run.ledger.read { try Explanations.batch($0, batch) }.contains(words))
    }

    @Test(
        "a certificate of what was changed since says so",
        arguments: [
            (
                "UPDATE fxRate SET value = '9.1' WHERE quote = 'CNY' AND day = '2026-06-30'",
                "published"
            ),
            ("UPDATE fxLock SET value = '7.3' WHERE purpose = 'settlement'", "derived"),
            ("UPDATE fxLock SET rateDay = '2026-06-01' WHERE purpose = 'settlement'", "days"),
            ("UPDATE fxLock SET spread = '0.1' WHERE purpose = 'settlement'", "converted"),
        ])
    func barks(sql: String, check: String) throws {
        let run = try run()
        let id = try settlement(run)
        try run.ledger.tamper(sql)
        let found = try certificate(run, id)
        #expect(!found.isRight)
        #expect(found.json["check"]?[check] == .bool(false))
        #expect(found.lines.contains { $0.contains("FAILED") })
    }

    @Test("a lock that is not there is named with those that are", arguments: ["9", "0", "x", ""])
    func unknown(id: String) throws {
        let run = try run()
        #expect {
            try run.ledger.read { try LockCertificate($0, id: id) }
        } throws: { error in
            guard case FXError.noLock(id, last: let last?) = error else { return false }
            return last == (try? settlement(run))
        }
    }
}
