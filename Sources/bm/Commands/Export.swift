import ArgumentParser
import GRDB
import Ledger
import Store

struct Export: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "export",
        abstract: "Writes what the ledger holds, to standard output or a file.",
        discussion: """
            bm export NAME writes a table or a report row by row; bm export table --help has the names. \
            --output names a file, which appears whole or not at all.

            Examples:
              bm export invoices --format csv --period 2026-05 > invoices.csv
              bm export ledger --format beancount --output ledger.beancount
            """,
        subcommands: [Rows.self, Books.self, Usage.self, Unmatched.self],
        defaultSubcommand: Rows.self)

    struct Books: ParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "ledger", abstract: "The journal of all books.",
            discussion: """
                beancount and hledger: plain-text accounting, for bean-check and hledger check. json: \
                every entry with its hash. csv, ndjson: a posting a row, as bm export postings.

                Example:
                  bm export ledger --format beancount > ledger.beancount && bean-check ledger.beancount
                """)

        enum Format: String, ExpressibleByArgument, CaseIterable {
            case beancount, hledger, json, csv, ndjson
        }

        @Option(help: "The format.") var format: Format
        @OptionGroup var options: GlobalOptions

        func validate() throws { try options.goesWith(isJSON: format == .json) }

        func run() throws {
            if let rows = ExportFormat(rawValue: format.rawValue), rows != .json {
                let postings = ExportTables.named("postings")!
                try Rows.write(
                    postings, rows, options, month: nil, merchant: nil, at: options.now())
                return
            }
            let ledger = try options.open(for: .reading)
            let text = try ledger.read { db in
                switch format {
                case .hledger: try PlainTextJournal.text(db, .hledger)
                case .json: try Books.json(db).pretty
                default: try PlainTextJournal.text(db, .beancount)
                }
            }
            try ExportSink.write(to: options.namedOutput) { try $0.write(text + "\n") }
        }

        private static func json(_ db: Database) throws -> JSONValue {
            var entries: [JSONValue] = []
            try Journal.forEach(db) { entry in
                entries.append(
                    .object([
                        .init("sequence", .int(entry.sequence)), .init("book", .string(entry.book)),
                        .init("date", .string(entry.day)), .init("kind", .string(entry.kind)),
                        .init("source", .string(entry.source)),
                        .init(
                            "postings",
                            .array(
                                entry.postings.map {
                                    .object([
                                        .init("account", .string($0.account)),
                                        .init("currency", .string($0.currency)),
                                        .init("minor_units", .int($0.minorUnits)),
                                    ])
                                })),
                        .init("previous_hash", .string(entry.previousHash)),
                        .init("hash", .string(entry.hash)),
                    ]))
            }
            return .object([.init("schema", "bm.ledger/1"), .init("entries", .array(entries))])
        }
    }
}
