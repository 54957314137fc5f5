import FX
import Money
import Store
import TestSupport
import Time

/// Rates in a ledger, as two publishers print them.
enum Sample {
    static let now = try! Instant("2026-06-01T16:00:00Z")

    static func day(_ text: String) -> Day { try! Day(text) }

    /// Adds `date,base,quote,rate` rows of that publisher.
    @discardableResult
    static func add(
        _ rows: String, to ledger: TestLedger, source: String = "Desk", accepting: Bool = false
    ) throws -> RateImport {
        let text = "date,base,quote,rate\n" + rows
        let table = try CSVRateTable(text, file: "own.csv", source: source)
        return try ledger.write {
            try table.add(
                $0, sourceName: "own.csv", digest: SHA256Digest.hex(text.utf8), at: now,
                acceptingJumps: accepting)
        }
    }

    /// Adds the ECB's rates: a header's currencies, then a row a day.
    @discardableResult
    static func addECB(
        _ text: String, to ledger: TestLedger, accepting: Bool = false
    ) throws -> RateImport {
        let table = try ECBTable(text, file: "ecb.csv")
        return try ledger.write {
            try table.add(
                $0, sourceName: "ecb.csv", digest: SHA256Digest.hex(text.utf8), at: now,
                acceptingJumps: accepting)
        }
    }

    static func find(
        _ ledger: TestLedger, _ base: Currency, _ quote: Currency, _ on: String,
        source: String = ECBTable.source
    ) throws -> FXRate {
        try ledger.read {
            try FXRate.find($0, base: base, quote: quote, on: day(on), source: source)
        }
    }

    static func lock(
        _ base: Currency, _ value: String, spread: String = "0", quote: Currency = .cny
    ) throws -> FXLock {
        FXLock(
            purpose: .settlement,
            rate: FXRate(
                base: base, quote: quote, value: try Exact(parsing: value), day: day("2026-05-29"),
                source: "ECB"),
            spread: try Exact(parsing: spread), wantedDay: day("2026-05-31"), lockedAt: now)
    }
}
