import Catalog
import Checkout
import Money
import Settlement
import Typesetting

/// What came and went by each channel.
extension StatementDocument {
    var channels: [Element] {
        if !hasPayments { return [] }
        return [writer.heading(.channels), .table(channelTable), .spacer(air)]
    }

    var hasPayments: Bool { batch.rows.contains { $0.kind == .payment } }

    private var channelTable: Table {
        let rows = Channel.allCases.compactMap { channel -> Table.Row? in
            let own = batch.rows.filter { $0.channel == channel.rawValue }
            return own.isEmpty
                ? nil : row(.item, writer.spans(channel.title, theme.body), of: own)
        }
        let all = batch.rows.filter { $0.channel != nil }
        let sum =
            rows.count > 1 ? [row(.subtotal, writer.spans(.together, theme.body), of: all)] : []
        let hasReturned = all.contains { $0.kind == .refund || $0.kind == .chargeback }
        return Table(
            columns: [
                .init(.flexible(), headsRows: true), .init(.fixed(64), align: .trailing),
                .init(.fixed(84), align: .trailing), .init(.fixed(84), align: .trailing),
                .init(.fixed(84), align: .trailing), .init(.fixed(84), align: .trailing),
            ],
            head: [
                writer.head(.channel), writer.head(.payments), writer.head(.gross),
                writer.head(.takenBack), writer.head(.fees), writer.head(.netOfChannel),
            ],
            rows: rows + sum, style: theme.table
        ).without(columns: hasReturned ? [] : [3])
    }

    /// What movements of a channel come to: paid, taken back, fees less what is given back of them, and all.
    private func row(
        _ kind: Table.Row.Kind, _ name: [Text.Span], of rows: [SettlementBatch.Row]
    ) -> Table.Row {
        func sum(_ kinds: SettlementBatch.Kind...) -> Table.Cell {
            let amount = rows.filter { kinds.contains($0.kind) }.map(\.amount).total(.cny)
            return writer.figure(amount.isZero ? nil : amount)
        }
        return .init(
            kind,
            [
                .init(spans: name), .init("\(rows.count { $0.kind == .payment })"), sum(.payment),
                sum(.refund, .chargeback), sum(.platformFee, .feeReturned),
                writer.figure(rows.map(\.amount).total(.cny)),
            ])
    }
}
