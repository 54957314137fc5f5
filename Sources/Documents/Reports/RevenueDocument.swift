public import Catalog
public import Ledger
import Money
public import Time
public import Typesetting

/// Everything a revenue report prints.
public struct RevenueInput: Sendable {
    public let merchant: Merchant
    /// Of this merchant alone.
    public let report: RecognitionReport
    /// The names of customers that earned something.
    public let customers: [Customer.ID: LocalizedText]
    public let asOf: Instant

    public init(
        _ merchant: Merchant, _ report: RecognitionReport, customers: [Customer.ID: LocalizedText],
        asOf: Instant
    ) {
        self.merchant = merchant
        self.report = report
        self.customers = customers
        self.asOf = asOf
    }

    /// `REV-2026-06-mer_001`
    public var number: String { "REV-\(report.month)-\(merchant.id)" }
}

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

    private var theme: Theme { writer.theme }
    private var report: RecognitionReport { input.report }

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
        let colour = report.ties ? theme.positive : theme.negative
        let words =
            report.ties
            ? writer.stacked(.tiesSentence, theme.label.with(colour: theme.ink))
            : report.differences.map {
                .text($0, theme.label.with(colour: theme.negative), in: .english)
            }
        return .box(
            Box(padding: Insets(top: 5, right: 8, bottom: 5, left: 8), background: theme.surface),
            spacing: 0,
            [
                .columns(
                    gap: 4,
                    [
                        .init(
                            .natural,
                            [.text(report.ties ? "✓" : "≠", theme.label.with(colour: colour))]),
                        .init(.flexible(), words),
                    ])
            ])
    }

    private var products: Table {
        var rows: [Table.Row] = []
        for (account, parts) in report.byProduct {
            rows.append(
                .init(.group, [.init(spans: writer.spans(Self.name(account), theme.strong))]))
            rows += parts.map { part in
                let name =
                    part.product.map { [Text.Span($0, theme.body, in: .english)] }
                    ?? writer.spans(.expiredCredit, theme.body)
                return .init(
                    .item,
                    [.init(spans: name, field: "product"), "", amount(part.amount)])
            }
            if parts.count > 1 {
                rows.append(
                    .init(
                        .subtotal,
                        [
                            .init(
                                spans: writer.spans(.subtotal, theme.body), columns: 1,
                                align: .trailing), "", amount(parts.map(\.amount).total(.cny)),
                        ]))
            }
        }
        return table(rows, .product)
    }

    private var customers: Table {
        table(
            report.byCustomer.map { customer, amount in
                let name = input.customers[customer].map { writer.spans($0, theme.body) } ?? []
                return .init(
                    .item,
                    [
                        .init(
                            spans: name + [Text.Span("  \(customer)", theme.mono)],
                            field: "customer.name"), "", self.amount(amount),
                    ])
            }, .customer)
    }

    private func table(_ rows: [Table.Row], _ head: Phrase) -> Table {
        Table(
            columns: [
                .init(.flexible(), headsRows: true), .init(.fixed(84), align: .trailing),
                .init(.fixed(84), align: .trailing),
            ],
            head: [writer.head(head), "", "CNY"],
            rows: rows + [
                writer.sum(
                    .total, writer.spans(.earnedInMonth, theme.table.total), report.total,
                    columns: 1)
            ], style: theme.table)
    }

    private func amount(_ amount: Money.Amount) -> Table.Cell {
        .init(writer.minus(amount.grouped))
    }

    /// What an account is called on paper.
    private static func name(_ account: Account) -> Phrase {
        switch account {
        case .revenueUsage: .usageRevenue
        case .revenueSubscription: .subscriptionRevenue
        case .revenueAddOn: .addOnRevenue
        case .revenueBreakage: .breakageRevenue
        case .deferredRevenue: .deferredRevenue
        case .unbilledRevenue: .unbilledRevenue
        case .creditLiability: .creditLiability
        default: preconditionFailure("\(account.name) is no account of a revenue report")
        }
    }

    /// What an entry does to them.
    private static func name(_ kind: JournalEntry.Kind) -> Phrase {
        switch kind {
        case .invoice: .billedEntry
        case .recognition: .earnedEntry
        case .topUp: .soldEntry
        case .credit: .drawnEntry
        case .creditNote: .creditNoteEvent
        case .void: .voidEvent
        case .opening: .openingEntry
        case .manual: .manualEntry
        case .payment, .refund, .chargeback, .channelFee, .settlement, .payout, .withdrawal:
            preconditionFailure("\(kind.rawValue) is no entry of a revenue report")
        }
    }
}
