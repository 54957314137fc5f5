import ArgumentParser
import Catalog
import Checkout
import GRDB
import Invoicing
import Ledger
import Metering
import Money
import Rating
import Settlement
import Store
import Time

struct Explain: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "explain",
        abstract: "Walks from money to events and back.",
        discussion: """
            Examples:
              bm explain INV-2026-0601-0001 --merchant mer_001      every line and its payment
              bm explain INV-2026-0601-0001#2 --merchant mer_001    one line, down to its events
              bm explain evt_a0503_0                                an event, up to its payout
              bm explain SET-2026-06-mer_001-USD                    a payout, down to its invoices
              bm explain CN-2026-0604-0001                          a credit note, with its invoice
              bm explain INV202606010001M1W1                        an order, with its invoice's payments
            """)

    @Argument(
        help:
            "An invoice, INVOICE#LINE, a credit note, an order's or a channel's number, an event id, or a settlement batch."
    )
    var subject: String
    @Option(help: "Whose invoice, where several merchants have that number.") var merchant: String?
    @Option(help: "How many events to show.") var events = 5
    @OptionGroup var options: GlobalOptions

    func run() throws {
        let ledger = try options.open(for: .reading)
        let lines = try ledger.read { db -> [String] in
            guard !subject.isEmpty, !subject.hasPrefix("#") else {
                throw CommandError.nothingNamed(subject)
            }
            let parts = subject.split(separator: "#", maxSplits: 1).map(String.init)
            if let number = Invoice.Number(parts[0]) {
                let merchant = merchant.map { Merchant.ID($0) }
                if parts.count == 1,
                    let sale = try TopUpInvoice.fetchOne(db, number, merchant: merchant)
                {
                    return try Explanations.topUp(db, sale)
                }
                let stored = try Invoice.fetchOne(db, number, merchant: merchant)
                guard parts.count == 2 else { return try Explanations.invoice(db, stored) }
                guard let lineNumber = Int(parts[1]),
                    let line = stored.invoice.lines.first(where: { $0.number == lineNumber })
                else { throw CommandError.nothingNamed(subject) }
                return try Explanations.line(db, stored.invoice, line, showing: max(0, events))
            }
            if let batch = try SettlementBatch.fetchAll(db, number: subject).first {
                return try Explanations.batch(db, batch.batch)
            }
            let owner = merchant.map { Merchant.ID($0) }
            if let found = try Explanations.named(db, subject, merchant: owner) { return found }
            return try Explanations.event(db, key: subject)
        }
        if options.json {
            Console.print(.object([.init("lines", .array(lines.map { .string($0) }))]))
        } else {
            Console.print(lines.joined(separator: "\n"))
        }
    }
}
