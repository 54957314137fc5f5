import Catalog
import Money
import Settlement
import Typesetting

extension StatementDocument {
    /// From what was collected to what is paid out: the chart, its rows as a table, and the check.
    var waterfall: [Element] {
        [writer.heading(.waterfall)] + chart + [.table(waterfallTable), .spacer(6), check]
    }

    /// Nothing for a month that collected nothing: two fees make no picture.
    private var chart: [Element] {
        if !hasPayments { return [] }
        return [.drawing(WaterfallChart(batch: batch, writer: writer).drawing), .spacer(8)]
    }

    /// The same rows as the chart, with both currencies where there are two.
    private var waterfallTable: Table {
        let rows: [Table.Row] = Waterfall(batch: batch, writer: writer).bars.map { bar in
            let amount = Table.Cell(writer.minus(bar.amount.grouped))
            let kind: Table.Row.Kind =
                switch bar.kind {
                case .movement, .converted: .item
                case .net: .subtotal
                case .payout: .total
                }
            let spans = writer.spans(kind == .total ? theme.table.total : theme.body) {
                bar.label[$0]
            }
            return .init(
                kind, [.init(spans: spans)] + (bar.isConverted ? ["", amount] : [amount, ""]))
        }
        let currencies = [batch.net.currency] + (batch.lock == nil ? [] : [batch.currency])
        return Table(
            columns: [.init(.flexible(), headsRows: true)]
                + currencies.map { _ in .init(.fixed(84), align: .trailing) },
            head: [""] + currencies.map { .init($0.code) }, rows: rows, style: theme.table)
    }

    /// Opening + movements = closing, printed and not implied.
    private var check: Element {
        let values = [
            "opening": writer.minus(batch.opening.grouped),
            "movements": writer.minus(batch.rows.map(\.amount).total(.cny).grouped),
            "paid": batch.paidOut.grouped, "closing": writer.money(batch.closing),
        ]
        return writer.verdict(
            true, writer.stacked(.check, theme.label.with(colour: theme.ink), values))
    }
}
