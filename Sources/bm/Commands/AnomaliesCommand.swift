import ArgumentParser
import Catalog
import GRDB
import Metering
import Money
import Rating
import Store
import Time

struct AnomaliesCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "anomalies", abstract: "Usage of a customer that is not like its own.",
        subcommands: [List.self])

    struct List: ParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "list",
            abstract: "Bursts, retry loops, and days on which the dearest models took over.",
            discussion: """
                A burst is an hour, and a spike a day, that lies above the customer's own median by more \
                than --threshold median absolute deviations. A loop is the same request, or a failed one, \
                five times or more within a minute of each other. docs/anomalies.md works out an \
                example. It is all billed as it is; exit code 1 where there is something to look at.

                --json: schema, period, ok, anomalies[{merchant_id, customer_id, kind, from, to, events, \
                model, event, value, usual, deviation}]; of a spike, value, usual and deviation are \
                ten-thousandths of the day's events.

                Example:
                  bm anomalies list --period 2026-05
                """)

        @Option(help: "The month, YYYY-MM.") var period: String
        @Option(help: "Only this merchant.") var merchant: String?
        @Option(help: "How many deviations above the median are far.") var threshold = 8
        @Option(help: "The property of events that names the model.") var dimension = "model"
        @OptionGroup var options: GlobalOptions

        func validate() throws {
            if !(1...1_000_000).contains(threshold) {
                throw ValidationError("--threshold \(threshold): a whole number from 1 to 1000000")
            }
        }

        func run() throws {
            let month = try Month(period)
            let found = try options.open(for: .reading).read { db in
                try MerchantChoice.all(db, merchant)
                    .flatMap { id in
                        try AnomaliesCommand.all(
                            db, id, month, threshold: threshold, dimension: dimension
                        ).map { (id, $0) }
                    }
            }
            if options.json {
                Console.print(
                    .object([
                        .init("schema", "bm.anomalies/1"), .init("period", .string(period)),
                        .init("ok", .bool(found.isEmpty)),
                        .init("anomalies", .array(found.map { $1.json(of: $0) })),
                    ]))
            } else {
                for (merchant, anomaly) in found {
                    Console.print("\(merchant) · \(anomaly.customer) · \(anomaly.words)")
                }
                if found.isEmpty { Console.print("nothing unusual in \(month)") }
            }
            if !found.isEmpty { throw ExitCode(1) }
        }
    }

    /// What is unusual of a merchant's month, with the limits of the list unless others are given.
    static func all(
        _ db: Database, _ merchant: Merchant.ID, _ month: Month,
        threshold: Int = Anomaly.Limits().threshold, dimension: String = "model"
    ) throws -> [Anomaly] {
        try RatedMonth(
            db, merchant, month, withEvidence: false, supposing: Supposition().uncapped
        ).anomalies(db, merchant, threshold: threshold, dimension: dimension)
    }
}

extension Anomaly {
    fileprivate var words: String {
        switch kind {
        case .burst:
            return "burst · \(from) to \(to): \(events) events, up to \(value) an hour, usual "
                + "\(usual ?? "") ± \(deviation ?? "")"
        case .retryLoop:
            let what = model.map { "\(value) of \($0)" } ?? value
            return
                "retry loop · \(from) to \(to): \(events) alike events \(what), first \(event ?? "")"
        case .premiumSpike:
            let share = Exact(value).flatMap { try? $0.shifted(right: 2) } ?? .zero
            let before = usual.flatMap { Exact($0) }.flatMap { try? $0.shifted(right: 2) } ?? .zero
            return
                "premium spike · \(from) to \(to): \(events) events, \(share) % of the day's with "
                + "the dearest models, usual \(before) %"
        }
    }

    fileprivate func json(of merchant: Merchant.ID) -> JSONValue {
        .object([
            .init("merchant_id", .string(merchant.text)),
            .init("customer_id", .string(customer.text)), .init("kind", .string(kind.rawValue)),
            .init("from", .string(from.description)), .init("to", .string(to.description)),
            .init("events", .int(events)), .init("model", .optional(model)),
            .init("event", .optional(event)), .init("value", .string(value)),
            .init("usual", .optional(usual)), .init("deviation", .optional(deviation)),
        ])
    }
}
