public import ArgumentParser
import Checkout
import GRDB
import Ledger
import Money
import Store
import Time

struct PaymentsCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "payments", abstract: "Bills of the payment channels.",
        subcommands: [Import.self, Notify.self])

    struct Import: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Reads a channel's bill and books the payments and refunds in it.",
            discussion: """
                wechat_pay: the trade bill (交易账单), UTF-8 with or without byte order mark, gzip or \
                not. alipay: the business bill (业务明细) as the ZIP that Alipay sends, in GBK. A bill \
                that does not add up to its own summary is refused whole; a second import changes \
                nothing; a row whose order is unknown is kept and listed. Credit whose invoice is now \
                paid in full becomes active.

                Example:
                  bm payments import 20260603.csv --channel wechat_pay
                """)

        @Argument(help: "Bill files.") var files: [String]
        @Option(help: "Whose bills they are.") var channel: Channel
        @OptionGroup var options: GlobalOptions

        func run() throws {
            let ledger = try options.open()
            let now = try options.now()
            for file in files {
                let bytes = try InputFile.bytes(file)
                let bill = try ChannelBill(bytes, channel: channel, file: file)
                let result = try ledger.write {
                    try BillImport(
                        $0, bill, name: InputFile.name(file), digest: SHA256Digest.hex(bytes),
                        at: now)
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

/// A bill that was read, and what it did to the ledger.
struct BillImport {
    /// False where the same file was imported before.
    let isNew: Bool
    let booking: ChannelBooking
    /// Rows of this bill that say what was booked before, and those that cannot be booked.
    let known: Int
    let parked: [ChannelBooking.Parked]

    /// Keeps a bill and books what it says; and what bills before it said, where it can be booked now.
    init(
        _ db: Database, _ bill: ChannelBill, name: String, digest: String, at instant: Instant
    ) throws {
        let id = try bill.insert(db, sourceName: name, digest: digest, at: instant)
        isNew = id != nil
        booking = try BillImport.book(db, at: instant)
        known = booking.known.filter { $0 == id }.count
        parked = booking.parked.filter { $0.bill == id }
    }

    /// Books what the channels said, with its entries; credit that is paid now becomes active.
    static func book(_ db: Database, at instant: Instant) throws -> ChannelBooking {
        let booking = try ChannelBooking(db, at: instant)
        try Journal.append(db, Bookkeeper.entries(for: booking))
        for payment in booking.payments {
            try CreditBooks.activate(db, soldBy: payment.invoice, at: instant)
        }
        return booking
    }

    func text(file: String) -> String {
        guard isNew else { return "\(file) · imported before, nothing new" }
        var parts = [
            "\(file)", "\(booking.payments.count) payments",
            "\(booking.payments.map(\.amount).total(.cny))",
        ]
        if !booking.refunds.isEmpty {
            parts.append(
                "\(booking.refunds.count) refunds \(booking.refunds.map(\.amount).total(.cny))")
        }
        parts += ["\(known) known", "\(parked.count) unmatched"]
        let lines = parked.map { "  line \($0.line): \($0.amount) · \($0.reason)" }
        return ([parts.joined(separator: " · ")] + lines).joined(separator: "\n")
    }

    func json(file: String) -> JSONValue {
        .object([
            .init("file", .string(file)), .init("new", .bool(isNew)),
            .init("payments", .int(booking.payments.count)),
            .init("refunds", .int(booking.refunds.count)), .init("known", .int(known)),
            .init(
                "unmatched",
                .array(
                    parked.map {
                        .object([
                            .init("line", .int($0.line)),
                            .init("out_trade_no", .string($0.outTradeNo)),
                            .init("amount", .amount($0.amount)),
                            .init("reason", .string($0.reason.description)),
                        ])
                    })),
        ])
    }
}

extension Channel: ExpressibleByArgument {}
