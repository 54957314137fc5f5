import ArgumentParser
import Checkout
import GRDB
import Ledger
import Metering
import Money
import Store
import Time

extension Export {
    struct Unmatched: ParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "unmatched",
            abstract: "What came in and matched nothing, with the reason.",
            discussion: """
                csv, json: lines of usage that fit no catalog, rows of trade and fund bills and messages that \
                are nowhere in the ledger: kind, place, reason, words, channel, account, out_trade_no, \
                transaction_id, refund_id, idempotency_key, at, amount, quantity. \
                ndjson: the lines of usage alone. raw: these as they came, to be mended and sent again.

                Examples:
                  bm export unmatched --format csv > unmatched.csv
                  bm export unmatched --format raw > again.ndjson
                """)

        enum Format: String, ExpressibleByArgument, CaseIterable { case ndjson, raw, csv, json }

        @Option(help: "The format; default: ndjson, or json with --json.") var format: Format?
        @Flag(help: "Lines of usage in quarantine instead: counts that contradict each other.")
        var quarantined = false
        @OptionGroup var options: GlobalOptions

        func validate() throws {
            try options.goesWith(isJSON: format == nil || format == .json)
        }

        func run() throws {
            let now = try options.now()
            let (lines, differences) = try options.open(for: .reading).read { db in
                (
                    try WaitingLine.all(db, quarantined ? .quarantined : .unmatched, at: now),
                    quarantined
                        ? []
                        : Reconciliation(try Clearing.sides(db, asOf: now), period: nil, asOf: now)
                            .differences.filter(\.isUnmatched)
                )
            }
            let rows = lines.map(UnmatchedRow.members) + differences.map(UnmatchedRow.members)
            if (format ?? (options.json ? .json : .ndjson)) == .json {
                Console.printList("bm.unmatched/2", "unmatched", rows.map { .object($0) })
                return
            }
            try ExportSink.write(to: options.namedOutput) { out in
                switch format {
                case .csv:
                    try out.write(CSVRows.line(UnmatchedRow.names) + "\n")
                    for row in rows {
                        let cells = row.map { CSVCell.text(of: $0.value) }
                        try out.write(CSVRows.line(cells) + "\n")
                    }
                case .raw:
                    for line in lines {
                        try out.write(String(decoding: line.raw, as: UTF8.self) + "\n")
                    }
                default:
                    for line in lines {
                        try out.write(JSONValue.object(WaitingText.members(line)).compact + "\n")
                    }
                }
            }
        }
    }
}

/// What matched nothing, in the same columns wherever it came from.
private enum UnmatchedRow {
    static let names = [
        "kind", "place", "reason", "words", "channel", "account", "out_trade_no", "transaction_id",
        "refund_id", "idempotency_key", "at", "amount", "quantity",
    ]

    static func members(_ line: WaitingLine) -> [JSONValue.Member] {
        let found = line.reject.value.map { "“\($0)”" } ?? "missing"
        return members([
            "kind": "usage", "place": "\(line.source):\(line.line)",
            "reason": line.reject.reason.rawValue,
            "words": "\(line.reject.field ?? "") \(found); allowed: \(line.reject.allowed)",
            "idempotency_key": line.event.key, "at": line.event.occurredAt.description,
            "quantity": line.event.quantity?.description,
        ])
    }

    static func members(_ difference: Difference) -> [JSONValue.Member] {
        members([
            "kind": difference.left.side.rawValue, "place": difference.place,
            "reason": difference.reason.rawValue, "words": difference.reason.words,
            "channel": difference.channel.rawValue, "account": difference.account,
            "out_trade_no": difference.outTradeNo, "transaction_id": difference.transactionID,
            "refund_id": difference.refundID, "at": difference.at.description,
            "amount": difference.left.amount?.decimal,
        ])
    }

    private static func members(_ values: [String: String?]) -> [JSONValue.Member] {
        names.map { .init($0, .optional(values[$0] ?? nil)) }
    }
}
