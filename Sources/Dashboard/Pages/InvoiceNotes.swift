import Checkout
import Invoicing
import Money
import Time
import Web

/// What an invoice's page says of what became of it, a sentence a thing.
struct InvoiceNotes {
    let facts: InvoiceFacts

    private var invoice: Invoice { facts.invoice }

    var sentences: [Markup] {
        var sentences: [Markup] = []
        if let at = facts.history.settledAt, facts.history.all(.void).isEmpty {
            let day = invoice.zone.day(of: at)
            if day > invoice.dueDay {
                sentences.append(
                    Markup(
                        "Paid late: in full on \(day), due on \(invoice.dueDay).",
                        zh: "逾期付清：\(day) 付清，\(invoice.dueDay) 到期。"))
            }
        }
        sentences += facts.history.events.compactMap(sentence)
        if !facts.account.excess.isZero {
            sentences.append(
                Markup(
                    "\(facts.account.excess) more was paid than is owed: it stands to the customer’s credit until it is sent back or kept.",
                    zh: "多付 \(facts.account.excess)：在退回或留存之前，计入客户贷方。"))
        }
        return sentences
    }

    private func sentence(_ event: InvoiceHistory.Event) -> Markup? {
        let day: Markup = "\(invoice.zone.day(of: event.at))"
        let by = event.channel?.name ?? ""
        let zh = event.channel?.chinese ?? ""
        let reason: Markup = event.reason.map { Markup(": \(name: $0)", zh: "：\(name: $0)") } ?? ""
        switch event.kind {
        case .payment where event.remarks.contains(.again):
            return Markup(
                "Paid twice: \(event.amount) came again on \(day) by \(by).",
                zh: "重复付款：\(day) 经\(zh)又收到 \(event.amount)。")
        case .payment where event.remarks.contains(.short):
            return Markup(
                "Paid in part: \(event.amount) came on \(day) by \(by), less than its code asked for.",
                zh: "部分付款：\(day) 经\(zh)收到 \(event.amount)，少于付款码金额。")
        case .payment where event.remarks.contains(.afterCode):
            return Markup(
                "The payment of \(day) came after its code had ended, and counts all the same.",
                zh: "\(day) 的付款在付款码失效后到达，照常计入。")
        case .payment: return nil
        case .refund:
            return Markup(
                "\(event.amount) was sent back on \(day) by \(by).",
                zh: "\(day) 经\(zh)退回 \(event.amount)。")
        case .chargeback:
            return Markup(
                "Charged back: \(by) took \(event.amount) for the payer on \(day), dispute \(code: event.reference)",
                zh: "拒付：\(zh)于 \(day) 为付款人收回 \(event.amount)，争议 \(code: event.reference)") + reason
                + Markup(".", zh: "。")
        case .creditNote:
            return Markup(
                "Credit note \(event.reference) of \(day) takes \(event.amount) off",
                zh: "\(day) 的贷记单 \(event.reference) 冲减 \(event.amount)") + reason
                + Markup(".", zh: "。")
        case .balanceKept:
            return Markup(
                "\(event.amount) is kept for the customer’s next invoices since \(day).",
                zh: "自 \(day) 起留存 \(event.amount) 用于客户后续账单。")
        case .balanceUsed:
            return Markup(
                "\(event.amount) was paid from the customer’s balance on \(day).",
                zh: "\(day) 由客户余额支付 \(event.amount)。")
        case .void:
            return Markup("Void since \(day)", zh: "自 \(day) 起作废") + reason
                + Markup(". Nothing is owed.", zh: "。无需付款。")
        }
    }
}
