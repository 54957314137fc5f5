import ArgumentParser
import GRDB
import Metering
import Store
import Time

extension Export {
    struct Usage: ParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "usage",
            abstract: "Every input line with where it ended, and what bills it.",
            discussion: """
                sequence, idempotency_key, merchant_id, customer_id, metric, quantity, timestamp, \
                dimensions, outcome (as bm usage report counts them), invoice, line, precise_amount, \
                other_lines, reason, file, input_line. precise_amount is that of the whole line, in the \
                pricing currency; other_lines are those of further charges. Lines that are no events \
                have no sequence. In an open month precise_amount is as of now and invoice is empty.

                Example:
                  bm export usage --format csv --period 2026-05 > usage.csv
                """)

        enum Format: String, ExpressibleByArgument, CaseIterable { case ndjson, json, csv }

        @Option(help: "The format; default: ndjson, or json with --json.") var format: Format?
        @Option(help: "The month, YYYY-MM; default: all that came in.") var period: String?
        @OptionGroup var options: GlobalOptions

        func validate() throws {
            try options.goesWith(isJSON: format == nil || format == .json)
        }

        func run() throws {
            let format = format ?? (options.json ? .json : .ndjson)
            let month = try period.map { try Month($0) }
            let now = try options.now()
            var isFirst = true
            let ledger = try options.open(for: .reading)
            try ExportSink.write(to: options.namedOutput) { out in
                try ledger.read { db in
                    if format == .json { try out.write("{\"schema\":\"bm.usage/1\",\"usage\":[") }
                    try UsageRows.forEach(db, in: month, at: now) { row in
                        let members = row.members
                        switch format {
                        case .ndjson: try out.write(JSONValue.object(members).compact + "\n")
                        case .json:
                            try out.write(
                                (isFirst ? "\n" : ",\n") + JSONValue.object(members).compact)
                        case .csv:
                            if isFirst { try out.write(CSVRows.line(members.map(\.key)) + "\n") }
                            let cells = members.map { CSVCell.text(of: $0.value) }
                            try out.write(CSVRows.line(cells) + "\n")
                        }
                        isFirst = false
                    }
                    if format == .json { try out.write("\n]}\n") }
                }
            }
        }
    }
}
