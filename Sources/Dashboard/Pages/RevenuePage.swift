import Catalog
import Ledger
import Money
import Time

/// What was earned by month, merchant and product, and how what is still to be earned moved.
struct RevenuePage {
    let data: SiteData

    private var reports: [RecognitionReport] { data.books.revenue }

    var context: (String) -> [String: Any] {
        { root in
            let earned = reports.map(\.total).total(.cny)
            func closing(_ account: Account) -> String {
                (reports.last?.balances ?? []).filter { $0.account == account }
                    .map(\.closing).total(.cny).grouped
            }
            let lost = reports.flatMap(\.earned).filter { $0.account == .revenueBreakage }
                .map(\.amount).total(.cny)
            return [
                "title": "Revenue" as Markup,
                "crumbs": Crumbs(to: "Revenue").context(root: root),
                "sentence": sentence.html,
                "keys": [
                    KeyFigure("Recognised", earned.grouped, "CNY, \(reports.count, "month")"),
                    KeyFigure(
                        "Deferred", closing(.deferredRevenue), "CNY, billed for days to come"),
                    KeyFigure(
                        "Unbilled", closing(.unbilledRevenue), "CNY, earned and not yet billed"),
                    KeyFigure(
                        "Owed in credit", closing(.creditLiability), "CNY, paid and not yet used"),
                    KeyFigure("Breakage", lost.grouped, "CNY, paid credit that expired unused"),
                ].map(\.context),
                "monthTable": monthTable.context(root: root),
                "rollTable": rollTable.context(root: root),
                "merchantTable": merchantTable.context(root: root),
                "productTable": productTable.context(root: root),
                "merchantRollTable": merchantRollTable.context(root: root),
            ]
        }
    }

    private var sentence: Markup {
        guard let last = reports.last else { return "Nothing is earned yet." }
        let open = reports.filter { !$0.ties }
        if let first = open.first {
            return
                "\(first.month) does not come to what the journal has: \(name: first.differences[0])"
        }
        return "Earned by day, up to \(last.month); every month comes to what the journal has. "
            + "\(code: "bm revenue report") gives each row."
    }

    /// The accounts of what is earned, in the order of the columns.
    private static let accounts: [(account: Account, head: String)] = [
        (.revenueUsage, "Usage"), (.revenueSubscription, "Subscriptions"),
        (.revenueAddOn, "Add-ons"), (.revenueBreakage, "Breakage"),
    ]

    private func figures(_ rows: [RecognitionReport.Earned]) -> [Cell] {
        Self.accounts.map { account, _ in
            .number(rows.filter { $0.account == account }.map(\.amount).total(.cny).grouped)
        } + [.number(rows.map(\.amount).total(.cny).grouped)]
    }

    private static let heads =
        accounts.map { Cell("\($0.head)", right: true) }
        + [Cell("All CNY", right: true)]

    private var monthTable: TableContext {
        TableContext(
            caption: "Recognised revenue by month", head: ["Month"] + Self.heads,
            rows: reports.map { [Cell("\($0.month)")] + figures($0.earned) },
            empty: "No month yet; \(code: "bm close") books what a month has earned.")
    }

    private var merchantTable: TableContext {
        TableContext(
            caption: "Recognised revenue by merchant", head: ["Merchant", "Month"] + Self.heads,
            rows: reports.flatMap { report in
                data.merchants.compactMap { catalog -> [Cell]? in
                    let rows = report.earned.filter { $0.merchant == catalog.merchant.id }
                    if rows.isEmpty { return nil }
                    return [merchant(catalog.merchant.id), Cell("\(report.month)")] + figures(rows)
                }
            }, empty: "Nothing is earned yet; \(code: "bm close") books what a month has earned.")
    }

    private var productTable: TableContext {
        struct Key: Hashable {
            let merchant: Merchant.ID
            let account: Account
            let product: String
        }
        return TableContext(
            caption: "Recognised revenue by product",
            head: ["Product", "Merchant", "Month", "Kind", Cell("CNY", right: true)],
            rows: reports.flatMap { report in
                Dictionary(
                    grouping: report.earned,
                    by: {
                        Key(
                            merchant: $0.merchant, account: $0.account,
                            product: $0.product ?? "Credit that expired")
                    }
                ).sorted {
                    ($0.key.merchant.text, $0.key.account.name, $0.key.product)
                        < ($1.key.merchant.text, $1.key.account.name, $1.key.product)
                }.map { key, rows in
                    [
                        Cell(Markup(name: key.product)), merchant(key.merchant),
                        Cell("\(report.month)"), Cell("\(Self.kind(key.account))"),
                        .number(rows.map(\.amount).total(.cny).grouped),
                    ]
                }
            }, empty: "Nothing is earned yet; \(code: "bm close") books what a month has earned.")
    }

    private static func kind(_ account: Account) -> String {
        accounts.first { $0.account == account }?.head ?? account.name
    }

    func merchant(_ id: Merchant.ID) -> Cell {
        let name = data.merchants.first { $0.merchant.id == id }?.merchant.name.english
        return Cell(
            Markup(name: name ?? id.text), href: Links.merchant(id), note: "\(id.text)")
    }
}

/// What is deferred, unbilled and owed in credit, from opening to closing.
extension RevenuePage {
    /// What entries of these kinds do to an account, as accountants say it.
    private static let steps: [(head: String, kinds: Set<JournalEntry.Kind>)] = [
        ("Billed, sold", [.invoice, .topUp]), ("Earned", [.recognition]),
        ("Drawn, expired", [.credit]), ("Corrected", [.creditNote, .void]),
    ]

    private static let rollHeads: [Cell] =
        [Cell("Opening", right: true)] + steps.map { Cell("\($0.head)", right: true) }
        + [Cell("Other", right: true), Cell("Closing CNY", right: true)]

    private func cells(_ rows: [RecognitionReport.RollForward]) -> [Cell] {
        let movements = rows.flatMap(\.movements)
        func sum(_ isWanted: (JournalEntry.Kind) -> Bool) -> Cell {
            .number(movements.filter { isWanted($0.kind) }.map(\.amount).total(.cny).grouped)
        }
        let known = Self.steps.reduce(into: Set<JournalEntry.Kind>()) { $0.formUnion($1.kinds) }
        return [.number(rows.map(\.opening).total(.cny).grouped)]
            + Self.steps.map { step in sum { step.kinds.contains($0) } }
            + [sum { !known.contains($0) }, .number(rows.map(\.closing).total(.cny).grouped)]
    }

    private static let rolled: [(account: Account, name: Markup)] = [
        (.deferredRevenue, "Deferred revenue"), (.unbilledRevenue, "Unbilled revenue"),
        (.creditLiability, "Owed in credit"),
    ]

    var rollTable: TableContext {
        TableContext(
            caption: "How deferred revenue, unbilled revenue and credit moved",
            head: ["Account", "Month"] + Self.rollHeads,
            rows: Self.rolled.flatMap { account, name in
                data.books.revenue.compactMap { report -> [Cell]? in
                    let rows = report.balances.filter { $0.account == account }
                    return rows.isEmpty ? nil : [Cell(name), Cell("\(report.month)")] + cells(rows)
                }
            },
            empty: "Nothing is deferred, unbilled or owed in credit; \(code: "bm close") books it.")
    }

    var merchantRollTable: TableContext {
        TableContext(
            caption: "The same by merchant",
            head: ["Merchant", "Account", "Month"] + Self.rollHeads,
            rows: data.books.revenue.flatMap { report in
                report.balances.map { row in
                    [
                        merchant(row.merchant),
                        Cell(Self.rolled.first { $0.account == row.account }?.name ?? "–"),
                        Cell("\(report.month)"),
                    ] + cells([row])
                }
            },
            empty: "Nothing is deferred, unbilled or owed in credit; \(code: "bm close") books it.")
    }
}
