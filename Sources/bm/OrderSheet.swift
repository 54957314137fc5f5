import Catalog
import Checkout
import GRDB
import Invoicing
import Money
import Store
import Time

/// The orders of one invoice, or one of them, with what can be paid at an instant.
struct OrderSheet {
    let payable: Payable
    let account: InvoiceAccount
    let orders: [OrderAccount]
    /// Nil where one order was asked for.
    let means: PaymentMeans?
    let next: [(channel: Channel, outTradeNo: String)]

    /// - Parameter subject: the number of an order or of an invoice.
    init(
        _ db: Database, _ subject: String, merchant: Merchant.ID?, at instant: Instant
    ) throws {
        let one = try InvoiceOrder.fetchAll(db, outTradeNo: subject, at: instant).first
        guard let number = Invoice.Number(one?.invoiceNumber ?? subject) else {
            throw CheckoutError.unknownOrder(subject)
        }
        let payable = Payable(
            try Issued.fetchOne(db, number, merchant: one?.merchant ?? merchant))
        self.payable = payable
        account = try InvoiceAccount(
            db, invoice: payable.invoice, total: payable.total, at: instant)
        let all = try OrderAccount.fetchAll(
            db, invoice: payable.invoice, due: account.due, at: instant)
        orders = one.map { [$0.account] } ?? all
        let link = try Merchant.fetch(db, payable.merchant, at: instant)?.payLink
        means =
            one == nil
            ? PaymentMeans(
                due: account.due, orders: all, payLink: link?.text(invoice: number.text)) : nil
        next =
            one == nil
            ? try Channel.allCases.map {
                ($0, try Cashier.nextOutTradeNo(db, invoice: payable.invoice, number, channel: $0))
            } : []
    }

    var text: String {
        var lines = ["\(payable.number) · \(payable.merchant) · \(account.due) due"]
        for account in orders {
            let order = account.order
            lines.append(
                "  \(order.channel.name) \(order.outTradeNo) · \(order.amount) · \(account.words)")
            if let payload = account.payload {
                lines.append(
                    "    \(payload) · \(order.payloadKind.words) · until \(order.expiresAt)")
            } else if [.expired, .closed, .failed].contains(account.state) {
                let reason = account.end?.reason.map { ": \($0)" } ?? ""
                lines.append("    \(account.state.words) at \(account.endsAt)\(reason)")
            }
        }
        switch means {
        case .link(let link): lines.append("  pay link: \(link)")
        case .over, .none?:
            lines.append(
                "  a new code: bm checkout create \(payable.number) --merchant \(payable.merchant)")
        case .codes, .nothingDue, nil: break
        }
        if account.due > .zero(account.due.currency), !next.isEmpty {
            let numbers = next.map { "\($0.channel.name) \($0.outTradeNo)" }
            lines.append("  next order: \(numbers.joined(separator: ", "))")
        }
        return lines.joined(separator: "\n")
    }

    var json: JSONValue {
        var link: String?
        if case .link(let found) = means { link = found }
        return .object([
            .init("schema", .string("bm.checkout/1")),
            .init("invoice", .string(payable.number.text)),
            .init("merchant", .string(payable.merchant.text)), .init("due", .amount(account.due)),
            .init("pay_link", .optional(link)),
            .init(
                "next",
                .object(next.map { .init($0.channel.rawValue, .string($0.outTradeNo)) })),
            .init("orders", .array(orders.map(\.json))),
        ])
    }
}

extension OrderAccount {
    /// `paid, late`
    var words: String {
        ([state.words] + remarks.map(\.rawValue)).joined(separator: ", ")
    }

    /// Its code is there only while it can be paid.
    var json: JSONValue {
        .object([
            .init("out_trade_no", .string(order.outTradeNo)),
            .init("channel", .string(order.channel.rawValue)),
            .init("amount_fen", .int(order.amount.minorUnits)),
            .init("payload", .optional(payload)),
            .init("payload_kind", .string(order.payloadKind.rawValue)),
            .init("created_at", .string(order.createdAt.description)),
            .init("expires_at", .string(order.expiresAt.description)),
            .init("state", .string(state.rawValue)),
        ])
    }
}

extension InvoiceOrder {
    /// The order with whose it is and what came for it.
    var json: JSONValue {
        .object(
            (account.json.members ?? []) + [
                .init("invoice", .string(invoiceNumber)), .init("merchant", .string(merchant.text)),
                .init("customer", .string(customer.text)), .init("paid", .amount(account.paid)),
                .init("refunded", .amount(account.refunded)),
                .init("remarks", .array(account.remarks.map { .string($0.rawValue) })),
                .init("ended_at", .optional(account.end?.at.description)),
                .init("reason", .optional(account.end?.reason)),
            ])
    }
}

extension PaymentOrder.PayloadKind {
    var words: String {
        switch self {
        case .channel: "channel code"
        case .link: "pay link"
        case .sandbox: "sandbox"
        }
    }
}
