import Catalog
import Checkout
import Money
import Typesetting

extension ReconciliationDocument {
    /// Every difference: its reason and both figures, then its numbers, who says what, and what to do.
    var differences: Table {
        Table(
            columns: [
                .init(.flexible(), headsRows: true), .init(.fixed(70), align: .trailing),
                .init(.fixed(70), align: .trailing), .init(.fixed(44), align: .trailing),
            ],
            head: [
                writer.head(.reason), writer.head(.oneSide), writer.head(.otherSide),
                writer.head(.days),
            ],
            rows: reconciliation.differences.flatMap(rows), style: style)
    }

    private func rows(_ difference: Difference) -> [Table.Row] {
        let state = Self.name(difference.state)
        let head = Table.Row(
            .item,
            [
                .init(
                    spans: [Text.Span("● ", theme.label.with(colour: state.colour(theme)))]
                        + writer.spans(state.phrase, theme.body) + [Text.Span(" · ", theme.quiet)]
                        + writer.spans(Self.name(difference.reason), theme.body)),
                writer.figure(difference.left.amount),
                writer.figure(difference.right.amount),
                .init("\(difference.age)"),
            ])
        let numbers = Text.Span("\(difference.number) · \(difference.id)", theme.mono)
        return [head, .init(.detail, [.init(spans: [numbers], columns: 4)]), figures(difference)]
            + advice(difference)
    }

    /// Who says which figure, and what else it says.
    private func figures(_ difference: Difference) -> Table.Row {
        func figure(_ figure: Difference.Figure) -> [Text.Span] {
            let side = Self.name(figure.side)
            guard let detail = figure.detail else { return writer.spans(side, theme.label) }
            return writer.spans(theme.label) { language in
                let side = writer.wording.text(side, language)
                return "\(side) · \(DifferenceWords(writer.wording).detail(detail, language))"
            }
        }
        return .init(
            .detail,
            [
                .init(
                    spans: figure(difference.left) + [Text.Span("  |  ", theme.label)]
                        + figure(difference.right), columns: 4)
            ])
    }

    /// What was decided, or what a bookkeeper would post.
    private func advice(_ difference: Difference) -> [Table.Row] {
        let spans: [Text.Span]
        if case .resolved(let note) = difference.state {
            spans = [Text.Span(note, theme.label)]
        } else {
            let legs = difference.suggestion.postings.map { leg in
                writer.text(
                    leg.isDebit ? .debit : .credit,
                    ["account": leg.account, "amount": leg.amount.grouped])
            }
            if legs.isEmpty { return [] }
            let entry = writer.text(.suggestedEntry) + " " + legs.joined(separator: " · ")
            spans = [Text.Span(entry, theme.label)]
        }
        return [.init(.detail, [.init(spans: spans, columns: 4)])]
    }

    static func name(_ reason: Difference.Reason) -> Phrase {
        Phrase(rawValue: "reason.\(reason.rawValue)")!
    }

    static func name(_ side: Difference.Side) -> Phrase {
        Phrase(rawValue: "side.\(side.rawValue)")!
    }

    static func name(_ ageing: Difference.Ageing) -> Phrase {
        switch ageing {
        case .day: .ageDay
        case .week: .ageWeek
        case .month: .ageMonth
        case .older: .ageOlder
        }
    }

    static func name(
        _ state: Difference.State
    ) -> (phrase: Phrase, colour: (Theme) -> Colour) {
        switch state {
        case .open: (.openWord, { $0.warning })
        case .waiting: (.waitingWord, { $0.ink2 })
        case .resolved: (.resolvedWord, { $0.positive })
        }
    }
}
