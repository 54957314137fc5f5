import Catalog
import Invoicing
import Money
import Time
import Web

/// Invoices as rows. Numbers count by merchant, so the platform's tables name it.
struct InvoiceTable {
    let scope: Scope
    let links: Links
    /// Whether the customer is named: not on its own page.
    var namesCustomer = true

    func table(_ id: String, _ invoices: [InvoiceFacts], caption: Markup) -> Table {
        var columns: [Column] = [.invoice]
        if scope.isPlatform { columns.append(.merchant) }
        if namesCustomer { columns.append(.customer) }
        columns += [
            .month, Column("due_on", Label("Due on", zh: "到期日")), .state,
            .cny("total_cny", Label("Total", zh: "金额")), .cny("open_cny", Label("Open", zh: "待收")),
        ]
        return Table(
            id: id, caption: caption, columns: columns, rows: invoices.map(row),
            empty: Markup(
                "No invoice yet; \(code: "bm close") makes those of a month.",
                zh: "还没有账单；\(code: "bm close") 按月生成。"))
    }

    private func row(_ facts: InvoiceFacts) -> Table.Row {
        let invoice = facts.invoice
        let (words, state) = facts.state
        var cells = [Cell("\(invoice.number)")]
        if scope.isPlatform {
            cells.append(
                .name(
                    invoice.seller.name, id: invoice.merchant.text,
                    href: links.merchant(invoice.merchant)))
        }
        if namesCustomer {
            cells.append(
                .name(
                    invoice.buyer.name, id: invoice.customer.text,
                    href: links.customer(invoice.customer, of: invoice.merchant)))
        }
        cells += [
            .month(invoice.month), .day(invoice.dueDay), Cell(words, state: state),
            .amount(invoice.total), .amount(facts.due),
        ]
        return Table.Row(cells, href: links.invoice(invoice))
    }
}
