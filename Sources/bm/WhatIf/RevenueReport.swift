import Catalog
import GRDB
import Invoicing
import Money
import Rating
import Store
import Time

/// Revenue by customer, before and after.
struct RevenueReport: WhatIfReport {
    let question: WhatIfQuestion
    let changes: [RevenueChange]
    /// Under the new prices; nil where no price book was named.
    let margin: Margin?
    /// Usage that would cost nothing because no charge is for it.
    let uncharged: [RevenueChange.Uncharged]
    let unpricedBefore: [RatingError]
    let unpriced: [RatingError]
    private let totals: [(before: PreciseAmount, after: PreciseAmount)]

    init(_ db: Database, _ question: WhatIfQuestion) throws {
        self.question = question
        let before = try question.revenue(db, [])
        let after = try question.revenue(db)
        changes = try RevenueChange.all(from: before, to: after)
        totals = try RevenueChange.totals(changes)
        margin = try question.margin(db, after)
        uncharged = try RevenueChange.uncharged(from: before, to: after)
        unpricedBefore = before.unpriced
        unpriced = after.unpriced
    }

    var text: String {
        var rows = [["customer", "", "before", "after", "difference"]]
        func row(_ name: String, _ before: PreciseAmount, _ after: PreciseAmount) -> [String] {
            let difference = (try? after.minus(before)) ?? .zero(after.currency)
            return [
                name, before.currency.code, before.figure, after.figure, difference.signed,
            ]
        }
        rows += changes.map { row($0.customer.text, $0.before, $0.after) }
        rows += totals.map { row("total", $0.before, $0.after) }
        var parts = [
            "\(question.merchant) · \(question.month) · what usage would have cost",
            Console.table(rows, right: [2, 3, 4]),
        ]
        if changes.isEmpty { parts[1] = "nothing is billed before or after" }
        if let margin { parts.append(MarginReport.table(margin.byCustomer, "customer")) }
        if !uncharged.isEmpty {
            parts.append(
                "billed before, and for nothing after, since no charge is for it:\n"
                    + uncharged.map {
                        "  \($0.customer) \($0.metric), \($0.units.grouped) units"
                    }.joined(separator: "\n"))
        }
        if !unpriced.isEmpty {
            parts.append(
                "without a price, and in no amount above:\n"
                    + unpriced.lines.map { "  " + $0 }.joined(separator: "\n"))
        }
        if !unpricedBefore.isEmpty {
            parts.append(
                "without a price in the ledger's catalog either way:\n"
                    + unpricedBefore.lines.map { "  " + $0 }.joined(separator: "\n"))
        }
        return parts.joined(separator: "\n")
    }

    var json: JSONValue {
        .object([
            .init("schema", "bm.simulation/1"),
            .init("merchant_id", .string(question.merchant.text)),
            .init("period", .string(question.month.description)),
            .init(
                "customers",
                .array(
                    changes.map { change in
                        .object(
                            [.init("customer_id", .string(change.customer.text))]
                                + members(change.before, change.after))
                    })),
            .init("totals", .array(totals.map { .object(members($0.before, $0.after)) })),
            .init("margin", margin.map(MarginReport.json) ?? .null),
            .init(
                "uncharged",
                .array(
                    uncharged.map {
                        .object([
                            .init("customer_id", .string($0.customer.text)),
                            .init("metric", .string($0.metric.text)),
                            .init("units", .exact($0.units.exact)),
                        ])
                    })),
            .init("unpriced", unpriced.json), .init("unpriced_before", unpricedBefore.json),
        ])
    }

    private func members(
        _ before: PreciseAmount, _ after: PreciseAmount
    ) -> [JSONValue.Member] {
        let difference = (try? after.minus(before)) ?? .zero(after.currency)
        return [
            .init("currency", .string(before.currency.code)), .init("before", .exact(before.exact)),
            .init("after", .exact(after.exact)), .init("difference", .exact(difference.exact)),
        ]
    }
}

extension PreciseAmount {
    /// Grouped, with the decimals of its currency at least: `12,400.00`.
    var figure: String { exact.grouped(minimumScale: currency.minorUnitDigits) }
    /// The same with its sign: `+1.20`, `-1.20`, `0.00`.
    var signed: String { exact > .zero ? "+" + figure : figure }
}

extension [RatingError] {
    /// One sentence each, in order, each once.
    var lines: [String] { Set(map { $0.errorDescription ?? "\($0)" }).sorted() }
    var json: JSONValue { .array(lines.map { .string($0) }) }
}
