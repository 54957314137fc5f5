import ArgumentParser
import Catalog
import Rating
import Store
import Time

struct UsageBreaches: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "breaches",
        abstract: "Usage past what a plan allows, with the event that crossed it.",
        discussion: """
            Of every billing period that ends in the month. The exit code is 1 where there is one.

            Example:
              bm usage breaches --period 2026-05
            """)

    @Option(help: "The month, YYYY-MM.") var period: String
    @Option(help: "Only this merchant.") var merchant: String?
    @OptionGroup var options: GlobalOptions

    func run() throws {
        let ledger = try options.open(for: .reading)
        let month = try Month(period)
        let breaches = try ledger.read { db in
            try MerchantChoice.all(db, merchant).flatMap { merchant in
                try EntitlementUse.all(
                    db, merchant, RatedMonth(db, merchant, month, withEvidence: false)
                ).filter { $0.breach != nil }
            }
        }
        if options.json {
            Console.printList("bm.breaches/1", "breaches", breaches.map(\.json))
        } else {
            for use in breaches {
                Console.print(
                    "\(use.customer) · \(use.plan) · \(use.feature.name.english): \(use.words), "
                        + (use.breach!.events == 1 ? "1 event" : "\(use.breach!.events) events")
                        + " past it")
            }
            if breaches.isEmpty { Console.print("no usage past what plans allow") }
        }
        if !breaches.isEmpty { throw ExitCode(1) }
    }
}
