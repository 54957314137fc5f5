import Catalog
import Checkout
import FX
import Invoicing
import Metering
import Money
import Rating
import Settlement
import Time

/// One invoice: every line with its steps and evidence, and what was paid.
struct InvoicePage {
    let data: SiteData
    let stored: StoredInvoice

    private var invoice: Invoice { stored.invoice }

    var context: (String) -> [String: Any] {
        { root in
            let state = data.state(stored)
            return [
                "title": invoice.number.text, "invoiceState": state.style, "stateText": state.text,
                "crumbs": [
                    "text": invoice.number.text,
                    "links": [
                        ["root": root, "href": "index.html", "text": "Overview"],
                        [
                            "root": root, "href": Links.merchant(invoice.merchant),
                            "text": invoice.seller.name.english,
                        ],
                        [
                            "root": root, "href": Links.customer(invoice.customer),
                            "text": invoice.buyer.name.english,
                        ],
                    ],
                ],
                "sentence": "\(invoice.buyer.name.english) is billed "
                    + "\(invoice.total) by \(invoice.seller.name.english) for \(invoice.month); "
                    + "\(data.paid(stored)) is paid.",
                "facts": facts,
                "files": ["pdf", "json"].map { format -> [String: Any] in
                    [
                        "href": root + Links.document(invoice, format),
                        "text": format.uppercased(),
                    ]
                },
                "pricing": invoice.pricingCurrency.code, "lines": invoice.lines.map(line),
                "totals": totals, "paymentTable": payments.context(root: root),
            ]
        }
    }

    private var facts: [[String: Any]] {
        var facts: [(String, String)] = [
            ("Issued", invoice.zone.text(invoice.issuedAt)), ("Due", invoice.dueDay.description),
            ("Plan", invoice.planName.english),
        ]
        if let lock = invoice.lock {
            facts.append(
                (
                    "FX locked",
                    "\(lock.rate.base.code)/\(lock.rate.quote.code) \(lock.rate.value), "
                        + "\(lock.rate.source) \(lock.rate.day)"
                ))
        }
        facts.append(("Snapshot SHA-256", stored.digest))
        return facts.map { ["name": $0.0, "value": $0.1] }
    }

    private func line(_ line: Invoice.Line) -> [String: Any] {
        let group = line.group.map { $0.value ?? "no \($0.dimension)" }
        let title =
            line.kind == .baseFee
            ? "\(line.name.english) · base fee \(line.month)"
            : ([line.name.english] + group).joined(separator: " · ")
        var steps: [String] = []
        if let explanation = line.explanation {
            if !explanation.included.isZero {
                steps.append("\(explanation.included.grouped) included, free of charge")
            }
            steps += explanation.steps.map(\.description)
            if let source = explanation.priceSource { steps.append("Prices: \(source)") }
        }
        if let proration = line.proration {
            steps.append(
                "\(proration.full) × \(proration.days) / \(proration.periodDays) days = \(line.precise)"
            )
        }
        if let lock = invoice.lock, let converted = try? lock.convert(line.precise) {
            steps.append(
                "\(line.precise) × \(lock.rate.value) = \(converted), rounded to \(line.amount)")
        }
        var context: [String: Any] = [
            "no": line.number, "name": title,
            "units": line.units.grouped.replacing("-", with: "−"),
            "precise": line.precise.exact.grouped(minimumScale: 2),
            "amount": line.amount.grouped.replacing("-", with: "−"), "hasSteps": !steps.isEmpty,
            "steps": steps.map { ["text": $0] }, "number": invoice.number.text,
            "merchant": invoice.merchant.text,
        ]
        if let evidence = line.evidence {
            context["events"] =
                "\(Markup.grouped(evidence.events)) events, \(invoice.zone.day(of: evidence.firstAt)) to "
                + "\(invoice.zone.day(of: evidence.lastAt))"
            context["digest"] = evidence.digest
        }
        return context
    }

    private var totals: [[String: Any]] {
        [["name": "Subtotal", "amount": invoice.subtotal.grouped]]
            + invoice.taxes.map {
                [
                    "name": "\($0.name.english) \($0.percent) % of \($0.base.grouped)",
                    "amount": $0.amount.grouped,
                ]
            }
            + [["name": "Total", "amount": invoice.total.grouped, "isTotal": true]]
    }

    private var payments: TableContext {
        let own = data.payments.filter { $0.invoice == stored.id }
        return TableContext(
            head: [
                Cell("Paid"), Cell("Channel"), Cell("Order"), Cell("Transaction"),
                Cell("CNY", right: true),
            ],
            rows: own.map { payment in
                [
                    Cell(invoice.zone.text(payment.paidAt)), Cell(payment.channel.name),
                    Cell(payment.outTradeNo, code: true), Cell(payment.transactionID, code: true),
                    .number(payment.amount.grouped),
                ]
            })
    }
}
