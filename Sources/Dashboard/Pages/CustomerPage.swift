import Catalog
import Invoicing
import Money
import Time

/// One customer: its usage and its invoices.
struct CustomerPage {
    let data: SiteData
    let catalog: MerchantCatalog
    let customer: Customer

    var context: (String) -> [String: Any] {
        { root in
            let invoices = data.invoices.filter { $0.invoice.customer == customer.id }
            let billed = invoices.map(\.invoice.total).total(.cny)
            let events = Set(
                data.usage.filter { $0.customer == customer.id }.map(\.eventName)
            ).sorted()
            let usage = UsageFigure.make(data, caption: "Usage events by day", names: events) {
                usage in
                usage.customer == customer.id ? events.firstIndex(of: usage.eventName) : nil
            }
            let merchant = catalog.merchant
            let open = invoices.map { data.due($0) }.total(.cny)
            let paid = invoices.map { data.paid($0) }.total(.cny)
            let plan = catalog.plan(customer.plan).name.english
            return [
                "title": Markup(name: customer.name.english),
                "chineseName": Markup(name: customer.name.chinese).html,
                "crumbs": Crumbs(
                    (Links.merchant(merchant.id), merchant.name.english),
                    to: "\(customer.id.text)"
                ).context(root: root),
                "sentence":
                    ("On \(name: plan) of \(name: merchant.name.english) since \(customer.since); "
                    + "\(invoices.count, "invoice"), \(billed) billed.").html,
                "keys":
                    ([
                        KeyFigure("Billed", billed.grouped, "CNY, \(invoices.count, "invoice")"),
                        KeyFigure("Collected", paid.grouped, "CNY, less what went back"),
                        KeyFigure("Open", open.grouped, "CNY"),
                    ] + data.keptFigures(invoices)).map(\.context),
                "charts": [usage.context(root: root)],
                "invoiceTable": InvoiceTable.make(
                    data, invoices, caption: "Invoices to \(name: customer.name.english)",
                    naming: .neither
                ).context(root: root),
            ]
        }
    }
}
