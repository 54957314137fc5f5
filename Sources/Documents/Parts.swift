import Catalog
import FX
import Invoicing
import Money
import Time
import Typesetting

/// Parts that several documents are made of.
extension Writer {
    /// A label, its value, and the field the value comes from where data of a merchant or customer stands in it.
    typealias Fact = (label: Phrase, value: [Text.Span], field: String?)

    /// An amount as the largest thing on its page; where Chinese leads, in capitals below it.
    func headline(_ amount: Amount) -> [Element] {
        let figure = Element.text(money(amount), theme.headline)
        guard leading == .chinese, amount.currency == .cny, amount > .zero(.cny) else {
            return [figure]
        }
        return [figure, .text(ChineseCapitals.text(amount), theme.body, in: .chinese)]
    }

    /// What a document comes to, beside what it is about.
    func overview(
        _ left: [Element], _ facts: [Fact], _ fields: [Theme.Field] = []
    ) -> Element {
        .columns(
            gap: 24,
            [
                .init(.fixed(theme.leftColumn), spacing: 3, left),
                .init(
                    .flexible(), spacing: 3,
                    facts.map { fact($0.label, $0.value, labelWidth: 84, field: $0.field) }
                        + fields.map {
                            fact(
                                label: spans($0.label, theme.label), spans($0.value, theme.body),
                                labelWidth: 84, field: "theme.fields")
                        }),
            ])
    }

    /// The buyer's own number of its order, where it gave one.
    func purchaseOrder(of invoice: any FinalizedInvoice) -> [Fact] {
        invoice.buyer.purchaseOrder.map {
            [(.purchaseOrder, plain($0), "buyer.purchase_order")]
        } ?? []
    }

    /// The pair, the rate and where it was published.
    ///
    /// - Parameter isLocked: a draft's is of now, and changes.
    func facts(_ lock: FXLock?, isLocked: Bool = true) -> [Fact] {
        guard let rate = lock?.rate else { return [] }
        return [
            (
                isLocked ? .fxLocked : .exchange,
                plain("\(rate.base.code)/\(rate.quote.code) \(rate.value)"), nil
            ),
            (.fxPublished, plain("\(rate.source) \(rate.day)"), nil),
        ]
    }

    /// Seller and buyer beside each other; where there are codes to pay with, both on the right of them.
    func parties(_ invoice: any FinalizedInvoice, codes: Element? = nil) -> Element {
        let seller = party(.from, invoice.seller, "seller")
        let buyer = party(.billTo, invoice.buyer, "buyer")
        return .columns(
            gap: 24,
            [
                .init(.fixed(theme.leftColumn), [codes ?? seller]),
                .init(.flexible(), spacing: 12, codes == nil ? [buyer] : [seller, buyer]),
            ])
    }

    /// A name in both languages, the address, the registration and the e-mail.
    private func party(_ label: Phrase, _ party: Invoice.Party, _ field: String) -> Element {
        var parts = [self.label(label)]
        parts += lines(party.name, theme.strong, theme.quiet, "\(field).name")
        parts += lines(party.address, theme.quiet, theme.quiet, "\(field).address")
        if let registration = party.registration {
            parts.append(
                .spans(
                    spans(.registration, theme.label)
                        + [Text.Span("  \(registration)", theme.mono)]))
        }
        parts.append(.text(party.email, theme.quiet, field: "\(field).email"))
        return .stack(spacing: 1, parts)
    }

    /// Sentences in a box, one below the other in both languages.
    func notice(_ sentences: [PaymentNotice.Sentence]) -> Element {
        .box(
            Box(
                padding: Insets(all: 10), background: theme.surface, border: Stroke(theme.line),
                radius: 6),
            spacing: 2, [sentencesBeside(sentences, theme.quiet)])
    }

    /// How an invoice's prices became its amounts, and where the rate comes from; nothing without a rate.
    func conversion(
        _ phrase: Phrase, _ invoice: any FinalizedInvoice
    ) -> [(Phrase, [String: String])] {
        guard let rate = invoice.lock?.rate else { return [] }
        let values = [
            "pricing": invoice.pricingCurrency.code, "currency": invoice.currency.code,
            "rate": "\(rate.value)", "source": rate.source, "day": "\(rate.day)",
        ]
        return [(phrase, values)]
            + (rate.derivation.map { [(.fxDerived, ["published": $0])] } ?? [])
    }

    /// How anyone can check what is printed.
    func check(_ sentences: [(Phrase, [String: String])]) -> Element {
        .together(
            spacing: 4, [heading(.howToCheck), self.sentences(sentences, theme.label)])
    }

    /// What the merchant says of paying; nothing where it says nothing.
    func terms(_ air: Double) -> [Element] {
        guard let terms = theme.terms else { return [] }
        return [
            .together(
                spacing: 4,
                [heading(.terms), .stack(lines(terms, theme.label, theme.label, "theme.terms"))]),
            .spacer(air),
        ]
    }

    /// What the merchant says at the end; nothing where it says nothing.
    var footer: [Element] {
        guard let footer = theme.footer else { return [] }
        return [.spacer(10)] + lines(footer, theme.caption, theme.caption, "theme.footer")
    }

    /// A head cell in both languages.
    func head(_ phrase: Phrase) -> Table.Cell { .init(spans: spans(phrase, theme.label)) }

    /// The row that carries a table's running sum over a page break, `columns` columns left of the sum.
    ///
    /// - Parameter amounts: of the table's rows, a row each.
    func forward(
        _ phrase: Phrase, _ amounts: [Amount], in currency: Currency, columns: Int
    ) -> @Sendable (Int) -> Table.Row {
        var sums = [Amount.zero(currency)]
        for amount in amounts { sums.append(sums.last! + amount) }
        let carried = sums
        let writer = self
        return { printed in
            .init(
                .carried,
                [
                    .init(spans: writer.spans(phrase, writer.theme.quiet), columns: columns),
                    .init(writer.minus(carried[min(printed, carried.count - 1)].grouped)),
                ])
        }
    }

    /// Elements in two columns, the first half on the left.
    func halves(spacing: Double, _ elements: [Element]) -> Element {
        let half = (elements.count + 1) / 2
        return .columns(
            gap: 24,
            [
                .init(.flexible(), spacing: spacing, Array(elements.prefix(half))),
                .init(.flexible(), spacing: spacing, Array(elements.dropFirst(half))),
            ])
    }

    /// An amount as a table has it; a dash where there is none.
    func figure(_ amount: Amount?) -> Table.Cell { .init(amount.map { minus($0.grouped) } ?? "–") }

    /// What a line bills, as another table names it.
    func title(_ line: Invoice.Line, _ zone: Zone) -> [Text.Span] {
        LineRows(line: line, writer: self, isNamed: line.group.isEmpty, zone: zone)
            .title.map { Text.Span($0.text, theme.label, in: $0.language) }
    }

    /// The same with the charge before the dimensions: where nothing around it says what is billed.
    func fullTitle(_ line: Invoice.Line, _ zone: Zone) -> [Text.Span] {
        let title = title(line, zone)
        if line.group.isEmpty { return title }
        return [Text.Span("\(line.name[leading]) · ", theme.label, in: leading.typesetting)] + title
    }

    /// Whether something holds, by a sign and in words: never implied.
    func verdict(_ holds: Bool, _ words: [Element]) -> Element {
        let colour = holds ? theme.positive : theme.negative
        return .box(
            Box(padding: Insets(top: 5, right: 8, bottom: 5, left: 8), background: theme.surface),
            spacing: 0,
            [
                .columns(
                    gap: 4,
                    [
                        .init(
                            .natural, [.text(holds ? "✓" : "≠", theme.label.with(colour: colour))]),
                        .init(.flexible(), words),
                    ])
            ])
    }

    /// An invoice as other documents name it: `INV-2026-0601-0002 · 2026-06-01`.
    func reference(_ label: Phrase, _ invoice: any FinalizedInvoice) -> Fact {
        let day = invoice.zone.day(of: invoice.issuedAt)
        return (label, plain("\(invoice.number) · \(day)"), nil)
    }

    /// Sums under a table: what they are over `columns` columns, and the amount.
    func sum(
        _ kind: Table.Row.Kind, _ label: [Text.Span], _ amount: Amount, columns: Int
    ) -> Table.Row {
        let isTotal = kind == .total
        let figure =
            isTotal
            ? Table.Cell(
                spans: [Text.Span(money(amount), theme.table.total)], columns: 2, align: .trailing)
            : Table.Cell(minus(amount.grouped), columns: 2, align: .trailing)
        return .init(kind, [.init(spans: label, columns: columns, align: .trailing), figure])
    }

    /// Before tax, tax by rate, and the total, under a table of two columns more than `columns`.
    func totals(
        _ invoice: any FinalizedInvoice, columns: Int, total phrase: Phrase = .total
    ) -> [Table.Row] {
        [sum(.subtotal, spans(.subtotal, theme.body), invoice.subtotal, columns: columns)]
            + invoice.taxes.map { sum(.addition, taxLabel($0), $0.amount, columns: columns) }
            + [sum(.total, spans(phrase, theme.table.total), invoice.total, columns: columns)]
    }

    /// What tax comes to at one rate, and on what.
    func taxLabel(_ tax: Invoice.Tax) -> [Text.Span] {
        spans(tax.name, theme.body)
            + [Text.Span("  \(tax.percent)% × \(tax.base.grouped)", theme.quiet)]
    }
}
