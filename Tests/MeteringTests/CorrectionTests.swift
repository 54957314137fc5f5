import Catalog
import GRDB
import Metering
import Money
import Store
import TestSupport
import Testing
import Time

@Suite("Corrections, marks, waiting lines and suspected repeats")
struct CorrectionTests {
    let ledger: TestLedger

    init() throws {
        ledger = try TestLedger()
        try ledger.apply(Fixture.catalog)
    }

    private func correct(_ correction: Correction) throws -> Correction.Tally {
        try ledger.write {
            try Correction.apply($0, [correction], sourceName: "-", at: TestLedger.end)
        }
    }

    private func rows(_ sql: String) throws -> [String] {
        try ledger.read { db in
            try Row.fetchAll(db, sql: sql).map { row in
                row.databaseValues.map(\.description).joined(separator: " ")
            }
        }
    }

    @Test("an adjusted event proves as the one that stands in its place")
    func evidence() throws {
        let properties = #"{"model":"m","region":"cn","note":"x"}"#
        try ledger.ingest([Fixture.event(id: "a", "chat", quantity: "3", properties)])
        let change = Correction.Change.adjust(
            key: "b", quantity: Exact(5), properties: ["note": .string("y")])
        #expect(try correct(Correction(event: "a", change)).adjusted == 1)
        #expect(try correct(Correction(event: "a", change)).known == 1)
        let file = String(decoding: try EvidenceTests.file(ledger), as: UTF8.self)
        let expected =
            #"{"id":"b","customer_id":"cus_1","metric":"chat","quantity":"5","#
            + #""timestamp":"2026-05-03T09:41:23.12Z","#
            + #""properties":{"model":"m","note":"y","region":"cn"}}"# + "\n"
        #expect(file == expected)
        // One event came in, one stands in its place, and each is in a batch of its own.
        #expect(
            try rows("SELECT kind, acceptedCount, inputQuantity FROM usageBatch ORDER BY id") == [
                #""ingest" 1 "3""#, #""correction" 1 "5""#,
            ])
    }

    @Test("a correction that fails leaves nothing behind, those before it in the file neither")
    func whole() throws {
        try ledger.ingest([Fixture.event(id: "a", "chat")])
        let corrections = [Correction(event: "a", .cancel), Correction(event: "z", .cancel)]
        #expect(throws: MeteringError.unknownEvent("z", nil)) {
            try ledger.write {
                try Correction.apply($0, corrections, sourceName: "-", at: TestLedger.end)
            }
        }
        #expect(try rows("SELECT * FROM usageCorrection") == [])
    }

    @Test("two merchants may have one key: then the merchant is named")
    func ambiguous() throws {
        try ledger.apply(Fixture.otherCatalog)
        try ledger.ingest([
            Fixture.event(id: "a", "chat"), Fixture.event(id: "a", customer: "cus_b1", "chat"),
        ])
        #expect(throws: MeteringError.ambiguous("a", ["mer_1", "mer_2"])) {
            try correct(Correction(event: "a", .cancel))
        }
        #expect(try correct(Correction(event: "a", merchant: "mer_2", .cancel)).cancelled == 1)
    }

    @Test("a close marks every day up to its end that has moved since the close before")
    func marks() throws {
        func close(_ month: String) throws {
            try ledger.write {
                try CloseMark.record(
                    $0, "mer_1", Month(month), zone: Zone("Asia/Shanghai"), at: TestLedger.end)
            }
        }
        func event(_ id: String, _ time: String) -> String {
            Fixture.event(id: id, "chat", at: time)
        }
        try ledger.ingest([
            event("a", "2026-04-10T00:00:00Z"), event("b", "2026-05-03T00:00:00Z"),
            event("c", "2026-05-31T12:00:00Z"), event("d", "2026-06-01T00:00:00Z"),
        ])
        try close("2026-05")
        try ledger.ingest([
            event("e", "2026-05-03T01:00:00Z"), event("f", "2026-05-31T20:00:00Z"),
        ])
        try close("2026-06")
        // 1 June is after May in every zone; 10 April has not moved by the second close.
        #expect(
            try rows("SELECT closeId, day, lastSequence FROM periodCloseDay ORDER BY 1, 2") == [
                "1 20260410 122055300000001", "1 20260503 122057600000001",
                "1 20260531 122060400000001", "2 20260503 122057600000002",
                "2 20260531 122060400000002", "2 20260601 122060500000001",
            ])
        let (may, june) = try ledger.read {
            (
                try #require(try CloseMark($0, "mer_1", Month("2026-05"))),
                try #require(try CloseMark($0, "mer_1", Month("2026-06")))
            )
        }
        #expect(may.includes(122_055_300_000_001) && june.includes(122_055_300_000_001))
        #expect(!may.includes(122_057_600_000_002) && june.includes(122_057_600_000_002))
        #expect(!may.includes(122_057_700_000_001), "a day without events had nothing")
        #expect(try ledger.read { try CloseMark($0, "mer_1", Month("2026-07")) } == nil)
    }

    @Test("a line that waits is kept whole and keeps its time and key")
    func waiting() throws {
        let note = String(repeating: "价", count: 3_000)
        let line = Fixture.event(
            id: nil, customer: "cus_new", "chat", at: nil, #"{"note":"\#(note)"}"#)
        let other = Fixture.event(
            id: "o", customer: "cus_new", "chat", at: "2026-05-04T08:00:00", "{}")
        try ledger.ingest([line], now: Instant("2026-05-04T00:00:00Z"))
        try ledger.ingest(
            [other], now: Instant("2026-05-05T00:00:00Z"), zone: Zone("Asia/Shanghai"))
        let found = try ledger.read { try WaitingLine.all($0, .unmatched, at: TestLedger.end) }
        #expect(found.map(\.raw) == [Array(line.utf8), Array(other.utf8)])
        // The clock of the intake, and what 8:00 in Shanghai is.
        let times = try [Instant("2026-05-04T00:00:00Z"), Instant("2026-05-04T00:00:00Z")]
        #expect(found.map(\.event.occurredAt) == times)
        let key = found[0].event.key

        var catalog = SampleCatalog(effective: "2026-01-02")
        catalog.customers.append(.init("cus_new", plan: "basic"))
        try ledger.apply(catalog.yaml)
        let tally = try ledger.write { try Replay.run($0, at: TestLedger.end) }
        #expect(tally.accepted == 2 && tally.waiting.isEmpty)
        let keys = try ledger.read {
            try String.fetchSet($0, sql: "SELECT idempotencyKey FROM usageEventDetail")
        }
        #expect(keys == [key, "o"])
        #expect(try ledger.read { try WaitingLine.all($0, at: TestLedger.end) }.isEmpty)
    }

    @Test(
        "the same under another id is suspected; another count, a cancelled one and a repeat are not"
    )
    func suspected() throws {
        func call(_ id: String, _ output: Int, customer: String = "cus_1") -> String {
            Fixture.event(
                id: id, customer: customer, "model_call",
                #"{"model":"m","in":10,"out":\#(output),"note":"\#(id)"}"#)
        }
        try ledger.ingest([
            call("b", 5), call("a", 5), call("c", 6), call("d", 5, customer: "cus_2"),
            call("a", 5), call("e", 5),
        ])
        _ = try correct(Correction(event: "e", .cancel))
        let found = try ledger.read {
            try SuspectedDuplicates.find(
                $0, "mer_1", from: Instant("2026-05-01T00:00:00Z"),
                to: Instant("2026-06-01T00:00:00Z"))
        }
        #expect(found.map(\.keys) == [["a", "b"]])
    }

    @Test(
        "a number is one in whatever form it comes: in a table, in an object, with or without a point"
    )
    func numbers() throws {
        func event(_ seconds: String) -> String {
            Fixture.event(id: "a", "call", #"{"status":"ok","seconds":\#(seconds)}"#)
        }
        #expect(try ledger.ingest([event("5")]).accepted == 1)
        let again = try ledger.ingest([event("\"5\""), event("5.0"), event("\"5.00\"")])
        #expect(again.duplicate == 3 && again.conflict == 0)
        // As a dimension, a number is the same value too; a text is not a number.
        let regions = try ledger.ingest([
            Fixture.event(id: "r", "chat", #"{"region":1}"#),
            Fixture.event(id: "r", "chat", #"{"region":1.0}"#),
            Fixture.event(id: "r", "chat", #"{"region":"1.0"}"#),
        ])
        #expect(regions.accepted == 1 && regions.duplicate == 1 && regions.conflict == 1)
    }
}
