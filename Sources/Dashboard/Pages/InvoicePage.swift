import Catalog
import Checkout
import Documents
import FX
import Invoicing
import Money
import Time
import Web

/// One invoice: every line with its steps, days and evidence, how it is paid, and what became of it.
struct InvoicePage {
    let scope: Scope
    let merchant: MerchantData
    let facts: InvoiceFacts
    let events: LineEvents
    let wording: Wording

    private var invoice: Invoice { facts.invoice }

    var page: Page {
        let path = "invoices/\(invoice.number).html"
        let links = scope.links(from: path)
        var parts: [Part] = [.keys(keys)]
        let notes = InvoiceNotes(facts: facts).sentences
        if !notes.isEmpty { parts.append(.notes(notes)) }
        parts += [
            .facts(known),
            .links(
                scope.published(["pdf", "json"], links) {
                    links.document(invoice, $0)
                } as: {
                    Markup("Invoice as \($0)", zh: "账单 \($0)")
                }),
            .other(
                template: "lines",
                InvoiceLines(
                    invoice: invoice, events: events, wording: wording
                ).context),
        ]
        let payment = PaymentSection(facts: facts)
        if let context = payment.context { parts.append(.other(template: "pay", context)) }
        if !facts.orders.isEmpty {
            parts.append(.table(Markup("Payment orders", zh: "付款订单"), nil, payment.table))
        }
        parts.append(
            .table(
                Markup("What became of it", zh: "后续"), nil, HistoryTable(facts: facts).table))
        parts.append(
            .table(
                Markup("Journal entries", zh: "会计分录"), nil,
                EntriesTable(
                    entries: merchant.entries(
                        of: [invoice.number.text] + facts.history.events.map(\.reference))
                ).table))
        var page = Page(
            path: path, title: Label(invoice.number.text),
            lead: Markup(
                "\(name: invoice.buyer.name.english) is billed \(invoice.total) by \(name: invoice.seller.name.english) for \(invoice.month); \(facts.account.paid) is paid.",
                zh:
                    "\(name: invoice.seller.name.chinese)就 \(invoice.month) 向\(name: invoice.buyer.name.chinese)开账 \(invoice.total)；已付 \(facts.account.paid)。"
            ),
            crumbs: [
                Link(Section.customers.name.markup, href: Section.customers.path),
                Link(
                    Markup(invoice.buyer.name), href: "customers/\(invoice.customer).html"),
            ], section: Section.invoices.rawValue, parts: parts)
        page.badge = facts.state
        page.source = Markup(
            "Made from the invoice’s snapshot, SHA-256 \(code: facts.stored.digest)",
            zh: "由账单快照生成，SHA-256 \(code: facts.stored.digest)")
        return page
    }

    private var keys: [KeyFigure] {
        let account = facts.account
        var keys = [
            KeyFigure(Label("Total", zh: "金额"), invoice.total.grouped, "CNY"),
            KeyFigure(
                Label("Paid", zh: "已付"), account.paid.grouped,
                Markup("CNY, less what went back", zh: "CNY，已减退款")),
            KeyFigure(
                Label("Open", zh: "待付"), facts.due.grouped,
                Markup("CNY, due \(invoice.dueDay)", zh: "CNY，\(invoice.dueDay) 到期")),
        ]
        if !account.fromBalance.isZero {
            keys.append(
                account.fromBalance > .zero(.cny)
                    ? KeyFigure(
                        Label("From balance", zh: "余额支付"), account.fromBalance.grouped,
                        Markup("CNY, kept of earlier ones", zh: "CNY，此前留存"))
                    : KeyFigure(
                        Label("Kept", zh: "留存"), (-account.fromBalance).grouped,
                        Markup("CNY, for later invoices", zh: "CNY，用于后续账单")))
        }
        if !account.credited.isZero {
            keys.append(
                KeyFigure(
                    Label("Credited", zh: "已冲减"), account.credited.grouped,
                    Markup("CNY, by credit notes", zh: "CNY，由贷记单")))
        }
        if !account.excess.isZero {
            keys.append(
                KeyFigure(
                    Label("To the customer’s credit", zh: "客户多付"), account.excess.grouped,
                    Markup("CNY, more than is owed", zh: "CNY，超出应付")))
        }
        return keys
    }

    private var known: [(Markup, Markup)] {
        var known: [(Markup, Markup)] = [
            (Markup("Issued", zh: "开账"), "\(invoice.issuedAt, in: invoice.zone)"),
            (
                Markup("Usage of", zh: "账期"),
                "\(invoice.days.from) – \(invoice.days.to.advanced(by: -1))"
            ),
            (Markup("Plan", zh: "套餐"), Markup(invoice.planName)),
        ]
        if let lock = invoice.lock {
            known.append(
                (
                    Markup("FX locked", zh: "锁定汇率"),
                    "\(figure: "\(lock.rate.base.code)/\(lock.rate.quote.code) \(lock.rate.value)") · "
                        + "\(name: "\(lock.rate.source)") \(lock.rate.day)"
                ))
        }
        if let order = invoice.buyer.purchaseOrder {
            known.append((Markup("Purchase order", zh: "采购单号"), "\(name: order)"))
        }
        return known
    }
}
