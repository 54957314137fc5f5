import Checkout
import Invoicing
import Money
import Time
import Typesetting
import Web

/// How an invoice can be paid, with its codes, and the orders that were made for it. Which codes may be drawn is
/// `PaymentMeans`' to say.
struct PaymentSection {
    let facts: InvoiceFacts

    private var invoice: Invoice { facts.invoice }

    /// nil where nothing is due and nothing was ordered.
    var context: [String: Any]? {
        if facts.orders.isEmpty, facts.means == .nothingDue { return nil }
        let codes = codes
        var context: [String: Any] = [
            "sentence": sentence.html, "isSandbox": false, "codes": codes,
            "hasCodes": !codes.isEmpty,
        ]
        if case .codes(let open) = facts.means {
            context["isSandbox"] = open.contains { $0.order.payloadKind == .sandbox }
        }
        return context
    }

    private var sentence: Markup {
        let due = facts.due
        let again: Markup =
            "\(code: "bm checkout create \(invoice.number) --merchant \(invoice.merchant)")"
        let new = Markup("; \(again) makes a new one.", zh: "；\(again) 生成新的。")
        switch facts.means {
        case .nothingDue: return Markup("Nothing is due.", zh: "无需付款。")
        case .codes: return Markup("\(due) is due.", zh: "应付 \(due)。")
        case .link(let link):
            return Markup(
                "\(due) is due. The payment page stays valid: \(code: link)",
                zh: "应付 \(due)。付款页面长期有效：\(code: link)")
        case .none:
            return Markup("No payment code has been made", zh: "尚未生成付款码") + new
        case .over(let last):
            return words(last) + new
        }
    }

    /// Why the last order cannot be paid.
    private func words(_ last: OrderAccount) -> Markup {
        let (name, zh) = (last.order.channel.name, last.order.channel.chinese)
        let time: Markup = "\(last.endsAt, in: invoice.zone)"
        switch last.state {
        case .expired:
            return Markup(
                "The code of \(name) expired at \(time)", zh: "\(zh)付款码已于 \(time) 失效")
        case .closed, .failed:
            return Markup(
                "The order of \(name) was closed at \(time)", zh: "\(zh)订单已于 \(time) 关闭")
        case .paid, .partlyRefunded, .refunded:
            return Markup("The last code of \(name) was paid before", zh: "\(zh)的上一个付款码已付款")
        case .created:
            return Markup(
                "The last code of \(name) asks for another amount", zh: "\(zh)的上一个付款码金额不同")
        }
    }

    private var codes: [[String: Any]] {
        func card(_ payload: String, _ name: Label, _ until: Markup) -> [String: Any] {
            ["svg": Self.svg(payload, name), "name": name.markup.html, "until": until.html]
        }
        switch facts.means {
        case .codes(let open):
            return open.compactMap { account in
                account.payload.map {
                    card(
                        $0, Label(account.order.channel.name, zh: account.order.channel.chinese),
                        Markup(
                            "until \(account.order.expiresAt, in: invoice.zone)",
                            zh: "有效至 \(account.order.expiresAt, in: invoice.zone)"))
                }
            }
        case .link(let link):
            return [
                card(
                    link, Label("Payment page", zh: "付款页面"), Markup("stays valid", zh: "长期有效"))
            ]
        case .nothingDue, .over, .none: return []
        }
    }

    /// The code with its quiet zone, black on white whatever the page's colours; nothing for a text that no code can
    /// hold.
    private static func svg(_ payload: String, _ name: Label) -> String {
        guard let code = try? QRMatrix(payload) else { return "" }
        let quiet = QRMatrix.quietZone
        var path = ""
        for row in 0..<code.size {
            for column in 0..<code.size where code[column, row] {
                path += "M\(column + quiet) \(row + quiet)h1v1h-1z"
            }
        }
        let side = code.size + 2 * quiet
        return "<svg viewBox=\"0 0 \(side) \(side)\" role=\"img\" shape-rendering=\"crispEdges\" "
            + "aria-label=\"QR code: \(name.english)\">"
            + "<rect width=\"\(side)\" height=\"\(side)\" fill=\"#fff\"/>"
            + "<path d=\"\(path)\" fill=\"#000\"/></svg>"
    }

    var table: Web.Table {
        Web.Table(
            id: "orders",
            caption: Markup(
                "Payment orders of \(invoice.number.text)", zh: "\(invoice.number.text) 的付款订单"),
            columns: [
                Column("order", Label("Order", zh: "订单号")), .channel,
                Column("made_at", Label("Made", zh: "生成时间")), .state,
                .figure("cny", Label("CNY")),
            ],
            rows: facts.orders.map { account in
                Web.Table.Row(
                    [
                        .code(account.order.outTradeNo),
                        Cell(Label(account.order.channel.name, zh: account.order.channel.chinese)),
                        .instant(account.order.createdAt, invoice.zone),
                        Cell(account.words, state: account.mark), .amount(account.order.amount),
                    ], id: "order-\(account.order.outTradeNo)")
            }, empty: Markup("No order yet.", zh: "还没有订单。"))
    }
}

extension OrderAccount {
    /// `Paid, overpaid, late`
    var words: Label {
        let word =
            switch state {
            case .created: Label("Open", zh: "待付")
            case .paid: Label("Paid", zh: "已付")
            case .partlyRefunded: Label("Partly refunded", zh: "部分退款")
            case .refunded: Label("Refunded", zh: "已退款")
            case .closed: Label("Closed", zh: "已关闭")
            case .failed: Label("Failed", zh: "失败")
            case .expired: Label("Expired", zh: "已失效")
            }
        return remarks.reduce(word) { $0 + $1.words }
    }

    var mark: Tone {
        switch state {
        case .paid: .good
        case .failed: .bad
        case .created, .partlyRefunded, .refunded, .closed, .expired: .wait
        }
    }
}

extension OrderAccount.Remark {
    fileprivate var words: Label {
        switch self {
        case .underpaid: Label(", in part", zh: "，部分")
        case .overpaid: Label(", overpaid", zh: "，多付")
        case .late: Label(", late", zh: "，迟到")
        }
    }
}
