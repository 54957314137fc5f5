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

            Example:
              bm verify --json
            """)

    @OptionGroup var options: GlobalOptions

    func run() throws {
        let ledger = try options.open(for: .reading)
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
