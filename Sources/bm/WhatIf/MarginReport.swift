import Catalog
import GRDB
import Invoicing
import Money
import Rating
import Store
import Time

/// Revenue, supplier cost and margin, by customer and by model.
struct MarginReport: WhatIfReport {
    let question: WhatIfQuestion
    let margin: Margin
    let unpriced: [RatingError]

    init(_ db: Database, _ question: WhatIfQuestion) throws {
        self.question = question
        let revenue = try question.revenue(db)
        unpriced = revenue.unpriced
        guard let margin = try question.margin(db, revenue) else {
            preconditionFailure("a margin without a price book")
        }
        self.margin = margin
    }

    var isNegative: Bool { (margin.byCustomer + margin.byModel).contains(where: \.isNegative) }

    var text: String {
        var parts = [
            "\(question.merchant) · \(question.month) · margin at the prices of \(question.book ?? "")",
            MarginReport.table(margin.byCustomer, "customer"),
            MarginReport.table(margin.byModel, "model"),
        ]
        if !unpriced.isEmpty {
            parts.append(
                "usage that the catalog does not price, in no revenue above:\n"
                    + unpriced.lines.map { "  " + $0 }.joined(separator: "\n"))
        }
        return parts.joined(separator: "\n\n")
    }

    var json: JSONValue {
        .object([
            .init("schema", "bm.margin/1"),
            .init("merchant_id", .string(question.merchant.text)),
            .init("period", .string(question.month.description)),
            .init("cost_book", .optional(question.book)),
            .init("ok", .bool(!isNegative)), .init("margin", MarginReport.json(margin)),
            .init("unpriced", unpriced.json),
        ])
    }

    /// A row each, and below them the usage whose cost is not known.
    static func table(_ rows: [Margin.Row], _ heading: String) -> String {
        var table = [[heading, "revenue", "cost", "margin", "%", ""]]
        table += rows.map { row in
            let earned = row.revenue.map { "\($0.currency.code) \($0.figure)" }
            return [
                row.name ?? "of no model",
                earned.isEmpty ? "0.00" : earned.joined(separator: " + "),
                "\(row.cost.currency.code) \(row.cost.figure)", row.margin?.figure ?? "–",
                row.percent.map { $0.grouped(minimumScale: 2) } ?? "–", note(row),
            ]
        }
        return Console.table(table, right: [1, 2, 3, 4])
    }

    private static func note(_ row: Margin.Row) -> String {
        guard !row.unknown.isEmpty else {
            return row.atMost == nil ? "revenue and cost are in different currencies" : ""
        }
        var what: [String] = []
        for unknown in row.unknown {
            let name = unknown.metric?.text ?? "\(unknown.model ?? "no model") tokens"
            if !what.contains(name) { what.append(name) }
        }
        let most = row.atMost.map { "at most \($0.figure); " } ?? ""
        let shown = what.prefix(3).joined(separator: ", ")
        let more = what.count > 3 ? " and \(what.count - 3) more" : ""
        return "\(most)cost unknown of \(shown)\(more)"
    }

    static func json(_ margin: Margin) -> JSONValue {
        .object([
            .init("by_customer", .array(margin.byCustomer.map { json($0, "customer_id") })),
            .init("by_model", .array(margin.byModel.map { json($0, "model") })),
        ])
    }

    private static func json(_ row: Margin.Row, _ name: String) -> JSONValue {
        .object([
            .init(name, .optional(row.name)),
            .init(
                "revenue",
                .array(
                    row.revenue.map {
                        .object([
                            .init("currency", .string($0.currency.code)),
                            .init("amount", .exact($0.exact)),
                        ])
                    })),
            .init("cost_currency", .string(row.cost.currency.code)),
            .init("known_cost", .exact(row.cost.exact)),
            .init("margin", row.margin.map { .exact($0.exact) } ?? .null),
            .init("margin_at_most", row.atMost.map { .exact($0.exact) } ?? .null),
            .init("margin_percent", row.percent.map { .exact($0) } ?? .null),
            .init(
                "cost_unknown",
                .array(
                    row.unknown.map {
                        .object([
                            .init("customer_id", .string($0.customer.text)),
                            .init("model", .optional($0.model)),
                            .init("metric", .optional($0.metric?.text)),
                            .init("units", .exact($0.units.exact)),
                        ])
                    })),
        ])
    }
}
