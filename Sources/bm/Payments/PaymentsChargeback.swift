import ArgumentParser
import Checkout
import Ledger
import Money
import Store
import Time

struct PaymentsChargeback: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "chargeback",
        abstract: "Records money that a channel took back for a payer after a dispute.",
        discussion: """
            As the channel's letter states it, before a bill does. It is booked as a bill's: the channel \
            holds less, the merchant is owed less, the customer owes again. The reference makes it one: \
            a second call changes nothing, and a row of a later bill with that number is the same money.

            Example:
              bm payments chargeback 4200002711202506117300112233 --channel wechat_pay \\
                --reference DSP20260612001 --amount 120.00 --at 2026-06-12T10:00:00+08:00 \\
                --reason "card holder denies the purchase"
            """)

    @Argument(help: "The channel's number of the payment.") var transaction: String
    @Option(help: "Who took it.") var channel: Channel
    @Option(help: "The channel's number of the dispute.") var reference: String
    @Option(help: "What was taken, in CNY.") var amount: String
    @Option(help: ArgumentHelp("When, RFC 3339.", valueName: "timestamp")) var at: String
    @Option(help: "What the dispute is about.") var reason: String
    @OptionGroup var options: GlobalOptions

    func run() throws {
        let now = try options.now()
        let chargeback = Chargeback(
            channel: channel, transactionID: transaction, reference: reference,
            amount: try Amount(amount, .cny), at: try Instant(at), reason: reason)
        let (refund, isNew) = try options.open().write { db in
            let result = try chargeback.record(db, at: now)
            if result.isNew { try Journal.append(db, Bookkeeper.entries(for: result.refund)) }
            return result
        }
        if options.json {
            Console.print(
                .object([
                    .init("transaction_id", .string(transaction)),
                    .init("reference", .string(reference)), .init("new", .bool(isNew)),
                    .init("kind", .string(refund.kind.rawValue)),
                    .init("amount", .amount(refund.amount)),
                    .init("invoice", .string(refund.payment.invoiceNumber)),
                ]))
        } else if isNew {
            Console.print(
                "\(reference) · \(refund.amount) taken back of \(transaction) · "
                    + "\(refund.payment.invoiceNumber) is due again")
        } else {
            Console.print("\(reference) · known as a \(refund.kind.rawValue), nothing new")
        }
    }
}
