import Catalog
import Checkout
import Invoicing
import Money
import Time
import Typesetting

/// The codes to pay with, or the sentence that stands where they would be.
struct PaymentBlock {
    let input: InvoiceInput
    let writer: Writer

    private var theme: Theme { writer.theme }
    private var invoice: Invoice { input.invoice }

    /// The codes that can still be paid. One past its expiry is never drawn.
    private var open: [PaymentOrder] {
        if input.account.due <= .zero(invoice.currency) { return [] }
        return input.orders.filter {
            !$0.isExpired(at: input.asOf) && $0.amount == input.account.due
        }
    }

    /// What is said where there is nothing to scan; nil where there is.
    var notice: Element? {
        if input.state == .paid, let paidAt = input.account.paidAt {
            return notice(.paidNote, ["day": "\(invoice.zone.day(of: paidAt))"])
        }
        if input.account.due <= .zero(invoice.currency) { return notice(.nothingDue, [:]) }
        guard open.isEmpty else { return nil }
        guard let last = input.orders.max(by: { $0.expiresAt < $1.expiresAt }) else {
            return notice(.noCode, [:])
        }
        return notice(
            .codeExpired,
            [
                "time": writer.clock(last.expiresAt, in: invoice.zone),
                "email": invoice.seller.email,
            ])
    }

    /// A card for each channel.
    var codes: Element {
        let open = open
        let isSandbox = open.contains { $0.payloadKind == .sandbox }
        return .stack(
            spacing: 6,
            [
                .spans(writer.spans(.payByQR, theme.strong)),
                .columns(gap: 12, open.map { .init(.fixed(112), [card($0)]) }),
                .stack(
                    [
                        .spans(
                            writer.spans(.codeUntil, theme.label)
                                + [
                                    Text.Span(
                                        "  \(writer.clock(open[0].expiresAt, in: invoice.zone))",
                                        theme.label)
                                ])
                    ]
                        + (isSandbox
                            ? writer.stacked(.sandbox, theme.label.with(colour: theme.negative))
                            : [])),
            ])
    }

    private func card(_ order: PaymentOrder) -> Element {
        let colour = order.channel == .wechatPay ? theme.wechat : theme.alipay
        let name = writer.spans(order.channel.title, theme.label.with(colour: theme.ink))
        let alt = "\(order.channel.name), \(order.amount), \(order.outTradeNo)"
        return .box(
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
                .code(order.payload, side: 100, alt: alt),
                .text(writer.money(order.amount), theme.label, align: .centre),
            ])
    }

    private func notice(_ phrase: Phrase, _ values: [String: String]) -> Element {
        .box(
            Box(
                padding: Insets(all: 10), background: theme.surface, border: Stroke(theme.line),
                radius: 6),
            spacing: 2, writer.stacked(phrase, theme.quiet, values))
    }
}

extension Channel {
    /// The channel's name in both languages.
    var title: LocalizedText { LocalizedText(english: name, chinese: chineseName) }
}
