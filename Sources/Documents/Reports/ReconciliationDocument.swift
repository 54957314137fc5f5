public import Catalog
public import Checkout
import Money
public import Time
public import Typesetting

/// Everything a reconciliation report prints.
public struct ReconciliationInput: Sendable {
    public let reconciliation: Reconciliation
    public let month: Month
    public let asOf: Instant

    public init(_ reconciliation: Reconciliation, month: Month, asOf: Instant) {
        self.reconciliation = reconciliation
        self.month = month
        self.asOf = asOf
    }

    /// `REC-2026-06`
    public var number: String { "REC-\(month)" }
}

extension Studio {
    /// The pages of a month's reconciliation over all merchants, for finance.
    ///
    /// - Parameter digest: SHA-256 of the report as JSON.
    /// - Throws: `TypesettingError`.
    public func reconciliation(
        _ input: ReconciliationInput, digest: String, language: DocumentLanguage = .both
    ) throws(TypesettingError) -> Pages {
        let writer = writer(language)
        let open = writer.text(
            .openDifferences, ["count": "\(input.reconciliation.open.count)"])
        return try pages(
            ReconciliationDocument(input: input, writer: writer).body,
            on: Paper(
                title: .reconciliation, number: input.number, subject: "\(input.month) · \(open)",
                foot: "\(input.number) · \(open)", digest: digest,
                issuer: writer.text(.allMerchants) { _ in [:] },
                created: Zone.shanghai.text(input.asOf)), writer)
    }
}

/// A reconciliation, block by block: how many differences are open, what each side comes to, and every
/// difference with both figures, its age and what to do.
struct ReconciliationDocument {
    let input: ReconciliationInput
    let writer: Writer

    private var theme: Theme { writer.theme }
    private var reconciliation: Reconciliation { input.reconciliation }
    private var open: [Difference] { reconciliation.open }

    var body: [Element] {
        let letterhead = Letterhead(
            writer: writer, issuer: writer.text(.allMerchants) { _ in [:] }, field: "issuer",
            title: .reconciliation, number: input.number,
            state: open.isEmpty ? .agreeState : .openState,
            stateColour: open.isEmpty ? theme.positive : theme.warning)
        var body =
            letterhead.elements + [
                overview, .spacer(16), writer.heading(.fourSides), .table(sides), .spacer(16),
                writer.heading(.differences),
            ]
        body.append(
            reconciliation.differences.isEmpty
                ? .stack(writer.stacked(.noDifferences, theme.quiet)) : .table(differences))
        return body
    }

    private var overview: Element {
        let count = ["count": "\(open.count)"]
        let ages = Difference.Ageing.allCases.compactMap { ageing -> Writer.Fact? in
            let count = open.count { $0.ageing == ageing }
            return count == 0 ? nil : (Self.name(ageing), writer.plain("\(count)"), nil)
        }
        let facts: [Writer.Fact] = [
            (
                .period, writer.plain("\(input.month.firstDay) – \(input.month.lastDay) (UTC+8)"),
                nil
            ), (.asOf, writer.plain(writer.clock(input.asOf, in: .shanghai)), nil),
        ]
        return writer.overview(
            [
                .spans(writer.spans(.openLabel, theme.label)),
                .text(writer.text(.openDifferences, count), theme.headline),
            ], facts + ages)
    }

    /// What each side says of each channel; nothing in a column that a side does not know.
    private var sides: Table {
        var rows: [Table.Row] = []
        for channel in reconciliation.channels {
            rows.append(
                .init(.group, [.init(spans: writer.spans(channel.channel.title, theme.strong))]))
            for (side, sums) in channel.sides {
                let figures = [
                    "\(sums.payments)", sums.paid.grouped, "\(sums.refunds)",
                    sums.refunded.grouped, side.knowsAccount ? sums.chargedBack.grouped : "",
                    side == .orders ? "" : sums.fees.grouped,
                    side.knowsAccount ? sums.withdrawn.grouped : "",
                ]
                rows.append(
                    .init(
                        .item,
                        [.init(spans: writer.spans(Self.name(side), theme.body))]
                            + figures.map { .init(writer.minus($0)) }))
            }
            rows.append(
                .init(
                    .note,
                    [
                        .init(
                            spans: writer.spans(
                                .allAgree, theme.label, ["count": "\(channel.matched)"]),
                            columns: 8)
                    ]))
        }
        let widths: [Double] = [28, 58, 28, 56, 72, 54, 66]
        return Table(
            columns: [.init(.flexible(), headsRows: true)]
                + widths.map { .init(.fixed($0), align: .trailing) },
            head: [
                .init(spans: [Text.Span("CNY", theme.label)]), writer.head(.countShort),
                writer.head(.paidShort), writer.head(.countShort), writer.head(.refundShort),
                writer.head(.chargebackShort), writer.head(.fees), writer.head(.withdrawnShort),
            ], rows: rows, style: style)
    }

    private var style: TableStyle {
        var style = theme.table
        style.gap = 8
        return style
    }

    private var differences: Table {
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
                .init(difference.left.amount.map { writer.minus($0.grouped) } ?? "–"),
                .init(difference.right.amount.map { writer.minus($0.grouped) } ?? "–"),
                .init("\(difference.age)"),
            ])
        let numbers = Text.Span("\(difference.number) · \(difference.id)", theme.mono)
        return [head, .init(.detail, [.init(spans: [numbers], columns: 4)]), figures(difference)]
            + advice(difference)
    }

    /// Who says which figure, and what else it says.
    private func figures(_ difference: Difference) -> Table.Row {
        func figure(_ figure: Difference.Figure) -> [Text.Span] {
            let detail = figure.detail.map { " \($0)" } ?? ""
            return writer.spans(Self.name(figure.side), theme.label)
                + [Text.Span(detail, theme.label, in: .english)]
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
            spans = [Text.Span("→ " + legs.joined(separator: " · "), theme.label)]
        }
        return [.init(.detail, [.init(spans: spans, columns: 4)])]
    }
}

extension ReconciliationDocument {
    fileprivate static func name(_ reason: Difference.Reason) -> Phrase {
        Phrase(rawValue: "reason.\(reason.rawValue)")!
    }

    fileprivate static func name(_ side: Difference.Side) -> Phrase {
        Phrase(rawValue: "side.\(side.rawValue)")!
    }

    fileprivate static func name(_ ageing: Difference.Ageing) -> Phrase {
        switch ageing {
        case .day: .ageDay
        case .week: .ageWeek
        case .month: .ageMonth
        case .older: .ageOlder
        }
    }

    fileprivate static func name(
        _ state: Difference.State
    ) -> (phrase: Phrase, colour: (Theme) -> Colour) {
        switch state {
        case .open: (.openWord, { $0.warning })
        case .waiting: (.waitingWord, { $0.ink2 })
        case .resolved: (.resolvedWord, { $0.positive })
        }
    }
}
