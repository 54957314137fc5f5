import Catalog
import FX
import Invoicing
import Metering
import Money
import Rating
import Typesetting

/// The lines of an invoice with the steps of each, and the totals.
struct InvoiceTable {
    let invoice: Invoice
    let writer: Writer

    private var theme: Theme { writer.theme }

    var table: Table {
        // The running sum after each printed row, for the carried and brought forward rows.
        var sums: [Amount] = []
        var sum = Amount.zero(invoice.currency)
        var rows: [Table.Row] = []
        for line in invoice.lines {
            let printed = self.rows(line)
            sum += line.amount
            sums += Array(repeating: sum, count: printed.count)
            rows += printed
        }
        let carried = sums
        let writer = writer
        let style = theme.quiet
        let currency = invoice.currency
        func forward(_ phrase: Phrase) -> @Sendable (Int) -> Table.Row {
            { printed in
                let amount =
                    printed == 0 ? .zero(currency) : carried[min(printed, carried.count) - 1]
                return .init(
                    .carried,
                    [
                        .init(spans: writer.spans(phrase, style), columns: 4),
                        .init(writer.minus(amount.grouped)),
                    ])
            }
        }
        return Table(
            columns: [
                .init(.flexible(), headsRows: true), .init(.fixed(68), align: .trailing),
                .init(.fixed(78), align: .trailing), .init(.fixed(70), align: .trailing),
                .init(.fixed(62), align: .trailing),
            ],
            head: [
                .init(spans: writer.spans(.item, theme.label)),
                .init(spans: writer.spans(.quantity, theme.label)),
                .init(spans: writer.spans(.unitPrice, theme.label)),
                .init(invoice.pricingCurrency.code),
                .init(invoice.currency.code),
            ],
            rows: rows + totals, style: theme.table, carriedForward: forward(.carried),
            broughtForward: forward(.brought))
    }

    private func rows(_ line: Invoice.Line) -> [Table.Row] {
        var rows: [Table.Row] = [
            .init(
                .item,
                [
                    .init(spans: title(line), field: "line \(line.number)"),
                    .init(quantity(line)), .init(price(line)),
                    .init(writer.minus(line.precise.exact.grouped(minimumScale: 2))),
                    .init(writer.minus(line.amount.grouped)),
                ])
        ]
        if let explanation = line.explanation {
            let steps = StepWriter(writer: writer, explanation: explanation)
            rows += steps.rows
        }
        if let proration = line.proration {
            rows.append(
                .init(
                    .detail,
                    [
                        .init(
                            writer.text(
                                .prorated,
                                [
                                    "days": "\(proration.days)",
                                    "period": "\(proration.periodDays)",
                                ])
                                + " · \(proration.full.exact.grouped(minimumScale: 2)) × "
                                + "\(proration.days) / \(proration.periodDays)", columns: 3)
                    ]))
        }
        if let evidence = line.evidence {
            let digest = "\(evidence.digest.prefix(8))…\(evidence.digest.suffix(4))"
            let count = Quantity(count: evidence.events).grouped
            rows.append(
                .init(
                    .detail,
                    [
                        .init(
                            spans: [
                                Text.Span(
                                    writer.text(.evidence, ["count": count, "digest": digest]),
                                    theme.caption)
                            ], columns: 5)
                    ]))
        }
        return rows
    }

    private func title(_ line: Invoice.Line) -> [Text.Span] {
        if line.kind == .baseFee {
            return writer.spans(line.name, theme.body)
                + [Text.Span(" · ", theme.body)]
                + writer.spans(.baseFee, theme.body, ["month": "\(line.month)"])
        }
        // With dimension values beside it, the name in one language is enough.
        var spans =
            line.group.isEmpty
            ? writer.spans(line.name, theme.body)
            : [Text.Span(line.name[writer.leading], theme.body, in: writer.leading.typesetting)]
        for value in line.group {
            spans.append(Text.Span(" · ", theme.quiet))
            spans.append(
                Text.Span(
                    value.value ?? writer.text(.noValue, ["name": value.dimension]), theme.quiet,
                    in: .english))
        }
        // What is counted stands with what it is, so that the column holds figures only.
        if let unit = line.unit {
            spans.append(Text.Span("  \(unit[writer.leading])", theme.caption))
        }
        return spans
    }

    private func quantity(_ line: Invoice.Line) -> String {
        writer.minus(line.units.grouped)
    }

    /// The price where there is one for all units; else how it is made up.
    private func price(_ line: Invoice.Line) -> String {
        guard let explanation = line.explanation else {
            return (line.proration?.full ?? line.precise).exact.grouped(minimumScale: 2)
        }
        switch explanation.steps.first?.subject {
        case .units?:
            let step = explanation.steps[0]
            let per = step.per == .one ? "" : " / \(Explanation.short(step.per))"
            return step.price.grouped(minimumScale: 2) + per
        case .tier?: return writer.text(.graduated)
        case .packages(let size, _)?:
            return writer.text(.packages, ["size": Explanation.short(size)])
        case .tokens?: return writer.text(.byClass)
        case nil: return ""
        }
    }

    private var totals: [Table.Row] {
        var rows: [Table.Row] = [
            .init(
                .subtotal,
                [
                    .init(spans: writer.spans(.subtotal, theme.body), columns: 3, align: .trailing),
                    .init(writer.minus(invoice.subtotal.grouped), columns: 2, align: .trailing),
                ])
        ]
        for tax in invoice.taxes {
            let percent = Text.Span(
                "  \(tax.percent) % × \(tax.base.grouped)", theme.quiet)
            rows.append(
                .init(
                    .item,
                    [
                        .init(
                            spans: writer.spans(tax.name, theme.body) + [percent], columns: 3,
                            align: .trailing),
                        .init(writer.minus(tax.amount.grouped), columns: 2, align: .trailing),
                    ]))
        }
        let total = theme.table.total
        rows.append(
            .init(
                .total,
                [
                    .init(spans: writer.spans(.total, total), columns: 3, align: .trailing),
                    .init(
                        spans: [Text.Span(writer.money(invoice.total), total)], columns: 2,
                        align: .trailing),
                ]))
        return rows
    }
}
