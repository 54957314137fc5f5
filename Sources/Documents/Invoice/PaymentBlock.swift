import Catalog
import Checkout
import Invoicing
import Money
import Time
import Typesetting

/// The codes to pay with, or the sentence that stands where they would be. Which may be drawn is
/// `PaymentMeans`' to say.
struct PaymentBlock {
    let input: InvoiceInput
    let writer: Writer

    private var theme: Theme { writer.theme }
    private var invoice: any FinalizedInvoice { input.invoice }

    /// What became of the invoice, and what is said where there is nothing to scan; nil for a code of which
    /// nothing was paid yet.
    var notice: Element? {
        let sentences = PaymentNotice(input: input, writer: writer).sentences
        if sentences.isEmpty { return nil }
        return writer.notice(sentences)
    }

    /// A card for each channel, or the one of the merchant's page; nil where there is nothing to scan.
    var codes: Element? {
        switch input.means {
        case .codes(let open): codes(open)
        case .link(let link):
            .stack(
                spacing: 6,
                [
                    .spans(writer.spans(.payOnline, theme.strong)),
                    .columns(gap: 12, [.init(.fixed(112), [card(link)])]),
                    .stack(writer.stacked(.payLink, theme.label) + [.text(link, theme.mono)]),
                ])
        case .nothingDue, .over, .none: nil
        }
    }

    private func codes(_ open: [OrderAccount]) -> Element {
        let isSandbox = open.contains { $0.order.payloadKind == .sandbox }
        let times = open.map { ends in
            Text.Span(writer.clock(ends.order.expiresAt, in: invoice.zone), theme.label)
        }
        let until = writer.spans(.codeUntil, theme.label)
        let isOneTime = Set(open.map(\.order.expiresAt)).count == 1
        let ends =
            isOneTime
            ? [Element.spans(until + [gap, times[0]])]
            : [.spans(until)]
                + zip(open, times).map { account, time in
                    .spans(writer.spans(account.order.channel.title, theme.label) + [gap, time])
                }
        return .stack(
            spacing: 6,
            [
                .spans(writer.spans(.payByQR, theme.strong)),
                .columns(gap: 12, open.map { .init(.fixed(112), [card($0)]) }),
                .stack(
                    ends
                        + (isSandbox
                            ? writer.stacked(.sandbox, theme.label.with(colour: theme.negative))
                            : [])),
            ])
    }

    private var gap: Text.Span { Text.Span("  ", theme.label) }

    private func card(_ account: OrderAccount) -> Element {
        let order = account.order
        return card(
            writer.spans(order.channel.title, theme.label.with(colour: theme.ink)),
            theme.colour(of: order.channel), account.payload!, order.amount,
            alt: writer.alt(of: order))
    }

    private func card(_ link: String) -> Element {
        card(
            writer.spans(.payPage, theme.label.with(colour: theme.ink)), theme.accent, link,
            input.account.due, alt: writer.alt(of: link, input.account.due))
    }

    private func card(
        _ name: [Text.Span], _ colour: Colour, _ payload: String, _ amount: Amount, alt: String
    ) -> Element {
        .box(
            Box(padding: Insets(all: 6), border: Stroke(theme.line), radius: 6), spacing: 2,
            [
                .columns(
                    gap: 5, align: .centre,
                    [
                        .init(
                            .fixed(8),
                            [
                                .drawing(
                                    Drawing(
                                        width: 8, height: 8, alt: nil,
                                        [.circle(Point(4, 4), radius: 4, fill: colour)]))
                            ]),
                        .init(.flexible(), [.spans(name)]),
                    ]),
                .code(payload, side: 100, alt: alt),
                .text(writer.money(amount), theme.label, align: .centre),
            ])
    }
}

extension Writer {
    /// What a code says to somebody who does not see it.
    func alt(of order: PaymentOrder) -> String {
        text(
            .codeAlt,
            [
                "channel": order.channel.title[leading], "amount": money(order.amount),
                "order": order.outTradeNo,
            ])
    }

    /// The same of a payment page.
    func alt(of link: String, _ amount: Amount) -> String {
        text(.linkAlt, ["link": link, "amount": money(amount)])
    }
}

extension Channel {
    /// The channel's name in both languages.
    var title: LocalizedText { LocalizedText(english: name, chinese: chineseName) }
}
