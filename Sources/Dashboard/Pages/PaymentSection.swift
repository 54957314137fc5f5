import Checkout
import Invoicing
import Money
import Time
import Typesetting

/// How an invoice can be paid, with its codes, and the orders that were made for it. Which codes may be
/// drawn is `PaymentMeans`' to say.
struct PaymentSection {
    let invoice: Invoice
    let due: Amount
    let means: PaymentMeans
    let orders: [OrderAccount]

    /// Nil where nothing is due and nothing was ordered.
    func context(root: String) -> [String: Any]? {
        if orders.isEmpty, means == .nothingDue { return nil }
        var context: [String: Any] = [
            "sentence": sentence.html, "orderTable": table.context(root: root),
            "hasOrders": !orders.isEmpty, "isSandbox": false, "codes": codes,
        ]
        if case .codes(let open) = means {
            context["isSandbox"] = open.contains { $0.order.payloadKind == .sandbox }
        }
        return context
    }

    private var sentence: Markup {
        let again: Markup =
            "\(code: "bm checkout create \(invoice.number) --merchant \(invoice.merchant)")"
        switch means {
        case .nothingDue: return "Nothing is due."
        case .codes: return "\(due) is due."
        case .link(let link):
            return "\(due) is due. The payment page stays valid: \(code: link)"
        case .none: return "No payment code has been made; \(again) makes one."
        case .over(let last):
            let name = last.order.channel.name
            let time: Markup = "\(last.endsAt, in: invoice.zone)"
            switch last.state {
            case .expired:
                return "The code of \(name) expired at \(time); \(again) makes a new one."
            case .closed, .failed:
                return "The order of \(name) was closed at \(time); \(again) makes a new one."
            case .paid, .partlyRefunded, .refunded:
                return "The last code of \(name) was paid before; \(again) makes a new one."
            case .created:
                return "The last code of \(name) asks for another amount; \(again) makes a new one."
            }
        }
    }

    private var codes: [[String: Any]] {
        func card(_ payload: String, _ name: Markup, _ until: Markup) -> [String: Any] {
            ["svg": Self.svg(payload, name), "name": name.html, "until": until.html]
        }
        switch means {
        case .codes(let open):
            return open.compactMap { account in
                account.payload.map {
                    card(
                        $0, "\(account.order.channel.name)",
                        "until \(account.order.expiresAt, in: invoice.zone)")
                }
            }
        case .link(let link): return [card(link, "Payment page", "stays valid")]
        case .nothingDue, .over, .none: return []
        }
    }

    /// The code with its quiet zone, black on white whatever the page's colours; nothing for a text that
    /// no code can hold.
    private static func svg(_ payload: String, _ name: Markup) -> String {
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
            + "aria-label=\"QR code: \(Markup.escape(name.plain))\">"
            + "<rect width=\"\(side)\" height=\"\(side)\" fill=\"#fff\"/>"
            + "<path d=\"\(path)\" fill=\"#000\"/></svg>"
    }

    private var table: TableContext {
        TableContext(
            caption: "Payment orders of \(invoice.number.text)",
            head: ["Order", "Channel", "Made", "State", Cell("CNY", right: true)],
            rows: orders.map { account in
                [
                    Cell("\(code: account.order.outTradeNo)"),
                    Cell("\(account.order.channel.name)"),
                    Cell("\(account.order.createdAt, in: invoice.zone)"),
                    Cell("\(Self.words(account))", state: Self.style(account.state)),
                    .number(account.order.amount.grouped),
                ]
            }, empty: "No order yet.")
    }

    /// `Paid, overpaid, late`
    private static func words(_ account: OrderAccount) -> String {
        let words = ([account.state.words] + account.remarks.map(\.rawValue)).joined(
            separator: ", ")
        return words.prefix(1).uppercased() + words.dropFirst()
    }

    private static func style(_ state: OrderAccount.State) -> String {
        switch state {
        case .paid: "good"
        case .failed: "bad"
        case .created, .partlyRefunded, .refunded, .closed, .expired: "wait"
        }
    }
}
