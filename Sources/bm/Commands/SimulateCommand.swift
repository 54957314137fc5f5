import ArgumentParser
import Catalog
import GRDB
import Invoicing
import Money
import Rating
import Store
import Time

struct SimulateCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "simulate",
        abstract: "What a month's usage would have cost otherwise; nothing is written.",
        discussion: """
            Real usage of the billing periods that end in the month is rated once more:

            --catalog FILE    under the plans, charges, add-ons and coupons of a catalog file. Customers \
            stay on their plans, and what the file does not name stays as it is.
            --plan CODE       as if every customer, or --customer, were on that plan.
            --scenarios       at 0.25, 1 and 4 times the usage; --scale gives other factors. Token counts \
            are rounded to whole tokens, each class for itself.
            --break-even CODE with --plan: at how many units both plans cost the same.
            --cap AMOUNT      which event would have reached that spending, and what would have been \
            refused after it.

            Amounts are exact, in the currency of the prices, with base fees, seats and coupons, before \
            credits and tax. What the prices do not cover is listed. --cost BOOK puts the supplier's cost \
            beside them, as bm margin has it.

            Examples:
              bm simulate --catalog new.yaml --period 2026-05
              bm simulate --plan ai_scale --customer cus_cn_001 --period 2026-05
              bm simulate --plan ai_scale --break-even lantern_pay_as_you_go --merchant mer_001 --period 2026-05
              bm simulate --cap 500 --customer cus_cn_001 --period 2026-05
            """)

    @Option(help: "The month, YYYY-MM.") var period: String
    @Option(help: "A catalog file with other prices.") var catalog: String?
    @Option(help: "A plan to put customers on.") var plan: String?
    @Option(help: "Only this customer.") var customer: String?
    @Option(help: "The merchant; default: that of the file or the customer, or the only one.")
    var merchant: String?
    @Option(help: ArgumentHelp("A price book with the supplier's prices.", valueName: "book"))
    var cost: String?
    @Option(help: "The property of events that names the model, where no charge says which.")
    var dimension = "model"
    @Flag(help: "Low, typical and heavy usage.") var scenarios = false
    @Option(help: ArgumentHelp("Factors on the usage, as 0.5,1,2.", valueName: "factors"))
    var scale: String?
    @Option(help: ArgumentHelp("A plan to compare --plan with, unit by unit.", valueName: "plan"))
    var breakEven: String?
    @Option(
        help: ArgumentHelp("The spending to stop at, in the plan's currency.", valueName: "amount"))
    var cap: String?
    @OptionGroup var options: GlobalOptions

    func validate() throws {
        if breakEven != nil, plan == nil {
            throw ValidationError("--break-even needs --plan, the plan to compare")
        }
        if catalog == nil, plan == nil, cap == nil, scale == nil, !scenarios {
            throw ValidationError(
                "say what is to be otherwise: --catalog, --plan, --scenarios, --scale or --cap")
        }
        if cap != nil, scenarios || scale != nil || breakEven != nil || cost != nil {
            throw ValidationError("--cap goes with --catalog, --plan and --customer only")
        }
        if let cap, Exact(cap).map({ $0 > .zero }) != true {
            throw ValidationError("--cap \(cap): an amount above zero, such as 500")
        }
        for factor in factors where Exact(factor).map({ $0 > .zero }) != true {
            throw ValidationError("--scale \(factor): numbers above zero, such as 0.25,1,4")
        }
    }

    private var factors: [String] {
        (scale ?? "0.25,1,4").split(separator: ",", omittingEmptySubsequences: false)
            .map(String.init)
    }

    func run() throws {
        let month = try Month(period)
        let file = try catalog.map { try CatalogFile(yaml: InputFile.text($0), file: $0) }
        let ledger = try options.open(for: .reading)
        let report = try ledger.read { db in
            let only = customer.map { Customer.ID($0) }
            let id = try MerchantChoice.one(db, merchant, file: file, customer: only)
            let question = WhatIfQuestion(
                merchant: id, month: month, customers: only.map { [$0] },
                suppositions: (file.map { [.file($0)] } ?? [])
                    + (plan.map { [.plan(Code($0), customers: only.map { [$0] })] } ?? []),
                book: cost, dimension: dimension)
            return try self.report(db, question)
        }
        if options.json {
            Console.print(report.json)
        } else {
            Console.print(report.text)
        }
    }

    private func report(
        _ db: Database, _ question: WhatIfQuestion
    ) throws -> any WhatIfReport {
        if let cap, let amount = Exact(cap) {
            let cap = SpendCap(amount: amount, reaction: .pause)
            return CapReport(
                period: question.month,
                uses: try CapUse.all(
                    db, question.merchant, question.month, customers: question.customers,
                    replaying: cap, supposing: question.suppositions))
        }
        if let breakEven, let plan {
            return try BreakEvenReport(db, question, Code(plan), against: Code(breakEven))
        }
        if scenarios || scale != nil {
            return try ScenarioReport(db, question, factors: factors.compactMap { Exact($0) })
        }
        return try RevenueReport(db, question)
    }
}

/// What is asked of a month.
struct WhatIfQuestion {
    let merchant: Merchant.ID
    let month: Month
    /// All where nil.
    let customers: Set<Customer.ID>?
    let suppositions: [CatalogSupposition]
    /// The price book with the supplier's prices.
    let book: String?
    let dimension: String

    /// What customers would pay.
    ///
    /// - Parameter suppositions: instead of those of the question.
    func revenue(
        _ db: Database, _ suppositions: [CatalogSupposition]? = nil, scale: Exact = .one
    ) throws -> Revenue {
        try Revenue(
            db, merchant,
            RatedMonth(
                db, merchant, month, customers: customers, withEvidence: false,
                supposing: Supposition(suppositions ?? self.suppositions, scale: scale)))
    }

    /// What they would bring beside the cost of their usage; nil where no book was named.
    func margin(_ db: Database, _ revenue: Revenue, scale: Exact = .one) throws -> Margin? {
        guard let book else { return nil }
        let cost = try RatedMonth(
            db, merchant, month, customers: customers, withEvidence: false,
            supposing: Supposition(
                [.cost(book: book, dimension: dimension)], scale: scale))
        return try Margin(revenue, cost: cost, dimension: dimension)
    }
}

/// What a question is answered with.
protocol WhatIfReport {
    var json: JSONValue { get }
    var text: String { get }
}
