import ArgumentParser
import Catalog
import Credits
import Invoicing
import Money
import Store
import Time

struct CreditsList: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "list", abstract: "Grants and what is left of them.",
        discussion: """
            granted − drawn − expired − voided + rolled back − held = left.

            Examples:
              bm credits list cus_cn_001
              bm credits list --merchant mer_001 --json
              bm credits list cus_cn_001 --movements
            """)

    @Argument(help: "Only this customer.") var customer: String?
    @Option(help: "Only customers of this merchant.") var merchant: String?
    @Flag(help: "What happened to the grants, one line each.") var movements = false
    @OptionGroup var options: GlobalOptions

    func run() throws {
        let ledger = try options.open(for: .reading)
        let now = try options.now()
        let (balances, moved) = try ledger.read { db in
            let id = customer.map { Customer.ID($0) }
            if let id { _ = try MerchantCatalog.merchant(db, of: id) }
            let balances = try CreditBalance.fetchAll(
                db, customer: id, merchant: MerchantChoice.only(db, merchant))
            return (
                balances,
                try balances.flatMap { try CreditMovement.fetchAll(db, grant: $0.grant.id) }
            )
        }
        if movements {
            CreditsCommand.print(moved, options, none: "no movements")
        } else if options.json {
            Console.printList("bm.credits/1", "grants", try balances.map { try $0.json(at: now) })
        } else if balances.isEmpty {
            Console.print("no grants")
        } else {
            Console.print(try CreditsCommand.table(balances, at: now))
        }
    }
}

struct CreditsExpire: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "expire", abstract: "Books the grants that ended with something left.",
        discussion: """
            Of grants whose life ended by --as-of and whose usage is billed: what ended inside a period \
            that no close has billed may yet pay for usage of its life, and what was given waits 35 days \
            for late usage. A paid grant's rest is breakage revenue of the day it ended.

            Example:
              bm credits expire --as-of 2026-06-01T09:00:00+08:00
            """)

    @Option(help: "Only this merchant.") var merchant: String?
    @OptionGroup var options: GlobalOptions

    func run() throws {
        let ledger = try options.open()
        let now = try options.now()
        let (movements, waiting) = try ledger.write { db in
            let merchants = try MerchantChoice.all(db, merchant)
            let movements = try merchants.flatMap { try CreditBooks.expire(db, $0, at: now) }
            return (movements, try merchants.flatMap { try CreditBooks.ended(db, $0, at: now) })
        }
        CreditsCommand.print(movements, options)
        if options.json { return }
        for balance in waiting {
            Console.print(
                "\(balance.grant.id) ended at \(balance.grant.expiresAt!) and waits for usage of its "
                    + "life that is not billed")
        }
    }
}

struct CreditsTopUp: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "top-up", abstract: "Orders credit for customers whose balance is low.",
        discussion: """
            For every customer with auto_top_up in its catalog: what is left, less what was used and is \
            not billed, is held against its threshold. An order is a paid grant with its invoice: as \
            many times what the catalog grants as bring the balance to the threshold, within the \
            month's limit. What waits for its payment counts as balance, so a second run orders nothing.

            Examples:
              bm credits top-up --dry-run
              bm credits top-up --merchant mer_001 --as-of 2026-05-20T09:00:00+08:00
            """)

    @Option(help: "Only this merchant.") var merchant: String?
    @Flag(help: "List, and order nothing.") var dryRun = false
    @OptionGroup var options: GlobalOptions

    func run() throws {
        let ledger = try options.open(for: dryRun ? .reading : .writing)
        let now = try options.now()
        let chosen = try ledger.read { try MerchantChoice.all($0, merchant) }
        let results = try chosen.map { id -> (TopUps, [CreditBooks.Made]) in
            if dryRun { return (try ledger.read { try TopUps($0, id, at: now) }, []) }
            return try ledger.write { db in
                let found = try TopUps(db, id, at: now)
                return (found, try found.order(db, at: now))
            }
        }
        let rows = results.flatMap { $0.0.rows }
        let made = results.flatMap(\.1)
        if options.json {
            Console.print(
                .object([
                    .init("customers", .array(rows.map(\.json))),
                    .init("orders", .array(try made.map { try $0.json(at: now) })),
                ]))
            return
        }
        if rows.isEmpty { Console.print("no customer has auto_top_up") }
        for row in rows {
            Console.print(
                "\(row.customer.id) · \(row.balance) left · below \(row.settings.below) · ordered "
                    + "\(row.ordered) this month · \(row.decision.rawValue)")
        }
        for made in made { Console.print(try made.line(at: now)) }
    }
}

extension TopUps.Row {
    var json: JSONValue {
        .object([
            .init("customer_id", .string(customer.id.text)),
            .init("currency", .string(balance.currency.code)),
            .init("balance", .exact(balance.exact)), .init("below", .exact(settings.below)),
            .init("grant", .exact(settings.grant)),
            .init("monthly_limit", settings.monthlyLimit.map { .exact($0) } ?? .null),
            .init("ordered", .exact(ordered)), .init("decision", .string(decision.rawValue)),
            .init("order", .exact(order)),
        ])
    }
}

extension CreditsCommand {
    /// A row a grant.
    static func table(_ balances: [CreditBalance], at instant: Instant) throws -> String {
        Console.table(
            try balances.map { balance in
                let grant = balance.grant
                return [
                    grant.id.text, grant.customer.text, grant.kind.rawValue,
                    try balance.state(at: instant).rawValue,
                    "\(try balance.left.grouped(minimumScale: 0)) of "
                        + grant.amount.grouped(minimumScale: 0), grant.unit.name,
                    try balance.value.description,
                    grant.expiresAt.map { "until \($0)" } ?? "",
                ]
            }, right: [4, 6])
    }
}

extension CreditBooks.Made {
    /// `cus_1-credit-1 · USD 100.00 · unpaid · INV-2026-0503-0001 · CNY 770.62 to pay`
    func line(at instant: Instant) throws -> String {
        var parts = [
            balance.grant.id.text, try balance.value.description,
            try balance.state(at: instant).rawValue,
        ]
        if let topUp {
            // Credit that ended without a life ended with its sale.
            let isVoid = try balance.liveFrom == nil && balance.state(at: instant) == .voided
            parts += [topUp.number.text, isVoid ? "void" : "\(topUp.total) to pay"]
        }
        if !isNew { parts.append("known") }
        return parts.joined(separator: " · ")
    }

    func json(at instant: Instant) throws -> JSONValue {
        .object(
            [.init("new", .bool(isNew)), .init("invoice", .optional(topUp?.number.text))]
                + (try balance.json(at: instant).members ?? []))
    }
}

extension CreditBalance {
    func json(at instant: Instant) throws -> JSONValue {
        .object([
            .init("id", .string(grant.id.text)), .init("customer_id", .string(grant.customer.text)),
            .init("kind", .string(grant.kind.rawValue)),
            .init("state", .string(try state(at: instant).rawValue)),
            .init("unit", .string(grant.unit.name)), .init("rate", .exact(grant.unit.worth.exact)),
            .init("currency", .string(grant.unit.currency.code)),
            .init("granted", .exact(grant.amount)), .init("drawn", .exact(drawn)),
            .init("expired", .exact(expired)), .init("voided", .exact(voided)),
            .init("rolled_back", .exact(rolledBack)), .init("held", .exact(held)),
            .init("left", .exact(try left)), .init("value", .exact(try value.exact)),
            .init("scope", grant.scope.json), .init("priority", .int(grant.priority)),
            .init("effective_at", .string(grant.effectiveAt.description)),
            .init("live_from", .optional(liveFrom?.description)),
            .init("expires_at", .optional(grant.expiresAt?.description)),
            .init("cost_cny", grant.sale.map { .amount($0.cost) } ?? .null),
            .init("cost_left_cny", grant.sale == nil ? .null : .amount(try costLeft)),
            .init("reason", .string(grant.reason)), .init("granted_by", .string(grant.grantedBy)),
            .init("granted_at", .string(grant.grantedAt.description)),
        ])
    }
}

extension CreditMovement {
    var json: JSONValue {
        .object([
            .init("grant", .string(grant.text)), .init("kind", .string(kind.rawValue)),
            .init("amount", .exact(amount)), .init("value", value.map { .exact($0) } ?? .null),
            .init("reference", .optional(reference)), .init("at", .string(at.description)),
            .init("reason", .string(reason)),
        ])
    }
}
