import Catalog
import Checkout
import Credits
import Invoicing
import Money
import TestSupport
import Time

@testable import bm

/// Statements about credit.
extension ScenarioRun {
    /// - Returns: false for a statement that is none about credit.
    func credits(_ statement: Scenario.Statement, at now: Instant) throws -> Bool {
        switch statement.verb {
        case "grant": try grant(statement, at: now)
        case "hold":
            try statement.only("at", words: 4)
            let customer = Customer.ID(try statement.word(1, "a customer"))
            let amount = try Exact(parsing: statement.word(2, "an amount").plain)
            let id = try statement.word(3, "an id")
            attempt {
                try ledger.write {
                    _ = try CreditBooks.hold(
                        $0, id, amount, customer: customer, reason: "scenario", at: now)
                }
            }
        case "release":
            try statement.only("at", words: 2)
            let id = try statement.word(1, "the id of a hold")
            attempt {
                try ledger.write {
                    _ = try CreditBooks.release($0, id, reason: "scenario", at: now)
                }
            }
        case "void":
            try statement.only("at", words: 3)
            let id = CreditGrant.ID(try statement.word(1, "a grant"))
            let amount = try statement.words.dropFirst(2).first.map {
                try Exact(parsing: $0.plain)
            }
            attempt {
                try ledger.write {
                    _ = try CreditBooks.void(
                        $0, id, amount, reference: nil, reason: "scenario", at: now)
                }
            }
        case "expire":
            try statement.only("at", words: 2)
            let merchant = Merchant.ID(try statement.word(1, "a merchant"))
            attempt { try ledger.write { _ = try CreditBooks.expire($0, merchant, at: now) } }
        case "top-up":
            try statement.only("at", words: 2)
            let merchant = Merchant.ID(try statement.word(1, "a merchant"))
            attempt {
                try ledger.write {
                    _ = try TopUps($0, merchant, at: now).order($0, at: now)
                }
            }
        case "code": try code(statement, at: now)
        case "redeem":
            try statement.only("at", "id", words: 3)
            let code = try statement.word(1, "a code")
            let customer = Customer.ID(try statement.word(2, "a customer"))
            attempt {
                try ledger.write {
                    _ = try Redemption(
                        $0, code, for: customer, reference: statement.options["id"], at: now)
                }
            }
        default: return false
        }
        return true
    }

    /// `grant CUSTOMER AMOUNT ID [kind=paid] [unit=… rate=…] [price=…] [metrics=…] [from=TIME]
    /// [until=TIME] [account=yes]`.
    private func grant(_ statement: Scenario.Statement, at now: Instant) throws {
        try statement.only(
            "at", "kind", "unit", "rate", "price", "metrics", "priority", "from", "until",
            "account", words: 4)
        let options = statement.options
        let metrics = options["metrics"]?.split(separator: ",").map(String.init) ?? []
        guard let kind = CreditGrant.Kind(rawValue: options["kind"] ?? "promotional") else {
            throw Scenario.Problem(description: "there is no kind of grant \(options["kind"]!)")
        }
        var request = CreditBooks.Request(
            id: CreditGrant.ID(try statement.word(3, "an id")),
            customer: Customer.ID(try statement.word(1, "a customer")), kind: kind,
            amount: try Exact(parsing: statement.word(2, "an amount").plain),
            unit: options["unit"], worth: try options["rate"].map { try Exact(parsing: $0) },
            price: try options["price"].map { try Exact(parsing: $0.plain) },
            scope: CreditGrant.Scope(metrics: metrics.map { Code($0) }),
            effectiveAt: try options["from"].map { try Instant($0) },
            expiresAt: try options["until"].map { try Instant($0) }, reason: "scenario",
            by: "scenario", onAccount: options["account"] == "yes")
        if let priority = options["priority"].flatMap({ Int($0) }) { request.priority = priority }
        attempt { try ledger.write { _ = try CreditBooks.grant($0, request, at: now) } }
    }

    /// `code TEXT MERCHANT AMOUNT CURRENCY`, or `code TEXT MERCHANT plan PLAN`.
    private func code(_ statement: Scenario.Statement, at now: Instant) throws {
        try statement.only("at", "days", "uses", "each", "until", words: 5)
        let options = statement.options
        let what = try statement.word(3, "an amount or the word plan")
        let of = try statement.word(4, "a currency or a plan")
        let gives: RedemptionCode.Gift =
            what == "plan"
            ? .plan(Plan.ID(of))
            : .balance(try Exact(parsing: what.plain), CreditUnit(try Currency(code: of)))
        let code = try RedemptionCode(
            merchant: Merchant.ID(try statement.word(2, "a merchant")),
            text: try statement.word(1, "a text"), gives: gives,
            days: options["days"].flatMap { Int($0) },
            uses: options["uses"].flatMap { Int($0) } ?? 1,
            usesPerCustomer: options["each"].flatMap { Int($0) } ?? 1,
            expiresAt: try options["until"].map { try Instant($0) }, description: "scenario",
            createdAt: now)
        try ledger.write { try code.insert($0) }
    }

    /// Each grant of a customer: its id, what is left of what in its unit, and its state.
    func creditRows(_ statement: Scenario.Statement) throws -> [String] {
        try statement.only("at", words: 3)
        let customer = Customer.ID(try statement.word(2, "a customer"))
        return try ledger.read { try CreditBalance.fetchAll($0, customer: customer) }.map {
            "\($0.grant.id) \(try $0.left) of \($0.grant.amount) \($0.grant.unit) "
                + (try $0.state(at: clock).rawValue)
        }
    }

    /// The order of the invoice that sold a grant.
    func order(ofGrant id: String, at instant: Instant) throws -> PaymentOrder? {
        guard let sale = try sale(ofGrant: id) else { return nil }
        let invoice = sale.invoice
        return try ledger.write { db in
            // What comes for one that is paid, or goes back, is of its last order.
            if try Cashier.due(db, invoice: sale.id, total: invoice.total) <= .zero(.cny) {
                return try PaymentOrder.fetchAll(db, invoice: sale.id).last
            }
            return try Cashier.open(
                db, invoice: sale.id, invoice.number, total: invoice.total,
                channel: .wechatPay, at: instant)
        }
    }

    /// The invoice that sold a grant; nil where no grant that was sold has that id.
    func sale(ofGrant id: String) throws -> StoredTopUp? {
        try ledger.read { db in
            try CreditBalance.fetch(db, CreditGrant.ID(id))?.grant.sale.flatMap {
                try TopUpInvoice.fetchAll(db, rows: [$0.invoice]).first
            }
        }
    }
}
