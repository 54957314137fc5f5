import Catalog
import Ledger
import Money
import Time
import Web

/// What was earned by month, how what is still to be earned moved, what was billed by product, and which customers
/// stay.
struct RevenuePage {
    let scope: Scope

    private var rows: [RevenueByMonth.Row] {
        scope.data.revenue.rows.filter { row in
            scope.merchant.map { $0.id == row.merchant } ?? true
        }
    }

    var page: Page {
        let rows = rows
        let shown = Array(Set(rows.map(\.month)).sorted().suffix(24))
        // What stands in a later month is billed ahead or corrected: it is not earned before that month is closed.
        let closed = scope.merchants.compactMap(\.closed.last).max()
        let months = shown.filter { month in closed.map { month <= $0 } ?? false }
        let earned = Dictionary(
            grouping: rows.filter { RevenueByMonth.earned.contains($0.account) }, by: \.month
        ).mapValues { $0.map(\.amount).total(.cny) }
        let total = earned.filter { months.contains($0.key) }.values.total(.cny)
        func closing(_ account: Account) -> String {
            rows.filter { $0.account == account }.map(\.amount).total(.cny).grouped
        }
        let steps = months.map { Int((earned[$0] ?? .zero(.cny)).minorUnits) }
        return PageFrame(scope: scope, section: .revenue).page(
            lead: months.last.map { last in
                Markup(
                    "Earned by day, up to \(last), as the books have it; \(code: "bm revenue report --period \(last)") holds it against invoices and credits.",
                    zh:
                        "按日确认，截至 \(last)，数字取自账簿；\(code: "bm revenue report --period \(last)") 与账单及额度核对。"
                )
            } ?? Markup("Nothing is earned yet.", zh: "还没有收入。"),
            parts: [
                .keys([
                    KeyFigure(
                        Label("Recognised", zh: "已确认"), total.grouped,
                        Markup("CNY, \(months.count, "month")", zh: "CNY，\(months.count) 个月"),
                        spark: Sparkline(steps)),
                    KeyFigure(
                        Label("Deferred", zh: "递延"), closing(.deferredRevenue),
                        Markup("CNY, billed and not yet earned", zh: "CNY，已开账、未确认")),
                    KeyFigure(
                        Label("Unbilled", zh: "未开账"), closing(.unbilledRevenue),
                        Markup("CNY, earned and not yet billed", zh: "CNY，已实现、未开账")),
                    KeyFigure(
                        Label("Owed in credit", zh: "待兑额度"), closing(.creditLiability),
                        Markup("CNY, paid and not yet used", zh: "CNY，已付、未使用")),
                ]),
                .figure(byMonth(rows, shown, last: months.last)),
                .table(
                    Markup("Deferred, unbilled and credit", zh: "递延、未开账与额度"), nil,
                    rollForward(rows, shown)),
                .figure(BilledByProduct(scope: scope).figure),
                .table(
                    Markup("Which customers stay", zh: "客户留存"), Cohorts(scope: scope).finding,
                    Cohorts(scope: scope).table),
            ], source: Words.head(scope))
    }

    /// The accounts of what is earned, in the order of the columns.
    private static let accounts: [(account: Account, key: String, name: Label)] = [
        (.revenueUsage, "usage_cny", Label("Usage", zh: "用量")),
        (.revenueSubscription, "subscriptions_cny", Label("Subscriptions", zh: "订阅")),
        (.revenueAddOn, "add_ons_cny", Label("Add-ons", zh: "附加项")),
        (.revenueBreakage, "breakage_cny", Label("Breakage", zh: "过期额度")),
    ]

    /// - Parameter last: the last month that is closed.
    private func byMonth(
        _ rows: [RevenueByMonth.Row], _ months: [Month], last: Month?
    ) -> Figure {
        let byAccount = Dictionary(grouping: rows, by: \.account)
        let sums = Self.accounts.map { account, _, _ in
            let own = Dictionary(grouping: byAccount[account] ?? [], by: \.month)
            return months.map { (own[$0] ?? []).map(\.amount).total(.cny) }
        }
        let totals = months.indices.map { place in sums.map { $0[place] }.total(.cny) }
        let isDrawn = sums.joined().allSatisfy { !$0.isNegative } && months.count > 1
        return Figure(
            finding: last.map { last in
                let place = months.firstIndex(of: last)!
                return Markup(
                    "\(totals[place]) is earned in \(last)", zh: "\(last) 确认 \(totals[place])")
            } ?? Markup("Nothing is earned yet", zh: "还没有收入"),
            legend: isDrawn ? Self.accounts.map(\.name) : [],
            chart: isDrawn
                ? Columns(
                    labels: months.map { Label("\($0)") }, titles: months.map { Label("\($0)") },
                    series: zip(Self.accounts, sums).map {
                        .init($0.name, $1.map { Int($0.minorUnits) })
                    }, decimals: 2
                ).svg(rows: "recognised") : "",
            table: Table(
                id: "recognised", caption: Markup("Recognised revenue by month", zh: "按月确认收入"),
                columns: [.month] + Self.accounts.map { .figure($0.key, $0.name) }
                    + [.figure("all_cny", Label("All CNY", zh: "合计 CNY"))],
                rows: months.indices.map { place in
                    Table.Row(
                        [month(months[place], last: last)] + sums.map { .amount($0[place]) }
                            + [.amount(totals[place])])
                },
                empty: Markup(
                    "\(code: "bm close") books what a month has earned.",
                    zh: "\(code: "bm close") 入账当月收入。")))
    }

    private func month(_ month: Month, last: Month?) -> Cell {
        if let last, month <= last { return .month(month) }
        return Cell(
            "\(month)", value: "\(month)", note: Markup("not closed yet", zh: "尚未结账"))
    }

    /// What entries of these kinds do to an account, as accountants say it.
    private static let steps: [(key: String, head: Label, kinds: Set<JournalEntry.Kind>)] = [
        ("billed_cny", Label("Billed, sold", zh: "开账、售出"), [.invoice, .topUp]),
        ("earned_cny", Label("Earned", zh: "确认"), [.recognition]),
        ("drawn_cny", Label("Drawn, expired", zh: "使用、过期"), [.credit]),
        ("corrected_cny", Label("Corrected", zh: "更正"), [.creditNote, .void]),
    ]

    private static let rolled: [(account: Account, name: Label)] = [
        (.deferredRevenue, Label("Deferred revenue", zh: "递延收入")),
        (.unbilledRevenue, Label("Unbilled revenue", zh: "未开账收入")),
        (.creditLiability, Label("Owed in credit", zh: "待兑额度")),
    ]

    private func rollForward(_ rows: [RevenueByMonth.Row], _ months: [Month]) -> Table {
        let known = Self.steps.reduce(into: Set<JournalEntry.Kind>()) { $0.formUnion($1.kinds) }
        var table: [Table.Row] = []
        for (account, name) in Self.rolled {
            let own = rows.filter { $0.account == account }
            for month in months {
                let opening = own.filter { $0.month < month }.map(\.amount).total(.cny)
                let moved = own.filter { $0.month == month }
                if opening.isZero, moved.isEmpty { continue }
                func sum(_ isWanted: (JournalEntry.Kind) -> Bool) -> Cell {
                    .amount(moved.filter { isWanted($0.kind) }.map(\.amount).total(.cny))
                }
                table.append(
                    Table.Row(
                        [Cell(name), .month(month), .amount(opening)]
                            + Self.steps.map { step in sum { step.kinds.contains($0) } } + [
                                sum { !known.contains($0) },
                                .amount(opening + moved.map(\.amount).total(.cny)),
                            ]))
            }
        }
        return Table(
            id: "roll-forward",
            caption: Markup(
                "How deferred revenue, unbilled revenue and credit moved",
                zh: "递延收入、未开账收入与额度的变动"),
            columns: [
                Column("account", Label("Account", zh: "科目")), .month,
                .figure("opening_cny", Label("Opening", zh: "期初")),
            ] + Self.steps.map { .figure($0.key, $0.head) } + [
                .figure("other_cny", Label("Other", zh: "其他")),
                .figure("closing_cny", Label("Closing CNY", zh: "期末 CNY")),
            ], rows: table,
            empty: Markup(
                "Nothing is deferred, unbilled or owed in credit; \(code: "bm close") books it.",
                zh: "没有递延、未开账或额度余额；\(code: "bm close") 入账。"))
    }
}
