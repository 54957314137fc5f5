public import ArgumentParser
import Catalog
public import Checkout
import GRDB
import Invoicing
import Money
import Store
import Time

extension CheckoutCommand {
    struct Show: ParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "show",
            abstract: "Shows the orders of an invoice, or one order, and what can be paid now.",
            discussion: """
                A code is printed only while it can be paid: before its end, unpaid, and for what is due. \
                The number that the next order will have is the one to tell a channel before it gives a \
                code.

                Examples:
                  bm checkout show INV-2026-0601-0001 --merchant mer_001
                  bm checkout show INV202606010001M1W1
                """)

        @Argument(help: "An invoice's or an order's number.") var subject: String
        @Option(help: "Whose invoice, where several merchants have that number.")
        var merchant: String?
        @OptionGroup var options: GlobalOptions

        func run() throws {
            let now = try options.now()
            let sheet = try options.open(for: .reading).read { db in
                try OrderSheet(db, subject, merchant: merchant.map { Merchant.ID($0) }, at: now)
            }
            if options.json {
                Console.print(sheet.json)
            } else {
                Console.print(sheet.text)
            }
        }
    }

    struct List: ParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "list",
            abstract: "Payment orders and where they stand.",
            discussion: """
                created waits for its payment; paid, partly_refunded and refunded follow the money; closed, \
                failed and expired ended without it.

                Examples:
                  bm checkout list --state expired
                  bm checkout list --merchant mer_001 --json
                """)

        @Option(help: "Only orders that stand so.") var state: OrderAccount.State?
        @Option(help: "Only this merchant.") var merchant: String?
        @OptionGroup var options: GlobalOptions

        func run() throws {
            let now = try options.now()
            let found = try options.open(for: .reading).read {
                try InvoiceOrder.fetchAll(
                    $0, merchant: MerchantChoice.only($0, merchant), state: state, at: now)
            }
            if options.json {
                Console.printList("bm.orders/1", "orders", found.map(\.json))
            } else if found.isEmpty {
                Console.print("no orders")
            } else {
                Console.print(
                    Console.table(
                        found.map { item in
                            let order = item.account.order
                            return [
                                order.outTradeNo, item.merchant.text, item.invoiceNumber,
                                order.channel.name, "\(order.amount)", item.account.words,
                                "\(item.account.endsAt)",
                            ]
                        }, right: [4]))
            }
        }
    }

    struct Close: ParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "close",
            abstract: "Closes an order that waits for its payment.",
            discussion: """
                Its code is not shown any more. Close it at the channel, too: money that comes all the same \
                is booked, and said to be late.

                Example:
                  bm checkout close INV202606010001M1W1
                """)

        @Argument(help: "The order's number.") var order: String
        @OptionGroup var options: GlobalOptions

        func run() throws { try CheckoutCommand.end(order, .closed, options) }
    }

    struct Fail: ParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "fail",
            abstract: "Notes that a channel says that an order cannot be paid.",
            discussion: """
                Example:
                  bm checkout fail INV202606010001M1W1 --reason "PAYERROR: the bank refused it"
                """)

        @Argument(help: "The order's number.") var order: String
        @Option(help: "What the channel says.") var reason: String
        @OptionGroup var options: GlobalOptions

        func validate() throws {
            if reason.allSatisfy(\.isWhitespace) { throw ValidationError("--reason is empty") }
        }

        func run() throws { try CheckoutCommand.end(order, .failed, reason: reason, options) }
    }

    struct Expire: ParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "expire",
            abstract: "Notes the orders whose codes have ended unpaid.",
            discussion: """
                Nothing waits for it: a code is not shown from its end on, whether that is noted or not. \
                What is noted is listed once.

                Example:
                  bm checkout expire --as-of 2026-06-01T12:00:00+08:00
                """)

        @Option(help: "Only this merchant.") var merchant: String?
        @OptionGroup var options: GlobalOptions

        func run() throws {
            let now = try options.now()
            let found = try options.open().write {
                try Cashier.expire($0, merchant: MerchantChoice.only($0, merchant), at: now)
            }
            if options.json {
                Console.printList("bm.orders/1", "orders", found.map(\.json))
                return
            }
            Console.print("\(found.count) expired")
            for item in found {
                Console.print(
                    "  \(item.account.order.outTradeNo) · \(item.invoiceNumber) · "
                        + "\(item.account.order.expiresAt)")
            }
        }
    }

    private static func end(
        _ number: String, _ kind: OrderAccount.End.Kind, reason: String? = nil,
        _ options: GlobalOptions
    ) throws {
        let now = try options.now()
        let found = try options.open().write { db in
            try Cashier.end(
                db, InvoiceOrder.fetchOne(db, number, at: now), kind, reason: reason, at: now)
            return try InvoiceOrder.fetchOne(db, number, at: now)
        }
        if options.json {
            Console.printList("bm.orders/1", "orders", [found.json])
        } else {
            Console.print("\(number) · \(found.invoiceNumber) · \(found.account.words)")
        }
    }
}

extension OrderAccount.State: ExpressibleByArgument {}
