import GRDB
import Metering
import Store
import TestSupport
import Testing

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

    private func ingest(_ paths: [String], strict: Bool = false) throws -> Intake.Tally {
        var options = Intake.Options()
        options.backfill = true
        return try UsageIngest(
            ledger: ledger.file, now: TestLedger.end, options: options, strict: strict
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
}
