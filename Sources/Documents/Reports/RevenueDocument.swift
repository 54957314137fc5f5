public import Catalog
import Ledger
import Money
import Time
public import Typesetting

extension Studio {
    /// The pages of a month's revenue of one merchant, for whoever keeps its books.
    ///
    /// - Parameter digest: SHA-256 of the report as JSON.
    /// - Throws: `TypesettingError`.
    public func revenue(
        _ input: RevenueInput, digest: String, language: DocumentLanguage? = nil
    ) throws(TypesettingError) -> Pages {
        let writer = writer(language ?? (input.merchant.language == .chinese ? .both : .english))
        let money = writer.money(input.report.total)
        return try pages(
            RevenueDocument(input: input, writer: writer).body,
            on: Paper(
                title: .revenueReport, number: input.number,
                subject: "\(input.report.month) · \(money)", foot: "\(input.number) · \(money)",
                digest: digest, issuer: input.merchant.name,
                created: input.merchant.zone.text(input.asOf)), writer)
    }
}

/// A revenue report, block by block: what was earned, of which products and customers, how what is still to be
/// earned moved, and whether it comes to what the journal has.
struct RevenueDocument {
    let input: RevenueInput
    let writer: Writer

    var theme: Theme { writer.theme }
    var report: RecognitionReport { input.report }

    var body: [Element] {
        let letterhead = Letterhead(
            writer: writer, issuer: input.merchant.name, field: "merchant.name",
            title: .revenueReport, number: input.number,
            state: report.ties ? .tiesState : .differsState,
            stateColour: report.ties ? theme.positive : theme.negative)
        var body = letterhead.elements + [overview, .spacer(16)]
        if !report.balances.isEmpty {
            body += [
                writer.heading(.rollForward), .table(rollForward), .spacer(6), tie, .spacer(16),
            ]
        }
        return body + [
            writer.heading(.byProduct), .table(products), .spacer(16),
            writer.heading(.byCustomer), .table(customers),
        ]
    }

    private var overview: Element {
        writer.overview(
            [
                .spans(writer.spans(.earnedInMonth, theme.label)),
                .text(writer.money(report.total), theme.headline),
            ],
            [
                (.period, writer.plain("\(report.month.firstDay) – \(report.month.lastDay)"), nil),
                (.asOf, writer.plain(writer.clock(input.asOf, in: input.merchant.zone)), nil),
            ])
    }

    /// What is deferred, unbilled and owed in credit, from opening to closing, a column each.
    private var rollForward: Table {
        let balances = report.balances
        let kinds = JournalEntry.Kind.allCases.filter { kind in
            balances.contains { $0.movements.contains { $0.kind == kind } }
        }
        func row(
            _ kind: Table.Row.Kind, _ label: Phrase,
            _ amount: (RecognitionReport.RollForward) -> Money.Amount?
        ) -> Table.Row {
            let style = kind == .subtotal ? theme.strong : theme.body
            return .init(
                kind,
                [.init(spans: writer.spans(label, style))]
                    + balances.map { balance in
                        .init(
                            spans: [
                                Text.Span(
                                    amount(balance).map { writer.minus($0.grouped) } ?? "", style)
                            ])
                    })
        }
        return Table(
            columns: [.init(.flexible(), headsRows: true)]
                + balances.map { _ in .init(.fixed(108), align: .trailing) },
            head: [.init(spans: [Text.Span("CNY", theme.label)])]
                + balances.map { writer.head(Self.name($0.account)) },
            rows: [row(.item, .opening) { $0.opening }]
                + kinds.map { kind in
                    row(.item, Self.name(kind)) { balance in
                        balance.movements.first { $0.kind == kind }?.amount
                    }
                } + [row(.subtotal, .closingBalance) { $0.closing }],
            style: theme.table)
    }

    /// Whether the split comes to what the journal has, said and not implied.
    private var tie: Element {
        let words =
            report.ties
            ? writer.stacked(.tiesSentence, theme.label.with(colour: theme.ink))
            : report.differences.map {
                .text($0, theme.label.with(colour: theme.negative), in: .english)
            }
        return writer.verdict(report.ties, words)
    }
}
