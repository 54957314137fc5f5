import Money
import Settlement
import Time
import Typesetting

/// Every movement with its day, what it is, and the running balance.
struct MovementTable {
    let batch: SettlementBatch
    let writer: Writer

    /// - Parameter closing: what stands below the last movement.
    func table(closing: [Element]) -> Table {
        let theme = writer.theme
        let balances = batch.rows.map(\.balance)
        let writer = writer
        let style = theme.quiet
        func forward(_ phrase: Phrase) -> @Sendable (Int) -> Table.Row {
            { printed in
                let balance = printed == 0 ? nil : balances[min(printed, balances.count) - 1]
                return .init(
                    .carried,
                    [
                        .init(spans: writer.spans(phrase, style), columns: 4),
                        .init(writer.minus((balance ?? .zero(.cny)).grouped)),
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
            rows: batch.rows.map(row), style: theme.table, carriedForward: forward(.carried),
            broughtForward: forward(.brought), closing: closing)
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
                .init(spans: [Text.Span(row.reference, writer.theme.mono)]),
                .init(writer.minus(row.amount.grouped)), .init(writer.minus(row.balance.grouped)),
            ])
    }
}
