import Catalog
import Checkout
import FX
import Invoicing
import Money
import Settlement
import Time

/// One merchant: what was used, billed, collected and paid out.
struct MerchantPage {
    let data: SiteData
    let catalog: MerchantCatalog

    private var id: Merchant.ID { catalog.merchant.id }

    var context: (String) -> [String: Any] {
        { root in
            let invoices = data.invoices.filter { $0.invoice.merchant == id }
            let payments = data.payments.filter { $0.merchant == id }
            let billed = invoices.map(\.invoice.total).total(.cny)
            let collected = payments.map(\.amount).total(.cny)
            let open = invoices.map { data.due($0) }.total(.cny)
            let batches = data.batches.map(\.batch).filter { $0.merchant == id }
            let payout = batches.last { $0.state == .scheduled }
            let terms = catalog.merchant.settlement
            return [
                "title": catalog.merchant.name.english,
                "chineseName": catalog.merchant.name.chinese,
                "crumbs": [
                    "text": id.text,
                    "links": [["root": root, "href": "index.html", "text": "Overview"]],
                ],
                "sentence":
                    "\(catalog.merchant.product.english), \(catalog.customers.count) customers on "
                    + "\(catalog.plans.count) plans; paid in \(terms.currency.code) to "
                    + "\(terms.maskedAccount), platform fee \(terms.platformFeePercent) %.",
                "keys": [
                    [
                        "name": "Billed", "value": billed.grouped,
                        "note": "CNY, \(invoices.count) invoices",
                    ],
                    [
                        "name": "Collected", "value": collected.grouped,
                        "note": "CNY, \(payments.count) payments",
                    ],
                    ["name": "Open", "value": open.grouped, "note": "CNY"],
                    [
                        "name": "Last payout", "value": payout.map { $0.payout.grouped } ?? "–",
                        "note": payout.map { "\($0.currency.code), value date \($0.payoutDay!)" }
                            ?? "nothing paid out yet",
                    ],
                ],
                "charts": [usage.context(root: root)],
                "customerTable": customers.context(root: root),
                "invoiceTable": InvoiceTable.make(data, invoices).context(root: root),
                "settlementTable": settlements(batches).context(root: root),
            ]
        }
    }

    private var usage: FigureContext {
        let own = Set(catalog.customers.map(\.id))
        let events = Set(data.usage.filter { own.contains($0.customer) }.map(\.eventName)).sorted()
        return UsageFigure.make(data, caption: "Usage events by day", names: events) { usage in
            own.contains(usage.customer) ? events.firstIndex(of: usage.eventName) : nil
        }
    }

    private var customers: TableContext {
        TableContext(
            head: [
                Cell("Customer"), Cell("Plan"), Cell("Events", right: true),
                Cell("Billed CNY", right: true),
                Cell("Open CNY", right: true),
            ],
            rows: catalog.customers.map { customer in
                let invoices = data.invoices.filter { $0.invoice.customer == customer.id }
                let events = data.usage.filter { $0.customer == customer.id }.reduce(0) {
                    $0 + $1.events
                }
                return [
                    Cell(
                        customer.name.english, href: Links.customer(customer.id),
                        note: customer.id.text),
                    Cell(catalog.plan(customer.plan).name.english), .number(Markup.grouped(events)),
                    .number(invoices.map(\.invoice.total).total(.cny).grouped),
                    .number(invoices.map { data.due($0) }.total(.cny).grouped),
                ]
            })
    }

    private func settlements(_ batches: [SettlementBatch]) -> TableContext {
        TableContext(
            head: [
                Cell("Statement"), Cell("State"), Cell("Opening", right: true),
                Cell("Collected", right: true), Cell("Fees", right: true),
                Cell("Net CNY", right: true),
                Cell("Rate", right: true), Cell("Payout", right: true),
            ],
            rows: batches.map { batch in
                let fees = batch.total(.platformFee) + batch.total(.subscription)
                return [
                    Cell(batch.number, href: Links.document(batch, "pdf")),
                    Cell(
                        batch.state == .scheduled ? "Scheduled" : "Carried over",
                        state: batch.state == .scheduled ? "good" : "wait"),
                    .number(batch.opening.grouped), .number(batch.total(.payment).grouped),
                    .number(fees.grouped), .number(batch.net.grouped),
                    .number(batch.lock.map { "\($0.rate.value)" } ?? "–"),
                    .number(batch.state == .scheduled ? "\(batch.payout)" : "–"),
                ]
            })
    }
}
