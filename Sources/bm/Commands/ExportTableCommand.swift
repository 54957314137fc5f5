import ArgumentParser
import Catalog
import GRDB
import Store
import Time

extension Export {
    /// What `bm export NAME` runs where NAME is none of the other subcommands.
    struct Rows: ParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "table", abstract: "A table or a report, row by row: bm export NAME.",
            discussion: """
                NAME is one of: \(ExportTables.all.map(\.name).joined(separator: ", ")). docs/exports.md has \
                the columns of each. The word table may be left out.

                csv: one header and one row a line; a text that a spreadsheet would take for a formula has \
                a ' before it. json: {"schema", NAME: [rows]}. ndjson: one row a line. Amounts are decimal \
                texts beside their currency, in JSON with their minor units; times RFC 3339 in UTC.

                --period: what is of that month, as docs/exports.md says for each. --as-of: as the ledger stood \
                then. --output names a file, which appears whole or not at all.

                Examples:
                  bm export invoices --format csv --period 2026-05 > invoices.csv
                  bm export payments --format ndjson --merchant mer_001
                  bm export trial-balance --format json --period 2026-06 --output balance.json
                """)

        @Argument(help: "What to export.") var name: String
        @Option(help: "The format; default: csv, or json with --json.") var format: ExportFormat?
        @Option(help: "Only this month, YYYY-MM.") var period: String?
        @Option(help: "Only this merchant.") var merchant: String?
        @OptionGroup var options: GlobalOptions

        func validate() throws {
            try options.goesWith(isJSON: format == nil || format == .json)
            guard let table = ExportTables.named(name) else {
                let known = ["ledger", "usage", "unmatched"] + ExportTables.all.map(\.name)
                throw ValidationError(
                    "there is no export “\(name)”; allowed: \(known.joined(separator: ", "))")
            }
            if merchant != nil, !table.takesMerchant {
                throw ValidationError("\(name) are of no merchant: leave out --merchant")
            }
            if period != nil, !table.takesPeriod {
                throw ValidationError("\(name) are of no month: leave out --period")
            }
            if period == nil, table.needsPeriod {
                throw ValidationError("\(name) are of a month: name it with --period")
            }
        }

        func run() throws {
            let table = ExportTables.named(name)!
            let month = try period.map { try Month($0) }
            let now = try options.now()
            try Rows.write(
                table, format ?? (options.json ? .json : .csv), options, month: month,
                merchant: merchant, at: now)
        }

        static func write(
            _ table: ExportTable, _ format: ExportFormat, _ options: GlobalOptions, month: Month?,
            merchant: String?, at instant: Instant
        ) throws {
            let ledger = try options.open(for: .reading)
            try ExportSink.write(to: options.namedOutput) { sink in
                var writer = ExportWriter(table, format, to: sink)
                try ledger.read { db in
                    let merchants = try MerchantChoice.all(db, merchant).map(\.text)
                    try writer.begin()
                    let request = ExportRequest(
                        merchants: merchants, isNarrowed: merchant != nil,
                        month: month, asOf: instant)
                    try table.forEach(db, request) { try writer.write($0) }
                    try writer.end()
                }
            }
        }
    }
}
