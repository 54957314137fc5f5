import Catalog
import Credits
import Invoicing
import Money
import Typesetting

/// The one line of a sale of credit, and the totals.
struct SaleTable {
    let sale: TopUpInvoice
    let writer: Writer
    /// What the closing sum is called.
    var total = Phrase.total

    /// - Parameter closing: what stands below the totals.
    func table(closing: [Element]) -> Table {
        let isMoney = sale.unit.isCurrency
        let unit: [Text.Span] =
            isMoney ? [] : [Text.Span(" · \(sale.unit.name)", writer.theme.quiet)]
        return Table(
            columns: [
                .init(.flexible(), headsRows: true), .init(.fixed(84), align: .trailing),
                .init(.fixed(84), align: .trailing), .init(.fixed(70), align: .trailing),
                .init(.fixed(70), align: .trailing),
            ],
            head: [
                writer.head(.item), isMoney ? "" : writer.head(.quantity),
                isMoney ? "" : writer.head(.unitPrice), .init(sale.price.currency.code),
                .init(sale.currency.code),
            ],
            rows: [
                .init(
                    .item,
                    [
                        .init(spans: writer.spans(.creditSold, writer.theme.body) + unit),
                        .init(isMoney ? "" : sale.units.grouped(minimumScale: 0)),
                        .init(isMoney ? "" : sale.unit.worth.exact.grouped(minimumScale: 2)),
                        .init(sale.price.exact.grouped(minimumScale: 2)),
                        .init(sale.amount.grouped),
                    ])
            ] + writer.totals(sale, columns: 3, total: total), style: writer.theme.table,
            closing: closing)
    }
}
