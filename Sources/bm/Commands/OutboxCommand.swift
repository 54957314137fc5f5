public import ArgumentParser
import Catalog
import Foundation
import GRDB
public import Outbox
import Store
import Time

struct OutboxCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "outbox",
        abstract: "Business events, each once, for those who are to be told.",
        subcommands: [List.self, ExportSigned.self, Collect.self])

    /// Which events.
    struct Choice: ParsableArguments {
        @Option(
            help: ArgumentHelp(
                "Only those behind this one: an id, or a number, that of the merchant with --merchant.",
                valueName: "event"))
        var after: String?
        @Option(help: "Only this merchant.") var merchant: String?
        @Option(help: "Only this kind: invoice.paid, refund.succeeded, cap.reached, …")
        var kind: OutboxEvent.Kind?

        func choice(_ db: Database) throws -> OutboxEvent.Choice {
            let owner = try MerchantChoice.only(db, merchant)
            var choice = OutboxEvent.Choice(merchant: owner, kind: kind)
            if let after {
                guard
                    let place = try Int64(after)
                        ?? OutboxEvent.place(db, of: after, merchant: owner), place >= 0
                else { throw OutboxError.unknownEvent(after) }
                choice.after = place
            }
            return choice
        }
    }

    struct List: ParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "list",
            abstract: "What there is to tell.",
            discussion: """
                --json, or --format json: schema, events[{sequence, merchant_id, number, event}], each \
                event as it is delivered. number counts the events of its merchant.

                Examples:
                  bm outbox list --kind invoice.paid
                  bm outbox list --merchant mer_001 --after 120
                """)

        enum Format: String, ExpressibleByArgument, CaseIterable { case text, json }

        @OptionGroup var choice: Choice
        @Option(help: "The format.") var format = Format.text
        @OptionGroup var options: GlobalOptions

        func run() throws {
            let isJSON = options.json || format == .json
            var rows: [[String]] = []
            var events: [JSONValue] = []
            try options.open(for: .reading).read { db in
                try OutboxEvent.forEach(db, choice.choice(db)) { event in
                    // A merchant is not told how much happens at others.
                    let place = choice.merchant == nil ? event.sequence : event.number
                    if isJSON {
                        let sequence: [JSONValue.Member] =
                            choice.merchant == nil ? [.init("sequence", .int(event.sequence))] : []
                        events.append(
                            .object(
                                sequence + [
                                    .init("merchant_id", .string(event.merchant.text)),
                                    .init("number", .int(event.number)),
                                    .init("event", event.cloudEvent),
                                ]))
                    } else {
                        rows.append([
                            "\(place)", "\(event.content.occurredAt)",
                            event.content.kind.rawValue, event.merchant.text,
                            event.content.subject, event.id,
                        ])
                    }
                }
            }
            if isJSON {
                Console.printList("bm.outbox/1", "events", events)
            } else {
                Console.print(
                    rows.isEmpty ? "nothing to tell" : Console.table(rows, right: [0]))
            }
        }
    }

    struct Collect: ParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "collect",
            abstract: "Records what only time and counting bring: overdue invoices, caps reached.",
            discussion: """
                All other events are written with the fact that they tell of. An invoice becomes overdue \
                because a day ends, and a cap is reached by usage that nobody has priced yet: both are \
                recorded when they are looked for, here or, caps, by the close of their month. Run it as often \
                as they are to be known: each is recorded once.

                Example:
                  bm outbox collect --as-of 2026-06-17T00:10:00+08:00
                """)

        @Option(help: "The month whose caps are looked at, YYYY-MM; default: that of the run.")
        var period: String?
        @Option(help: "Only this merchant.") var merchant: String?
        @OptionGroup var options: GlobalOptions

        func run() throws {
            let ledger = try options.open()
            let now = try options.now()
            let month = try period.map { try Month($0) }
            var overdue = 0
            var caps = 0
            for id in try ledger.read({ try MerchantChoice.all($0, merchant) }) {
                try ledger.write { db in
                    overdue += try Outbox.noticeOverdue(db, id, at: now)
                    let zone = try Merchant(db, id, at: now).zone
                    caps += try Outbox.noticeCaps(
                        db, id, month ?? zone.day(of: now).month, at: now)
                }
            }
            if options.json {
                Console.print(
                    .object([
                        .init("schema", "bm.outbox-collected/1"),
                        .init("invoices_overdue", .int(overdue)),
                        .init("caps_reached", .int(caps)),
                    ]))
            } else {
                Console.print("\(overdue) invoices overdue · \(caps) caps reached, new")
            }
        }
    }
}

extension OutboxEvent.Kind: ExpressibleByArgument {}
