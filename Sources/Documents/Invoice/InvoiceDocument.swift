public import Catalog
import Checkout
import FX
import Invoicing
import Money
import Rating
import Time
public import Typesetting

extension Studio {
    /// The pages of an invoice.
    ///
    /// - Parameter language: the customer's own when nil.
    /// - Throws: `TypesettingError`.
    public func invoice(
        _ input: InvoiceInput, language: DocumentLanguage? = nil
    ) throws(TypesettingError) -> Pages {
        let language = language ?? input.invoice.language
        let writer = Writer(wording: wording, theme: theme, language: language)
        let document = InvoiceDocument(input: input, writer: writer)
        let typesetter = Typesetter(fonts: fonts, language: language.leading.typesetting)
        var pages = try typesetter.set(document.body, on: document.template)
        if pages.frames.count == 2 {
            // Less air between the blocks, where that makes one page of two.
            let close = InvoiceDocument(input: input, writer: writer, air: 6)
            let closer = try typesetter.set(close.body, on: document.template)
            if closer.frames.count == 1 { pages = closer }
        }
        let invoice = input.invoice
        return Pages(
            document: pages, fonts: fonts,
            metadata: PDFMetadata(
                title: "\(writer.text(.invoice)) \(invoice.number)",
                author: invoice.seller.name[language.leading],
                subject: "\(invoice.buyer.name[language.leading]) · \(writer.money(invoice.total))",
                created: invoice.zone.text(input.asOf), outline: true))
    }
}

/// An invoice, block by block, from top to bottom.
struct InvoiceDocument {
    let input: InvoiceInput
    let writer: Writer
    /// Between the blocks, in points.
    var air = 16.0

    var invoice: Invoice { input.invoice }
    var theme: Theme { writer.theme }

    var body: [Element] {
        letterhead.elements + [
            overview, .spacer(max(air, 10)), payAndParties, .spacer(air),
            .table(
                InvoiceTable(invoice: invoice, writer: writer, air: air)
                    .table(closing: [.spacer(air)] + history + [check])),
        ]
    }

    var template: PageTemplate {
        writer.template("\(invoice.number) · \(writer.money(invoice.total))", digest: input.digest)
    }

    private var letterhead: Letterhead {
        let (state, colour): (Phrase, Colour) =
            switch input.state {
            case .due: (.due, theme.warning)
            case .overdue: (.overdue, theme.negative)
            case .partlyPaid: (.partlyPaid, theme.warning)
            case .paid: (.paid, theme.positive)
            case .credited: (.credited, theme.ink2)
            case .void: (.void, theme.negative)
            }
        return Letterhead(
            writer: writer, issuer: invoice.seller.name, field: "seller.name", title: .invoice,
            number: invoice.number.text, state: state, stateColour: colour)
    }

    /// The amount, the largest thing on the page, beside what it is for.
    private var overview: Element {
        var left: [Element] = [.text(writer.money(invoice.total), theme.headline)]
        if writer.leading == .chinese, invoice.currency == .cny {
            left.append(.text(ChineseCapitals.text(invoice.total), theme.body, in: .chinese))
        }
        if input.account.due > .zero(invoice.currency) {
            let isWhole = input.account.due == invoice.total
            left.append(
                .spans(
                    writer.spans(
                        isWhole ? .dueBy : .leftDueBy, theme.quiet,
                        [
                            "day": "\(invoice.dueDay)", "amount": writer.money(input.account.due),
                        ])))
        }
        return .columns(
            gap: 24,
            [
                .init(.fixed(theme.leftColumn), spacing: 3, left),
                .init(
                    .flexible(), spacing: 3,
                    facts.map { writer.fact($0.0, $0.1, labelWidth: 84, field: $0.2) }),
            ])
    }

    private var facts: [(Phrase, [Text.Span], String?)] {
        var facts: [(Phrase, [Text.Span], String?)] = [
            (.period, writer.plain(invoice.days.description), nil),
            (.issued, writer.plain("\(invoice.zone.day(of: invoice.issuedAt))"), nil),
            (.plan, writer.spans(invoice.planName, theme.body), "plan.name"),
        ]
        if let lock = invoice.lock {
            facts += [
                (
                    .fxLocked,
                    writer.plain(
                        "\(lock.rate.base.code)/\(lock.rate.quote.code) \(lock.rate.value)"), nil
                ),
                (.fxPublished, writer.plain("\(lock.rate.source) \(lock.rate.day)"), nil),
            ]
        }
        return facts
    }

    /// The codes beside the parties, or the sentence in their place above them.
    private var payAndParties: Element {
        let payment = PaymentBlock(input: input, writer: writer)
        let seller = party(.from, invoice.seller, "seller")
        let buyer = party(.billTo, invoice.buyer, "buyer")
        func row(_ left: Element, _ right: [Element]) -> Element {
            .columns(
                gap: 24,
                [
                    .init(.fixed(theme.leftColumn), [left]),
                    .init(.flexible(), spacing: 12, right),
                ])
        }
        let parties =
            payment.hasCodes ? row(payment.codes, [seller, buyer]) : row(seller, [buyer])
        return payment.notice.map { .stack(spacing: 12, [$0, parties]) } ?? parties
    }

    /// What became of the invoice, where that is more than one payment of all of it.
    private var history: [Element] {
        if !input.history.isNotable { return [] }
        let table = HistoryTable(history: input.history, zone: invoice.zone, writer: writer)
        return [writer.heading(.since), .table(table.table), .spacer(air)]
    }

    private func party(_ label: Phrase, _ party: Invoice.Party, _ field: String) -> Element {
        var lines = [writer.label(label)]
        lines += writer.lines(party.name, theme.strong, theme.quiet, "\(field).name")
        lines += writer.lines(party.address, theme.quiet, theme.quiet, "\(field).address")
        if let registration = party.registration {
            lines.append(
                .spans(
                    writer.spans(.registration, theme.label)
                        + [Text.Span("  \(registration)", theme.mono)]))
        }
        lines.append(.text(party.email, theme.quiet, field: "\(field).email"))
        return .stack(spacing: 1, lines)
    }

    /// How anyone can check what is printed.
    private var check: Element {
        var sentences: [(Phrase, [String: String])] = []
        if let lock = invoice.lock {
            sentences.append(
                (
                    .fxSentence,
                    [
                        "pricing": invoice.pricingCurrency.code, "currency": invoice.currency.code,
                        "rate": "\(lock.rate.value)", "source": lock.rate.source,
                        "day": "\(lock.rate.day)",
                    ]
                ))
            if let derivation = lock.rate.derivation {
                sentences.append((.fxDerived, ["published": derivation]))
            }
        }
        let sources = Set(invoice.lines.compactMap { $0.explanation?.priceSource }).sorted()
        if !sources.isEmpty {
            sentences.append((.priceSource, ["source": sources.joined(separator: ", ")]))
        }
        sentences.append((.evidenceSentence, ["number": invoice.number.text]))
        sentences.append((.notFapiao, [:]))
        return .together(
            spacing: 4, [writer.heading(.howToCheck), writer.sentences(sentences, theme.label)])
    }
}
