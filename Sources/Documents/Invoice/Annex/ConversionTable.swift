import Catalog
import FX
import Invoicing
import Money
import Typesetting

/// From each line's price to its amount: the price left to pay, times the rate, rounded once.
struct ConversionTable {
    let conversions: [LineConversion]
    let invoice: Invoice
    /// Its number, as sentences have it.
    let name: String
    let writer: Writer

    /// Lines that are written out; every other is worked out the same way.
    static let most = 40

    private var theme: Theme { writer.theme }

    var elements: [Element] {
        guard let rate = invoice.lock?.rate, !conversions.isEmpty else { return [] }
        let table = Table(
            columns: [
                .init(.atLeast(18)), .init(.flexible(), headsRows: true),
                .init(.natural, align: .decimalPoint), .init(.atLeast(62), align: .trailing),
                .init(.natural, align: .decimalPoint), .init(.atLeast(54), align: .trailing),
            ],
            head: [
                .init("#"), writer.head(.item), .init(invoice.pricingCurrency.code),
                writer.head(.rate), writer.head(.unrounded), .init(invoice.currency.code),
            ],
            rows: conversions.prefix(Self.most).map { row($0, "\(rate.value)") },
            style: theme.smallTable)
        var notes: [Element] = []
        if conversions.contains(where: { !$0.isRoundedAlone }) {
            notes += writer.stacked(.roundedTogether, theme.label)
        }
        if conversions.count > Self.most {
            let left = ["count": "\(conversions.count - Self.most)", "number": name]
            notes += writer.stacked(.moreLines, theme.label, left)
        }
        return [writer.heading(.conversions), .table(table)]
            + (notes.isEmpty ? [] : [.spacer(4)] + notes)
    }

    /// ` · 9.396012 − 5.00`, as the line's rows have it; nothing where nothing is taken off.
    private func reductions(of line: Invoice.Line) -> [Text.Span] {
        if line.reductions.isEmpty { return [] }
        let taken = line.reductions.map {
            ($0.isGivenBack ? " + " : " − ") + $0.size.precise.exact.grouped(minimumScale: 2)
        }
        let price = writer.minus(line.precise.exact.grouped(minimumScale: 2))
        return [Text.Span(" · " + price + taken.joined(), theme.label)]
    }

    private func row(_ conversion: LineConversion, _ rate: String) -> Table.Row {
        let mark = conversion.isRoundedAlone ? "" : "† "
        let line = invoice.lines.first { $0.number == conversion.line }!
        return .init(
            .item,
            [
                .init("#\(conversion.line)"),
                .init(
                    spans: writer.fullTitle(line, invoice.zone) + reductions(of: line),
                    field: "line \(line.number)"),
                .init(writer.minus(conversion.price.exact.grouped(minimumScale: 2))),
                .init("× \(rate)"),
                .init("= " + writer.minus(conversion.product.exact.grouped(minimumScale: 2))),
                .init(mark + writer.minus(conversion.amount.grouped)),
            ])
    }
}
