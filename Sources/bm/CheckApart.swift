import Foundation
import Ledger
import Store

/// A check in a process of its own. Rows that another program has changed can be anything, and a check that
/// reads them may end its process; this one goes on, and says so.
enum CheckApart {
    /// What `bm verify --only NAME` finds.
    static func run(
        _ name: Invariant.Name, ledger: String, output: String
    ) throws -> Invariant {
        let process = Process()
        process.executableURL = Bundle.main.executableURL
        process.arguments = [
            "verify", "--only", name.rawValue, "--json", "--ledger", ledger, "--output", output,
        ]
        let pipe = Pipe()
        process.standardOutput = pipe
        process.standardError = FileHandle.nullDevice
        process.standardInput = FileHandle.nullDevice
        try process.run()
        let said = pipe.fileHandleForReading.readDataToEndOfFile()
        process.waitUntilExit()
        let found = try? JSONValue(parsing: String(decoding: said, as: UTF8.self))
        guard let invariant = found?["invariants"]?.array?.first else {
            return Invariant(
                name, checked: 0,
                failures: ["it did not come to its end: what it reads is not what bm wrote"])
        }
        return Invariant(
            name, checked: invariant["checked"]?.int ?? 0,
            failures: invariant["failures"]?.array?.compactMap(\.string) ?? [])
    }
}
