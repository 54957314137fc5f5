import ArgumentParser
import Catalog
import Credits
import GRDB
import Invoicing
import Metering
import Money
import Rating
import Store
import Time

struct UsageCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "usage", abstract: "What was used so far.", subcommands: [Summary.self])

    struct Summary: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "A customer's current cycle: units and what they cost so far.",
            discussion: """
                Example:
                  bm usage summary cus_cn_001 --period 2026-05
                """)

        @Argument(help: "The customer.") var customer: String
        @Option(help: "The month, YYYY-MM; default: the month of the run.") var period: String?
        @OptionGroup var options: GlobalOptions

        func run() throws {
            let ledger = try options.open(for: .reading)
            let now = try options.now()
            try ledger.read { db in
                let id = Customer.ID(customer)
                let merchant = try MerchantCatalog.merchant(db, of: id)
                let zone = try MerchantCatalog(db, merchant, at: now).merchant.zone
                let month = try period.map { try Month($0) } ?? zone.day(of: now).month
                let rated = try RatedMonth(
                    db, merchant, month, customers: [id], withEvidence: false)
                guard let entry = rated.catalog.customer(id) else {
                    throw CatalogError.unknownCustomer(customer)
                }
                let plan = rated.catalog.plan(entry.plan)
                let fees = rated.fees[id] ?? []
                var due = PreciseAmount.zero(plan.currency)
                for fee in fees { due = try due.plus(fee.amount) }
                let credits = try CreditBalance.fetchAll(db, customer: id).filter {
                    [.live, .waiting, .unpaid].contains(try $0.state(at: now))
                }
                if options.json {
                    let credits = try credits.map { try $0.json(at: now) }
                    Console.print(json(id, month, plan, fees, rated, due, credits))
                } else {
                    print(id, entry, month, plan, fees, rated, due)
                    if !credits.isEmpty {
                        Console.print("credits left:")
                        Console.print(try CreditsCommand.table(credits, at: now))
                    }
                }
            }
        }

        private func print(
            _ id: Customer.ID, _ customer: Customer, _ month: Month, _ plan: Plan, _ fees: [Fee],
            _ rated: RatedMonth, _ due: PreciseAmount
        ) {
            Console.print("\(id) · \(customer.name.english) · \(plan.name.english) · \(month)")
            let rows = fees.map { fee -> [String] in
                let metric = rated.catalog.metric(fee.usage.metric)
                let group = fee.usage.group.map { $0.value ?? "–" }.joined(separator: " · ")
                return [
                    metric.name.english + (group.isEmpty ? "" : " · " + group),
                    fee.explanation.units.grouped, metric.unit.english,
                    "\(fee.usage.eventCount) events", fee.amount.exact.grouped(minimumScale: 2),
                ]
            }
            if rows.isEmpty {
                Console.print("no usage yet")
            } else {
                Console.print(Console.table(rows, right: [1, 3, 4]))
            }
            Console.print("usage so far: \(due)")
            if !plan.baseFee.isZero {
                Console.print("base fee a month, in advance: \(plan.baseFee)")
            }
        }

        private func json(
            _ id: Customer.ID, _ month: Month, _ plan: Plan, _ fees: [Fee], _ rated: RatedMonth,
            _ due: PreciseAmount, _ credits: [JSONValue]
        ) -> JSONValue {
            .object([
                .init("customer_id", .string(id.text)), .init("period", .string(month.description)),
                .init("plan", .string(plan.code.text)),
                .init("currency", .string(plan.currency.code)),
                .init(
                    "lines",
                    .array(
                        fees.map { fee in
                            .object([
                                .init("charge", .string(fee.charge.text)),
                                .init("metric", .string(fee.usage.metric.text)),
                                .init(
                                    "dimensions",
                                    .object(
                                        fee.usage.group.map {
                                            .init($0.dimension, .optional($0.value))
                                        })),
                                .init("units", .exact(fee.explanation.units.exact)),
                                .init("events", .int(fee.usage.eventCount)),
                                .init("precise_amount", .exact(fee.amount.exact)),
                            ])
                        })),
                .init("usage", .exact(due.exact)), .init("base_fee", .exact(plan.baseFee.exact)),
                .init("credits", .array(credits)),
            ])
        }
    }
}
