public import Catalog
public import Checkout
import Invoicing
import Money
import Time
public import Typesetting

extension Studio {
    /// A code with all that a payer must know beside it, as a picture of its own for a web page or a chat.
    public struct Card {
        /// Whose code it is; nil for the merchant's own page.
        public let channel: Channel?
        public let pages: Pages
    }

    /// A card for each code that can be paid at the input's time; none where nothing is due or no code is
    /// good. `PaymentMeans` says which are.
    ///
    /// - Throws: `TypesettingError`.
    public func cards(
        _ input: InvoiceInput, language: DocumentLanguage? = nil
    ) throws(TypesettingError) -> [Card] {
        let writer = writer(language ?? input.invoice.language)
        var drawn: [CheckoutCard] = []
        switch input.means {
        case .codes(let open):
            drawn = open.map { CheckoutCard(input: input, writer: writer, subject: .code($0)) }
        case .link(let link):
            drawn = [CheckoutCard(input: input, writer: writer, subject: .link(link))]
        case .nothingDue, .over, .none: break
        }
        var cards: [Card] = []
        for card in drawn {
            let typesetter = Typesetter(fonts: fonts, language: writer.leading.typesetting)
            let invoice = input.invoice
            cards.append(
                Card(
                    channel: card.channel,
                    pages: Pages(
                        document: try typesetter.figure(
                            card.element, width: CheckoutCard.width, padding: 1),
                        fonts: fonts,
                        metadata: PDFMetadata(
                            title: "\(card.name[writer.leading]) \(invoice.number)",
                            author: invoice.seller.name[writer.leading],
                            subject: writer.money(card.amount),
                            created: invoice.zone.text(input.asOf), outline: false))))
        }
        return cards
    }
}

/// One card: who asks, how much, the code, whose it is, and until when it is good.
struct CheckoutCard {
    /// In points; a phone's width at three pixels a point.
    static let width = 280.0

    enum Subject {
        case code(OrderAccount)
        case link(String)
    }

    let input: InvoiceInput
    let writer: Writer
    let subject: Subject

    private var theme: Theme { writer.theme }
    private var invoice: any FinalizedInvoice { input.invoice }

    var channel: Channel? {
        if case .code(let account) = subject { account.order.channel } else { nil }
    }

    var amount: Amount {
        if case .code(let account) = subject { account.order.amount } else { input.account.due }
    }

    /// The channel, or what the merchant's page is.
    var name: LocalizedText {
        channel?.title ?? writer.text(.payPage) { _ in [:] }
    }

    var element: Element {
        let seller = writer.lines(invoice.seller.name, theme.strong, theme.label, "seller.name")
        return .box(
            Box(padding: Insets(all: 20), border: Stroke(theme.line), radius: 12), spacing: 0,
            seller + [
                .spacer(10), .text(writer.money(amount), theme.headline),
                .text("\(invoice.number)", theme.mono), .spacer(12), centred(code, width: 216),
                .spacer(10), channelLine, .spacer(4),
            ] + validity)
    }

    private var code: Element {
        switch subject {
        case .code(let account):
            .code(account.payload!, side: 216, alt: writer.alt(of: account.order))
        case .link(let link): .code(link, side: 216, alt: writer.alt(of: link, amount))
        }
    }

    private var channelLine: Element {
        // The dot is of the channel's colour; the word beside it says the same.
        let dot = Text.Span("● ", theme.strong.with(colour: theme.colour(of: channel)))
        return .spans([dot] + writer.spans(theme.strong) { name[$0] }, align: .centre)
    }

    /// Until when the code is good, and whether it can be paid at all.
    private var validity: [Element] {
        switch subject {
        case .link(let link): return [.text(link, theme.mono, align: .centre)]
        case .code(let account):
            let ends = writer.clock(account.order.expiresAt, in: invoice.zone)
            let until = Element.spans(
                writer.spans(.codeUntil, theme.label) + [Text.Span("  \(ends)", theme.label)],
                align: .centre)
            guard account.order.payloadKind == .sandbox else { return [until] }
            let red = theme.label.with(colour: theme.negative)
            return [until, .spans(writer.spans(.sandbox, red), align: .centre)]
        }
    }

    private func centred(_ element: Element, width: Double) -> Element {
        .columns([.init(.flexible(), []), .init(.fixed(width), [element]), .init(.flexible(), [])])
    }
}
