import ArgumentParser
import Catalog
import Checkout
import Foundation
import Ledger
import Store
import Time

struct ReconcileCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "reconcile",
        abstract: "Holds orders, trade bills, fund bills and the ledger against each other.",
        subcommands: [Report.self, Resolve.self], defaultSubcommand: Report.self)

    struct Report: ParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "report",
            abstract: "Lists every difference with both figures. Exit code 1 where one is open.",
            discussion: """
                Movements belong to the day in UTC+8 on which the money moved. Each difference has a reason \
                of a closed list, its age in days at --as-of, and what a bookkeeper would post or do: \
                nothing is posted by itself. A day whose bill is not imported is said once, and waits \
                until the bill is due at 10:00 on the next day.

                csv: id, state, reason, channel, account, merchant_id, out_trade_no, transaction_id, \
                refund_id, at, age_days, ageing, left_side, left_amount, left_detail, right_side, \
                right_amount, right_detail, currency, place, suggestion, debit, credit, amount, note. \
                --output FILE writes the report there instead of printing it.

                Examples:
                  bm reconcile --period 2026-06
                  bm reconcile --period 2026-06 --channel wechat_pay --format csv --output june.csv
                  bm reconcile resolve d-3f9a5c0e71b2 --note "sent back on 12 June, slip 4711"
                """)

        enum Format: String, ExpressibleByArgument, CaseIterable { case text, csv, json }

        @Option(help: "The month, YYYY-MM; default: all there is.") var period: String?
        @Option(help: "Only this channel.") var channel: Channel?
        @Option(help: "Only this merchant.") var merchant: String?
        @Option(help: "The format; default: text, or json with --json.") var format: Format?
        @OptionGroup var options: GlobalOptions

        func validate() throws {
            try options.goesWith(isJSON: format == nil || format == .json)
        }

        func run() throws {
            let now = try options.now()
            let month = try period.map { try Month($0) }
            let reconciliation = try options.open(for: .reading).read { db in
                let merchant = try MerchantChoice.only(db, merchant)
                return Reconciliation(
                    try Clearing.sides(db, asOf: now),
                    Reconciliation.Scope(period: month, channel: channel, merchant: merchant),
                    asOf: now)
            }
            let report = ReconciliationReport(reconciliation, period: month, asOf: now)
            let text =
                switch format ?? (options.json ? .json : .text) {
                case .text: report.text
                case .csv: report.csv
                case .json: report.json.pretty + "\n"
                }
            if let path = options.namedOutput {
                try WholeFile.write(Array(text.utf8), to: path)
                if !options.quiet { Console.print("\(path) · \(report.verdict)") }
            } else {
                Console.write(Array(text.utf8))
            }
            if !reconciliation.open.isEmpty { throw ExitCode(1) }
        }
    }

    struct Resolve: ParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "resolve",
            abstract: "Notes what was decided about a difference, which is open no more then.",
            discussion: """
                The note is kept for good and shown with the difference. The id is made from the figures: \
                where one changes later, the difference is another one, and open again. Nothing is posted.

                Example:
                  bm reconcile resolve d-3f9a5c0e71b2 --note "sent back on 12 June, slip 4711"
                """)

        @Argument(help: "The difference's id.") var id: String
        @Option(help: "What was found out, and what was done.") var note: String
        @OptionGroup var options: GlobalOptions

        func run() throws {
            let now = try options.now()
            let isNew = try options.open().write { db in
                let all = Reconciliation(
                    try Clearing.sides(db, asOf: now), period: nil, asOf: now)
                guard all.differences.contains(where: { $0.id == id }) else {
                    throw CheckoutError.unknownDifference(id)
                }
                return try ReconciliationDecision.record(db, difference: id, note: note, at: now)
            }
            if options.json {
                Console.print(.object([.init("id", .string(id)), .init("new", .bool(isNew))]))
            } else {
                Console.print(
                    isNew ? "\(id) is resolved: \(note)" : "\(id) has that note, nothing new")
            }
        }
    }
}
