import Catalog
import Invoicing
import Money
import Typesetting

/// The lines of an invoice with the steps of each, and the totals.
struct InvoiceTable {
    let invoice: Invoice
    let writer: Writer
    /// Between the blocks of the page, in points; a quarter of it between an item and the next.
    let air: Double
    /// What the closing sum is called.
    var total = Phrase.total

    private var theme: Theme { writer.theme }

    /// - Parameter closing: what stands below the totals.
    func table(closing: [Element]) -> Table {
        // For the carried and brought forward rows: the running sum after each printed row, and
        // the line whose steps go on after it.
        var sums: [Amount] = []
        var sum = Amount.zero(invoice.currency)
        var parted: [[Text.Span]] = []
        var rows: [Table.Row] = []
        for block in blocks {
            if let name = block.name {
                rows.append(.init(.group, [.init(spans: name)]))
                sums.append(sum)
                parted.append([])
            }
            for line in block.lines {
                let line = LineRows(
                    line: line, writer: writer, isNamed: block.name == nil, zone: invoice.zone)
                let printed = line.rows
                sum += line.line.amount
                sums += Array(repeating: sum, count: printed.count)
                parted += Array(repeating: line.reference, count: printed.count - 1) + [[]]
                rows += printed
            }
        }
        let carried = sums
        let writer = writer
        let style = theme.quiet
        let currency = invoice.currency
        func forward(_ phrase: Phrase, _ parted: [[Text.Span]]) -> @Sendable (Int) -> Table.Row {
            { printed in
                let last = min(printed, carried.count) - 1
                let line = parted.indices.contains(last) ? parted[last] : []
                return .init(
                    .carried,
                    [
                        .init(spans: writer.spans(phrase, style) + line, columns: 4),
                        .init(writer.minus((last < 0 ? .zero(currency) : carried[last]).grouped)),
                    ])
            }
        }
        return Table(
            columns: [
                .init(.flexible(), headsRows: true), .init(.atLeast(58), align: .trailing),
                .init(.atLeast(66), align: .trailing), .init(.fixed(70), align: .decimalPoint),
                .init(.fixed(62), align: .trailing),
            ],
            head: [
                writer.head(.item), writer.head(.quantity), writer.head(.unitPrice),
                .init(invoice.pricingCurrency.code),
                .init(invoice.currency.code),
            ],
            rows: rows + totals, style: tableStyle, carriedForward: forward(.carried, []),
            broughtForward: forward(.brought, parted), closing: closing
        ).without(columns: dropped)
    }

    /// Columns that the theme leaves out.
    private var dropped: Set<Int> {
        let places: [(Theme.Column, Int)] = [(.quantity, 1), (.unitPrice, 2), (.price, 3)]
        return Set(places.filter { !theme.columns.contains($0.0) }.map(\.1))
    }

    private var tableStyle: TableStyle {
        var style = theme.table
        style.itemSpace = air / 4
        return style
    }

    /// Lines of one charge, split by dimensions, under the charge's name; any other by itself.
    private var blocks: [(name: [Text.Span]?, lines: [Invoice.Line])] {
        var blocks: [(name: [Text.Span]?, lines: [Invoice.Line])] = []
        for line in invoice.lines {
            if let last = blocks.last?.lines.last, !line.group.isEmpty, !last.group.isEmpty,
                line.charge == last.charge, line.kind == last.kind,
                line.kind != .lateUsage || line.service == last.service
            {
                blocks[blocks.count - 1].lines.append(line)
            } else {
                blocks.append((nil, [line]))
            }
        }
        for index in blocks.indices where blocks[index].lines.count > 1 {
            let line = blocks[index].lines[0]
            blocks[index].name =
                writer.spans(line.name, theme.strong) + writer.unit(of: line)
        }
        return blocks
    }

    private var totals: [Table.Row] {
        writer.totals(invoice, columns: 3, total: total)
    }
}

extension Writer {
    /// What is counted, to stand with what is billed: the quantity's column holds figures only.
    /// Nothing where the name says it: "Output tokens".
    func unit(of line: Invoice.Line) -> [Text.Span] {
        unit(line.unit, of: line.name)
    }

    /// The same of any name.
    func unit(_ unit: LocalizedText?, of name: LocalizedText) -> [Text.Span] {
        let languages = [leading] + (language.beside.map { [$0] } ?? [])
        guard let unit,
            !languages.allSatisfy({ name[$0].lowercased().contains(unit[$0].lowercased()) })
        else { return [] }
        // "thousand tokens" is not parted at the end of a line.
        return [Text.Span(" · ", theme.quiet)]
            + spans(theme.label) { unit[$0].replacing(" ", with: "\u{A0}") }
    }
}
