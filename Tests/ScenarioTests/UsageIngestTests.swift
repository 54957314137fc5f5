import GRDB
import Metering
import Store
import TestSupport
import Testing
import Time

@testable import bm

/// What is left in the ledger when files of events cannot all be taken.
@Suite("Files of events")
struct UsageIngestTests {
    private let ledger: TestLedger

    init() throws {
        ledger = try TestLedger()
        try ledger.apply(UsageReportTests.catalog.yaml)
    }

    private func file(_ name: String, _ lines: [String]) throws -> String {
        let path = "\(ledger.output)/\(name)"
        try WholeFile.write(Array(lines.map { $0 + "\n" }.joined().utf8), to: path)
        return path
    }

    private func good(_ name: String, _ count: Int = 3) throws -> String {
        try file(name, (0..<count).map { Fixture.event(id: "\(name)-\($0)", "seconds") })
    }

    private func ingest(
        _ paths: [String], strict: Bool = false, at now: Instant = TestLedger.end
    ) throws -> Intake.Tally {
        var options = Intake.Options()
        options.backfill = true
        return try UsageIngest(
            ledger: ledger.file, now: now, options: options, strict: strict
        ).run(paths, quiet: true)
    }

    private func count() throws -> Int {
        try ledger.read { try Int.fetchOne($0, sql: "SELECT count(*) FROM usageEvent")! }
    }

    @Test("--strict takes nothing of any file where a line of one cannot be taken")
    func strict() throws {
        let paths = [try good("a"), try file("b", [Fixture.event(id: "b", "unknown")])]
        let error = #expect(throws: StrictFailure.self) { try ingest(paths, strict: true) }
        #expect(error?.file == "b")
        #expect(try count() == 0)
        let batches = try ledger.read {
            try Int.fetchOne($0, sql: "SELECT count(*) FROM usageBatch")
        }
        #expect(batches == 0)
        let whole = try ingest([paths[0], try good("c", 2)], strict: true)
        #expect(whole.accepted == 5)
        #expect(try ledger.read { try UsageReport($0) }.total.lines == 5)
    }

    @Test("a path that is wrong is found before anything is taken")
    func missing() throws {
        let paths = [try good("a"), "\(ledger.output)/none"]
        #expect(throws: CommandError.missingFile(paths[1])) { try ingest(paths) }
        #expect(try count() == 0)
    }

    @Test("a file that breaks off says what was taken before")
    func stopped() throws {
        let path = try good("a")
        // A gzip header, and nothing behind it.
        let broken = "\(ledger.output)/b.gz"
        try WholeFile.write([0x1F, 0x8B, 8, 0, 0, 0, 0, 0, 0, 3, 0x4B], to: broken)
        let error = #expect(throws: UsageIngest.Stopped.self) { try ingest([path, broken]) }
        #expect(error?.cause as? CommandError == .damaged(broken))
        #expect(
            error?.failureReason?.hasSuffix(
                "; 3 lines before it are in the ledger: 3 accepted, 0 duplicate, 0 rejected")
                == true)
        #expect(try count() == 3)
        let document = Failure.document(try #require(error), as: BM.self)
        #expect(document?["error"]?["code"] == .string("damaged"))
        #expect(throws: CommandError.damaged(broken)) { try ingest([broken, path]) }
    }

    private func batches() throws -> [String] {
        try ledger.read {
            try String.fetchAll(
                $0,
                sql: """
                    SELECT sourceName || ' ' || acceptedCount || ' ' || duplicateCount || ' '
                        || rejectedCount FROM usageBatch ORDER BY id
                    """)
        }
    }

    /// Three events, one of them twice, and a line of an unknown metric.
    private func mixed(_ name: String) throws -> String {
        let lines = ["1", "2", "2", "3"].map { Fixture.event(id: "m\($0)", "seconds") }
        return try file(name, lines + [Fixture.event(id: "m4", "unknown")])
    }

    @Test("a run that is repeated with its time leaves no second trace, and takes what is new")
    func sameRun() throws {
        // A first run is stopped behind the first file; the second one goes over both.
        let paths = [try mixed("a"), try good("b")]
        _ = try ingest([paths[0]])
        #expect(try batches() == ["a 3 1 1"])
        let again = try ingest(paths)
        // 4 lines of a are repeats, the rejected one is rejected as before; 3 of b are new.
        #expect([again.input, again.accepted, again.duplicate, again.rejected] == [8, 3, 4, 1])
        #expect(try batches() == ["a 3 1 1", "b 3 0 0"])
        let strict = try ingest([paths[1]], strict: true)
        #expect([strict.input, strict.duplicate] == [3, 3])
        #expect(try batches() == ["a 3 1 1", "b 3 0 0"])
    }

    @Test("another time, another name, and a file named twice are deliveries of their own")
    func deliveries() throws {
        let path = try good("a")
        _ = try ingest([path, path])
        #expect(try batches() == ["a 3 0 0", "a 0 3 0"])
        _ = try ingest([path, path])
        #expect(try batches() == ["a 3 0 0", "a 0 3 0"])
        _ = try ingest([path], at: Instant("2026-07-02T00:00:00Z"))
        #expect(try batches() == ["a 3 0 0", "a 0 3 0", "a 0 3 0"])
        let other = try file("c", (0..<3).map { Fixture.event(id: "a-\($0)", "seconds") })
        _ = try ingest([other])
        #expect(try batches().last == "c 0 3 0")
    }

    @Test("lines that only look like those of an earlier run are kept")
    func otherLines() throws {
        // As many lines, the same sum, and a line rejected for the same reason: a repeat of m1 where m2
        // was, and another rejected line.
        _ = try ingest([try mixed("a")])
        let repeats = ["1", "1", "2", "3"].map { Fixture.event(id: "m\($0)", "seconds") }
        let unknown = Fixture.event(id: "m4", "unknown")
        let path = try file("a", repeats + [unknown])
        _ = try ingest([path])
        #expect(try batches() == ["a 3 1 1", "a 0 4 1"])
        _ = try ingest([try file("a", repeats + [Fixture.event(id: "m5", "unknown")])])
        #expect(try batches() == ["a 3 1 1", "a 0 4 1", "a 0 4 1"])
        // And the first one again is still the first one.
        _ = try ingest([try mixed("a")])
        #expect(try batches().count == 3)
    }
}
