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
            let notes = InvoiceNotes(data: data, stored: stored).sentences
            return [
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
                "totals": totals,
                "notes": notes.map { ["text": $0.html] }, "hasNotes": !notes.isEmpty,
                "paymentTable": HistoryTable(data: data, stored: stored).table.context(root: root),
            ].merging(pay(root)) { $1 }
        }
    }

    private var keys: [KeyFigure] {
        [
            KeyFigure("Total", invoice.total.grouped, "CNY", state: data.state(stored)),
            KeyFigure("Paid", data.paid(stored).grouped, "CNY"),
            KeyFigure("Open", data.due(stored).grouped, "CNY, due \(invoice.dueDay)"),
        ] + others
    }

    /// What not every invoice has.
    private var others: [KeyFigure] {
        let (credited, excess) = (data.credited(stored), data.excess(stored))
        let balance = data.fromBalance(stored)
        var figures: [KeyFigure] = []
        if balance > .zero(.cny) {
            figures.append(KeyFigure("From balance", balance.grouped, "CNY, kept of earlier ones"))
        } else {
            figures += data.keptFigures([stored])
        }
        if !credited.isZero {
            figures.append(KeyFigure("Credited", credited.grouped, "CNY, by credit notes"))
        }
        if !excess.isZero {
            figures.append(
                KeyFigure("To the customer’s credit", excess.grouped, "CNY, more than is owed"))
        }
        return figures
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
}
