import Catalog
import Checkout
import FX
import Invoicing
import Money
import Settlement
import Time
import Web

/// One settlement: from what it opened with to what was paid out.
struct SettlementPage {
    let scope: Scope
    let merchant: MerchantData
    let facts: BatchFacts

    private var batch: SettlementBatch { facts.batch }

    var page: Page {
        let path = "settlements/\(batch.number).html"
        let links = scope.links(from: path)
        let isPaid = batch.state == .scheduled
        var page = Page(
            path: path, title: Label(batch.number),
            lead: isPaid
                ? Markup(
                    "\(batch.payout) to \(name: batch.bank), value date \(batch.payoutDay!), from a net of \(batch.net).",
                    zh:
                        "净额 \(batch.net)，付款 \(batch.payout) 至 \(name: batch.bank)，起息日 \(batch.payoutDay!)。"
                )
                : Markup(
                    "Nothing is paid out; \(batch.net) stands.", zh: "未付款；余额 \(batch.net)。"),
            crumbs: [Link(Section.settlements.name.markup, href: Section.settlements.path)],
            section: Section.settlements.rawValue,
            parts: [
                .figure(waterfall),
                .facts(known),
                .links(
                    scope.published(["pdf", "csv", "json"], links) {
                        links.document(batch, $0)
                    } as: {
                        Markup("Statement as \($0)", zh: "结算单 \($0)")
                    }),
                .table(Markup("Movements", zh: "变动"), check, movements(links)),
                .table(
                    Markup("Journal entries", zh: "会计分录"), nil,
                    EntriesTable(entries: merchant.entries(of: [batch.number])).table),
            ])
        page.badge = facts.state
        page.source = Markup(
            "Made from the batch’s snapshot, SHA-256 \(code: facts.stored.digest)",
            zh: "由结算批次快照生成，SHA-256 \(code: facts.stored.digest)")
        return page
    }

    private var check: Markup {
        Markup(
            "Opening \(batch.opening) + movements \(batch.net - batch.opening) − paid out \(batch.paidOut) = closing \(batch.closing) ✓",
            zh:
                "期初 \(batch.opening) + 变动 \(batch.net - batch.opening) − 付款 \(batch.paidOut) = 期末 \(batch.closing) ✓"
        )
    }

    private var waterfall: Figure {
        let kinds = SettlementBatch.Kind.allCases.filter { kind in
            batch.rows.contains { $0.kind == kind }
        }
        var steps: [(Label, Amount, Bool)] = [(Label("Opening", zh: "期初"), batch.opening, true)]
        steps += kinds.map { ($0.words, batch.total($0), false) }
        steps.append((Label("Net", zh: "净额"), batch.net, true))
        if batch.state == .scheduled {
            steps.append((Label("Paid out", zh: "付款"), -batch.paidOut, false))
            steps.append((Label("Closing", zh: "期末"), batch.closing, true))
        }
        let fees = facts.fees
        return Figure(
            finding: Markup(
                "\(batch.total(.payment)) came, \(-fees) was kept in fees; with what it opened with and what went back, \(batch.net) is the net",
                zh: "收款 \(batch.total(.payment))，费用 \(-fees)；计入期初与退款后净额 \(batch.net)"),
            chart: Waterfall(
                steps.map {
                    .init(
                        $0.0, Int($0.1.minorUnits),
                        Label($0.1.grouped.withMinus), isTotal: $0.2)
                }
            ).svg(rows: "waterfall"),
            table: Table(
                id: "waterfall", caption: Markup("From opening to closing", zh: "从期初到期末"),
                columns: [Column("step", Label("Step", zh: "步骤")), .figure("cny", Label("CNY"))],
                rows: steps.map { Table.Row([Cell($0.0), .amount($0.1)]) }, empty: ""))
    }

    private var known: [(Markup, Markup)] {
        var known: [(Markup, Markup)] = [
            (Markup("Month", zh: "月份"), "\(batch.month)"),
            (Markup("Closed", zh: "结算时间"), "\(batch.closedAt, in: batch.zone)"),
            (
                Markup("Remittance reference", zh: "汇款附言"),
                "\(code: batch.remittanceReference)"
            ),
        ]
        if let lock = batch.lock {
            known.append(
                (
                    Markup("FX locked", zh: "锁定汇率"),
                    "\(figure: "\(lock.rate.base.code)/\(lock.rate.quote.code) \(lock.rate.value)") · "
                        + "\(name: "\(lock.rate.source)") \(lock.rate.day)"
                ))
            known.append((Markup("Converted", zh: "折合"), "\(batch.converted)"))
            known.append((Markup("Wire fee", zh: "汇款费"), "\(batch.wireFee)"))
        }
        known += facts.events.map { event in
            let word =
                switch event.step {
                case .sent: Markup("Sent", zh: "汇出")
                case .paid: Markup("Paid", zh: "到账")
                case .returned: Markup("Returned", zh: "退回")
                case .released: Markup("Released", zh: "解除暂扣")
                }
            return (word, "\(event.at, in: batch.zone) \(name: event.bankReference)")
        }
        return known
    }

    private func movements(_ links: Links) -> Table {
        // A movement is named by its payment order, or by the invoice.
        let invoices = Dictionary(
            merchant.invoices.flatMap { facts in
                [(facts.invoice.number.text, facts.invoice)]
                    + facts.orders.map { ($0.order.outTradeNo, facts.invoice) }
            }, uniquingKeysWith: { first, _ in first })
        return Table(
            id: "movements",
            caption: Markup("Movements of \(batch.number)", zh: "\(batch.number) 的变动"),
            columns: [
                Column("reference", Label("Reference", zh: "编号")),
                Column("kind", Label("Kind", zh: "类型")), Column("at", Label("At", zh: "时间")),
                .figure("cny", Label("CNY")),
                .figure("balance_cny", Label("Balance", zh: "余额")),
            ],
            rows: batch.rows.map { row in
                Table.Row([
                    Cell(
                        "\(code: row.reference)", value: row.reference,
                        href: invoices[row.reference].map { links.invoice($0) }),
                    Cell(row.kind.words, note: row.reason.map { "\(name: $0)" }),
                    .instant(row.at, batch.zone), .amount(row.amount), .amount(row.balance),
                ])
            },
            empty: Markup("Nothing moved.", zh: "没有变动。"))
    }
}

extension SettlementBatch.Kind {
    var words: Label {
        switch self {
        case .payment: Label("Payments", zh: "收款")
        case .platformFee: Label("Platform fee", zh: "平台费")
        case .refund: Label("Refunds", zh: "退款")
        case .feeReturned: Label("Fees returned", zh: "退还费用")
        case .chargeback: Label("Chargebacks", zh: "拒付")
        case .returnedPayout: Label("Returned payout", zh: "退回付款")
        case .subscription: Label("Platform subscription", zh: "平台订阅费")
        case .revenueShare: Label("Revenue share", zh: "收入分成")
        case .adjustment: Label("Adjustments", zh: "调整")
        case .reserveHeld: Label("Reserve held", zh: "留存保证金")
        case .reserveReleased: Label("Reserve released", zh: "释放保证金")
        }
    }
}
