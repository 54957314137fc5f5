public import ArgumentParser
public import Catalog
import Rating
import Store
import Time

struct CapsCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "caps", abstract: "Spend caps that customers have set.",
        subcommands: [List.self])

    struct List: ParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "list",
            abstract: "Each cap: used, left, and the event that reached it.",
            discussion: """
                Of the billing periods that end in the month, as far as usage has come: what usage costs \
                by the plan, without base fees, coupons and credits. The list says from which event on \
                the customer's gateway should warn, slow down or refuse; what comes after is billed all \
                the same, except after a cap that stops billing.

                --json: schema, period, caps[{customer_id, plan, from, to, metrics, reaction, currency, \
                amount, used, left, crossing{at, event, reached, amount_after, after[]}}].

                Example:
                  bm caps list --period 2026-05
                """)

        @Option(help: "The month, YYYY-MM; default: the month of the run.") var period: String?
        @Option(help: "Only this merchant.") var merchant: String?
        @Option(help: "Only those with this reaction: warn, throttle, pause or stop_billing.")
        var reaction: SpendCap.Reaction?
        @Flag(help: "Only caps that were reached.") var reached = false
        @OptionGroup var options: GlobalOptions

        func run() throws {
            let now = try options.now()
            let ledger = try options.open(for: .reading)
            let month = try period.map { try Month($0) } ?? now.utcDay.month
            let uses = try ledger.read { db in
                try MerchantChoice.all(db, merchant)
                    .flatMap { try CapUse.all(db, $0, month) }
                    .filter { use in
                        (reaction.map { use.cap.reaction == $0 } ?? true)
                            && (!reached || use.crossing != nil)
                    }
            }
            let report = CapReport(period: month, uses: uses)
            if options.json { Console.print(report.json) } else { Console.print(report.text) }
        }
    }
}

extension SpendCap.Reaction: ExpressibleByArgument {}
