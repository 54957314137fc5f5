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
        let pages = try typesetter.set(document.body, on: document.template)
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

    var invoice: Invoice { input.invoice }
    var theme: Theme { writer.theme }
    private var hairline: Element { .rule(Stroke(theme.line)) }

    var body: [Element] {
        [
            header, .spacer(10), hairline, .spacer(14), overview, .spacer(16), payAndParties,
            .spacer(16), .table(InvoiceTable(invoice: invoice, writer: writer).table), .spacer(16),
            check,
        ]
    }

    var template: PageTemplate {
        let left = "\(invoice.number) · \(writer.money(invoice.total))"
        let digest =
            "\(writer.text(.snapshot)) \(input.digest.prefix(12))…\(input.digest.suffix(4))"
        let writer = writer
        let theme = theme
        return PageTemplate(footer: { page in
            [
                .rule(Stroke(theme.line)), .spacer(4),
                .columns(
                    gap: 12,
                    [
                        .init(.flexible(), [.text(left, theme.caption)]),
                        .init(.flexible(), [.text(digest, theme.caption, align: .centre)]),
                        .init(
                            .flexible(),
                            [
                                .text(
                                    writer.text(
                                        .page,
                                        ["page": "\(page.number)", "pages": "\(page.count)"]),
                                    theme.caption, align: .trailing)
                            ]),
                    ]),
            ]
        })
    }

    private var header: Element {
        var names: [Element] = [
            .text(
                invoice.seller.name[writer.leading], theme.section,
                in: writer.leading.typesetting, field: "seller.name")
        ]
        if let beside = writer.language.beside {
            names.append(
                .text(
                    invoice.seller.name[beside], theme.label, in: beside.typesetting,
                    field: "seller.name"))
        }
        return .columns(
            gap: 24,
            [
                .init(.flexible(), names),
                .init(
                    .natural, spacing: 2,
                    [
                        .spans(
                            writer.spans(.invoice, theme.title), align: .trailing, as: .heading(1)),
                        .columns(
                            gap: 10,
                            [
                                .init(
                                    .flexible(),
                                    [
                                        .text(invoice.number.text, theme.mono, align: .trailing)
                                    ]),
                                .init(.natural, [.spans(state, align: .trailing)]),
                            ]),
                    ]),
            ])
    }

    /// A dot and a word: never colour alone.
    private var state: [Text.Span] {
        let (phrase, colour): (Phrase, Colour) =
            switch input.state {
            case .due: (.due, theme.warning)
            case .overdue: (.overdue, theme.negative)
            case .partlyPaid: (.partlyPaid, theme.warning)
            case .paid: (.paid, theme.positive)
            }
        return [Text.Span("● ", theme.label.with(colour: colour))]
            + writer.spans(phrase, theme.label.with(weight: .bold, colour: colour))
    }

    /// The amount, the largest thing on the page, beside what it is for.
    private var overview: Element {
        var left: [Element] = [.text(writer.money(invoice.total), theme.headline)]
        if writer.leading == .chinese, invoice.currency == .cny {
            left.append(.text(ChineseCapitals.text(invoice.total), theme.body, in: .chinese))
        }
        if input.state != .paid {
            left.append(
                .spans(writer.spans(.dueBy, theme.quiet, ["day": "\(invoice.dueDay)"])))
        }
        return .columns(
            gap: 24,
            [
                .init(.fixed(236), spacing: 3, left),
                .init(.flexible(), spacing: 3, facts.map { row($0.0, $0.1, $0.2) }),
            ])
    }

    private var facts: [(Phrase, String, String?)] {
        let month = invoice.month
        var facts: [(Phrase, String, String?)] = [
            (.period, "\(month.firstDay) – \(month.lastDay)", nil),
            (.issued, "\(invoice.zone.day(of: invoice.issuedAt))", nil),
            (.plan, invoice.planName[writer.leading], "plan.name"),
        ]
        if let lock = invoice.lock {
            facts += [
                (
                    .fxLocked, "\(lock.rate.base.code)/\(lock.rate.quote.code) \(lock.rate.value)",
                    nil
                ),
                (.fxPublished, "\(lock.rate.source) \(lock.rate.day)", nil),
            ]
        }
        return facts
    }

    private func row(_ label: Phrase, _ value: String, _ field: String?) -> Element {
        .columns(
            gap: 8, align: .firstBaseline,
            [
                .init(.fixed(84), [writer.label(label)]),
                .init(.flexible(), [.text(value, theme.body, field: field)]),
            ])
    }

    private var payAndParties: Element {
        .columns(
            gap: 24,
            [
                .init(
                    .flexible(1), spacing: 0, [PaymentBlock(input: input, writer: writer).element]),
                .init(
                    .flexible(), spacing: 12,
                    [
                        party(.from, invoice.seller, "seller"),
                        party(.billTo, invoice.buyer, "buyer"),
                    ]),
            ])
    }

    private func party(_ label: Phrase, _ party: Invoice.Party, _ field: String) -> Element {
        let language = writer.leading
        var lines: [Element] = [
            writer.label(label),
            .text(
                party.name[language], theme.strong, in: language.typesetting,
                field: "\(field).name"),
        ]
        if let beside = writer.language.beside {
            lines.append(
                .text(
                    party.name[beside], theme.quiet, in: beside.typesetting,
                    field: "\(field).name"))
        }
        lines.append(
            .text(
                party.address[language], theme.quiet, in: language.typesetting,
                field: "\(field).address"))
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
            if !lock.rate.derivedFrom.isEmpty {
                sentences.append((.fxDerived, ["published": lock.rate.published]))
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

extension FXRate {
    /// The published rates it was crossed from, as a calculation: `EUR/CNY 7.8793 ÷ EUR/USD 1.1644`.
    var published: String {
        derivedFrom.reversed().map { "\($0.base.code)/\($0.quote.code) \($0.value)" }
            .joined(separator: " ÷ ")
    }
}
