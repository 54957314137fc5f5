import Catalog
import Checkout
import Invoicing
import Metering
import Money
import Time
import Web

/// All merchants of the platform with what a month came to.
struct MerchantTable {
    let scope: Scope
    let month: Month?
    let links: Links

    var table: Table {
        let invoices = Dictionary(grouping: scope.invoices(month), by: \.invoice.merchant)
        let rows = scope.merchants.map { merchant -> (MerchantData, [InvoiceFacts], Int) in
            (
                merchant, invoices[merchant.id] ?? [],
                month.flatMap { month in merchant.usage.first { $0.month == month }?.total } ?? 0
            )
        }
        let all = rows.flatMap(\.1)
        return Table(
            id: "merchants", caption: Markup("Merchants", zh: "商户"),
            columns: [
                .merchant, Column("product", Label("Product", zh: "产品")),
                .figure("customers", Label("Customers", zh: "客户")),
                .figure("events", Label("Events", zh: "事件")),
                .cny("billed_cny", Label("Billed", zh: "开账")),
                .cny("collected_cny", Label("Collected", zh: "已收")),
                .cny("open_cny", Label("Open", zh: "待收")),
            ],
            rows: rows.map { merchant, invoices, events in
                Table.Row(
                    [
                        .name(merchant.merchant.name, id: merchant.id.text, showsID: true),
                        Cell(Label(merchant.merchant.product)),
                        .count(merchant.catalog.customers.count), .count(events),
                    ] + sums(invoices), href: links.merchant(merchant.id))
            },
            foot: [
                Cell(Label("Together", zh: "合计")), Cell(""),
                .count(rows.reduce(0) { $0 + $1.0.catalog.customers.count }),
                .count(rows.reduce(0) { $0 + $1.2 }),
            ] + sums(all),
            empty: Markup(
                "No merchant yet; \(code: "bm catalog apply") adds one from a file.",
                zh: "还没有商户；\(code: "bm catalog apply") 从文件添加。"))
    }

    private func sums(_ invoices: [InvoiceFacts]) -> [Cell] {
        [
            .amount(invoices.map(\.total).total(.cny)),
            .amount(invoices.map(\.account.paid).total(.cny)),
            .amount(invoices.map(\.due).total(.cny)),
        ]
    }
}
