import Catalog
import Checkout
import FX
import Invoicing
import Money
import Settlement
import Time

/// One invoice: every line with its steps and evidence, and what was paid.
struct InvoicePage {
    let data: SiteData
    let stored: StoredInvoice

    private var invoice: Invoice { stored.invoice }

    var context: (String) -> [String: Any] {
        { root in
            [
                "title": "\(invoice.number.text)" as Markup,
                "crumbs": Crumbs(
                    (Links.merchant(invoice.merchant), invoice.seller.name.english),
                    (Links.customer(invoice.customer), invoice.buyer.name.english),
                    to: "\(invoice.number.text)"
                ).context(root: root),
                "sentence":
                    ("\(name: invoice.buyer.name.english) is billed \(invoice.total) by "
                    + "\(name: invoice.seller.name.english) for \(invoice.month); "
                    + "\(data.paid(stored)) is paid.").html,
                "keys": keys.map(\.context), "facts": facts,
                "files": ["pdf", "json"].map { format -> [String: Any] in
                    [
                        "href": root + Links.document(invoice, format),
                        "text": format.uppercased(),
                    ]
                },
                "pricing": invoice.pricingCurrency.code,
                "lines": invoice.lines.map { InvoicePageLine(invoice: invoice, line: $0).context },
                "totals": totals, "paymentTable": payments.context(root: root),
            ].merging(pay(root)) { $1 }
        }
    }

    private var keys: [KeyFigure] {
        [
            KeyFigure("Total", invoice.total.grouped, "CNY", state: data.state(stored)),
            KeyFigure("Paid", data.paid(stored).grouped, "CNY"),
            KeyFigure("Open", data.due(stored).grouped, "CNY, due \(invoice.dueDay)"),
        ]
    }

    private var facts: [[String: Any]] {
        var facts: [(name: Markup, value: Markup)] = [
            ("Issued", "\(invoice.issuedAt, in: invoice.zone)"),
            ("Plan", Markup(name: invoice.planName.english)),
        ]
        if let lock = invoice.lock {
            facts.append(
                (
                    "FX locked",
                    "\(figure: "\(lock.rate.base.code)/\(lock.rate.quote.code) \(lock.rate.value)"), "
                        + "\(name: "\(lock.rate.source)") \(lock.rate.day)"
                ))
        }
        facts.append(("Snapshot SHA-256", "\(code: stored.digest)"))
        return facts.map { ["name": $0.name.html, "value": $0.value.html] }
    }

    private var totals: [[String: Any]] {
        var totals: [[String: Any]] = []
        if !invoice.discount.isZero {
            totals = [
                [
                    "name": "Before discounts",
                    "amount": invoice.gross.grouped.replacing("-", with: "−"),
                ],
                [
                    "name": "Discounts",
                    "amount": (invoice.discount.isNegative ? "+" : "−")
                        + invoice.discount.grouped.replacing("-", with: ""),
                ],
            ]
        }
        totals += [
            ["name": "Subtotal", "amount": invoice.subtotal.grouped.replacing("-", with: "−")]
        ]
        for tax in invoice.taxes {
            let name: Markup =
                "\(name: tax.name.english) \(figure: "\(tax.percent)\u{a0}%") of "
                + "\(figure: tax.base.grouped)"
            totals.append([
                "name": name.html, "amount": tax.amount.grouped.replacing("-", with: "−"),
            ])
        }
        totals.append([
            "name": "Total", "amount": invoice.total.grouped.replacing("-", with: "−"),
            "isTotal": true,
        ])
        return totals
    }

    private func pay(_ root: String) -> [String: Any] {
        let section = PaymentSection(
            invoice: invoice, due: data.due(stored), means: data.means(stored),
            orders: data.orders(stored))
        return section.context(root: root).map { ["pay": $0] } ?? [:]
    }

    private var payments: TableContext {
        let own = data.payments.filter { $0.invoice == stored.id }
        return TableContext(
            caption: "Payments of \(invoice.number.text)",
            head: ["Paid", "Channel", "Order", "Transaction", Cell("CNY", right: true)],
            rows: own.map { payment in
                [
                    Cell("\(payment.paidAt, in: invoice.zone)"), Cell("\(payment.channel.name)"),
                    Cell("\(code: payment.outTradeNo)"), Cell("\(code: payment.transactionID)"),
                    .number(payment.amount.grouped),
                ]
            }, empty: "No payment yet; \(code: "bm payments import") reads a channel’s bill.")
    }
}
