import Catalog
import Checkout
import GRDB
import Invoicing
import Ledger
import Metering
import Money
import Rating
import Settlement
import TestSupport
import Time

@testable import bm

/// What a scenario expects, beside what the ledger says, both as rows of words.
extension ScenarioRun {
    /// - Returns: a problem for every row that differs; none where all is as expected.
    func compare(_ statement: Scenario.Statement) throws -> [String] {
        let words = statement.words
        switch statement.verb {
        case "expect taken":
            let found = tally
            tally = .init()
            return differences(
                [words.dropFirst(2) + []],
                [
                    "accepted \(found.accepted) late \(found.late) duplicate \(found.duplicate) "
                        + "rejected \(found.rejected)"
                ])
        case "expect replayed":
            guard let found = replayed else { throw Scenario.Problem(description: "no replay yet") }
            return differences(
                [words.dropFirst(2) + []],
                [
                    "accepted \(found.accepted) duplicate \(found.duplicate) replaced "
                        + "\(found.replaced) waiting \(found.waiting.values.reduce(0, +))"
                ])
        case "expect report":
            // Lines that come twice are input twice; where each of them ends is the same.
            if case .backwardsApartTwice = order { return [] }
            let report = try ledger.read { try UsageReport($0) }
            let rows = report.classes.filter { $0.figure.lines > 0 }.map {
                "\($0.outcome.rawValue) \($0.figure.lines) \($0.figure.quantity)"
            }
            return differences(
                statement.rows.map(\.words),
                rows + ["input \(report.total.lines) \(report.total.quantity)"])
        case "expect metered":
            return differences([words.dropFirst(5) + []], [try metered(statement)])
        case "expect invoice":
            try statement.only("number", words: 4)
            return differences(
                statement.rows.map(\.words), Self.rows(try invoice(statement, 2).invoice))
        case "expect breaches":
            try statement.only(words: 4)
            return differences(
                statement.rows.map(\.words), try breaches(statement))
        case "expect none":
            try statement.only(words: 4)
            let customer = Customer.ID(try statement.word(2, "a customer"))
            let month = try Month(statement.word(3, "a month"))
            let found = try ledger.read {
                // A customer that nobody knows has no invoice either.
                _ = try MerchantCatalog.merchant($0, of: customer)
                return try Invoice.fetchAll($0, month: month, customer: customer)
            }
            return found.map { "expected no invoice, found \($0.invoice.number)" }
        case "expect due":
            let stored = try invoice(statement, 2)
            let due = try ledger.read { try Cashier.due($0, stored) }
            return differences([words.dropFirst(4) + []], [Self.text(due)])
        case "expect credits":
            return differences(statement.rows.map(\.words), try creditRows(statement))
        case "expect booked":
            guard let imported else { throw Scenario.Problem(description: "no bill yet") }
            let counts =
                "\(imported.booking.payments.count) known \(imported.known) parked \(imported.parked.count)"
            return differences(
                [words.dropFirst(2) + []] + statement.rows.map(\.words),
                [counts] + imported.parked.map(\.reason.description))
        case "expect note":
            return differences(
                [words.dropFirst(2) + []] + statement.rows.map(\.words), try noteRows())
        case "expect told":
            try statement.only(words: 3)
            return differences(
                statement.rows.map(\.words), try told(Merchant.ID(statement.word(2, "a merchant"))))
        case "expect settlement":
            try statement.only(words: 4)
            let merchant = Merchant.ID(try statement.word(2, "a merchant"))
            let month = try Month(statement.word(3, "a month"))
            let found = try ledger.read {
                try SettlementBatch.fetchAll($0, month: month, merchant: merchant)
            }
            return differences(
                statement.rows.map(\.words), try found.flatMap { try rows($0.batch) })
        case "expect balance":
            let book = Book(code: try statement.word(2, "a book"))
            let name = try statement.word(3, "an account")
            guard let account = Account(name: name) else {
                throw Scenario.Problem(description: "there is no account \(name)")
            }
            let currency = try Currency(code: statement.word(4, "a currency"))
            let balance = try ledger.read { try Journal.balance($0, book, account, currency) }
            return differences([words.dropFirst(4) + []], [Self.text(balance)])
        case "expect earned":
            let merchant = try statement.word(2, "a merchant")
            let days = try statement.word(3, "a month or a day")
            let units = try ledger.read { db in
                try Int64.fetchOne(
                    db,
                    sql: """
                        SELECT -coalesce(sum(minorUnits), 0) FROM posting
                        JOIN journalEntry ON sequence = entry
                        WHERE book = ? AND account LIKE 'revenue:%' AND day LIKE ? || '%'
                        """,
                    arguments: [merchant, days])!
            }
            return differences(
                [words.dropFirst(4) + []], [Self.text(Amount(minorUnits: units, .cny))])
        default: throw Scenario.Problem(description: "there is no statement “\(statement.verb)”")
        }
    }

    /// What a plan allows and was exceeded: feature, used, the event that crossed, events past it.
    private func breaches(_ statement: Scenario.Statement) throws -> [String] {
        let customer = Customer.ID(try statement.word(2, "a customer"))
        let month = try Month(statement.word(3, "a month"))
        return try ledger.read { db in
            let merchant = try MerchantCatalog.merchant(db, of: customer)
            let rated = try RatedMonth(db, merchant, month, customers: [customer])
            return try EntitlementUse.all(db, merchant, rated).compactMap { use in
                use.breach.map { "\(use.feature.code) \(use.used!) \($0.event) \($0.events)" }
            }
        }
    }

    /// Rows compared word by word, figures by their value: `4,362.00` is `4362`.
    private func differences(_ expected: [[String]], _ found: [String]) -> [String] {
        func normal(_ words: [String]) -> String {
            words.map { Exact($0.plain)?.description ?? $0 }.joined(separator: " ")
        }
        let expected = expected.map(normal)
        let found = found.map { normal($0.split(separator: " ").map(String.init)) }
        return (0..<max(expected.count, found.count)).compactMap { index in
            let wanted = index < expected.count ? expected[index] : "nothing more"
            let have = index < found.count ? found[index] : "nothing more"
            return wanted == have ? nil : "expected \(wanted), found \(have)"
        }
    }

    /// `expect metered MONTH CUSTOMER CHARGE [VALUE…] QUANTITY`, before any price.
    private func metered(_ statement: Scenario.Statement) throws -> String {
        let month = try Month(statement.word(2, "a month"))
        let customer = Customer.ID(try statement.word(3, "a customer"))
        let name = try statement.word(4, "a charge")
        return try ledger.read { db in
            let merchant = try MerchantCatalog.merchant(db, of: customer)
            let catalog = try MerchantCatalog(db, merchant, at: clock)
            let plan = catalog.plan(catalog.customer(customer)!.plan)
            guard let charge = plan.charges.first(where: { $0.code.text == name }) else {
                throw Scenario.Problem(description: "\(customer) has no charge \(name)")
            }
            let zone = catalog.merchant.zone
            let usage = try Meter.measure(
                db, merchant: merchant, from: zone.start(of: month), to: zone.end(of: month),
                [
                    MeterRequest(
                        metric: catalog.metric(charge.metric), groupBy: charge.groupBy,
                        customers: [customer])
                ])
            return usage[0].map(Self.text).joined(separator: " and ")
        }
    }
}
