import Catalog
import Invoicing
import Money
import Time

/// Invoices as rows.
enum InvoiceTable {
    static func make(_ data: SiteData, _ invoices: [StoredInvoice]) -> TableContext {
        TableContext(
            head: [
                Cell("Invoice"), Cell("Customer"), Cell("Month"), Cell("State"),
                Cell("CNY", right: true),
            ],
            rows: invoices.map { stored in
                let invoice = stored.invoice
                let state = data.state(stored)
                return [
                    Cell(invoice.number.text, href: Links.invoice(invoice)),
                    Cell(invoice.buyer.name.english, href: Links.customer(invoice.customer)),
                    Cell("\(invoice.month)"), Cell(state.text, state: state.style),
                    .number(invoice.total.grouped),
                ]
            })
    }
}
