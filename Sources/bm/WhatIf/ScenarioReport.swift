import Catalog
import GRDB
import Invoicing
import Money
import Rating
import Store
import Time

/// Invoices, and margins where a price book was named, at other volumes.
struct ScenarioReport: WhatIfReport {
    /// One volume.
    struct Volume {
        let factor: Exact
        let revenue: Revenue
        let margin: Margin?
        let totals: [Customer.ID: [PreciseAmount]]
    }

    let question: WhatIfQuestion
    let volumes: [Volume]

    init(_ db: Database, _ question: WhatIfQuestion, factors: [Exact]) throws {
        self.question = question
        volumes = try factors.map { factor in
            let revenue = try question.revenue(db, scale: factor)
            return Volume(
                factor: factor, revenue: revenue,
                margin: try question.margin(db, revenue, scale: factor),
                totals: try revenue.totals())
        }
    }

    private var customers: [Customer.ID] { Set(volumes.flatMap(\.totals.keys)).sorted() }

    private func margin(_ volume: Volume, _ customer: Customer.ID) -> Margin.Row? {
        volume.margin?.byCustomer.first { $0.name == customer.text }
    }

    var text: String {
        var rows = [
            ["customer"]
                + volumes.flatMap { volume in
                    ["\(volume.factor)×"] + (volume.margin == nil ? [] : ["margin"])
                }
        ]
        rows += customers.map { customer in
            [customer.text]
                + volumes.flatMap { volume in
                    [
                        (volume.totals[customer] ?? []).map { "\($0.currency.code) \($0.figure)" }
                            .joined(separator: " + ")
                    ]
                        + (volume.margin == nil
                            ? [] : [margin(volume, customer)?.margin?.figure ?? "–"])
                }
        }
        var parts = [
            "\(question.merchant) · \(question.month) · at other volumes",
            Console.table(rows, right: Set(1..<rows[0].count)),
        ]
        let unpriced = volumes.flatMap(\.revenue.unpriced).lines
        if !unpriced.isEmpty {
            parts.append(
                "without a price, and in no amount above:\n"
                    + unpriced.map { "  " + $0 }.joined(separator: "\n"))
        }
        return parts.joined(separator: "\n")
    }

    var json: JSONValue {
        .object([
            .init("schema", "bm.scenarios/1"),
            .init("merchant_id", .string(question.merchant.text)),
            .init("period", .string(question.month.description)),
            .init(
                "scenarios",
                .array(
                    volumes.map { volume in
                        .object([
                            .init("factor", .exact(volume.factor)),
                            .init(
                                "customers", .array(customers.flatMap { rows(volume, $0) })),
                            .init("unpriced", volume.revenue.unpriced.json),
                        ])
                    })),
        ])
    }

    private func rows(_ volume: Volume, _ customer: Customer.ID) -> [JSONValue] {
        (volume.totals[customer] ?? []).map { amount in
            .object([
                .init("customer_id", .string(customer.text)),
                .init("currency", .string(amount.currency.code)),
                .init("amount", .exact(amount.exact)),
                .init(
                    "margin",
                    margin(volume, customer)?.margin.map { .exact($0.exact) } ?? .null),
            ])
        }
    }
}
