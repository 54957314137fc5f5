import Catalog
import Invoicing
import Money
import Typesetting

/// The lines of an invoice without their steps: what each bills and comes to, and the totals.
struct LineSummary {
    let invoice: Invoice
    let writer: Writer

    /// - Parameter closing: what stands below the totals.
    func table(closing: [Element]) -> Table {
        func forward(_ phrase: Phrase) -> @Sendable (Int) -> Table.Row {
            writer.forward(phrase, invoice.lines.map(\.amount), in: invoice.currency, columns: 2)
        }
        return Table(
            columns: [
                .init(.flexible(), headsRows: true), .init(.fixed(80), align: .trailing),
                .init(.fixed(80), align: .trailing),
            ],
            head: [writer.head(.item), "", .init(invoice.currency.code)],
            rows: invoice.lines.map(row) + writer.totals(invoice, columns: 1, total: .invoiceTotal),
            style: writer.theme.table, carriedForward: forward(.carried),
            broughtForward: forward(.brought), closing: closing)
    }

    private func row(_ line: Invoice.Line) -> Table.Row {
        let rows = LineRows(line: line, writer: writer, isNamed: true, zone: invoice.zone)
        return .init(
            .item,
            [
                .init(
                    spans: writer.numbered(line.number, rows.title), columns: 2,
                    field: "line \(line.number)"), .init(writer.minus(line.amount.grouped)),
            ])
    }
}

extension Writer {
    /// `#2  Output tokens`: a line of an invoice as other documents name it.
    func numbered(_ number: Int, _ title: [Text.Span]) -> [Text.Span] {
        [Text.Span("#\(number)  ", theme.label)] + title
    }
}
