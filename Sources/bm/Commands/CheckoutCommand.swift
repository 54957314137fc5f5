import ArgumentParser
import Catalog
import Checkout
import Documents
import GRDB
import Invoicing
import Money
import Store
import Time

struct CheckoutCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "checkout", abstract: "Payment orders and their QR codes.",
        subcommands: [
            Create.self, Show.self, List.self, Close.self, Fail.self, Expire.self,
        ])

    struct Create: ParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "create",
            abstract: "Makes the payment order of an invoice for what is due now.",
            discussion: """
                With --payload the order has the channel's own code, exactly as the channel gave it; \
                bm checkout show names the order number to tell the channel first. Without it the order \
                has the merchant's pay link, or is a sandbox order that nobody can pay and that says so \
                wherever it is drawn.

                A code is good for two hours, or until --expires, a minute from now at least. A new \
                attempt has a new number. While an order of the channel can still be paid, --reissue \
                closes it for the new one. Nothing is made for an invoice that is paid, credited or void.

                Examples:
                  bm checkout create inv_2026_0601_0001 --merchant mer_001
                  bm checkout create INV-2026-0601-0001 --merchant mer_001 --channel both --reissue
                  bm checkout create INV-2026-0601-0001 --merchant mer_001 \\
                    --payload 'weixin://wxpay/bizpayurl?pr=NwY5Mz9' --expires 2026-06-01T12:00:00+08:00
                  bm checkout create INV-2026-0601-0001 --merchant mer_001 --channel alipay \\
                    --payload https://qr.alipay.com/bavh4wjlxf12tper3a
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

        @OptionGroup var choice: PayableChoice
        @Option(help: "The channel.") var channel = ChannelChoice.wechatPay
        @Option(help: "What the channel's code holds: weixin://… or https://qr.alipay.com/….")
        var payload: String?
        @Option(
            help: ArgumentHelp(
                "When the code ends, RFC 3339. Default: two hours from now.", valueName: "timestamp"
            ))
        var expires: String?
        @Flag(help: "Close the channel's order that can still be paid.") var reissue = false
        @OptionGroup var options: GlobalOptions

        func validate() throws {
            if payload != nil, channel == .both {
                throw ValidationError(
                    "--payload is the code of one channel: give --channel wechat_pay or alipay")
            }
        }

        func run() throws {
            let ledger = try options.open()
            let now = try options.now()
            let ends = try expires.map { try Instant($0) }
            let made = try ledger.write { db in
                let subject = try choice.subject(db)
                if subject.sellsCredit {
                    try CreditBooks.refuseEnded(db, soldBy: subject.invoice, at: now)
                }
                let link = try Merchant.fetch(db, subject.merchant, at: now)?.payLink
                let kind: OrderRequest.Payload =
                    payload.map { .channel($0) }
                    ?? link.map { .link($0.text(invoice: subject.number.text)) } ?? .sandbox
                let numbers = try channel.channels.map { channel in
                    try Cashier.issue(
                        db, invoice: subject.invoice, subject.number, total: subject.total,
                        OrderRequest(channel, kind, expiresAt: ends, replaces: reissue), at: now
                    ).outTradeNo
                }
                return try numbers.map { try InvoiceOrder.fetchOne(db, $0, at: now) }
            }
            let orders = made.map(\.account)
            if options.json {
                Console.printList("bm.orders/1", "orders", orders.map(\.json))
                return
            }
            let names = orders.map(\.order.channel.name).joined(separator: " and ")
            Console.print("\(orders[0].order.amount) · \(names) QR ready")
            for account in orders {
                let order = account.order
                Console.print(
                    "  \(order.channel.name) \(order.outTradeNo) · \(order.payloadKind.words) · "
                        + "until \(order.expiresAt)")
            }
        }
    }
}

/// The invoice that is paid by an order, of any kind.
struct PayableChoice: ParsableArguments {
    @Argument(help: "The invoice's number; any case, - or _.") var invoice: String
    @Option(help: "Whose invoice, where several merchants have that number.")
    var merchant: String?

    func subject(_ db: Database) throws -> Payable { Payable(try issued(db)) }

    /// - Throws: `InvoicingError` where no invoice has that number, or several do.
    func issued(_ db: Database) throws -> Issued {
        guard let number = Invoice.Number(invoice) else {
            throw InvoicingError.unknownInvoice(invoice)
        }
        return try Issued.fetchOne(db, number, merchant: merchant.map { Merchant.ID($0) })
    }
}

/// An invoice of usage or of credit, as orders see it.
struct Payable {
    let invoice: Int64
    let number: Invoice.Number
    let total: Amount
    let merchant: Merchant.ID
    let sellsCredit: Bool

    init(_ issued: Issued) {
        (invoice, number, total) = (issued.id, issued.invoice.number, issued.invoice.total)
        merchant = issued.invoice.merchant
        sellsCredit =
            switch issued.content {
            case .usage: false
            case .credit: true
            }
    }
}
