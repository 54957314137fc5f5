public import ArgumentParser
import GRDB
public import Ledger
import Outbox
import Store
import Time

extension Invariant.Name: ExpressibleByArgument {}

struct Verify: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "verify",
        abstract: "Recomputes everything from the raw events and checks every named invariant.",
        discussion: """
            Months are measured and priced again, snapshots and evidence digested again, the hash chain \
            replayed, published files compared, and every row held against the seal of its transaction. \
            Exit code 1 where something does not hold. A file that stands in OUTPUT among published ones and \
            that nobody published is a warning on standard error.

            The head it prints is the hash of the last seal. Kept somewhere else it fixes everything there \
            was: --head tells whether the ledger still has it, or was cut back or written anew since.

            With files: what each is by this ledger (published, the evidence of a line, a document's JSON, \
            a file that was read), what it was made from, and the first way in which it differs: the line of a \
            page, the element, the cell, the member. A file is known by what stands in it, whatever its name; \
            what does not stand in OUTPUT is drawn again to compare it.

            With --record what was found is kept in the ledger with its time, and the dashboard shows it.

            --json: ok, invariants[{name, ok, checked, first_failure, failures[]}]; with files ok, \
            files[{file, ok, sha256, what, made_from, difference}].

            Examples:
              bm verify --json
              bm verify --head "$(cat head-of-may)"
              bm verify --only chain --only mirror
              bm verify --record && bm site
              bm verify INV-2026-0601-0002.pdf evidence.ndjson
            """)

    @Argument(help: "Files to check on their own; none for the whole ledger.") var files: [String] =
        []
    @Option(help: "A head that was printed earlier: the ledger must still have it.") var head:
        String?
    @Option(help: "Only the check with that name, and others that are named.") var only:
        [Invariant.Name] = []
    @Flag(help: "Keep what was found in the ledger, for the dashboard.") var record = false
    @OptionGroup var options: GlobalOptions

    func validate() throws {
        if record, !files.isEmpty || !only.isEmpty {
            throw ValidationError("--record keeps all invariants: leave out files and --only")
        }
        guard let head else { return }
        if head.count != 64 || !head.utf8.allSatisfy({ "0123456789abcdef".utf8.contains($0) }) {
            throw ValidationError(
                "\(head) is not the head of a ledger: 64 digits of 0 to 9 and a to f, as bm verify prints"
            )
        }
    }

    func run() throws {
        let ledger = try options.open(for: .reading)
        if !files.isEmpty { return try check(ledger) }
        if !only.isEmpty {
            let found = try Verify.run(ledger, output: options.output, only: only)
            if only.contains(.documentsMatch) { try warn(ledger) }
            return try say(found, heads: [])
        }
        // Rows that are not what was written can be anything, and a check that needs to read them may not
        // come to its end: what is known of them is said first.
        var found = try Verify.run(ledger, output: options.output) { rows in
            for invariant in rows {
                for failure in invariant.failures {
                    RunLog.find("\(invariant.name.rawValue): \(failure)")
                }
            }
        }
        // Where even this cannot be read, the checks say so.
        let heads = (try? ledger.read { try Seal.heads($0) }) ?? []
        if let head, !heads.contains(head) {
            let cut = "no seal has the hash \(head): the ledger was cut back, or is another one"
            found = found.map {
                $0.name == .sealed
                    ? Invariant(.sealed, checked: $0.checked, failures: [cut] + $0.failures) : $0
            }
        }
        try warn(ledger)
        if record { try Verify.keep(found, options.open(), at: options.now()) }
        try say(found, heads: heads)
    }

    static func keep(_ found: [Invariant], _ ledger: LedgerFile, at instant: Instant) throws {
        try ledger.write { db in
            let head = try Journal.head(db).sequence
            // The same run again holds the same; it only counts the files that it published itself.
            if let last = try Verification.latest(db, at: instant), last.at == instant,
                last.headSequence == head, (last.invariants + found).allSatisfy(\.holds)
            {
                return
            }
            try Verification(at: instant, headSequence: head, invariants: found).insert(db)
        }
    }

    /// Says which files stand among published ones and are none.
    private func warn(_ ledger: LedgerFile) throws {
        let folder = try OutputFolder(options.output)
        // A ledger whose rows cannot be read has said so by now.
        let files = (try? ledger.read { try Checks.unpublished($0, output: folder) }) ?? []
        for file in files.prefix(Verify.mostWarnings) {
            RunLog.warn("nobody published \(folder.path)/\(file)")
        }
        if files.count > Verify.mostWarnings {
            RunLog.warn("nor \(files.count - Verify.mostWarnings) files more")
        }
    }

    private static let mostWarnings = 20

    private func say(_ found: [Invariant], heads: [String]) throws {
        if options.json {
            Console.print(
                .object([
                    .init("ok", .bool(found.allSatisfy(\.holds))),
                    .init("head", .optional(heads.last)),
                    .init("invariants", .array(found.map(\.json))),
                ]))
        } else {
            Console.print(Verify.table(found))
            if let last = heads.last { Console.print("head \(last), seal \(heads.count)") }
        }
        if !found.allSatisfy(\.holds) { throw ExitCode(1) }
    }

    private func check(_ ledger: LedgerFile) throws {
        let output = try OutputFolder(options.output)
        let editions = Editions(ledger, output: output)
        let found = try files.map { try FileCheck(ledger, $0, InputFile.bytes($0), editions) }
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

    /// Every invariant, of the ledger and of the files published from it.
    ///
    /// - Parameters:
    ///   - left: a folder of the output whose files are not compared.
    ///   - rowsChecked: is told what the checks of rows found, before any other check begins.
    static func run(
        _ ledger: LedgerFile, output: String, leavingOut left: String? = nil,
        rowsChecked: ([Invariant]) -> Void = { _ in }
    ) throws -> [Invariant] {
        let folder = try OutputFolder(output)
        let rows = try Stopwatch.of("Ledger") { try ledger.read(Checks.rows) }
        rowsChecked(rows)
        let meanings =
            try rows.allSatisfy(\.holds)
            ? ledger.read(meanings)
            : (Checks.namesOfMeanings + [.outboxMatches]).map {
                try CheckApart.run($0, ledger: ledger.path, output: output)
            }
        return try Stopwatch.of("Ledger") {
            try ledger.read {
                rows + meanings + [Checks.documents($0, output: folder, leavingOut: left)]
            }
        }
    }

    /// Parts of the checks beside each other.
    private static func meanings(_ db: Database) throws -> [Invariant] {
        let parts = try Checks.parts(db) + [Checks.Part(.outboxMatches) { Outbox.check($0) }]
        let progress = Progress("checks", of: parts.count)
        let found = try LedgerReaders.each(parts, as: db) { db, part in
            Stopwatch.of("Ledger") { part.run(db) }
        } taken: {
            progress.advance()
        }
        return Invariant.joined(found)
    }

    /// Only some of them, in their own order.
    private static func run(
        _ ledger: LedgerFile, output: String, only: [Invariant.Name]
    ) throws -> [Invariant] {
        let folder = try OutputFolder(output)
        return try ledger.read { db in
            Checks.some(db, only)
                + (only.contains(.outboxMatches) ? [Outbox.check(db)] : [])
                + (only.contains(.documentsMatch) ? [Checks.documents(db, output: folder)] : [])
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
