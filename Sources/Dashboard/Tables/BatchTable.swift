import Catalog
import FX
import Money
import Settlement
import Time
import Web

/// Settlement batches as rows: what came, what was taken, what was paid.
struct BatchTable {
    let scope: Scope
    let links: Links

    static let nothing = Markup(
        "No settlement yet; \(code: "bm close") makes that of a month.",
        zh: "还没有结算；\(code: "bm close") 按月生成。")

    func table(
        _ id: String, _ batches: [BatchFacts], caption: Markup,
        empty: Markup = nothing
    ) -> Table {
        var columns = [Column("statement", Label("Statement", zh: "结算单"))]
        if scope.isPlatform { columns.append(.merchant) }
        columns += [
            .month, .state, Column("value_date", Label("Value date", zh: "起息日")),
            .cny("collected_cny", Label("Collected", zh: "收款")),
            .cny("fees_cny", Label("Fees", zh: "费用")),
            .cny("other_cny", Label("Other", zh: "其他")),
            .cny("net_cny", Label("Net", zh: "净额")),
            .figure("payout", Label("Payout", zh: "付款")),
        ]
        return Table(
            id: id, caption: caption, columns: columns, rows: batches.map(row),
            empty: empty)
    }

    private func row(_ facts: BatchFacts) -> Table.Row {
        let batch = facts.batch
        let (words, state) = facts.state
        let isPaid = batch.state == .scheduled
        var cells = [Cell(batch.number)]
        if scope.isPlatform {
            cells.append(
                .name(
                    batch.merchantName, id: batch.merchant.text,
                    href: links.merchant(batch.merchant)))
        }
        cells += [
            .month(batch.month),
            Cell(words, state: state, note: facts.reason),
            batch.payoutDay.map { .day($0) } ?? .none,
            .amount(batch.total(.payment)), .amount(facts.fees),
            .amount(batch.net - batch.total(.payment) - facts.fees), .amount(batch.net),
            isPaid
                ? Cell(
                    "\(batch.payout)",
                    value: "\(batch.payout.currency.code) \(batch.payout.decimal)",
                    note: batch.lock?.note)
                : .none,
        ]
        return Table.Row(cells, href: links.batch(batch))
    }
}

extension BatchFacts {
    /// Why nothing is paid out.
    var reason: Markup? {
        switch batch.unpaid {
        case nil: nil
        case .notApproved:
            Markup("the merchant’s verification is not approved", zh: "商户尚未通过认证")
        case .nothing: Markup("nothing to pay out", zh: "没有可付金额")
        case .negative: Markup("more is taken off than came in", zh: "扣减多于收款")
        case .belowMinimum:
            Markup(
                "below the minimum of \(batch.minimumPayout)",
                zh: "低于最低付款额 \(batch.minimumPayout)")
        }
    }
}
