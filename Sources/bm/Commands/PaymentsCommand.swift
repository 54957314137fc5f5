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
        subcommands: [Import.self])

    struct Import: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Reads a channel's bill and books the payments in it.",
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
                let (result, sum) = try ledger.write {
                    try Import.book(
                        $0, bill, name: InputFile.name(file), digest: SHA256Digest.hex(bytes),
                        at: now)
                }
                if options.json {
                    Console.print(result.json(file: file))
                    continue
                }
                Console.print(
                    result.isNew
                        ? "\(InputFile.name(file)) · \(result.payments.count) payments · \(sum) · "
                            + "\(result.known) known · \(result.parked.count) unmatched"
                        : "\(InputFile.name(file)) · imported before, nothing new")
                for parked in result.parked {
                    Console.print(
                        "  line \(parked.row.line): \(parked.row.amount) · \(parked.reason)")
                }
            }
        }

        /// Keeps a bill and books its payments.
        static func book(
            _ db: Database, _ bill: ChannelBill, name: String, digest: String, at instant: Instant
        ) throws -> (ChannelBill.Import, Amount) {
            let result = try bill.add(db, sourceName: name, digest: digest, at: instant)
            var sum = Amount.zero(.cny)
            for id in result.payments {
                for payment in try Payment.fetchAll(db, id: id) {
                    try Journal.append(db, Bookkeeper.entries(for: payment))
                    try CreditBooks.activate(db, soldBy: payment.invoice, at: instant)
                    sum += payment.amount
                }
            }
            return (result, sum)
        }
    }
}

extension ChannelBill.Import {
    func json(file: String) -> JSONValue {
        .object([
            .init("file", .string(file)), .init("new", .bool(isNew)),
            .init("payments", .int(payments.count)), .init("known", .int(known)),
            .init(
                "unmatched",
                .array(
                    parked.map {
                        .object([
                            .init("line", .int($0.row.line)),
                            .init("out_trade_no", .string($0.row.outTradeNo)),
                            .init("amount", .amount($0.row.amount)),
                            .init("reason", .string($0.reason)),
                        ])
                    })),
        ])
    }
}

extension Channel: ExpressibleByArgument {}
