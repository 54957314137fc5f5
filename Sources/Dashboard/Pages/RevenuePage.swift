import Catalog
import Ledger
import Money
import Time
import Web

/// What was earned by month, merchant and product, and how what is still to be earned moved.
struct RevenuePage {
    let scope: Scope

    private func isOwn(_ id: Merchant.ID) -> Bool { scope.merchant.map { $0.id == id } ?? true }
    private func earned(_ report: RecognitionReport) -> [RecognitionReport.Earned] {
        report.earned.filter { isOwn($0.merchant) }
    }
    private func balances(_ report: RecognitionReport) -> [RecognitionReport.RollForward] {
        report.balances.filter { isOwn($0.merchant) }
    }
    private var reports: [RecognitionReport] {
        scope.data.revenue.filter { !earned($0).isEmpty || !balances($0).isEmpty }.suffix(24)
    }

    var page: Page {
        let reports = reports
        let total = reports.flatMap(earned).map(\.amount).total(.cny)
        func closing(_ account: Account) -> String {
            (reports.last.map(balances) ?? []).filter { $0.account == account }
                .map(\.closing).total(.cny).grouped
        }
        return PageFrame(scope: scope, section: .revenue).page(
            lead: lead(reports),
            parts: [
                .keys([
                    KeyFigure(
                        Label("Recognised", zh: "已确认"), total.grouped,
                        Markup("CNY, \(reports.count, "month")", zh: "CNY，\(reports.count) 个月"),
                        spark: Sparkline(
                            reports.map { Int(earned($0).map(\.amount).total(.cny).minorUnits) })),
                    KeyFigure(
                        Label("Deferred", zh: "递延"), closing(.deferredRevenue),
                        Markup("CNY, billed for days to come", zh: "CNY，已开账、未到期")),
                    KeyFigure(
                        Label("Unbilled", zh: "未开账"), closing(.unbilledRevenue),
                        Markup("CNY, earned and not yet billed", zh: "CNY，已实现、未开账")),
                    KeyFigure(
                        Label("Owed in credit", zh: "待兑额度"), closing(.creditLiability),
                        Markup("CNY, paid and not yet used", zh: "CNY，已付、未使用")),
                ]),
                .figure(byMonth(reports)),
                .table(
                    Markup("Deferred, unbilled and credit", zh: "递延、未开账与额度"), nil,
                    rollForward(reports)),
                .table(Markup("By product", zh: "按产品"), nil, products(reports)),
            ], source: Words.head(scope.data))
    }

    private func lead(_ reports: [RecognitionReport]) -> Markup {
        guard let last = reports.last else {
            return Markup("Nothing is earned yet.", zh: "还没有收入。")
        }
        if scope.isPlatform, let first = reports.first(where: { !$0.ties }) {
            return Markup(
                "\(first.month) does not come to what the journal has: \(name: first.differences[0])",
                zh: "\(first.month) 与日记账不符：\(name: first.differences[0])")
        }
        return Markup(
            "Earned by day, up to \(last.month); every month comes to what the journal has. \(code: "bm revenue report") gives each row.",
            zh: "按日确认，截至 \(last.month)；每月均与日记账一致。\(code: "bm revenue report") 列出每一行。")
    }

    /// The accounts of what is earned, in the order of the columns.
    private static let accounts: [(account: Account, key: String, name: Label)] = [
        (.revenueUsage, "usage_cny", Label("Usage", zh: "用量")),
        (.revenueSubscription, "subscriptions_cny", Label("Subscriptions", zh: "订阅")),
        (.revenueAddOn, "add_ons_cny", Label("Add-ons", zh: "附加项")),
        (.revenueBreakage, "breakage_cny", Label("Breakage", zh: "过期额度")),
    ]

    private func byMonth(_ reports: [RecognitionReport]) -> Figure {
        let sums = Self.accounts.map { account, _, _ in
            reports.map { report in
                earned(report).filter { $0.account == account }.map(\.amount).total(.cny)
            }
        }
        let totals = reports.map { earned($0).map(\.amount).total(.cny) }
        let isDrawn = sums.joined().allSatisfy { !$0.isNegative } && reports.count > 1
        return Figure(
            finding: reports.last.map {
                Markup(
                    "\(totals.last!) is earned in \($0.month)", zh: "\($0.month) 确认 \(totals.last!)"
                )
            } ?? Markup("Nothing is earned yet", zh: "还没有收入"),
            legend: isDrawn ? Self.accounts.map(\.name) : [],
            chart: isDrawn
                ? Columns(
                    labels: reports.map { Label("\($0.month)") },
                    titles: reports.map { Label("\($0.month)") },
                    series: zip(Self.accounts, sums).map {
                        .init($0.name, $1.map { Int($0.minorUnits) })
                    }, decimals: 2
                ).svg(rows: "recognised") : "",
            table: Table(
                id: "recognised", caption: Markup("Recognised revenue by month", zh: "按月确认收入"),
                columns: [.month] + Self.accounts.map { .figure($0.key, $0.name) }
                    + [.figure("all_cny", Label("All CNY", zh: "合计 CNY"))],
                rows: reports.indices.map { place in
                    Table.Row(
                        [.month(reports[place].month)] + sums.map { .amount($0[place]) }
                            + [.amount(totals[place])])
                },
                empty: Markup(
                    "\(code: "bm close") books what a month has earned.",
                    zh: "\(code: "bm close") 入账当月收入。")))
    }

    private func products(_ reports: [RecognitionReport]) -> Table {
        struct Key: Hashable {
            let product: String
            let merchant: Merchant.ID
            let account: Account
        }
        let names = Dictionary(
            uniqueKeysWithValues: scope.merchants.map { ($0.id, $0.merchant.name) })
        let rows = Dictionary(grouping: reports.suffix(12).flatMap(earned)) {
            Key(
                product: $0.product ?? "", merchant: $0.merchant, account: $0.account)
        }.map { ($0.key, $0.value.map(\.amount).total(.cny)) }
            .sorted {
                ($1.1, $0.0.merchant.text, $0.0.product, $0.0.account.name)
                    < ($0.1, $1.0.merchant.text, $1.0.product, $1.0.account.name)
            }
        return Table(
            id: "products",
            caption: Markup("Recognised revenue by product, twelve months", zh: "按产品确认收入（十二个月）"),
            columns: [Column("product", Label("Product", zh: "产品"))]
                + (scope.isPlatform ? [.merchant] : []) + [
                    Column("kind", Label("Kind", zh: "类型")), .figure("cny", Label("CNY")),
                ],
            rows: rows.prefix(300).map { key, amount in
                var cells: [Cell] = [
                    key.product.isEmpty
                        ? Cell(Label("Credit that expired", zh: "过期额度")) : .words(key.product)
                ]
                if scope.isPlatform {
                    cells.append(names[key.merchant].map { .name($0) } ?? .code(key.merchant.text))
                }
                return Table.Row(
                    cells + [
                        Cell(Self.accounts.first { $0.account == key.account }?.name ?? Label("–")),
                        .amount(amount),
                    ])
            },
            empty: Markup(
                "Nothing is earned yet; \(code: "bm close") books what a month has earned.",
                zh: "还没有收入；\(code: "bm close") 入账当月收入。"))
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

    private func rollForward(_ reports: [RecognitionReport]) -> Table {
        let known = Self.steps.reduce(into: Set<JournalEntry.Kind>()) { $0.formUnion($1.kinds) }
        return Table(
            id: "roll-forward",
            caption: Markup(
                "How deferred revenue, unbilled revenue and credit moved", zh: "递延收入、未开账收入与额度的变动"),
            columns: [
                Column("account", Label("Account", zh: "科目")), .month,
                .figure("opening_cny", Label("Opening", zh: "期初")),
            ] + Self.steps.map { .figure($0.key, $0.head) } + [
                .figure("other_cny", Label("Other", zh: "其他")),
                .figure("closing_cny", Label("Closing CNY", zh: "期末 CNY")),
            ],
            rows: Self.rolled.flatMap { account, name in
                reports.compactMap { report -> Table.Row? in
                    let rows = balances(report).filter { $0.account == account }
                    if rows.isEmpty { return nil }
                    let movements = rows.flatMap(\.movements)
                    func sum(_ isWanted: (JournalEntry.Kind) -> Bool) -> Cell {
                        .amount(movements.filter { isWanted($0.kind) }.map(\.amount).total(.cny))
                    }
                    return Table.Row(
                        [
                            Cell(name), .month(report.month),
                            .amount(rows.map(\.opening).total(.cny)),
                        ] + Self.steps.map { step in sum { step.kinds.contains($0) } } + [
                            sum { !known.contains($0) },
                            .amount(rows.map(\.closing).total(.cny)),
                        ])
                }
            },
            empty: Markup(
                "Nothing is deferred, unbilled or owed in credit; \(code: "bm close") books it.",
                zh: "没有递延、未开账或额度余额；\(code: "bm close") 入账。"))
    }
}
