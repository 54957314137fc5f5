import Invoicing
import Money
import Time
import Web

/// The invoices of a month: how many stand where, and all of them.
struct InvoicesPage {
    let scope: Scope
    let month: Month

    var page: Page {
        let links = scope.links(from: scope.path(Section.invoices.path, month))
        let invoices = scope.invoices(month)
        let open = invoices.filter { !$0.due.isZero }
        let late = open.filter(\.isLate)
        return PageFrame(scope: scope, section: .invoices).page(
            month: month,
            lead: Markup(
                "\(invoices.count, "invoice") for \(month); \(open.count) \(open.count == 1 ? "is" : "are") open with \(open.map(\.due).total(.cny)), \(late.count) overdue.",
                zh:
                    "\(month) 共 \(invoices.count) 张账单；\(open.count) 张待收 \(open.map(\.due).total(.cny))，其中 \(late.count) 张逾期。"
            ),
            parts: [
                .figure(states(invoices)),
                .table(
                    Markup("Invoices", zh: "账单"), nil,
                    InvoiceTable(scope: scope, links: links).table(
                        "invoices", invoices,
                        caption: Markup("Invoices of \(month)", zh: "\(month) 的账单"))),
            ])
    }

    private func states(_ invoices: [InvoiceFacts]) -> Figure {
        var sums: [(Label, Tone, Int, Amount)] = []
        for facts in invoices {
            let (words, state) = facts.state
            if let place = sums.firstIndex(where: { $0.0 == words }) {
                sums[place].2 += 1
                sums[place].3 += facts.total
            } else {
                sums.append((words, state, 1, facts.total))
            }
        }
        sums.sort { ($1.3, $0.0.english) < ($0.3, $1.0.english) }
        let all = invoices.map(\.total).total(.cny)
        let bars = Bars(
            sums.map { words, state, count, sum in
                .init(
                    words, Int(sum.minorUnits),
                    Label(
                        "\(sum.grouped) · \(count)", zh: "\(sum.grouped) · \(count) 张"),
                    style: state.rawValue)
            })
        return Figure(
            finding: Markup(
                "Where \(all) of \(month) stands", zh: "\(month) 开账 \(all) 的现状"),
            chart: sums.isEmpty ? "" : bars.svg(rows: "states"),
            table: Table(
                id: "states", caption: Markup("Invoices by state", zh: "按状态的账单"),
                columns: [
                    .state, .figure("invoices", Label("Invoices", zh: "账单")),
                    .figure("total_cny", Label("CNY")),
                ],
                rows: sums.map { words, state, count, sum in
                    Table.Row([Cell(words, state: state), .count(count), .amount(sum)])
                },
                empty: Markup(
                    "\(code: "bm close") makes the invoices of a month.",
                    zh: "\(code: "bm close") 生成当月账单。")))
    }
}
