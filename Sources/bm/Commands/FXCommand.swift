import ArgumentParser
import FX
import Money
import Store
import Time

struct FXCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "fx", abstract: "Published exchange rates, and rates that were locked.",
        subcommands: [Import.self, Show.self, FXLockCommand.self])

    struct Import: ParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "import",
            abstract: "Adds published rates.",
            discussion: """
                ecb: a table of the European Central Bank's euro reference rates: the whole history \
                (eurofxref-hist.csv), the last 90 days, or the last day (eurofxref.csv).
                csv: a table of one's own with the columns date, base, quote and rate in any order, \
                rate being units of quote for one base. --source says whose they are.

                A rate that differs from one in the ledger for the same day and source stops the \
                import, and so does one that is more than 1.5 times (csv: 1.2 times) the one beside it \
                or less than its inverse, at most ten days off, unless --accept-jump. Nothing is kept \
                then. What was not read is named and counted.

                --json: schema, source, added, known, from, to, ignored[{kind, name, count}], jumps[].

                Examples:
                  bm fx import eurofxref-hist.csv --format ecb
                  bm fx import rates.csv --format csv --source 'Treasury desk'
                """)

        enum Format: String, ExpressibleByArgument, CaseIterable { case ecb, csv }

        @Argument(help: "The file of rates.") var file: String
        @Option(help: "Its layout.") var format: Format
        @Option(help: "Who published them: for csv.") var source: String?
        @Flag(help: "Take rates that moved further than is likely; they are named.")
        var acceptJump = false
        @OptionGroup var options: GlobalOptions

        func validate() throws {
            if (format == .csv) != (source != nil) {
                throw ValidationError(
                    format == .csv
                        ? "--format csv needs --source: who published the rates"
                        : "--source goes with --format csv only: this file is the ECB's")
            }
        }

        func run() throws {
            let ledger = try options.open()
            let bytes = try InputFile.textBytes(file, most: InputFile.mostOfTable)
            let text = String(decoding: bytes, as: UTF8.self)
            switch format {
            case .ecb: try add(ECBTable(text, file: file), bytes, to: ledger)
            case .csv: try add(CSVRateTable(text, file: file, source: source!), bytes, to: ledger)
            }
        }

        private func add(
            _ table: some RateTable, _ bytes: [UInt8], to ledger: LedgerFile
        ) throws {
            let now = try options.now()
            let result = try ledger.write { db in
                try table.add(
                    db, sourceName: InputFile.name(file), digest: SHA256Digest.hex(bytes), at: now,
                    acceptingJumps: acceptJump)
            }
            if options.json {
                Console.print(result.json(table))
                return
            }
            Console.print(
                "\(result.added) rates added · \(result.known) known · \(result.from) to \(result.to)"
            )
            // The ECB's history keeps the columns of currencies that have long gone into the euro.
            let ignored = table.ignored.filter { $0.count > 0 }.map(\.text)
            if !ignored.isEmpty { Console.print("ignored: " + ignored.joined(separator: ", ")) }
            for jump in result.jumps { Console.print("accepted: \(jump.text)") }
        }
    }

    struct Show: ParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "show",
            abstract: "The rate that serves a day, and where it comes from.",
            discussion: """
                Of that day, or of the last day before it that the source has one of, at most seven \
                back. --json: schema, base, quote, value, direction, rate_date, source, \
                derived_from[], derivation, wanted_date.

                Examples:
                  bm fx show --base USD --on 2026-05-31
                  bm fx show --base USD --quote HKD --source 'Treasury desk'
                """)

        @Option(help: "The currency of which there is one.") var base: String
        @Option(help: "The currency it is priced in.") var quote = "CNY"
        @Option(help: "The day, YYYY-MM-DD; default: the last one whose rates are out.")
        var on: String?
        @Option(help: "Whose rates.") var source = ECBTable.source
        @OptionGroup var options: GlobalOptions

        func run() throws {
            let ledger = try options.open(for: .reading)
            let last = FXRate.lastPublished(at: try options.now())
            let day = try on.map { try Day($0) } ?? last
            guard day <= last else {
                throw ValidationError(
                    "--on \(day): the last rates that are out are of \(last); no rate comes from "
                        + "the future")
            }
            let pair = (try Currency(code: base), try Currency(code: quote))
            let rate = try ledger.read {
                try FXRate.find($0, base: pair.0, quote: pair.1, on: day, source: source)
            }
            if options.json {
                Console.print(
                    .object(
                        [.init("schema", "bm.fx-rate/1")] + rate.members
                            + [.init("wanted_date", .string("\(day)"))]))
                return
            }
            Console.print("\(rate.text): \(rate.direction)\n  \(rate.origin(wanted: day))")
        }
    }
}

extension RateImport {
    fileprivate func json(_ table: some RateTable) -> JSONValue {
        .object([
            .init("schema", "bm.fx-import/1"), .init("source", .string(table.source)),
            .init("added", .int(added)), .init("known", .int(known)),
            .init("from", .string(from.description)), .init("to", .string(to.description)),
            .init(
                "ignored",
                .array(
                    table.ignored.map {
                        .object([
                            .init("kind", .string($0.kind.rawValue)),
                            .init("name", .string($0.name)), .init("count", .int($0.count)),
                        ])
                    })), .init("jumps", .array(jumps.map { .string($0.text) })),
        ])
    }
}
