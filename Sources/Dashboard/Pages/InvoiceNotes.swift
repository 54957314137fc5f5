import Catalog
import Checkout
import Invoicing
import Money
import Time

/// What an invoice's page says of what became of it, a sentence a thing.
struct InvoiceNotes {
    let data: SiteData
    let stored: StoredInvoice

    private var invoice: Invoice { stored.invoice }
    private var history: InvoiceHistory { data.collected.history(stored) }

    var sentences: [Markup] {
        var sentences: [Markup] = []
        if let at = history.settledAt, history.all(.void).isEmpty {
            let day = invoice.zone.day(of: at)
            if day > invoice.dueDay {
                sentences.append("Paid late: in full on \(day), due on \(invoice.dueDay).")
            }
        }
        sentences += history.events.compactMap(sentence)
        let excess = data.excess(stored)
        if !excess.isZero {
            sentences.append(
                "\(excess) more was paid than is owed: it stands to the customer’s credit until it is sent back or kept."
            )
        }
        return sentences
    }

    private func sentence(_ event: InvoiceHistory.Event) -> Markup? {
        let day: Markup = "\(invoice.zone.day(of: event.at))"
        let channel = event.channel?.name ?? ""
        let reason: Markup = event.reason.map { ": \(name: $0)" } ?? ""
        switch event.kind {
        case .payment where event.remarks.contains(.again):
            return "Paid twice: \(event.amount) came again on \(day) by \(channel)."
        case .payment where event.remarks.contains(.short):
            return
                "Paid in part: \(event.amount) came on \(day) by \(channel), less than its code asked for."
        case .payment where event.remarks.contains(.afterCode):
            return "The payment of \(day) came after its code had ended, and counts all the same."
        case .payment: return nil
        case .refund:
            return "\(event.amount) was sent back on \(day) by \(channel)."
        case .chargeback:
            return "Charged back: \(channel) took \(event.amount) for the payer on \(day), dispute "
                + "\(code: event.reference)\(reason)."
        case .creditNote:
            return "Credit note \(event.reference) of \(day) takes \(event.amount) off\(reason)."
        case .balanceKept:
            return "\(event.amount) is kept for the customer’s next invoices since \(day)."
        case .balanceUsed: return "\(event.amount) was paid from the customer’s balance on \(day)."
        case .void: return "Void since \(day)\(reason). Nothing is owed."
        }
    }
}
