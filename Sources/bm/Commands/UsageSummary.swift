import ArgumentParser
import Catalog
import Credits
import Invoicing
import Metering
import Money
import Rating
import Store
import Time

struct UsageSummary: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "summary",
        abstract: "A customer's current cycle: units, what they cost so far, what is left.",
        discussion: """
            The billing period that the time of the run is in; with --period, the periods that end \
            in that month.

            Example:
              bm usage summary cus_cn_001 --as-of 2026-05-20T12:00:00+08:00
            """)

    @Argument(help: "The customer.") var customer: String
    @Option(help: "A month, YYYY-MM; default: the period of the run.") var period: String?
    @OptionGroup var options: GlobalOptions

    func run() throws {
        let ledger = try options.open(for: .reading)
        let now = try options.now()
        try ledger.read { db in
            let id = Customer.ID(customer)
            let merchant = try MerchantCatalog.merchant(db, of: id)
            let zone = try Merchant(db, merchant, at: now).zone
            let rated =
                try period.map {
                    try RatedMonth(
                        db, merchant, Month($0), customers: [id], withEvidence: false)
                } ?? RatedMonth(db, merchant, on: zone.day(of: now), customers: [id])
            guard let entry = rated.catalog.customer(id) else {
                throw CatalogError.unknownCustomer(customer)
            }
            let periods = rated.periods[id] ?? []
            var given: [BillingPeriod: PreciseAmount] = [:]
            for period in periods {
                given[period.period] = try rated.credit(of: period, for: id)
            }
            let summary = try UsageSummaryText(
                customer: entry, periods: periods, fees: rated.fees[id] ?? [],
                periodCredits: given,
                entitlements: EntitlementUse.all(db, merchant, rated),
                credits: CreditBalance.fetchAll(db, customer: id).filter {
                    [.live, .waiting, .unpaid].contains(try $0.state(at: now))
                }, at: now)
            if options.json {
                Console.print(try summary.json)
            } else {
                Console.print(try summary.text)
            }
        }
    }
}
