import ArgumentParser
import Catalog
import Checkout
import Invoicing
import Money
import Store
import Time

struct CheckoutCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "checkout", abstract: "Payment orders and their QR codes.",
        subcommands: [Create.self])

    struct Create: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Makes the payment order of an invoice, or shows the one that is open.",
            discussion: """
                A code is good for two hours; after that a new attempt gets a new order number. Orders \
                are sandbox orders, and say so wherever they are drawn.

                Examples:
                  bm checkout create inv_2026_0601_0001 --merchant mer_001
                  bm checkout create INV-2026-0601-0001 --merchant mer_001 --channel both
                """)

        enum ChannelChoice: String, ExpressibleByArgument, CaseIterable {
            case wechatPay = "wechat_pay"
            case alipay, both

            var channels: [Channel] {
                switch self {
                case .wechatPay: [.wechatPay]
                case .alipay: [.alipay]
                case .both: [.wechatPay, .alipay]
                }
            }
        }

        @Argument(help: "The invoice's number; any case, - or _.") var invoice: String
        @Option(help: "The channel.") var channel = ChannelChoice.wechatPay
        @Option(help: "Whose invoice, where several merchants have that number.")
        var merchant: String?
        @OptionGroup var options: GlobalOptions

        func run() throws {
            guard let number = Invoice.Number(invoice) else {
                throw InvoicingError.unknownInvoice(invoice)
            }
            let ledger = try options.open()
            let now = try options.now()
            let orders = try ledger.write { db in
                let merchant = merchant.map { Merchant.ID($0) }
                guard let sale = try TopUpInvoice.fetchOne(db, number, merchant: merchant) else {
                    let stored = try Invoice.fetchOne(db, number, merchant: merchant)
                    return try channel.channels.map {
                        try Cashier.open(db, stored, channel: $0, at: now)
                    }
                }
                try CreditBooks.refuseEnded(db, soldBy: sale.id, at: now)
                return try channel.channels.map {
                    try Cashier.open(
                        db, invoice: sale.id, number, total: sale.invoice.total, channel: $0,
                        at: now)
                }
            }
            if options.json {
                Console.printList("bm.orders/1", "orders", orders.map { $0.json(at: now) })
                return
            }
            let names = orders.map(\.channel.name).joined(separator: " and ")
            Console.print("\(orders[0].amount) · \(names) QR ready")
            for order in orders {
                Console.print(
                    "  \(order.channel.name) \(order.outTradeNo) · sandbox · until \(order.expiresAt)"
                )
            }
        }
    }
}

extension PaymentOrder {
    /// - Parameter instant: decides whether the code is still good.
    func json(at instant: Instant) -> JSONValue {
        .object([
            .init("out_trade_no", .string(outTradeNo)), .init("channel", .string(channel.rawValue)),
            .init("amount_fen", .int(amount.minorUnits)), .init("payload", .string(payload)),
            .init("payload_kind", .string(payloadKind.rawValue)),
            .init("created_at", .string(createdAt.description)),
            .init("expires_at", .string(expiresAt.description)),
            .init("state", .string(isExpired(at: instant) ? "expired" : "created")),
        ])
    }
}
