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
            return [
                "title": customer.name.english, "chineseName": customer.name.chinese,
                "crumbs": [
                    "text": customer.id.text,
                    "links": [
                        ["root": root, "href": "index.html", "text": "Overview"],
                        [
                            "root": root, "href": Links.merchant(merchant.id),
                            "text": merchant.name.english,
                        ],
                    ],
                ],
                "sentence":
                    "On \(catalog.plan(customer.plan).name.english) of \(merchant.name.english) since "
                    + "\(customer.since); \(invoices.count) invoices, \(billed) billed.",
                "charts": [usage.context(root: root)],
                "invoiceTable": InvoiceTable.make(data, invoices).context(root: root),
            ]
        }
    }
}
