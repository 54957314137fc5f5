import ArgumentParser
import Catalog
import Credits
import Invoicing
import Money
import Store
import Time

struct CreditsCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "credits",
        abstract: "Credit sold and given to customers, and what is left of it.",
        discussion: """
            A grant pays for usage inside its life and scope, low priority first, then the earliest to \
            expire, promotional before paid, the oldest first. A balance is the sum of what happened \
            to a grant and is kept nowhere.
            """,
        subcommands: [
            Grant.self, Void.self, Hold.self, Release.self, CreditsList.self, CreditsExpire.self,
            CreditsTopUp.self,
        ])

    /// The two kinds, as an argument.
    enum KindChoice: String, ExpressibleByArgument, CaseIterable { case paid, promotional }

    struct Grant: ParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "grant",
            abstract: "Gives credit to a customer, or sells it by an invoice of its own.",
            discussion: """
                A promotional grant lives at once. A paid one is sold by an invoice in CNY at a locked \
                rate, with tax, and lives once that is paid in full, or at once with --on-account. The \
                same --id with the same content changes nothing.

                Examples:
                  bm credits grant cus_cn_001 25 --reason "welcome" --expires 2026-09-01T00:00:00+08:00
                  bm credits grant cus_cn_001 100 --kind paid --id po-7     then: bm checkout create …
                  bm credits grant cus_cn_001 5000 --unit credits --rate 0.01 --metric tokens_output
                """)

        @Argument(help: "The customer.") var customer: String
        @Argument(help: "How much, in the unit of the grant.") var amount: String
        @Option(help: "Whether it is sold.") var kind = KindChoice.promotional
        @Option(help: "The unit: the currency of the customer's plan, or a name such as credits.")
        var unit: String?
        @Option(help: "What one of such a unit pays, in the currency of the customer's plan.")
        var rate: String?
        @Option(help: "What is asked for a paid grant, in that currency; default: what it pays.")
        var price: String?
        @Option(help: "A metric it pays for; may repeat; default: everything.") var metric:
            [String] = []
        @Option(help: "A charge it pays for; may repeat.") var charge: [String] = []
        @Option(help: "Low numbers are drawn first.") var priority = CreditDrawdown.defaultPriority
        @Option(help: "It pays for usage from this time on; default: the time of the run.")
        var effective: String?
        @Option(help: "It pays for usage before this time; default: for ever.") var expires: String?
        @Option(help: "Why.") var reason = ""
        @Option(help: "Who grants it.") var by = ""
        @Option(help: "The id of the grant; default: the customer's next.") var id: String?
        @Flag(help: "A paid grant lives before it is paid.") var onAccount = false
        @OptionGroup var options: GlobalOptions

        func validate() throws {
            if kind == .promotional, price != nil || onAccount {
                throw ValidationError("--price and --on-account go with --kind paid only")
            }
            if rate != nil, unit.map({ Currency(rawValue: $0) != nil }) ?? true {
                throw ValidationError(
                    "--rate goes with a --unit such as credits; a currency pays itself")
            }
        }

        func run() throws {
            let ledger = try options.open()
            let now = try options.now()
            let request = CreditBooks.Request(
                id: try id.map { try CreditsCommand.id($0) }, customer: Customer.ID(customer),
                kind: kind == .paid ? .paid : .promotional, amount: try Exact(parsing: amount),
                unit: unit, worth: try rate.map { try Exact(parsing: $0) },
                price: try price.map { try Exact(parsing: $0) },
                scope: CreditGrant.Scope(
                    metrics: metric.map { Code($0) }, charges: charge.map { Code($0) }),
                priority: priority, effectiveAt: try effective.map { try Instant($0) },
                expiresAt: try expires.map { try Instant($0) }, reason: reason, by: by,
                onAccount: onAccount)
            let made = try ledger.write { try CreditBooks.grant($0, request, at: now) }
            if options.json {
                Console.print(try made.json(at: now))
            } else {
                Console.print(try made.line(at: now))
            }
        }
    }

    struct Void: ParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "void",
            abstract: "Takes back what is left of a grant, or a part of it.",
            discussion: """
                What a paid grant was sold for stays with the merchant, as when it expires; giving money \
                back is a matter of its invoice.

                Example:
                  bm credits void cus_cn_001-credit-2 --reason "given twice"
                """)

        @Argument(help: "The grant.") var grant: String
        @Option(help: "How much, in the unit of the grant; default: all that is left.")
        var amount: String?
        @Option(help: "Why.") var reason: String
        @Option(help: "The id of the void: with the same one it is done once.") var id: String?
        @OptionGroup var options: GlobalOptions

        func validate() throws {
            if reason.allSatisfy(\.isWhitespace) { throw ValidationError("--reason is empty") }
        }

        func run() throws {
            let ledger = try options.open()
            let now = try options.now()
            let wanted = try amount.map { try Exact(parsing: $0) }
            let reference = try id.map { try CreditsCommand.id($0).text }
            let balance = try ledger.write {
                try CreditBooks.void(
                    $0, CreditGrant.ID(grant), wanted, reference: reference, reason: reason, at: now
                )
            }
            if options.json {
                Console.print(try balance.json(at: now))
            } else {
                Console.print(try CreditsCommand.table([balance], at: now))
            }
        }
    }

    struct Hold: ParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "hold",
            abstract: "Sets credit aside before the work is done.",
            discussion: """
                All of it or nothing, of the grants that pay everything, in the order they are drawn. \
                What is held is not drawn by an invoice until it is released.

                Example:
                  bm credits hold cus_cn_001 5 --id job-4711
                """)

        @Argument(help: "The customer.") var customer: String
        @Argument(help: "How much, in the currency of its plan.") var amount: String
        @Option(help: "The id of the hold: with the same one it is made once.") var id: String
        @Option(help: "What for.") var reason = ""
        @OptionGroup var options: GlobalOptions

        func run() throws {
            let ledger = try options.open()
            let now = try options.now()
            let wanted = try Exact(parsing: amount)
            let reference = try CreditsCommand.id(id).text
            let movements = try ledger.write {
                try CreditBooks.hold(
                    $0, reference, wanted, customer: Customer.ID(customer), reason: reason, at: now)
            }
            CreditsCommand.print(movements, options)
        }
    }

    struct Release: ParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "release",
            abstract: "Gives a hold back, so that the real bill is drawn.",
            discussion: """
                Example:
                  bm credits release job-4711
                """)

        @Argument(help: "The id of the hold.") var hold: String
        @Option(help: "Why.") var reason = ""
        @OptionGroup var options: GlobalOptions

        func run() throws {
            let ledger = try options.open()
            let now = try options.now()
            let movements = try ledger.write {
                try CreditBooks.release($0, hold, reason: reason, at: now)
            }
            CreditsCommand.print(movements, options)
        }
    }

    /// An id as the catalog writes them.
    static func id(_ text: String) throws -> CreditGrant.ID {
        let isPlain = text.utf8.allSatisfy { byte in
            (48...57).contains(byte) || (65...90).contains(byte) || (97...122).contains(byte)
                || "_-.".utf8.contains(byte)
        }
        guard isPlain, (1...64).contains(text.utf8.count), text.first != "." else {
            throw CreditsError.notAnID(text)
        }
        return CreditGrant.ID(text)
    }

    static func print(
        _ movements: [CreditMovement], _ options: GlobalOptions, none: String = "nothing to do"
    ) {
        if options.json {
            Console.printList("bm.credit-movements/1", "movements", movements.map(\.json))
        } else if movements.isEmpty {
            Console.print(none)
        } else {
            Console.print(
                Console.table(
                    movements.map {
                        [
                            $0.kind.rawValue, $0.grant.text, $0.amount.grouped(minimumScale: 0),
                            $0.reference ?? "", $0.at.description,
                        ]
                    }, right: [2]))
        }
    }
}
