public import Catalog
import Checkout
import FX
import Money
public import Settlement
import Time
public import Typesetting

extension Studio {
    /// The pages of a settlement statement.
    ///
    /// - Parameter digest: SHA-256 of the batch's snapshot.
    /// - Throws: `TypesettingError`.
    public func statement(
        _ batch: SettlementBatch, digest: String, language: DocumentLanguage? = nil
    ) throws(TypesettingError) -> Pages {
        let language = language ?? (batch.language == .chinese ? .both : .english)
        let writer = Writer(wording: wording, theme: theme, language: language)
        let document = StatementDocument(batch: batch, digest: digest, writer: writer)
        let typesetter = Typesetter(fonts: fonts, language: language.leading.typesetting)
        let pages = try typesetter.set(document.body, on: document.template)
        return Pages(
            document: pages, fonts: fonts,
            metadata: PDFMetadata(
                title: "\(writer.text(.statement)) \(batch.number)",
                author: batch.merchantName[language.leading],
                subject: "\(writer.text(document.headline)) \(writer.money(document.amount))",
                created: batch.zone.text(batch.closedAt), outline: true))
    }
}

/// A settlement statement, block by block: the payout, how it comes about, and every movement.
struct StatementDocument {
    let batch: SettlementBatch
    let digest: String
    let writer: Writer

    var theme: Theme { writer.theme }

    /// What became of the net, and how much of it.
    var headline: Phrase { batch.state == .scheduled ? .netPayout : .carriedOver }
    var amount: Amount { batch.state == .scheduled ? batch.payout : batch.closing }

    var body: [Element] {
        letterhead.elements + [
            overview, .spacer(18), writer.heading(.waterfall),
        ] + chart + [
            .table(waterfallTable), .spacer(6), check, .spacer(16),
        ] + channels + [
            writer.heading(.movements),
            .table(
                MovementTable(batch: batch, writer: writer).table(closing: [.spacer(16), terms])),
        ]
    }

    var template: PageTemplate {
        writer.template("\(batch.number) · \(writer.money(amount))", digest: digest)
    }

    private var letterhead: Letterhead {
        let isPaid = batch.state == .scheduled
        return Letterhead(
            writer: writer, issuer: batch.merchantName, field: "merchant.name", title: .statement,
            number: nil, state: isPaid ? .scheduledState : .carriedOverState,
            stateColour: isPaid ? theme.positive : theme.warning)
    }

    private var overview: Element {
        let isPaid = batch.state == .scheduled
        var left: [Element] = [
            .spans(writer.spans(headline, theme.label)),
            .text(writer.money(amount), theme.headline),
        ]
        if !isPaid {
            left += writer.stacked(
                .carriedReason, theme.quiet, ["minimum": writer.money(batch.minimumPayout)])
        }
        var facts: [(label: Phrase, value: String)] = [
            (.period, "\(batch.month.firstDay) – \(batch.month.lastDay)"),
            (.statementNumber, batch.number),
        ]
        if isPaid {
            facts += [
                (.toAccount, batch.bank), (.valueDate, "\(batch.payoutDay!)"),
                (.remittance, batch.remittanceReference),
            ]
        }
        facts.append((.closedAt, writer.clock(batch.closedAt, in: batch.zone)))
        return .columns(
            gap: 24,
            [
                // The bank and its account need more than half a line, the reason half of one.
                .init(.fixed(isPaid ? 196 : theme.leftColumn), spacing: 3, left),
                .init(
                    .flexible(), spacing: 3,
                    facts.map {
                        writer.fact($0.label, writer.plain($0.value), labelWidth: 86)
                    }),
            ])
    }

    /// Nothing for a month that collected nothing: two fees make no picture.
    private var chart: [Element] {
        if !hasPayments { return [] }
        return [.drawing(WaterfallChart(batch: batch, writer: writer).drawing), .spacer(8)]
    }

    private var channels: [Element] {
        if !hasPayments { return [] }
        return [writer.heading(.channels), .table(channelTable), .spacer(16)]
    }

    private var hasPayments: Bool { batch.rows.contains { $0.kind == .payment } }

    /// The same rows as the chart, with both currencies where there are two.
    private var waterfallTable: Table {
        let rows: [Table.Row] = Waterfall(batch: batch, writer: writer).bars.map { bar in
            let amount = Table.Cell(writer.minus(bar.amount.grouped))
            let kind: Table.Row.Kind =
                switch bar.kind {
                case .movement, .converted: .item
                case .net: .subtotal
                case .payout: .total
                }
            let spans = writer.spans(kind == .total ? theme.table.total : theme.body) {
                bar.label[$0]
            }
            return .init(
                kind, [.init(spans: spans)] + (bar.isConverted ? ["", amount] : [amount, ""]))
        }
        let currencies = [batch.net.currency] + (batch.lock == nil ? [] : [batch.currency])
        return Table(
            columns: [.init(.flexible(), headsRows: true)]
                + currencies.map { _ in .init(.fixed(84), align: .trailing) },
            head: [""] + currencies.map { .init($0.code) }, rows: rows, style: theme.table)
    }

    /// Opening + movements = closing, printed and not implied.
    private var check: Element {
        let values = [
            "opening": writer.minus(batch.opening.grouped),
            "movements": writer.minus(batch.rows.map(\.amount).total(.cny).grouped),
            "paid": batch.paidOut.grouped, "closing": writer.money(batch.closing),
        ]
        return .box(
            Box(padding: Insets(top: 5, right: 8, bottom: 5, left: 8), background: theme.surface),
            spacing: 0,
            [
                .columns(
                    gap: 4,
                    [
                        .init(
                            .natural, [.text("✓", theme.label.with(colour: theme.positive))]),
                        .init(
                            .flexible(),
                            writer.stacked(.check, theme.label.with(colour: theme.ink), values)),
                    ])
            ])
    }

    private var channelTable: Table {
        let rows = Channel.allCases.compactMap { channel -> Table.Row? in
            let own = batch.rows.filter { $0.channel == channel.rawValue }
            let payments = own.filter { $0.kind == .payment }
            if payments.isEmpty { return nil }
            let gross = payments.map(\.amount).total(.cny)
            let fees = own.filter { $0.kind == .platformFee }.map(\.amount).total(.cny)
            return .init(
                .item,
                [
                    .init(spans: writer.spans(channel.title, theme.body)),
                    .init("\(payments.count)"), .init(gross.grouped),
                    .init(writer.minus(fees.grouped)), .init((gross + fees).grouped),
                ])
        }
        func head(_ phrase: Phrase) -> Table.Cell {
            .init(spans: writer.spans(phrase, theme.label))
        }
        return Table(
            columns: [
                .init(.flexible(), headsRows: true), .init(.fixed(70), align: .trailing),
                .init(.fixed(90), align: .trailing), .init(.fixed(90), align: .trailing),
                .init(.fixed(90), align: .trailing),
            ],
            head: [head(.channel), head(.payments), head(.gross), head(.fees), head(.net)],
            rows: rows, style: theme.table)
    }

    private var terms: Element {
        var sentences: [(Phrase, [String: String])] = []
        if let lock = batch.lock {
            sentences.append(
                (
                    .fxSettlement,
                    [
                        "base": lock.rate.base.code, "quote": lock.rate.quote.code,
                        "rate": "\(lock.rate.value)", "source": lock.rate.source,
                        "day": "\(lock.rate.day)",
                    ]
                ))
            if !lock.rate.derivedFrom.isEmpty {
                sentences.append((.fxDerived, ["published": lock.rate.published]))
            }
        }
        sentences += [(.platformFeeTerm, [:]), (.netTerm, [:]), (.carriedTerm, [:])]
        return .together(
            spacing: 4, [writer.heading(.glossary), writer.sentences(sentences, theme.label)])
    }
}
