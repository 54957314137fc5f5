import Catalog
import Checkout
import Invoicing
import Metering
import Money
import Time
import Web

/// One customer: what it used, what it was billed month by month, what it owes.
struct CustomerPage {
    let scope: Scope
    let merchant: MerchantData
    let customer: Customer
    let invoices: [InvoiceFacts]

    var page: Page {
        let path = "customers/\(customer.id).html"
        let links = scope.links(from: path)
        let billed = invoices.map(\.total).total(.cny)
        let paid = invoices.map(\.account.paid).total(.cny)
        let open = invoices.map(\.due).total(.cny)
        let plan = merchant.catalog.plan(customer.plan).name
        var parts: [Part] = [
            .keys([
                KeyFigure(
                    Label("Billed", zh: "开账"), billed.grouped,
                    Markup("CNY, \(invoices.count, "invoice")", zh: "CNY，\(invoices.count) 张账单"),
                    spark: Sparkline(invoices.map { Int($0.total.minorUnits) })),
                KeyFigure(
                    Label("Collected", zh: "已收"), paid.grouped,
                    Markup("CNY, less what went back", zh: "CNY，已减退款")),
                KeyFigure(Label("Open", zh: "待收"), open.grouped, "CNY"),
            ]),
            .facts([
                (Markup("Plan", zh: "套餐"), Markup(plan)),
                (Markup("Since", zh: "起始"), "\(customer.since)" as Markup),
                (Markup("Id", zh: "编号"), "\(code: customer.id.text)" as Markup),
            ]),
        ]
        if let month = merchant.usage.last?.month {
            parts.append(
                .figure(
                    UsageCharts(scope: scope, month: month).byCustomer(customer.id)))
        }
        parts.append(
            .table(
                Markup("Invoices", zh: "账单"), nil,
                InvoiceTable(scope: scope, links: links, namesCustomer: false).table(
                    "invoices", invoices.reversed(),
                    caption: Markup(
                        "Invoices to \(name: customer.name.english)",
                        zh: "\(name: customer.name.chinese)的账单"))))
        return Page(
            path: path, title: Label(customer.name),
            lead: Markup(
                "On \(name: plan.english) since \(customer.since); \(invoices.count, "invoice"), \(billed) billed, \(open) open.",
                zh:
                    "自 \(customer.since) 起使用\(name: plan.chinese)；\(invoices.count) 张账单，开账 \(billed)，待收 \(open)。"
            ),
            crumbs: [Link(Section.customers.name.markup, href: Section.customers.path)],
            section: Section.customers.rawValue, parts: parts)
    }
}
