import Checkout
import Invoicing
import Money
import Time
import Web

/// What came for an invoice, what went back and what was taken off it, with what was left to pay then.
struct HistoryTable {
    let facts: InvoiceFacts

    var table: Table {
        let zone = facts.invoice.zone
        return Table(
            id: "history",
            caption: Markup(
                "What became of \(facts.invoice.number.text)",
                zh: "\(facts.invoice.number.text) 的后续"),
            columns: [
                Column("at", Label("At", zh: "时间")), Column("what", Label("What", zh: "事项")),
                .channel, Column("number", Label("Number", zh: "编号")),
                .figure("cny", Label("CNY")),
                .figure("left_cny", Label("Left to pay", zh: "剩余应付")),
            ],
            rows: facts.history.events.map { event in
                Table.Row([
                    .instant(event.at, zone), Cell(Self.name(event), state: Self.state(event)),
                    event.channel.map { Cell(Label($0.name, zh: $0.chinese)) } ?? .none,
                    event.reference.isEmpty ? .none : .code(event.reference),
                    .figure((event.kind.lowersDue ? "-" : "") + event.amount.grouped),
                    .amount(event.left),
                ])
            },
            empty: Markup(
                "No payment yet; \(code: "bm payments import") reads a channel’s bill.",
                zh: "还没有付款；\(code: "bm payments import") 读取渠道账单。"))
    }

    /// `Payment, again`
    private static func name(_ event: InvoiceHistory.Event) -> Label {
        let word =
            switch event.kind {
            case .payment: Label("Payment", zh: "付款")
            case .refund: Label("Refund", zh: "退款")
            case .chargeback: Label("Chargeback", zh: "拒付")
            case .creditNote: Label("Credit note", zh: "贷记单")
            case .void: Label("Void", zh: "作废")
            case .balanceKept: Label("Kept for later invoices", zh: "留作后用")
            case .balanceUsed: Label("Paid from balance", zh: "余额支付")
            }
        return event.remarks.reduce(word) { words, remark in
            switch remark {
            case .again: words + Label(", again", zh: "，重复")
            case .afterCode: words + Label(", after its code ended", zh: "，付款码已失效")
            case .short: words + Label(", in part", zh: "，部分")
            }
        }
    }

    private static func state(_ event: InvoiceHistory.Event) -> Tone {
        switch event.kind {
        case .payment: event.remarks.isEmpty ? .good : .wait
        case .balanceUsed: .good
        case .refund, .creditNote, .balanceKept: .wait
        case .chargeback, .void: .bad
        }
    }
}
