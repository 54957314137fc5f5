import ArgumentParser
import Foundation
import Store
import Time

/// What every command takes.
struct GlobalOptions: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            "The ledger file. Default: BM_LEDGER, or ledger.sqlite.", valueName: "path"))
    var ledger: String?

    @Option(help: ArgumentHelp("Where files are written.", valueName: "dir"))
    var output = "output"

    @Option(
        help: ArgumentHelp(
            "The time of the run, RFC 3339. The same ledger and time give the same bytes. Default: now.",
            valueName: "timestamp"))
    var asOf: String?

    @Flag(help: "Print one JSON document.")
    var json = false

    @Flag(help: "Print results and errors only.")
    var quiet = false

    var ledgerPath: String {
        ledger ?? ProcessInfo.processInfo.environment["BM_LEDGER"] ?? "ledger.sqlite"
    }

    /// The one clock of the program.
    func now() throws -> Instant {
        if let asOf { return try Instant(asOf) }
        return Instant(seconds: Int64(Date().timeIntervalSince1970))
    }

    func open(for access: LedgerFile.Access = .writing) throws -> LedgerFile {
        try LedgerFile.open(ledgerPath, for: access)
    }
}
