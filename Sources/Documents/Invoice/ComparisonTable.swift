import Invoicing
import Money
import Typesetting

/// What an invoice would have come to on other plans, beside its own.
struct ComparisonTable {
    let invoice: Invoice
    let comparison: PlanComparison
    let writer: Writer

    private var theme: Theme { writer.theme }

    /// The heading and a row a plan.
    var elements: [Element] {
        let values = ["currency": invoice.pricingCurrency.code]
        return [
            .together(
                spacing: 4,
                [
                    writer.heading(.otherPlans), .table(table),
                    .stack(writer.stacked(.otherPlansNote, theme.label, values)),
                ])
        ]
    }

    private var table: Table {
        func row(
            _ name: [Text.Span], _ amount: PreciseAmount, _ change: PreciseAmount?
        ) -> Table.Row {
            func figure(_ amount: PreciseAmount, signed: Bool = false) -> String {
                let text = amount.exact.grouped(minimumScale: 2)
                let isMore = signed && !amount.isNegative && !amount.isZero
                return (isMore ? "+" : "") + writer.minus(text)
            }
            return .init(
                .item,
                [
                    .init(spans: name, field: "plan.name"), .init(figure(amount)),
                    .init(change.map { figure($0, signed: true) } ?? ""),
                ])
        }
        let own =
            writer.spans(invoice.planName, theme.strong)
            + [Text.Span("  ", theme.label)] + writer.spans(.ownPlan, theme.label)
        return Table(
            columns: [
                .init(.flexible(), headsRows: true), .init(.atLeast(90), align: .decimalPoint),
                .init(.atLeast(90), align: .decimalPoint),
            ],
            head: [
                writer.head(.plan), .init(invoice.pricingCurrency.code),
                writer.head(.againstOwnPlan),
            ],
            rows: [row(own, comparison.own, nil)]
                + comparison.others.map {
                    row(
                        writer.spans($0.name, theme.body), $0.amount, $0.difference)
                }, style: theme.table)
    }
}
