import ArgumentParser
import Catalog
import Credits
import Money
import Store
import Time

struct CodesCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "codes", abstract: "Redemption codes for credit and plans.",
        subcommands: [
            Create.self, Redeem.self, CodesList.self, Disable.self, Enable.self, Withdraw.self,
            CodesExport.self,
        ])

    struct Create: ParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "create",
            abstract: "Makes one code or many.",
            discussion: """
                Texts are drawn at random, 80 bits each, so that nobody finds one by trying: the only \
                chance in bm. With --code the text is given; then the same content changes nothing.

                Examples:
                  bm codes create --merchant mer_001 --amount 20 --currency USD --count 100 --days 90
                  bm codes create --merchant mer_001 --plan ai_scale --code SPRING-2026 --uses 500
                """)

        @Option(help: "Whose customers may redeem it.") var merchant: String
        @Option(help: "How much credit it gives.") var amount: String?
        @Option(help: "The currency of the plans it pays for.") var currency: String?
        @Option(help: "The unit of the credit, where it is not that currency.") var unit: String?
        @Option(help: "What one of such a unit pays, in that currency.") var rate: String?
        @Option(help: "The plan it gives, in place of credit.") var plan: String?
        @Option(help: "How many codes.") var count = 1
        @Option(help: "The text of the one code.") var code: String?
        @Option(help: "How many days what it gives lasts; default: for ever.") var days: Int?
        @Option(help: "How often it may be redeemed in all.") var uses = 1
        @Option(help: "How often by one customer.") var perCustomer = 1
        @Option(help: "It can be redeemed before this time; default: for ever.") var expires:
            String?
        @Option(help: "What it is for.") var description = ""
        @OptionGroup var options: GlobalOptions

        func validate() throws {
            if (amount == nil) == (plan == nil) {
                throw ValidationError("give --amount with --currency, or --plan")
            }
            if amount != nil, currency == nil { throw ValidationError("--amount needs --currency") }
            if (unit == nil) != (rate == nil) {
                throw ValidationError("--unit and --rate go together")
            }
            if plan != nil, currency != nil || unit != nil {
                throw ValidationError("--currency, --unit and --rate go with --amount only")
            }
            guard (1...100_000).contains(count) else {
                throw ValidationError("--count is 1 to 100000")
            }
            if code != nil, count != 1 { throw ValidationError("--code is for one code") }
        }

        func run() throws {
            let ledger = try options.open()
            let now = try options.now()
            let id = Merchant.ID(merchant)
            var random = SystemRandomNumberGenerator()
            let codes = try ledger.write { db -> [StoredCode] in
                let catalog = try MerchantCatalog(db, id, at: now)
                try CreditBooks.refuseUnbilled(catalog.merchant)
                let gives = try gives(catalog)
                return try (0..<count).map { _ in
                    let new = try RedemptionCode(
                        merchant: id, text: code ?? RedemptionCode.text(using: &random),
                        gives: gives, days: days, uses: uses, usesPerCustomer: perCustomer,
                        expiresAt: expires.map { try Instant($0) }, description: description,
                        createdAt: now)
                    if code != nil,
                        let known = try RedemptionCode.fetchAll(db, text: new.text).first,
                        known.code.says(theSameAs: new)
                    {
                        return known
                    }
                    return try new.insert(db, isDrawn: code == nil)
                }
            }
            if options.json {
                Console.printList("bm.codes/1", "codes", codes.map { $0.json(at: now) })
            } else {
                for stored in codes { Console.print(stored.code.text) }
            }
        }

        private func gives(_ catalog: MerchantCatalog) throws -> RedemptionCode.Gift {
            if let plan {
                let known = catalog.plans.map(\.code)
                guard known.contains(Plan.ID(plan)) else {
                    throw CreditsError.notACode(
                        code ?? "to make", found: "the plan “\(plan)”",
                        allowed: known.map(\.text).joined(separator: ", "))
                }
                return .plan(Plan.ID(plan))
            }
            let currency = try Currency(code: currency!)
            let unit =
                try unit.map {
                    try CreditUnit($0, worth: UnitPrice(rate!, currency))
                } ?? CreditUnit(currency)
            return .balance(try Exact(parsing: amount!), unit)
        }
    }

    struct Redeem: ParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "redeem",
            abstract: "Gives a customer what a code is for.",
            discussion: """
                Credit is a promotional grant from now on. A plan begins today, with its fees by days; \
                after the code's days the plan before it comes back.

                Example:
                  bm codes redeem SPRING-2026 cus_cn_001 --id click-1
                """)

        @Argument(help: "The code; any case, with or without -.") var code: String
        @Argument(help: "The customer.") var customer: String
        @Option(help: "The id of the redemption: with the same one it is made once.") var id:
            String?
        @OptionGroup var options: GlobalOptions

        func run() throws {
            let ledger = try options.open()
            let now = try options.now()
            let reference = try id.map { try CreditsCommand.id($0).text }
            let redemption = try ledger.write {
                try Redemption(
                    $0, code, for: Customer.ID(customer), reference: reference, at: now)
            }
            if options.json {
                Console.print(redemption.json)
            } else {
                Console.print(redemption.line)
            }
        }
    }

    struct Disable: ParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "disable",
            abstract: "Switches codes off.",
            discussion: "Example:\n  bm codes disable SPRING-2026")
        @OptionGroup var subject: Subject
        func run() throws { try subject.run(.disabled) }
    }

    struct Enable: ParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "enable",
            abstract: "Switches codes on again.",
            discussion: "Example:\n  bm codes enable SPRING-2026")
        @OptionGroup var subject: Subject
        func run() throws { try subject.run(.enabled) }
    }

    struct Withdraw: ParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "withdraw",
            abstract: "Ends codes for good; what was redeemed stays, and so does their history.",
            discussion: "Example:\n  bm codes withdraw SPRING-2026")
        @OptionGroup var subject: Subject
        func run() throws { try subject.run(.withdrawn) }
    }

    /// Codes that something is done with.
    struct Subject: ParsableArguments {
        @Argument(help: "The codes; any case, with or without -.") var codes: [String]
        @OptionGroup var options: GlobalOptions

        /// All of them or none; what is so already stays as it is.
        func run(_ kind: RedemptionCode.Event.Kind) throws {
            let ledger = try options.open()
            let now = try options.now()
            let stored = try ledger.write { db in
                for code in codes {
                    let stored = try RedemptionCode.fetch(db, code)
                    let last = stored.events.last { $0.kind != .redeemed }?.kind ?? .enabled
                    if last == kind { continue }
                    if last == .withdrawn { throw CreditsError.codeWithdrawn(stored.code.text) }
                    try RedemptionCode.Event.insert(db, code: stored.id, kind, at: now)
                }
                return try codes.map { try RedemptionCode.fetch(db, $0) }
            }
            if options.json {
                Console.printList("bm.codes/1", "codes", stored.map { $0.json(at: now) })
            } else {
                Console.print(Console.table(stored.map { $0.cells(at: now) }))
            }
        }
    }
}
