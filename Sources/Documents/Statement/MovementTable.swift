import Money
import Settlement
import Time
import Typesetting

/// From the opening balance through every movement to what is paid out, with the running balance.
struct MovementTable {
    let batch: SettlementBatch
    let writer: Writer

    var table: Table {
        let theme = writer.theme
        let rows = [opening] + batch.rows.map(row) + paidOut
        let balances =
            [batch.opening] + batch.rows.map(\.balance) + (paidOut.isEmpty ? [] : [batch.closing])
        let writer = writer
        let style = theme.quiet
        func forward(_ phrase: Phrase) -> @Sendable (Int) -> Table.Row {
            { printed in
                let balance = printed == 0 ? nil : balances[min(printed, balances.count) - 1]
                return .init(
                    .carried,
                    [
                        .init(spans: writer.spans(phrase, style), columns: 4),
                        writer.figure(balance ?? .zero(.cny)),
                    ])
            }
        }
        return Table(
            columns: [
                .init(.fixed(84)), .init(.fixed(96)), .init(.flexible(), headsRows: true),
                .init(.fixed(84), align: .trailing), .init(.fixed(84), align: .trailing),
            ],
            head: [
                writer.head(.date), writer.head(.kind), writer.head(.reference), .init("CNY"),
                writer.head(.balance),
            ],
            rows: rows, style: theme.table, carriedForward: forward(.carried),
            broughtForward: forward(.brought), closing: [.spacer(6), end])
    }

    private var opening: Table.Row {
        .init(
            .item,
            [
                .init("\(batch.month.firstDay)"),
                .init(spans: writer.spans(.openingShort, writer.theme.body)),
                "", "", writer.figure(batch.opening),
            ])
    }

    /// What leaves the balance: nothing where it is carried over or held.
    private var paidOut: [Table.Row] {
        if batch.paidOut.isZero { return [] }
        return [
            .init(
                .item,
                [
                    .init(writer.moment(batch.closedAt, in: batch.zone)),
                    .init(spans: writer.spans(.paidOut, writer.theme.body)),
                    .init(spans: [Text.Span(batch.remittanceReference, writer.theme.mono)]),
                    writer.figure(-batch.paidOut),
                    writer.figure(batch.closing),
                ])
        ]
    }

    /// So that a statement that lacks its last page is seen to.
    private var end: Element {
        .spans(
            writer.spans(
                .endOfStatement, writer.theme.caption,
                ["count": "\(batch.rows.count)", "closing": writer.money(batch.closing)]),
            align: .centre)
    }

    private func row(_ row: SettlementBatch.Row) -> Table.Row {
        let phrase: Phrase =
            switch row.kind {
            case .payment: .paymentRow
            case .platformFee: .platformFeeRow
            case .refund: .refundRow
            case .feeReturned: .feeReturnedRow
            case .chargeback: .chargebackRow
            case .returnedPayout: .returnedPayoutRow
            case .subscription: .subscriptionRow
            case .revenueShare: .revenueShareRow
            case .adjustment: .adjustmentRow
            case .reserveHeld: .reserveHeldRow
            case .reserveReleased: .reserveReleasedRow
            }
        return .init(
            .item,
            [
                .init(writer.moment(row.at, in: batch.zone)),
                .init(spans: writer.spans(phrase, writer.theme.body)),
                .init(
                    spans: [Text.Span(row.reference, writer.theme.mono)]
                        + (row.reason.map { [Text.Span("  \($0)", writer.theme.label)] } ?? []),
                    field: "\(row.reference) reason"),
                writer.figure(row.amount), writer.figure(row.balance),
            ])
    }
}
