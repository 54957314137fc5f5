import Catalog
import Checkout
import Money
import Time
import Typesetting

/// What became of an invoice since it was issued, with what was left to pay after each step.
struct HistoryTable {
    let history: InvoiceHistory
    let zone: Zone
    let writer: Writer

    private var theme: Theme { writer.theme }

    var table: Table {
        return Table(
            columns: [
                .init(.fixed(84)), .init(.fixed(96)), .init(.flexible(), headsRows: true),
                .init(.fixed(62), align: .trailing), .init(.fixed(66), align: .trailing),
            ],
            head: [
                writer.head(.date), writer.head(.kind), writer.head(.reference), .init("CNY"),
                writer.head(.leftShort),
            ],
            rows: history.events.map(row), style: theme.table)
    }

    private func row(_ event: InvoiceHistory.Event) -> Table.Row {
        let amount = event.amount.grouped
        return .init(
            .item,
            [
                .init(writer.moment(event.at, in: zone)),
                .init(spans: writer.spans(name(event.kind), theme.body)),
                .init(spans: [Text.Span(event.reference, theme.mono)] + remarks(event)),
                .init(event.kind.lowersDue ? writer.minus("-" + amount) : amount),
                .init(writer.minus(event.left.grouped)),
            ])
    }

    /// `  WeChat Pay · paid again`
    private func remarks(_ event: InvoiceHistory.Event) -> [Text.Span] {
        let phrases = event.remarks.map { remark -> Phrase in
            switch remark {
            case .again: .againRemark
            case .afterCode: .afterCodeRemark
            case .short: .shortRemark
            }
        }
        let spans = writer.spans(theme.label) { language in
            ([event.channel?.title[language]].compactMap(\.self)
                + phrases.map { writer.wording.text($0, language) }).joined(separator: " · ")
        }
        if spans[0].text.isEmpty { return [] }
        return event.reference.isEmpty ? spans : [Text.Span("  ", theme.label)] + spans
    }

    private func name(_ kind: InvoiceHistory.Kind) -> Phrase {
        switch kind {
        case .payment: .paymentEvent
        case .refund: .refundEvent
        case .chargeback: .chargebackEvent
        case .creditNote: .creditNoteEvent
        case .void: .voidEvent
        case .balanceKept: .balanceKeptEvent
        case .balanceUsed: .balanceUsedEvent
        }
    }
}
