import Checkout
import Invoicing
import Money
import Time

/// All that came and went through the channels, and what their bills and the ledger do not agree about.
struct PaymentsPage {
    let data: SiteData

    var collected: CollectedData { data.collected }
    private var open: [Difference] { collected.reconciliation.open }

    var context: (String) -> [String: Any] {
        { root in
            let received = data.payments.map(\.amount).total(.cny)
            let sent = collected.refunds.filter { $0.kind == .refund }
            let taken = collected.refunds.filter { $0.kind == .chargeback }
            let withdrawn = collected.withdrawals.map(\.amount).total(.cny)
            let excess = data.invoices.map { data.excess($0) }.total(.cny)
            return [
                "title": "Payments" as Markup,
                "crumbs": Crumbs(to: "Payments").context(root: root),
                "sentence": sentence.html,
                "keys":
                    ([
                        KeyFigure(
                            "Received", received.grouped, "CNY, \(data.payments.count, "payment")"),
                        KeyFigure(
                            "Refunded", sent.map(\.amount).total(.cny).grouped,
                            "CNY, \(sent.count, "refund")"),
                        KeyFigure(
                            "Charged back", taken.map(\.amount).total(.cny).grouped,
                            "CNY, \(taken.count, "dispute")"),
                        KeyFigure(
                            "To customers’ credit", excess.grouped, "CNY, paid beyond what is owed"),
                        KeyFigure(
                            "Withdrawn", withdrawn.grouped,
                            "CNY, \(collected.withdrawals.count, "transfer") to the bank"),
                    ] + data.keptFigures(data.invoices)).map(\.context),
                "differenceSentence": differenceSentence.html,
                "differenceTable": differenceTable.context(root: root),
                "sidesTable": sidesTable.context(root: root),
                "refundTable": refundTable.context(root: root),
                "endedTable": endedTable.context(root: root),
                "paymentTable": paymentTable.context(root: root),
                "withdrawalTable": withdrawalTable.context(root: root),
            ]
        }
    }

    private var sentence: Markup {
        data.payments.isEmpty
            ? "Nothing is paid yet." : "What WeChat Pay and Alipay collected, and what went back."
    }

    private var differenceSentence: Markup {
        let resolved = collected.reconciliation.differences.count {
            if case .resolved = $0.state { true } else { false }
        }
        let waiting = collected.reconciliation.differences.count { $0.state == .waiting }
        var words: [Markup] = [
            open.isEmpty ? "Nothing is open" : "\(open.count, "difference") to be decided"
        ]
        if waiting > 0 { words.append("\(waiting) waiting for a bill") }
        if resolved > 0 { words.append("\(resolved) decided") }
        return .joined(words, by: "; ") + ". \(code: "bm reconcile") lists them."
    }

    /// The page of an invoice by its merchant and number.
    func link(_ payment: Payment) -> String? {
        data.invoices.first { $0.id == payment.invoice }.map { Links.invoice($0.invoice) }
    }
}
