import ArgumentParser
import GRDB
import Metering
import Store
import Time

extension Export {
    struct Usage: ParsableCommand {
        static let configuration = CommandConfiguration(
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
            var out = BufferedOutput()
            var isFirst = true
            try options.open(for: .reading).read { db in
                if format == .json { out.write("{\"schema\":\"bm.usage/1\",\"usage\":[") }
                try UsageRows.forEach(db, in: month, at: now) { row in
                    let members = row.members
                    switch format {
                    case .ndjson: out.write(JSONValue.object(members).compact + "\n")
                    case .json:
                        out.write((isFirst ? "\n" : ",\n") + JSONValue.object(members).compact)
                    case .csv:
                        if isFirst { out.write(Self.row(members.map(\.key))) }
                        out.write(Self.row(members.map { Self.cell($0.value) }))
                    }
                    isFirst = false
                }
                if format == .json { out.write("\n]}\n") }
            }
            out.finish()
        }

        /// Texts as they are, nothing for null, anything else as JSON.
        private static func cell(_ value: JSONValue) -> String {
            value == .null ? "" : value.string ?? value.compact
        }

        static func row(_ cells: [String]) -> String {
            cells.map { cell in
                let isPlain = !cell.contains { $0 == "\"" || $0 == "," || $0.isNewline }
                return isPlain ? cell : "\"" + cell.replacing("\"", with: "\"\"") + "\""
            }.joined(separator: ",") + "\n"
        }
    }
}

/// Standard output in large parts.
struct BufferedOutput {
    private var bytes: [UInt8] = []

    mutating func write(_ text: String) {
        bytes += Array(text.utf8)
        if bytes.count > 1 << 16 { finish() }
    }

    mutating func finish() {
        Console.write(bytes)
        bytes = []
    }
}
