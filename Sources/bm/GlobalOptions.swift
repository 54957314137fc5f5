import ArgumentParser
import Foundation
import GRDB
import Outbox
import Store
import Time

/// What every command takes.
struct GlobalOptions: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            "The ledger file. Default: BM_LEDGER, or ledger.sqlite.", valueName: "path"))
    var ledger: String?

    @Option(
        name: .customLong("output"),
        help: ArgumentHelp("Where files are written. (default: output)", valueName: "dir"))
    var namedOutput: String?

    var output: String { namedOutput ?? "output" }

    @Option(
        help: ArgumentHelp(
            "The time of the run, RFC 3339. The same ledger and time give the same bytes. Default: now.",
            valueName: "timestamp"))
    var asOf: String?

    @Flag(help: "Print one JSON document.")
    var json = false

    @Flag(help: "Print results and errors only.")
    var quiet = false

    @Flag(help: "Show at the end which room of the program took how long.")
    var timings = false

    // What is read of these two is the words themselves, by RunLog: it also tells of words that cannot be read.
    @Option(help: "How progress and errors are told on standard error.")
    var log = RunLog.Format.text

    /// Every command refuses what none could use, also one that does not come to use it.
    func validate() throws {
        if let ledger, ledger.isEmpty {
            throw ValidationError("--ledger is empty: name a file, or leave it out")
        }
        do {
            _ = try now()
        } catch let error as TimeError {
            throw ValidationError(
                "--as-of: \(error.errorDescription ?? ""); \(error.recoverySuggestion ?? "")")
        }
    }

    /// Refuses --json beside a format that is not JSON: nobody can have both on standard output.
    func goesWith(isJSON: Bool) throws {
        if json, !isJSON {
            throw ValidationError("--json goes with --format json only; leave one of them out")
        }
    }

    /// A variable that is set to nothing names nothing.
    var ledgerPath: String {
        let named = ProcessInfo.processInfo.environment["BM_LEDGER"] ?? ""
        return ledger ?? (named.isEmpty ? "ledger.sqlite" : named)
    }

    /// The one clock of the program.
    func now() throws -> Instant {
        if let asOf { return try Instant(asOf) }
        return Instant(seconds: Int64(Date().timeIntervalSince1970))
    }

    @Sendable private static func tell(_ db: Database) throws {
        try Stopwatch.of("Outbox") { try Outbox.tell(db) }
    }

    func open(for access: LedgerFile.Access = .writing) throws -> LedgerFile {
        try LedgerFile.open(ledgerPath, for: access, beforeCommit: GlobalOptions.tell)
    }
}
