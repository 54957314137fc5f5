import Catalog
import GRDB
import Money
import Rating
import Store

/// At how many units of each metric two plans cost the same.
struct BreakEvenReport: WhatIfReport {
    let plan: Plan
    let other: Plan
    let metrics: [BillableMetric.ID: BillableMetric]
    let answers: [BreakEven]

    init(
        _ db: Database, _ question: WhatIfQuestion, _ plan: Plan.ID, against other: Plan.ID
    ) throws {
        let catalog = try MerchantHistory(
            db, question.merchant, through: question.month,
            supposing: question.suppositions + [.plan(other, customers: [])]
        ).last
        self.plan = catalog.plan(plan)
        self.other = catalog.plan(other)
        guard self.plan.currency == self.other.currency else {
            throw CommandError.twoCurrencies(
                plan.text, self.plan.currency.code, other.text, self.other.currency.code)
        }
        metrics = Dictionary(uniqueKeysWithValues: catalog.metrics.map { ($0.code, $0) })
        answers = try BreakEven.all(self.plan, against: self.other)
    }

    var text: String {
        let head =
            "\(plan.code) (\(plan.baseFee) a period) against \(other.code) (\(other.baseFee) a period)"
        let lines = answers.map { "  \($0.metric): \(words($0))" }
        return ([head] + (lines.isEmpty ? ["  no metric that both charge for"] : lines))
            .joined(separator: "\n")
    }

    private func words(_ answer: BreakEven) -> String {
        if let why = answer.notSolved { return "not solved, because \(why)" }
        let unit = metrics[answer.metric]?.unit.english ?? "units"
        var text: String
        if answer.points.isEmpty {
            text =
                "\(plan.code) costs less "
                + (answer.isCheaperAtFirst ? "from the first unit" : "never")
        } else {
            text = answer.isCheaperAtFirst ? "\(plan.code) costs less from the first unit; " : ""
            text += answer.points.map { point in
                "above \(point.isExact ? "" : "about ")\(point.units.grouped(minimumScale: 0)) \(unit) "
                    + "\(point.isCheaperAbove ? plan.code : other.code) costs less"
            }.joined(separator: "; ")
        }
        if let end = answer.searchedUpTo {
            text += "; looked at up to \(end.grouped(minimumScale: 0)) \(unit)"
        }
        return text
    }

    var json: JSONValue {
        .object([
            .init("schema", "bm.break-even/1"), .init("plan", .string(plan.code.text)),
            .init("against", .string(other.code.text)),
            .init("currency", .string(plan.currency.code)),
            .init(
                "metrics",
                .array(
                    answers.map { answer in
                        .object([
                            .init("metric", .string(answer.metric.text)),
                            .init("not_solved", .optional(answer.notSolved)),
                            .init("cheaper_at_first", .bool(answer.isCheaperAtFirst)),
                            .init(
                                "points",
                                .array(
                                    answer.points.map {
                                        .object([
                                            .init("units", .exact($0.units)),
                                            .init("exact", .bool($0.isExact)),
                                            .init("cheaper_above", .bool($0.isCheaperAbove)),
                                        ])
                                    })),
                            .init(
                                "searched_up_to",
                                answer.searchedUpTo.map { .exact($0) } ?? .null),
                        ])
                    })),
        ])
    }
}
