import FX
import Money
import Settlement
import Time
import Web

/// What merchants were paid, month by month, and when what is scheduled arrives.
struct SettlementsPage {
    let scope: Scope

    var page: Page {
        let links = scope.links(from: Section.settlements.path)
        let batches = scope.batches.sorted {
            ($1.batch.month, $1.batch.lastDay, $0.batch.number)
                < ($0.batch.month, $0.batch.lastDay, $1.batch.number)
        }
        let paid = batches.filter { $0.batch.state == .scheduled }
        let currencies = Set(paid.map(\.batch.currency)).count
        return PageFrame(scope: scope, section: .settlements).page(
            lead: (paid.isEmpty
                ? Markup("No payout yet", zh: "还没有结算付款")
                : Markup(
                    "\(paid.count, "payout") of \(paid.map(\.batch.paidOut).total(.cny)) in \(currencies, "currency", "currencies")",
                    zh:
                        "\(paid.count) 笔结算付款，合计 \(paid.map(\.batch.paidOut).total(.cny))，\(currencies) 种货币"
                ))
                + (batches.count == paid.count
                    ? Markup(".", zh: "。")
                    : Markup(
                        "; \(batches.count - paid.count) carried over or held.",
                        zh: "；\(batches.count - paid.count) 笔结转或暂扣。")),
            parts: [
                .figure(byMonth(batches)),
                .table(Markup("Payout calendar", zh: "付款日历"), nil, calendar(paid, links)),
                .table(
                    Markup("Statements", zh: "结算单"), nil,
                    BatchTable(scope: scope, links: links).table(
                        "statements", batches,
                        caption: Markup("Statements", zh: "结算单"))),
            ], source: Words.head(scope))
    }

    private func finding(_ sums: [(month: Month, paid: Amount)]) -> Markup {
        guard let last = sums.last, let most = sums.max(by: { $0.paid < $1.paid }) else {
            return Markup("Nothing is settled yet", zh: "还没有结算")
        }
        if most.paid <= .zero(.cny) {
            return Markup("No payout yet", zh: "还没有结算付款")
        }
        let now = Markup(
            "Payouts of \(last.paid) for \(last.month)", zh: "\(last.month) 结算付款 \(last.paid)")
        if sums.count == 1 { return now }
        if last.paid == most.paid { return now + Markup(", the most of any month", zh: "，为各月最多") }
        return now
            + Markup(
                "; the most was \(most.paid) for \(most.month)",
                zh: "；最多为 \(most.month) 的 \(most.paid)")
    }

    private func byMonth(_ batches: [BatchFacts]) -> Figure {
        let months = Set(batches.map(\.batch.month)).sorted().suffix(24)
        let sums = months.map { month in
            batches.filter { $0.batch.month == month }.map(\.batch.paidOut).total(.cny)
        }
        return Figure(
            finding: finding(Array(zip(months, sums))),
            chart: sums.allSatisfy { $0 <= .zero(.cny) }
                ? ""
                : Columns(
                    labels: months.map { Label("\($0)") }, titles: months.map { Label("\($0)") },
                    series: [
                        .init(
                            Label("Payouts", zh: "结算付款"), sums.map { max(0, Int($0.minorUnits)) })
                    ], decimals: 2
                ).svg(rows: "paid-out"),
            table: Table(
                id: "paid-out", caption: Markup("Payouts by month", zh: "按月结算付款"),
                columns: [.month, .cny("paid_out_cny", Label("Payouts", zh: "结算付款"))],
                rows: zip(months, sums).map { Table.Row([.month($0), .amount($1)]) },
                empty: Markup(
                    "\(code: "bm close") settles a month.", zh: "\(code: "bm close") 结算当月。")))
    }

    /// By value date, what arrives where.
    private func calendar(_ paid: [BatchFacts], _ links: Links) -> Table {
        let days = Dictionary(grouping: paid) { $0.batch.payoutDay! }
        return Table(
            id: "calendar", caption: Markup("Payouts by value date", zh: "按起息日的付款"),
            columns: [
                Column("value_date", Label("Value date", zh: "起息日")),
                .figure("payouts", Label("Payouts", zh: "笔数")),
                .figure("paid_out_cny", Label("CNY")),
                Column("currencies", Label("Arriving", zh: "到账")),
            ],
            rows: days.keys.sorted(by: >).prefix(60).map { day in
                let own = days[day]!
                let sums = Dictionary(grouping: own, by: \.batch.currency).map {
                    currency, batches in
                    batches.map(\.batch.payout).total(currency)
                }.sorted { $0.currency.code < $1.currency.code }
                return Table.Row([
                    .day(day), .count(own.count), .amount(own.map(\.batch.paidOut).total(.cny)),
                    Cell(
                        .joined(sums.map { "\($0)" }, by: " · "),
                        value: sums.map { "\($0.currency.code) \($0.decimal)" }.joined(
                            separator: " ")),
                ])
            },
            empty: Markup("No payout is scheduled.", zh: "没有已安排的付款。"))
    }
}
