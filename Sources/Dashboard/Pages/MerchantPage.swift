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
            let name = catalog.merchant.name
            return [
                "title": Markup(name: name.english), "chineseName": Markup(name: name.chinese).html,
                "crumbs": Crumbs(to: "\(id.text)").context(root: root),
                "sentence":
                    ("\(name: catalog.merchant.product.english), "
                    + "\(catalog.customers.count, "customer") on \(catalog.plans.count, "plan"); "
                    + "paid in \(terms.currency.code) to \(figure: terms.maskedAccount), "
                    + "platform fee \(figure: "\(terms.platformFeePercent)\u{a0}%").").html,
                "keys": [
                    KeyFigure("Billed", billed.grouped, "CNY, \(invoices.count, "invoice")"),
                    KeyFigure("Collected", collected.grouped, "CNY, \(payments.count, "payment")"),
                    KeyFigure("Open", open.grouped, "CNY"),
                    KeyFigure(
                        "Last payout", payout?.payout.grouped ?? "–",
                        payout.map { "\($0.currency.code), value date \($0.payoutDay!)" }
                            ?? "nothing paid out yet"),
                ].map(\.context),
                "charts": [usage.context(root: root)],
                "customerTable": customers.context(root: root),
                "invoiceTable": InvoiceTable.make(
                    data, invoices, caption: "Invoices of \(name: name.english)", naming: .customer
                ).context(root: root),
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
            caption: "Customers of \(name: catalog.merchant.name.english)",
            head: [
                "Customer", "Plan", Cell("Events", right: true), Cell("Billed CNY", right: true),
                Cell("Open CNY", right: true),
            ],
            rows: catalog.customers.map { customer in
                let invoices = data.invoices.filter { $0.invoice.customer == customer.id }
                let events = data.usage.filter { $0.customer == customer.id }.reduce(0) {
                    $0 + $1.events
                }
                return [
                    Cell(
                        Markup(name: customer.name.english), href: Links.customer(customer.id),
                        note: "\(customer.id.text)"),
                    Cell(Markup(name: catalog.plan(customer.plan).name.english)),
                    .number(Markup.grouped(events)),
                    .number(invoices.map(\.invoice.total).total(.cny).grouped),
                    .number(invoices.map { data.due($0) }.total(.cny).grouped),
                ]
            }, empty: "No customer yet; \(code: "bm catalog apply") adds those of a file.")
    }

    private func settlements(_ batches: [SettlementBatch]) -> TableContext {
        TableContext(
            caption: "Settlements of \(name: catalog.merchant.name.english)",
            head: [
                "Statement", "State", Cell("Opening", right: true), Cell("Collected", right: true),
                Cell("Fees", right: true), Cell("Net CNY", right: true),
                Cell("Payout", right: true),
            ],
            rows: batches.map { batch in
                let fees =
                    batch.total(.platformFee) + batch.total(.feeReturned)
                    + batch.total(.subscription)
                let other = batch.net - batch.opening - batch.total(.payment) - fees
                let isPaid = batch.state == .scheduled
                return [
                    Cell("\(batch.number)", isWhole: true, href: Links.document(batch, "pdf")),
                    Cell(
                        isPaid ? "Scheduled" : batch.state == .held ? "Held" : "Carried over",
                        state: isPaid ? "good" : "wait"),
                    .number(batch.opening.grouped), .number(batch.total(.payment).grouped),
                    .number(fees.grouped),
                    .number(
                        batch.net.grouped,
                        note: other.isZero
                            ? nil : "with other movements of \(figure: other.grouped)"),
                    .number(
                        isPaid ? "\(batch.payout)" : "–",
                        note: isPaid ? batch.lock.map { $0.note } : reason(batch)),
                ]
            }, empty: "No settlement yet; \(code: "bm close") makes that of a month.")
    }

    /// Why nothing is paid out.
    private func reason(_ batch: SettlementBatch) -> Markup {
        switch batch.unpaid {
        case nil: ""
        case .notApproved: "the merchant’s verification is not approved"
        case .nothing: "nothing to pay out"
        case .negative: "more is taken off than came in"
        case .belowMinimum: "below the minimum of \(batch.minimumPayout)"
        }
    }
}
