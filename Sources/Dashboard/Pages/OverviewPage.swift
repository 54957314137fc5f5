import Catalog
import Checkout
import FX
import Invoicing
import Ledger
import Metering
import Money
import Settlement
import Time
import Web

/// All at a glance: what a month came to, beside the months before.
struct OverviewPage {
    let scope: Scope
    let month: Month?

    private var path: String { scope.path(Section.overview.path, month) }
    private var links: Links { scope.links(from: path) }
    private var data: SiteData { scope.data }
    /// Up to twelve, the page's last.
    private var months: [Month] {
        guard let month else { return [] }
        return scope.months.filter { $0 <= month }.prefix(12).reversed()
    }

    var page: Page {
        var parts: [Part] = [.keys(keys)]
        if let month {
            parts.append(
                .pair(
                    UsageCharts(scope: scope, month: month).byProduct,
                    CollectedChart(scope: scope, month: month).figure))
        }
        if scope.isPlatform {
            parts.append(
                .table(
                    Markup("Merchants", zh: "商户"), nil,
                    MerchantTable(scope: scope, month: month, links: links).table))
        }
        parts += [
            .table(
                Markup("Largest invoices", zh: "金额最大的账单"), nil,
                InvoiceTable(scope: scope, links: links).table(
                    "largest", Array(billed.sorted { $0.total > $1.total }.prefix(6)),
                    caption: Markup("Largest invoices", zh: "金额最大的账单"))),
            .table(
                Markup("Latest payouts", zh: "最近的结算付款"), nil,
                BatchTable(scope: scope, links: links).table(
                    "payouts",
                    Array(
                        scope.batches.filter { $0.batch.state == .scheduled }.suffix(6).reversed()),
                    caption: Markup("Latest payouts", zh: "最近的结算付款"),
                    empty: scope.batches.isEmpty
                        ? BatchTable.nothing
                        : Markup(
                            "No payout yet: what is settled is carried over or held.",
                            zh: "还没有付款：已结算的金额结转或暂扣。"))),
            .table(
                Markup("Latest activity", zh: "最近动态"), nil,
                ActivityTable(scope: scope, links: links).table),
        ]
        if scope.isPlatform {
            parts.append(
                .words(Markup("Intake", zh: "数据接收"), [Words.intake(data.intake.total)]))
        }
        parts += [
            .words(Markup("Checks", zh: "核对"), [Words.checks(scope)])
        ]
        var page = PageFrame(scope: scope, section: .overview).page(
            month: month, lead: lead, parts: parts, source: Words.asOf(scope))
        if let month { page.periods = scope.periods(Section.overview.path, month) }
        return page
    }

    private var billed: [InvoiceFacts] { scope.invoices(month) }

    private var lead: Markup {
        guard let month else {
            return Markup(
                "Nothing is here yet. \(code: "bm usage-events ingest") takes usage, \(code: "bm close") bills a month.",
                zh: "还没有数据。\(code: "bm usage-events ingest") 接收用量，\(code: "bm close") 结账出账单。")
        }
        if billed.isEmpty {
            return scope.merchants.contains { $0.closed.contains(month) }
                ? Markup("Nothing was billed for \(month).", zh: "\(month) 没有账单。")
                : Markup("\(month) is not closed yet.", zh: "\(month) 尚未结账。")
        }
        let total = billed.map(\.total).total(.cny)
        let paid = billed.map(\.account.paid).total(.cny)
        let due = billed.map(\.due).total(.cny)
        let back = billed.map(\.account.takenBack).total(.cny)
        let over = billed.map { max(.zero(.cny), $0.account.paid - $0.account.owed) }.total(.cny)
        let balance = total - back - (paid - over) - due
        var english: Markup =
            "\(billed.count, "invoice") for \(month) \(billed.count == 1 ? "comes" : "come") to \(total): \(paid) is collected"
        var chinese: Markup = "\(month) 共 \(billed.count) 张账单，合计 \(total)：已收 \(paid)"
        func add(_ amount: Amount, _ words: Markup, zh: Markup) {
            if amount.isZero { return }
            english.append(words)
            chinese.append(zh)
        }
        add(over, ", \(over) of it more than is owed", zh: "（其中多付 \(over)）")
        english.append(", \(due) is open")
        chinese.append("，待收 \(due)")
        add(back, ", \(back) is void or credited", zh: "，作废或冲减 \(back)")
        add(balance, ", \(balance) came from balances", zh: "，余额抵付 \(balance)")
        return Markup(english + ".", zh: chinese + "。")
    }

    private var keys: [KeyFigure] {
        func amounts(_ of: (Month) -> [Amount]) -> [Int] {
            months.map { Int(of($0).total(.cny).minorUnits) }
        }
        // The latest page has the latest settlement, which collects what came since.
        let settled = month == scope.month ? scope.settledMonth ?? month : month
        let net =
            settled.map { last in
                (0..<12).map { last.advanced(by: -$0) }.reversed().map { month in
                    Int(
                        scope.batches.filter { $0.batch.month == month }.map(\.batch.net)
                            .total(.cny).minorUnits)
                }
            } ?? []
        let events = months.map { month in
            scope.usage(month).reduce(0) { $0 + $1.calendar.total }
        }
        let totals = amounts { month in
            scope.invoices(month).map(\.total)
        }
        let collected = amounts { month in scope.invoices(month).map(\.account.paid) }
        let orders = billed.flatMap(\.orders)
        let paid = orders.filter { $0.state == .paid }.count
        let balance = scope.merchants.map { merchant in
            Settled.balance(scope.data, merchant)
        }.total(.cny)
        func cny(_ values: [Int]) -> String {
            Amount(minorUnits: Int64(values.last ?? 0), .cny).grouped
        }
        return [
            KeyFigure(
                Label("Net settlement", zh: "结算净额"), cny(net),
                Words.change(
                    settled.map { Markup("CNY, settled in \($0)", zh: "CNY，\($0) 结算") } ?? "CNY",
                    net), href: links.page(scope.path(Section.settlements.path, nil)),
                spark: Sparkline(net.count { $0 != 0 } > 1 ? net : [])),
            KeyFigure(
                Label("Billed", zh: "开账"), cny(totals),
                Words.change(
                    Markup("CNY, \(billed.count, "invoice")", zh: "CNY，\(billed.count) 张账单"), totals
                ),
                href: links.page(scope.path(Section.invoices.path, month)),
                spark: Sparkline(totals)),
            KeyFigure(
                Label("Collected", zh: "已收"), cny(collected),
                Markup("CNY, of these invoices", zh: "CNY，当月账单"),
                href: links.page(Section.payments.path)),
            KeyFigure(
                Label("Settlement balance", zh: "待结算余额"), balance.grouped,
                Markup(
                    "CNY, owed to \(scope.isPlatform ? "merchants" : "you") now", zh: "CNY，目前应付商户"),
                href: links.page(Section.ledger.path)),
            KeyFigure(
                Label("Usage events", zh: "用量事件"), Markup.grouped(events.last ?? 0),
                Words.change(Markup("in the month", zh: "当月"), events),
                href: links.page(scope.path(Section.usage.path, month)),
                spark: Sparkline(events)),
            KeyFigure(
                Label("Payment orders", zh: "付款订单"), Markup.grouped(orders.count),
                Markup("\(paid) paid", zh: "\(paid) 笔已付"),
                href: links.page(Section.payments.path)),
            KeyFigure(
                Label("Rates locked", zh: "汇率锁定"),
                Markup.grouped(FXPage(scope: scope).locks.count),
                Markup("each kept with what it converted", zh: "连同其换算永久保存"),
                href: links.page(Section.fx.path)),
            KeyFigure(
                Label("Ledger entries", zh: "总账分录"),
                Markup.grouped(scope.book.entries),
                Markup("chained by their hashes", zh: "以哈希相连"),
                href: links.page(Section.ledger.path)),
        ]
    }
}
