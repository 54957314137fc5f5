import ArgumentParser
import Catalog
import Checkout
import Invoicing
import Money
import Store
import Time

/// `bm invoices give-back`.
struct InvoicesGiveBack: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "give-back",
        abstract: "Gives back what was paid of an invoice and is not owed.",
        discussion: """
            What came twice or too much, what a credit note left standing, or what a channel was asked for and \
            closed. With --to channel the channel is asked to send it back, the last payment first, and its \
            bill books the refund; with --to balance it is kept and pays the customer's next invoices. What the \
            balance itself had paid goes back to it either way.

            --json: invoice, merchant_id, refunds[{out_refund_no, channel, transaction_id, amount}], kept

            Examples:
              bm invoices give-back INV-2026-0601-0003 --merchant mer_002 --to channel
              bm invoices give-back INV-2026-0601-0003 --merchant mer_002 --to balance
            """)

    /// Where it goes.
    enum Destination: String, CaseIterable, ExpressibleByArgument { case channel, balance }

    @OptionGroup var choice: PayableChoice
    @Option(help: "Where it goes: channel or balance.") var to: Destination
    @OptionGroup var options: GlobalOptions

    func run() throws {
        let ledger = try options.open()
        let now = try options.now()
        let (invoice, given) = try ledger.write { db in
            let invoice = try choice.subject(db)
            return (
                invoice,
                try Corrections.giveBack(
                    db, invoice, to: to == .channel ? .channel : .balance, at: now)
            )
        }
        if options.json {
            Console.print(
                .object([
                    .init("invoice", .string(invoice.number.text)),
                    .init("merchant_id", .string(invoice.merchant.text)),
                    .init("refunds", .array(given.refunds.map(\.asked))),
                    .init("kept", .amount(given.kept)),
                ]))
            return
        }
        Console.print("\(invoice.number) · \(invoice.merchant)")
        Corrections.lines(given.refunds, kept: given.kept).forEach(Console.print)
    }
}

extension RefundOrder {
    /// What a channel is asked for, as JSON.
    var asked: JSONValue {
        .object([
            .init("out_refund_no", .string(outRefundNo)),
            .init("channel", .string(payment.channel.rawValue)),
            .init("transaction_id", .string(payment.transactionID)),
            .init("amount", .amount(amount)),
        ])
    }
}

extension Corrections {
    /// What goes back, a line each.
    static func lines(_ refunds: [RefundOrder], kept: Amount) -> [String] {
        refunds.map {
            "  refund \($0.outRefundNo) · \($0.amount) of \($0.payment.channel.name) "
                + $0.payment.transactionID
        } + (kept.isZero ? [] : ["  balance · \(kept) kept for later invoices"])
    }
}
