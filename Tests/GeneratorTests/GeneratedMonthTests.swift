import Foundation
import Generator
import Metering
import TestSupport
import Testing
import Time

@Suite("A synthetic month")
struct GeneratedMonthTests {
    static func text(_ month: GeneratedMonth) -> (String, GeneratedMonth.Tally) {
        var bytes: [UInt8] = []
        let tally = month.write { bytes += $0 }
        return (String(decoding: bytes, as: UTF8.self), tally)
    }

    @Test("the same seed gives the same bytes, another seed others")
    func seed() {
        let month = GeneratedMonth(lines: 2000, seed: 1)
        #expect(Self.text(month).0 == Self.text(month).0)
        #expect(Self.text(month).0 != Self.text(GeneratedMonth(lines: 2000, seed: 2)).0)
        #expect(month.setup() == month.setup())
    }

    @Test(
        "there are as many lines as were asked for, and each is counted",
        arguments: [0, 1, 743, 745, 5000])
    func count(_ lines: Int) {
        let (text, tally) = Self.text(GeneratedMonth(lines: lines, seed: 3))
        #expect(text.split(separator: "\n").count == lines)
        #expect(tally.lines == lines)
        #expect(tally.accepted + tally.repeats + tally.rejected.values.reduce(0, +) == lines)
        #expect(tally.bytes == text.utf8.count)
        #expect(tally.events.values.map(\.count).reduce(0, +) == tally.accepted)
    }

    /// The reasons of all that is wrong with so few lines stand in it, so that intake says them one by one.
    @Test(
        "intake counts what the generator has counted, reason by reason",
        arguments: [(3, 40), (1, 1)])
    func intake(merchants: Int, customers: Int) throws {
        let month = GeneratedMonth(
            lines: 20_000, seed: 5, merchants: merchants, customers: customers)
        let ledger = try TestLedger()
        for file in month.setup() where file.path.hasPrefix("catalog/") {
            try ledger.apply(file.text, at: Instant("2026-01-01T00:00:00Z"))
        }
        let (text, expected) = Self.text(month)
        let tally = try ledger.ingest(
            text.split(separator: "\n").map(String.init), now: Instant("2026-06-01T00:00:00Z"),
            backfill: false)
        #expect(tally.input == expected.lines)
        #expect(tally.accepted == expected.accepted)
        #expect(tally.duplicate == expected.repeats)
        let reasons = Dictionary(
            uniqueKeysWithValues: tally.reasons.map { ($0.key.rawValue, $0.value) })
        #expect(reasons == expected.rejected)
        #expect(tally.late == 0)
    }

    @Test("customers, hours and mistakes come in the shares of their sources")
    func shape() throws {
        let (text, tally) = Self.text(GeneratedMonth(lines: 100_000, seed: 11))
        let lines = text.split(separator: "\n")
        let first = lines.filter { $0.contains(#""syn_cus_00001""#) }.count
        // The study's first client has 27.8 %.
        #expect((26_000...30_000).contains(first), "\(first)")
        let tenth = lines.filter { $0.contains(#""syn_cus_00010""#) }.count
        // And its tenth 1.6 %, but bursts make that rough.
        #expect((1000...2300).contains(tenth), "\(tenth)")
        #expect((850...1150).contains(tally.repeats))
        #expect(tally.rejected.count == 10)
        #expect((1500...2500).contains(tally.delayed))
        // By the study the busiest hour has 118 where the calmest has 82.
        let busy = lines.filter { $0.contains("T12:") }.count
        let calm = lines.filter { $0.contains("T22:") }.count
        #expect(Double(busy) / Double(calm) > 1.25, "\(busy) at 20 o'clock, \(calm) at 6")
    }

    @Test("every code and name says that it is synthetic")
    func synthetic() {
        for file in GeneratedMonth(lines: 0, seed: 1, merchants: 2, customers: 5).setup() {
            for line in file.text.split(separator: "\n") where line.contains(" Ltd,") {
                #expect(line.contains("Synthetic ") && line.contains("合成"), "\(line)")
            }
        }
        let (text, _) = Self.text(GeneratedMonth(lines: 500, seed: 1))
        for line in text.split(separator: "\n") where line.count > 45 {
            #expect(line.hasPrefix(#"{"id":"syn_"#) && line.contains(#""customer_id":"syn_"#))
        }
    }
}
