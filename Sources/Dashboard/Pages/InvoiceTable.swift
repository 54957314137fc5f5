import Catalog
import Invoicing
import Money
import Time

/// Invoices as rows.
enum InvoiceTable {
    /// Whose names the table needs: a merchant's own page need not repeat it. Numbers count by
    /// merchant, so a table over several without their names would show the same number twice.
    enum Naming {
        case merchantAndCustomer
        case customer
        case neither
    }

    static func make(
        _ data: SiteData, _ invoices: [StoredInvoice], caption: Markup, naming: Naming
    ) -> TableContext {
        var head: [Cell] = ["Invoice"]
        if naming == .merchantAndCustomer { head.append("Merchant") }
        if naming != .neither { head.append("Customer") }
        head += ["Month", "State", Cell("CNY", right: true)]
        return TableContext(
            caption: caption, head: head,
            rows: invoices.map { stored in
                let invoice = stored.invoice
                let state = data.state(stored)
                var row = [
                    Cell(
                        "\(invoice.number.text)", isWhole: true, href: Links.invoice(invoice))
                ]
                if naming == .merchantAndCustomer {
                    row.append(
                        Cell(
                            Markup(name: invoice.seller.name.english),
                            href: Links.merchant(invoice.merchant)))
                }
                if naming != .neither {
                    row.append(
                        Cell(
                            Markup(name: invoice.buyer.name.english),
                            href: Links.customer(invoice.customer)))
                }
                return row + [
                    Cell("\(invoice.month)"), Cell("\(state.text)", state: state.style),
                    .number(invoice.total.grouped),
                ]
            }, empty: "No invoice yet; \(code: "bm close") makes those of a month.")
    }
}
