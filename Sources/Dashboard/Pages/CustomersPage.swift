import Catalog
import Invoicing
import Money
import Time
import Web

/// All customers with what they were billed and what they owe, the largest first.
struct CustomersPage {
    let scope: Scope

    var page: Page {
        let links = scope.links(from: Section.customers.path)
        let table = table(links)
        let open = scope.invoices.filter { !$0.due.isZero }
        let debtors = Set(open.map(\.invoice.customer)).count
        let all = Markup("\(table.rows.count, "customer"); ", zh: "共 \(table.rows.count) 个客户；")
        return PageFrame(scope: scope, section: .customers).page(
            lead: all
                + (debtors == 0
                    ? Markup("none of them owes anything.", zh: "均无欠款。")
                    : Markup(
                        "\(debtors) of them \(debtors == 1 ? "owes" : "owe") \(open.map(\.due).total(.cny)).",
                        zh: "其中 \(debtors) 个尚欠 \(open.map(\.due).total(.cny))。")),
            parts: [.table(Markup("Customers", zh: "客户"), nil, table)])
    }

    private func table(_ links: Links) -> Table {
        var rows: [(Amount, Table.Row)] = []
        for merchant in scope.merchants {
            let invoices = Dictionary(grouping: merchant.invoices, by: \.invoice.customer)
            for customer in merchant.catalog.customers {
                let own = invoices[customer.id] ?? []
                let billed = own.map(\.total).total(.cny)
                var cells: [Cell] = [.name(customer.name, id: customer.id.text, showsID: true)]
                if scope.isPlatform {
                    cells.append(
                        .name(
                            merchant.merchant.name, id: merchant.id.text,
                            href: links.merchant(merchant.id)))
                }
                cells += [
                    Cell(Label(merchant.catalog.plan(customer.plan).name)), .day(customer.since),
                    .count(own.count), .amount(billed), .amount(own.map(\.due).total(.cny)),
                ]
                rows.append(
                    (billed, Table.Row(cells, href: links.customer(customer.id, of: merchant.id))))
            }
        }
        return Table(
            id: "customers", caption: Markup("Customers", zh: "客户"),
            columns: (scope.isPlatform ? [.customer, .merchant] : [.customer]) + [
                Column("plan", Label("Plan", zh: "套餐")), Column("since", Label("Since", zh: "起始")),
                .figure("invoices", Label("Invoices", zh: "账单")),
                .cny("billed_cny", Label("Billed", zh: "开账")),
                .cny("open_cny", Label("Open", zh: "待收")),
            ], rows: rows.sorted { $0.0 > $1.0 }.map(\.1),
            empty: Markup(
                "No customer yet; \(code: "bm catalog apply") adds those of a file.",
                zh: "还没有客户；\(code: "bm catalog apply") 从文件添加。"))
    }
}
