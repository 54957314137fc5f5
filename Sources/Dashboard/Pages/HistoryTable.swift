import Catalog
import Checkout
import Invoicing
import Money
import Time

/// What came for an invoice, what went back and what was taken off it, with what was left to pay then.
struct HistoryTable {
    let data: SiteData
    let stored: StoredInvoice

    var table: TableContext {
        let zone = stored.invoice.zone
        return TableContext(
            caption: "What became of \(stored.invoice.number.text)",
            head: [
                "At", "What", "Channel", "Number", Cell("CNY", right: true),
                Cell("Left to pay", right: true),
            ],
            rows: data.collected.history(stored).events.map { event in
                [
                    Cell("\(event.at, in: zone)"),
                    Cell(name(event), state: style(event)),
                    Cell("\(event.channel?.name ?? "–")"),
                    Cell(event.reference.isEmpty ? "–" : "\(code: event.reference)"),
                    .number((event.kind.lowersDue ? "-" : "") + event.amount.grouped),
                    .number(event.left.grouped),
                ]
            }, empty: "No payment yet; \(code: "bm payments import") reads a channel’s bill.")
    }

    /// `Payment, again`
    private func name(_ event: InvoiceHistory.Event) -> Markup {
        let word =
            switch event.kind {
            case .payment: "Payment"
            case .refund: "Refund"
            case .chargeback: "Chargeback"
            case .creditNote: "Credit note"
            case .void: "Void"
            case .balanceKept: "Kept for later invoices"
            case .balanceUsed: "Paid from balance"
            }
        return "\(([word] + event.remarks.map(\.words)).joined(separator: ", "))"
    }

    private func style(_ event: InvoiceHistory.Event) -> String {
        switch event.kind {
        case .payment: event.remarks.isEmpty ? "good" : "wait"
        case .balanceUsed: "good"
        case .refund, .creditNote, .balanceKept: "wait"
        case .chargeback, .void: "bad"
        }
    }
}
