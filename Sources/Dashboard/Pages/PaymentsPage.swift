import Catalog
import Checkout
import Documents
import Invoicing
import Money
import Time
import Web

/// What was collected, what went back, and where the channels' bills and the ledger do not agree.
struct PaymentsPage {
    let scope: Scope
    let wording: Wording

    var links: Links { scope.links(from: Section.payments.path) }
    var payments: [Payment] { scope.merchants.flatMap(\.payments) }
    var refunds: [Refund] { scope.merchants.flatMap(\.refunds) }
    var reconciliation: Reconciliation {
        scope.merchant?.reconciliation ?? scope.data.reconciliation
    }

    var page: Page {
        let open = reconciliation.open
        var parts: [Part] = [
            .keys(keys),
            .figure(byMonth),
            .table(Markup("Reconciliation", zh: "对账"), sentence, differences),
            .table(Markup("What each side says", zh: "各方数据"), nil, sides),
            .table(Markup("Refunds and chargebacks", zh: "退款与拒付"), nil, refundTable),
        ]
        if scope.isPlatform {
            parts.append(
                .table(Markup("Withdrawals to the bank", zh: "提现到银行"), nil, withdrawals))
        }
        parts.append(.table(Markup("Latest payments", zh: "最近付款"), nil, latest))
        let total = payments.map(\.amount).total(.cny)
        return PageFrame(scope: scope, section: .payments).page(
            lead: payments.isEmpty
                ? Markup("Nothing is paid yet.", zh: "还没有付款。")
                : Markup(
                    "\(payments.count, "payment") of \(total); \(open.isEmpty ? "the four sides agree" : "\(Markup.grouped(open.count)) to be decided").",
                    zh:
                        "共 \(payments.count) 笔付款，合计 \(total)；\(open.isEmpty ? "四方一致" : "\(Markup.grouped(open.count)) 项差异待处理")。"
                ),
            parts: parts, source: Words.head(scope))
    }

    private var keys: [KeyFigure] {
        let sent = refunds.filter { $0.kind == .refund }
        let taken = refunds.filter { $0.kind == .chargeback }
        let excess = scope.invoices.map(\.account.excess).total(.cny)
        return [
            KeyFigure(
                Label("Received", zh: "已收"), payments.map(\.amount).total(.cny).grouped,
                Markup("CNY, \(payments.count, "payment")", zh: "CNY，\(payments.count) 笔付款")),
            KeyFigure(
                Label("Refunded", zh: "已退"), sent.map(\.amount).total(.cny).grouped,
                Markup("CNY, \(sent.count, "refund")", zh: "CNY，\(sent.count) 笔退款")),
            KeyFigure(
                Label("Charged back", zh: "拒付"), taken.map(\.amount).total(.cny).grouped,
                Markup("CNY, \(taken.count, "dispute")", zh: "CNY，\(taken.count) 起争议")),
            KeyFigure(
                Label("To customers’ credit", zh: "客户多付"), excess.grouped,
                Markup("CNY, paid beyond what is owed", zh: "CNY，超出应付")),
        ]
    }

    private var sentence: Markup {
        let all = reconciliation.differences
        let decided = all.count {
            if case .resolved = $0.state { true } else { false }
        }
        let waiting = all.count { $0.state == .waiting }
        let open = reconciliation.open.count
        return Markup(
            "\(open, "difference") to be decided, \(waiting) waiting for a bill, \(decided) decided. \(code: "bm reconcile") lists them.",
            zh: "\(open) 项差异待处理，\(waiting) 项等待账单，\(decided) 项已处理。\(code: "bm reconcile") 列出全部。")
    }

    private var byMonth: Figure {
        let months = Set(payments.map { Zone.shanghai.day(of: $0.paidAt).month }).sorted()
        let series = Channel.allCases.map { channel in
            Columns.Series(
                Label(channel.name, zh: channel.chinese),
                months.map { month in
                    Int(
                        payments.filter {
                            $0.channel == channel && Zone.shanghai.day(of: $0.paidAt).month == month
                        }.map(\.amount).total(.cny).minorUnits)
                })
        }
        let sums = months.indices.map { place in series.reduce(0) { $0 + $1.values[place] } }
        let most = sums.indices.max { sums[$0] < sums[$1] }
        return Figure(
            finding: most.map {
                Markup(
                    "Most came in \(months[$0]): \(Amount(minorUnits: Int64(sums[$0]), .cny))",
                    zh: "\(months[$0]) 收款最多：\(Amount(minorUnits: Int64(sums[$0]), .cny))")
            } ?? Markup("No payment yet", zh: "还没有付款"),
            legend: series.map(\.name),
            chart: months.isEmpty
                ? ""
                : Columns(
                    labels: months.map { Label("\($0)") }, titles: months.map { Label("\($0)") },
                    series: series, decimals: 2
                ).svg(rows: "received"),
            table: Table(
                id: "received", caption: Markup("Received by month and channel", zh: "按月与渠道收款"),
                columns: [.month]
                    + series.map {
                        .figure(
                            $0.name.english.lowercased().replacing(" ", with: "_") + "_cny",
                            $0.name + Label(" CNY"))
                    }
                    + [.figure("all_cny", Label("All CNY", zh: "合计 CNY"))],
                rows: months.indices.map { place in
                    Table.Row(
                        [.month(months[place])]
                            + (series.map { $0.values[place] } + [sums[place]]).map {
                                .amount(Amount(minorUnits: Int64($0), .cny))
                            })
                },
                empty: Markup(
                    "\(code: "bm payments import") reads a channel’s bill.",
                    zh: "\(code: "bm payments import") 读取渠道账单。")))
    }
}
