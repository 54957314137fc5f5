import ArgumentParser
import Catalog
import FX
import Money
import Settlement
import Store
import Time

struct SettlementsCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "settlements", abstract: "What merchants are paid.",
        subcommands: [
            Preview.self, CloseBatch.self, SettlementsShow.self, SettlementsAdjust.self,
            SettlementsPayout.self,
        ])

    struct Preview: ParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "preview",
            abstract: "Shows what closing now would pay, changing nothing.",
            discussion: """
                Example:
                  bm settlements preview --currency USD --period 2026-06
                """)

        @Option(help: "Only merchants paid in this currency.") var currency: String?
        @Option(help: "The month, YYYY-MM; default: the next to settle.") var period: String?
        @OptionGroup var options: GlobalOptions

        func run() throws {
            let ledger = try options.open(for: .reading)
            let now = try options.now()
            let wanted = try currency.map { try Currency(code: $0) }
            let batches = try ledger.read { db in
                try MerchantCatalog.merchants(db).flatMap { id -> [SettlementBatch] in
                    let merchant = try Merchant(db, id, at: now)
                    guard wanted == nil || merchant.settlement.currency == wanted else {
                        return []
                    }
                    let month =
                        try period.map { try Month($0) } ?? Settler.nextMonth(db, id)
                        ?? merchant.zone.day(of: now).month
                    return try Settler.preview(db, id, month: month, at: now)
                }
            }
            if options.json {
                Console.printList("bm.settlements/1", "settlements", batches.map(\.json))
                return
            }
            for batch in batches { Console.print(batch.preview) }
            if batches.isEmpty {
                Console.print("no merchant is paid in \(wanted?.code ?? "any currency")")
            }
        }
    }

    struct CloseBatch: ParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "close", abstract: "Settles a month; safe to repeat.",
            discussion: """
                A merchant whose contract says payout: t_plus_1 is settled day by day: with --day all days \
                up to that one that are not settled yet, in order; with --period those of the month.

                Examples:
                  bm settlements close --period 2026-06 --as-of 2026-07-01T09:00:00+08:00
                  bm settlements close --day 2026-06-17 --as-of 2026-06-18T09:00:00+08:00
                """)

        @Option(help: "The month, YYYY-MM.") var period: String?
        @Option(help: "The last day, YYYY-MM-DD, of merchants that are paid day by day.")
        var day: String?
        @Option(help: "Only this merchant.") var merchant: String?
        @OptionGroup var options: GlobalOptions

        func validate() throws {
            if (period == nil) == (day == nil) {
                throw ValidationError("say --period or --day")
            }
        }

        func run() throws {
            let ledger = try options.open()
            let now = try options.now()
            let month = try period.map { try Month($0) }
            let day = try day.map { try Day($0) }
            let merchants = try ledger.read { try MerchantChoice.all($0, merchant) }
            var closed: [SettlementBatch] = []
            for id in merchants {
                let batches = try ledger.write { db in
                    try month.map { try Settler.close(db, id, month: $0, at: now) }
                        ?? Settler.close(db, id, through: day!, at: now)
                }
                closed += batches
                if batches.isEmpty, !options.json {
                    Console.print(
                        month.map { "\(id) · \($0) closed before" }
                            ?? "\(id) · nothing to settle through \(day!)")
                }
            }
            if options.json {
                Console.printList("bm.settlements/1", "settlements", closed.map(\.json))
            } else {
                for batch in closed { Console.print("\(batch.number) · \(batch.outcome)") }
            }
        }
    }
}
