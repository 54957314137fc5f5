import Catalog
import Metering
import Money
import Time
import Web

/// What was used in a month: by event, by dimension, by hour, by customer.
struct UsagePage {
    let scope: Scope
    let month: Month

    private var links: Links { scope.links(from: scope.path(Section.usage.path, month)) }

    var page: Page {
        let charts = UsageCharts(scope: scope, month: month)
        let total = charts.total
        let customers = customers
        return PageFrame(scope: scope, section: .usage).page(
            month: month,
            lead: Markup(
                "\(total, "event") of \(customers.rows.count, "customer") in \(month), as they were accepted; what they cost is on the invoices.",
                zh: "\(month) 共接受 \(customers.rows.count) 个客户的 \(total) 个事件；费用见账单。"),
            parts: [.figure(charts.byEvent("events"))]
                + charts.dimensions.map { .figure(charts.byValue($0)) }
                + [
                    .figure(charts.byHour),
                    .table(Markup("Customers", zh: "客户"), nil, customers),
                ])
    }

    private var customers: Table {
        var rows: [(MerchantData, Customer.ID, Int, Int)] = []
        for (merchant, calendar) in scope.usage(month) {
            var sums: [Customer.ID: (Int, Int)] = [:]
            for (name, days) in calendar.byName {
                let sum = sums[name.customer] ?? (0, 0)
                sums[name.customer] = (sum.0 + days.reduce(0, +), sum.1 + 1)
            }
            rows += sums.map { (merchant, $0.key, $0.value.0, $0.value.1) }
        }
        rows.sort { ($1.2, $0.1.text) < ($0.2, $1.1.text) }
        let all = rows.reduce(0) { $0 + $1.2 }
        return Table(
            id: "customers", caption: Markup("Usage by customer", zh: "按客户的用量"),
            columns: (scope.isPlatform ? [.customer, .merchant] : [.customer]) + [
                .figure("names", Label("Event names", zh: "事件种类")),
                .figure("events", Label("Events", zh: "事件")),
                .figure("share", Label("Share", zh: "占比")),
            ],
            rows: rows.map { merchant, id, events, names in
                var cells: [Cell] = [
                    merchant.customer(id).map { .name($0.name, id: id.text, showsID: true) }
                        ?? .code(id.text)
                ]
                if scope.isPlatform {
                    cells.append(
                        .name(
                            merchant.merchant.name, id: merchant.id.text,
                            href: links.merchant(merchant.id)))
                }
                cells += [
                    .count(names), .count(events), .figure(UsageCharts.share(events, of: all)),
                ]
                return Table.Row(
                    cells,
                    href: merchant.customer(id) == nil ? nil : links.customer(id, of: merchant.id))
            },
            empty: Markup(
                "No usage; \(code: "bm usage-events ingest") takes it.",
                zh: "没有用量；\(code: "bm usage-events ingest") 接收。"))
    }
}
