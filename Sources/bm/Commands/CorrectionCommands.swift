public import ArgumentParser
import Catalog
import Checkout
import GRDB
public import Invoicing
import Money
import Store
import Time

/// The invoice that a correction is of.
struct InvoiceChoice: ParsableArguments {
    @Argument(help: "The invoice's number; any case, - or _.") var invoice: String
    @Option(help: "Whose invoice, where several merchants have that number.")
    var merchant: String?
    @Option(help: "Why: it is printed.") var reason: String

    func validate() throws {
        if reason.allSatisfy(\.isWhitespace) { throw ValidationError("--reason is empty") }
    }

    func stored(_ db: Database) throws -> StoredInvoice {
        guard let number = Invoice.Number(invoice) else {
            throw InvoicingError.unknownInvoice(invoice)
        }
        let merchant = merchant.map { Merchant.ID($0) }
        if try TopUpInvoice.fetchOne(db, number, merchant: merchant) != nil {
            throw InvoicingError.notVoidable(
                number, "it sells credit, which bm credits void takes back")
        }
        return try Invoice.fetchOne(db, number, merchant: merchant)
    }
}

struct CreditNoteCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "credit-note", abstract: "Formal corrections of finalized invoices.",
        subcommands: [Create.self, List.self])

    struct Create: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Lowers lines of an invoice, at its own exchange rate.",
            discussion: """
                Without --line all that is left of the invoice. The value of a line is in the currency of \
                its prices, before tax. What credit paid of it goes back to the credit, the rest is \
                money: with --refund-to channel all that is paid and no longer owed, by this note or an earlier \
                one, is asked back from the channel, the last payment first; with balance it is kept and pays the \
                customer's next invoices; with none it stands to the customer's credit.

                Examples:
                  bm credit-note create INV-2026-0601-0002 --merchant mer_001 --reason "outage on 9 May" --line 2=10.50
                  bm credit-note create INV-2026-0601-0002 --merchant mer_001 --reason "billed twice" --refund-to channel
                """)

        @OptionGroup var choice: InvoiceChoice
        @Option(
            help:
                "A line and by how much, such as 2=10.50; by all that is left of it where only its number is given."
        )
        var line: [String] = []
        @Option(help: "Where money goes that was paid for it: channel, balance or none.")
        var refundTo = CreditNote.Destination.none
        @OptionGroup var options: GlobalOptions

        func run() throws {
            let lines = try line.map(Self.line)
            let ledger = try options.open()
            let now = try options.now()
            let made = try ledger.write {
                try Corrections.create(
                    $0, choice.stored($0), lowering: lines, refundTo: refundTo,
                    reason: choice.reason, at: now)
            }
            if options.json {
                Console.print(made.json)
                return
            }
            let note = made.note
            Console.print("\(note.number) · \(note.invoice) · \(note.total) less")
            for line in note.lines {
                let credit =
                    line.credit.isZero ? "" : ", of which \(line.credit) goes back to credit"
                Console.print(
                    "  #\(line.number): \(line.value)\(credit) · \(line.amount) and \(line.tax) tax"
                )
            }
            for order in made.refunds {
                Console.print(
                    "  refund \(order.outRefundNo) · \(order.amount) of "
                        + "\(order.payment.channel.name) \(order.payment.transactionID)")
            }
            if !made.kept.isZero {
                Console.print("  balance · \(made.kept) kept for later invoices")
            }
        }

        /// `2` or `2=10.50`.
        private static func line(_ text: String) throws -> (line: Int, value: Exact?) {
            let parts = text.split(separator: "=", omittingEmptySubsequences: false).map(
                String.init)
            guard parts.count <= 2, let number = Int(parts[0]) else {
                throw ValidationError("--line “\(text)” is no line; give 2 or 2=10.50")
            }
            return (number, try parts.count == 2 ? Exact(parsing: parts[1]) : nil)
        }
    }

    struct List: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Credit notes with what they lowered.",
            discussion: """
                Example:
                  bm credit-note list --merchant mer_001
                """)

        @Option(help: "Only this merchant.") var merchant: String?
        @OptionGroup var options: GlobalOptions

        func run() throws {
            let notes = try options.open(for: .reading).read {
                try CreditNote.fetchAll($0, merchant: merchant.map { Merchant.ID($0) })
            }
            if options.json {
                Console.printList("bm.credit-notes/1", "credit_notes", notes.map(\.json))
            } else if notes.isEmpty {
                Console.print("no credit notes")
            } else {
                Console.print(
                    Console.table(
                        notes.map {
                            [
                                $0.number, $0.merchant.text, $0.invoice.text, "\($0.total)",
                                $0.reason,
                            ]
                        }, right: [3]))
            }
        }
    }
}

struct InvoicesCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "invoices", abstract: "Finalized invoices.",
        subcommands: [Void.self, InvoicesBalances.self])

    struct Void: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Declares an invoice never owed.",
            discussion: """
                Only where nothing of it was paid or corrected. Its entries are taken back by new ones, \
                and credit that paid for it goes back. Its usage is not billed again.

                Example:
                  bm invoices void INV-2026-0601-0002 --merchant mer_001 --reason "test customer"
                """)

        @OptionGroup var choice: InvoiceChoice
        @OptionGroup var options: GlobalOptions

        func run() throws {
            let ledger = try options.open()
            let now = try options.now()
            let stored = try ledger.write { db in
                let stored = try choice.stored(db)
                try Corrections.void(db, stored, reason: choice.reason, at: now)
                return stored
            }
            if options.json {
                Console.print(
                    .object([
                        .init("invoice", .string(stored.invoice.number.text)),
                        .init("merchant_id", .string(stored.invoice.merchant.text)),
                        .init("voided_at", .string(now.description)),
                        .init("reason", .string(choice.reason)),
                    ]))
            } else {
                Console.print("\(stored.invoice.number) · \(stored.invoice.total) · void")
            }
        }
    }
}

extension Corrections.Made {
    var json: JSONValue {
        .object(
            (note.json.members ?? []) + [
                .init(
                    "refunds",
                    .array(
                        refunds.map {
                            .object([
                                .init("out_refund_no", .string($0.outRefundNo)),
                                .init("channel", .string($0.payment.channel.rawValue)),
                                .init("transaction_id", .string($0.payment.transactionID)),
                                .init("amount", .amount($0.amount)),
                            ])
                        })),
                .init("kept", .amount(kept)),
            ])
    }
}

extension CreditNote.Destination: ExpressibleByArgument {}
