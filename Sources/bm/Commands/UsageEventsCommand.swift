import ArgumentParser
import Metering
import Store
import Time

struct UsageEventsCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "usage-events", abstract: "Takes usage in, and corrects it.",
        subcommands: [Ingest.self, Adjust.self, Cancel.self, Waiting.self, Replay.self])

    struct Ingest: ParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "ingest",
            abstract: "Reads usage events: one JSON object a line, one array of them, or a table.",
            discussion: """
                A line: {"id", "customer_id", "metric", "quantity", "timestamp", "dimensions": {…}}. \
                Numbers are read as decimals. Without a timestamp an event happened now; without an \
                id its content is its key. Repeats are recognised; a line that cannot be taken is \
                kept with the reason, in the ledger and in a file, and the others go in; exit code 1 where \
                there is no other. A run that was stopped is run again with the same --as-of: the ledger is then as after one run.

                Examples:
                  bm usage-events ingest may.ndjson.gz --as-of 2026-06-01T09:00:00+08:00
                  producer | bm usage-events ingest -
                  bm usage-events ingest export.json --format json
                  bm usage-events ingest export.csv --format csv
                """)

        @Argument(help: "Files, gzip or not; - or none for standard input.") var files: [String] =
            []
        @Option(help: "How the files are written.") var format = EventFormat.ndjson
        @Flag(help: "Take events of any age.") var backfill = false
        @Flag(help: "Take nothing of any file when a line cannot be taken.") var strict = false
        @Option(help: "How many days old an event may be.") var windowDays = 35
        @Option(help: "What a time without an offset means, such as Asia/Shanghai.")
        var timezone: String?
        @OptionGroup var options: GlobalOptions

        func run() throws {
            guard (0...36_500).contains(windowDays) else {
                throw ValidationError("--window-days takes 0 to 36500")
            }
            let ledger = try options.open()
            let now = try options.now()
            var intake = Intake.Options()
            intake.backfill = backfill
            intake.windowDays = windowDays
            intake.zone = try timezone.map { try Zone($0) }
            let tally = try UsageIngest(
                ledger: ledger, now: now, options: intake, strict: strict, format: format
            )
            .run(files.isEmpty ? ["-"] : files, quiet: options.quiet)
            let rejects = try RejectFile.write(
                ledger, tally: tally, folder: options.output, at: now)
            report(tally, rejects: rejects)
            // A file of another kind, or of another ledger's customers: nobody means that.
            if tally.rejected > 0, tally.rejected == tally.input { throw ExitCode(1) }
        }

        private func report(_ tally: Intake.Tally, rejects: String?) {
            if options.json {
                Console.print(tally.json(rejects: rejects))
                return
            }
            if tally.input == 1, tally.accepted == 1 {
                let late = tally.late > 0 ? " · late" : ""
                Console.print("accepted\(late) · invoice preview updated")
            } else {
                Console.print(
                    "\(tally.accepted) accepted · \(tally.duplicate) duplicate · "
                        + "\(tally.conflict) conflict · \(tally.late) late · "
                        + "\(tally.rejected - tally.conflict) rejected"
                        + (tally.accepted > 0 ? " · invoice preview updated" : ""))
            }
            if tally.withoutKey > 0 {
                Console.print("\(tally.withoutKey) without an id: their content is their key")
            }
            for (reason, count) in tally.reasons.sorted(by: { $0.key.rawValue < $1.key.rawValue }) {
                Console.print("  \(reason.rawValue): \(count)")
            }
            if let rejects { Console.print("rejected lines with reasons: \(rejects)") }
        }
    }
}

extension Intake.Tally {
    func json(rejects: String?) -> JSONValue {
        .object([
            .init("input", .int(input)), .init("accepted", .int(accepted)),
            .init("duplicate", .int(duplicate)), .init("conflict", .int(conflict)),
            .init("late", .int(late)), .init("rejected", .int(rejected)),
            .init("without_key", .int(withoutKey)),
            .init(
                "reasons",
                .object(
                    reasons.sorted { $0.key.rawValue < $1.key.rawValue }
                        .map { .init($0.key.rawValue, .int($0.value)) })),
            .init("rejects_file", .optional(rejects)),
        ])
    }
}
