import ArgumentParser
import Ledger
import Outbox
import Store

struct Verify: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Recomputes everything from the raw events and checks every named invariant.",
        discussion: """
            Months are measured and priced again, snapshots and evidence digested again, the hash chain \
            replayed, published files compared. Exit code 1 where something does not hold.

            With files: what each is by this ledger (published, the evidence of a line, a document's JSON, \
            a file that was read), what it was made from, and the first way in which it differs.

            --json: ok, invariants[{name, ok, checked, first_failure, failures[]}]; with files ok, \
            files[{file, ok, sha256, what, made_from, difference}].

            Examples:
              bm verify --json
              bm verify INV-2026-0601-0002.pdf evidence.ndjson
            """)

    @Argument(help: "Files to check on their own; none for the whole ledger.") var files: [String] =
        []
    @OptionGroup var options: GlobalOptions

    func run() throws {
        let ledger = try options.open(for: .reading)
        if !files.isEmpty { return try check(ledger) }
        let found = try Verify.run(ledger, output: options.output)
        if options.json {
            Console.print(
                .object([
                    .init("ok", .bool(found.allSatisfy(\.holds))),
                    .init("invariants", .array(found.map(\.json))),
                ]))
        } else {
            Console.print(Verify.table(found))
        }
        if !found.allSatisfy(\.holds) { throw ExitCode(1) }
    }

    private func check(_ ledger: LedgerFile) throws {
        let output = try OutputFolder(options.output)
        let found = try ledger.read { db in
            try files.map { try FileCheck(db, $0, InputFile.bytes($0), output: output) }
        }
        if options.json {
            Console.print(
                .object([
                    .init("ok", .bool(found.allSatisfy(\.holds))),
                    .init("files", .array(found.map(\.json))),
                ]))
        } else {
            Console.print(found.map(\.text).joined(separator: "\n"))
        }
        if !found.allSatisfy(\.holds) { throw ExitCode(1) }
    }

    static func run(
        _ ledger: LedgerFile, output: String, leavingOut left: String? = nil
    ) throws -> [Invariant] {
        let folder = try OutputFolder(output)
        return try ledger.read { db in
            Checks.all(db) + [
                Outbox.check(db), try Checks.documents(db, output: folder, leavingOut: left),
            ]
        }
    }

    /// A row a check, and a row more for each further thing that breaks it.
    static func table(_ found: [Invariant]) -> String {
        let rows = found.flatMap { invariant in
            [
                [
                    invariant.holds ? "holds" : "BROKEN", invariant.name.rawValue,
                    "\(invariant.checked) checked", invariant.firstFailure ?? "",
                ]
            ] + invariant.failures.dropFirst().map { ["", "", "", $0] }
        }
        let broken = found.filter { !$0.holds }.count
        let verdict =
            broken == 0
            ? "all \(found.count) invariants hold" : "\(broken) of \(found.count) do not hold"
        return Console.table(rows, right: [2]) + "\n" + verdict
    }
}
