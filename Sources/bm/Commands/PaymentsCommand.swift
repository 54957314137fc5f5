public import ArgumentParser
import Checkout
import GRDB
import Ledger
import Money
import Store
import Time

struct PaymentsCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "payments", abstract: "Bills and messages of the payment channels.",
        subcommands: [Import.self, Notify.self, PaymentsChargeback.self])

    struct Import: ParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "import",
            abstract: "Reads a channel's bills and books the movements in them.",
            discussion: """
                wechat_pay: the trade bill (交易账单) and the fund bill (资金账单), UTF-8 with or without byte \
                order mark, gzip or not. alipay: the business bill (业务明细) and the account bill (账务明细) as \
                the ZIP that Alipay sends, in GBK. Which of them a file is, its columns say.

                Trade bills book payments, refunds and what the channel kept of them. Fund bills book \
                withdrawals to the bank and what a fee is there beyond what is booked. A bill that does \
                not add up is refused whole, and so is a fund bill that says something else of a movement \
                than an earlier one; a second import changes nothing; a row that belongs to nothing is \
                kept and listed. So is one dated after the run, which an import after its time books, and \
                one dated before its invoice was issued. Credit whose invoice is now paid in full becomes active.

                Examples:
                  bm payments import 20260603.csv --channel wechat_pay
                  bm payments import 20260603-fund.csv --channel wechat_pay --account 1900000109
                  bm payments import empty-day.csv --channel wechat_pay --day 2026-06-07
                """)

        @Argument(help: "Bill files.") var files: [String]
        @Option(help: "Whose bills they are.") var channel: Channel
        @Option(
            help: ArgumentHelp(
                "Our account there, for bills that do not say it.", valueName: "mchid|pid"))
        var account: String?
        @Option(help: "The day, YYYY-MM-DD, of a bill that has no rows to tell it.")
        var day: String?
        @OptionGroup var options: GlobalOptions

        func run() throws {
            let ledger = try options.open()
            let now = try options.now()
            let day = try day.map { try Day($0) }
            for file in files {
                let bill = try AnyBill(InputFile.bytes(file), channel: channel, file: file)
                let result = try ledger.write {
                    try BillImport(
                        $0, bill, name: InputFile.name(file), account: account, day: day, at: now)
                }
                if options.json {
                    Console.print(result.json(file: file))
                } else {
                    Console.print(result.text(file: InputFile.name(file)))
                }
            }
        }
    }
}

extension PaymentsCommand {
    struct Notify: ParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "notify",
            abstract:
                "Takes notifications of a channel and books the payments and refunds they tell of.",
            discussion: """
                wechat_pay: the decrypted resource of API v3, or the envelope with it. alipay: the form as \
                it was posted. Signatures are for whoever received it to check. Messages repeat and come \
                out of order: one that is known changes nothing, and a refund before its payment waits. \
                What a channel keeps is known from its bill.

                Example:
                  bm payments notify notification.json --channel wechat_pay
                """)

        @Argument(help: "Files with a message each; - for standard input.") var files: [String]
        @Option(help: "Who sent them.") var channel: Channel
        @OptionGroup var options: GlobalOptions

        func run() throws {
            let ledger = try options.open()
            let now = try options.now()
            for file in files {
                let message = try ChannelMessage(
                    InputFile.bytes(file), channel: channel, file: InputFile.name(file))
                let (isNew, booking) = try ledger.write { db in
                    let isNew = try message.insert(db, file: InputFile.name(file), at: now)
                    return (isNew, try BillImport.book(db, at: now))
                }
                var parts = [InputFile.name(file), isNew ? "taken" : "known"]
                parts += booking.payments.map { "paid \($0.amount) for \($0.invoiceNumber)" }
                parts += booking.refunds.map {
                    "refunded \($0.amount) of \($0.payment.transactionID)"
                }
                let waiting = booking.parked.filter { $0.source == "message \(message.key)" }
                parts += waiting.map { "waits: \($0.reason)" }
                if options.json {
                    Console.print(
                        .object([
                            .init("file", .string(file)), .init("new", .bool(isNew)),
                            .init("payments", .int(booking.payments.count)),
                            .init("refunds", .int(booking.refunds.count)),
                            .init(
                                "waits_for", .optional(waiting.first?.reason.description)),
                        ]))
                } else {
                    Console.print(parts.joined(separator: " · "))
                }
            }
        }
    }
}

extension Channel: ExpressibleByArgument {}
