import ArgumentParser
import Catalog
import Money
import Store
import Time

struct MarginCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "margin",
        abstract: "What the supplier takes for a month's usage beside what it brings.",
        discussion: """
            By customer and by model, the lowest margin first. Cost is that of all tokens, at the book's \
            prices of each event's own time, without its markup; revenue has base fees, seats and \
            coupons, before credits and tax. Usage that the book does not price is of unknown cost, \
            never of none: the margin is then the most it can be. Exit code 1 where one is below zero.

            --json: schema, margins[] with one a merchant: schema, merchant_id, period, cost_book, ok, margin{by_customer[], by_model[]}, \
            unpriced[].

            Example:
              bm margin --period 2026-05 --cost litellm --merchant mer_001
            """)

    @Option(help: "The month, YYYY-MM.") var period: String
    @Option(help: ArgumentHelp("The price book with the supplier's prices.", valueName: "book"))
    var cost: String
    @Option(help: "The merchant; default: the only one, or all of them.") var merchant: String?
    @Option(help: "Only this customer.") var customer: String?
    @Option(help: "The property of events that names the model, where no charge says which.")
    var dimension = "model"
    @OptionGroup var options: GlobalOptions

    func run() throws {
        let month = try Month(period)
        let reports = try options.open(for: .reading).read { db in
            let only = customer.map { Customer.ID($0) }
            let merchants =
                merchant == nil && only == nil
                ? try MerchantCatalog.merchants(db)
                : [try MerchantChoice.one(db, merchant, customer: only)]
            return try merchants.map {
                try MarginReport(
                    db,
                    WhatIfQuestion(
                        merchant: $0, month: month, customers: only.map { [$0] },
                        suppositions: [], book: cost, dimension: dimension))
            }
        }
        if options.json {
            Console.printList("bm.margins/1", "margins", reports.map(\.json))
        } else {
            Console.print(reports.map(\.text).joined(separator: "\n\n"))
        }
        if reports.contains(where: \.isNegative) { throw ExitCode(1) }
    }
}
