public import Catalog
import Checkout
import Money
import Time
public import Typesetting

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

    var theme: Theme { writer.theme }
    var reconciliation: Reconciliation { input.reconciliation }
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
            return count == 0
                ? nil
                : (
                    Self.name(ageing),
                    writer.spans(.openDifferences, theme.body, ["count": "\(count)"]), nil
                )
        }
        let facts: [Writer.Fact] = [
            (
                .period, writer.plain("\(input.month.firstDay) – \(input.month.lastDay) (UTC+8)"),
                nil
            ), (.asOf, writer.plain(writer.clock(input.asOf, in: .shanghai)), nil),
        ]
        return writer.overview(
            [.spans(writer.spans(.openLabel, theme.label))]
                + writer.lines(
                    writer.text(.openDifferences) { _ in count }, theme.headline, theme.quiet,
                    "open"), facts + ages)
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

    var style: TableStyle {
        var style = theme.table
        style.gap = 8
        return style
    }
}
