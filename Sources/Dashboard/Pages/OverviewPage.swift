import Catalog
import Checkout
import FX
import Invoicing
import Ledger
import Money
import Settlement
import Time

/// All merchants at a glance.
struct OverviewPage {
    let data: SiteData

    var context: (String) -> [String: Any] {
        { root in
            let billed = data.invoices.map(\.invoice.total).total(.cny)
            let collected = data.payments.map(\.amount).total(.cny)
            let open = data.invoices.filter { data.due($0) > .zero(.cny) }
            let outstanding = open.map { data.due($0) }.total(.cny)
            let paidOut = data.batches.map(\.batch.paidOut).total(.cny)
            let fees = data.batches.map {
                $0.batch.total(.platformFee) + $0.batch.total(.feeReturned)
                    + $0.batch.total(.subscription)
            }
            .total(.cny)
            return [
                "title": title,
                "sentence": sentence(billed, collected, outstanding).html,
                "keys": [
                    KeyFigure("Billed", billed.grouped, "CNY, \(data.invoices.count, "invoice")"),
                    KeyFigure(
                        "Collected", collected.grouped, "CNY, \(data.payments.count, "payment")"),
                    KeyFigure("Open", outstanding.grouped, "CNY, \(open.count, "invoice")"),
                    KeyFigure(
                        "Paid out", paidOut.grouped,
                        currencies == 0
                            ? "CNY"
                            : "CNY, converted to \(currencies, "currency", "currencies")"),
                    KeyFigure(
                        "Platform revenue", (-fees).grouped, "CNY, fees and subscriptions"),
                ].map(\.context),
                "charts": [
                    usageChart.context(root: root), channelChart.context(root: root),
                ],
                "merchantTable": merchantTable.context(root: root),
                "invoiceTable": invoiceTable.context(root: root),
                "payoutTable": payoutTable.context(root: root),
                "intake": intake, "invariantState": broken.isEmpty ? "good" : "bad",
                "invariantSentence": invariantSentence.html,
                "invariantTable": invariantTable.context(root: root),
            ]
        }
    }

    private var title: Markup { data.month.map { "Overview \($0)" } ?? "Overview" }

    private func sentence(_ billed: Amount, _ collected: Amount, _ open: Amount) -> Markup {
        let count = data.invoices.count
        if count == 0 { return "Nothing is billed yet." }
        let back = data.collected.refunds.map(\.amount).total(.cny)
        let returned: Markup = back.isZero ? "" : ", of which \(back) went back"
        return "\(count, "invoice") of \(data.merchants.count, "merchant") "
            + "\(count == 1 ? "bills" : "bill") \(billed); \(collected) is collected\(returned); "
            + "\(open) is open."
    }

    private var broken: [Invariant] { data.invariants.filter { !$0.holds } }

    private var invariantSentence: Markup {
        broken.isEmpty
            ? "All \(data.invariants.count, "invariant") hold"
            : "\(broken.count) of \(data.invariants.count, "invariant") "
                + "\(broken.count == 1 ? "does" : "do") not hold"
    }

    private var currencies: Int {
        Set(data.batches.filter { $0.batch.state == .scheduled }.map(\.batch.currency)).count
    }

    private var intake: String {
        let intake = data.intake
        return
            "\(Markup.grouped(intake.input)) \(intake.input == 1 ? "line" : "lines") in = "
            + "\(Markup.grouped(intake.accepted)) accepted "
            + "(\(Markup.grouped(intake.late)) late) + \(Markup.grouped(intake.duplicate)) duplicate + "
            + "\(Markup.grouped(intake.rejected)) rejected with a reason."
    }
}
