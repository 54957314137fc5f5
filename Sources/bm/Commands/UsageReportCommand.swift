import ArgumentParser
import Catalog
import GRDB
import Metering
import Money
import Store
import Time

extension UsageCommand {
    struct Report: ParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "report",
            abstract: "Where every input line ended, in lines and quantities that add up.",
            discussion: """
                billed, free (included, a free model, a price of zero, or no charge asks for it), \
                duplicate, late (after its month was closed), unmatched, not_billable (filtered out or \
                corrected), quarantined, malformed. What has no price stops the whole bill of its \
                customer: all its lines are unmatched then, and the report says what stops it. An open month is judged as if it were closed now. \
                Lines and quantities of all classes are held against what intake counted as it read \
                them; where they differ, the report fails. With --period, the lines of that month are \
                shown; a line without a time is in none.

                Example:
                  bm usage report --period 2026-05
                """)

        @Option(help: "The month, YYYY-MM; default: all that came in.") var period: String?
        @OptionGroup var options: GlobalOptions

        func run() throws {
            let month = try period.map { try Month($0) }
            let now = try options.now()
            let report = try options.open(for: .reading).read {
                try UsageReport($0, in: month, at: now)
            }
            if options.json {
                Console.print(report.json)
            } else {
                Console.print(report.table)
                for stop in report.stops {
                    Console.print(
                        "the bill of \(stop.customer) is stopped, \(stop.lines) lines are unmatched: "
                            + stop.reason)
                }
                if !report.stops.isEmpty {
                    Console.print("bm pricing check --period YYYY-MM lists what has no price")
                }
                Console.print("every line of input is accounted for")
            }
        }
    }

    struct Duplicates: ParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "duplicates",
            abstract: "Events that say the same under another id: suspected, not dropped.",
            discussion: """
                The same customer, metric, dimensions, time and counts. A retry that was given a new id \
                looks like this; so do two calls in one instant. bm usage-events cancel takes one out. \
                Exit code 1 where any was found.

                Example:
                  bm usage duplicates --period 2026-05
                """)

        @Option(help: "The month, YYYY-MM.") var period: String
        @Option(help: "Only this merchant.") var merchant: String?
        @OptionGroup var options: GlobalOptions

        func run() throws {
            let month = try Month(period)
            let found = try options.open(for: .reading).read { db in
                try MerchantChoice.all(db, merchant).flatMap { id in
                    let zone = try MerchantCatalog(
                        db, id, at: Instant(nanoseconds: .max)
                    ).merchant.zone
                    return try SuspectedDuplicates.find(
                        db, id, from: zone.start(of: month), to: zone.end(of: month))
                }
            }
            if options.json {
                Console.printList("bm.duplicates/1", "duplicates", found.map(Self.json))
            } else if found.isEmpty {
                Console.print("no events of \(month) look like repeats of others")
            } else {
                Console.print(
                    Console.table(
                        found.map { one in
                            [
                                one.merchant.text, one.customer.text, one.name, "\(one.at)",
                                one.quantity.grouped(minimumScale: 0),
                                one.keys.joined(separator: " "),
                            ]
                        }, right: [4]))
                let events = found.map(\.keys.count).reduce(0, +)
                Console.print(
                    "\(found.count) group\(found.count == 1 ? "" : "s"), \(events) events that say the same"
                )
            }
            if !found.isEmpty { throw ExitCode(1) }
        }

        private static func json(_ one: SuspectedDuplicates) -> JSONValue {
            .object([
                .init("merchant_id", .string(one.merchant.text)),
                .init("customer_id", .string(one.customer.text)),
                .init("metric", .string(one.name)), .init("timestamp", .string("\(one.at)")),
                .init("quantity", .exact(one.quantity)),
                .init("idempotency_keys", .array(one.keys.map { .string($0) })),
            ])
        }
    }
}
