public import ArgumentParser
import Catalog
import Checkout
import Credits
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

    /// The sale of credit of that number; nil where it is an invoice of usage, or of nobody.
    func sale(_ db: Database) throws -> StoredTopUp? {
        try TopUpInvoice.fetchOne(db, number(), merchant: merchant.map { Merchant.ID($0) })
    }

    func stored(_ db: Database) throws -> StoredInvoice {
        try Invoice.fetchOne(db, number(), merchant: merchant.map { Merchant.ID($0) })
    }

    private func number() throws -> Invoice.Number {
        guard let number = Invoice.Number(invoice) else {
            throw InvoicingError.unknownInvoice(invoice)
        }
        return number
    }
}

struct CreditNoteCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "credit-note", abstract: "Formal corrections of finalized invoices.",
        subcommands: [Create.self, List.self])

    struct Create: ParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "create",
            abstract: "Lowers lines of an invoice, at its own exchange rate.",
            discussion: """
                Without --line all that is left of the invoice. The value of a line is in the currency of \
                its prices, before tax. What credit paid of it goes back to the credit, the rest is \
                money: with --refund-to channel all that is paid and no longer owed, by this note or an earlier \
                one, is asked back from the channel, the last payment first; with balance it is kept and pays the \
                customer's next invoices; with none it stands to the customer's credit.

                The same --id with the same content is the same note, and is printed again; other content is \
                refused. Without one a note that says what the last of the invoice says, at the same time, is \
                refused.

                Examples:
                  bm credit-note create INV-2026-0601-0002 --merchant mer_001 --reason "outage on 9 May" --line 2=10.50 --id outage-9
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
        @Option(
            help: "The id of the note, of its merchant's own: with the same one it is made once.")
        var id: String?
        @OptionGroup var options: GlobalOptions

        func run() throws {
            let lines = try line.map(Self.line)
            let reference = try id.map { try CreditsCommand.id($0).text }
            let ledger = try options.open()
            let now = try options.now()
            let made = try ledger.write { db in
                if let sale = try choice.sale(db) {
                    throw try Corrections.refusal(ofNoteOn: sale, db, at: now)
                }
                return try Corrections.create(
                    db, choice.stored(db), lowering: lines, refundTo: refundTo,
                    reason: choice.reason, id: reference, at: now)
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
            Corrections.lines(made.refunds, kept: made.kept).forEach(Console.print)
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
            commandName: "list",
            abstract: "Credit notes with what they lowered.",
            discussion: """
                Example:
                  bm credit-note list --merchant mer_001
                """)

        @Option(help: "Only this merchant.") var merchant: String?
        @OptionGroup var options: GlobalOptions

        func run() throws {
            let notes = try options.open(for: .reading).read {
                try CreditNote.fetchAll($0, merchant: MerchantChoice.only($0, merchant))
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
        subcommands: [
            Void.self, InvoicesGiveBack.self, InvoicesBalances.self, InvoicesFapiao.self,
        ])

    struct Void: ParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "void",
            abstract: "Declares an invoice never owed.",
            discussion: """
                Only where nothing of it was paid or corrected. Its entries are taken back by new ones, \
                and credit that paid for it goes back. Its usage is not billed again.

                An invoice that sold credit: where nothing is paid of it, or all of it went back, and nothing \
                of its credit is used. The credit ends with it.

                Examples:
                  bm invoices void INV-2026-0601-0002 --merchant mer_001 --reason "test customer"
                  bm invoices void INV-2026-0503-0001 --reason "credit ordered by mistake"
                """)

        @OptionGroup var choice: InvoiceChoice
        @OptionGroup var options: GlobalOptions

        func run() throws {
            let ledger = try options.open()
            let now = try options.now()
            let (number, merchant, total, grant) = try ledger.write {
                db -> (Invoice.Number, Merchant.ID, Amount, CreditGrant.ID?) in
                if let sale = try choice.sale(db) {
                    try Corrections.void(db, sale, reason: choice.reason, at: now)
                    let invoice = sale.invoice
                    return (invoice.number, invoice.merchant, invoice.total, invoice.grant)
                }
                let stored = try choice.stored(db)
                try Corrections.void(db, stored, reason: choice.reason, at: now)
                let invoice = stored.invoice
                return (invoice.number, invoice.merchant, invoice.total, nil)
            }
            if options.json {
                Console.print(
                    .object([
                        .init("invoice", .string(number.text)),
                        .init("merchant_id", .string(merchant.text)),
                        .init("voided_at", .string(now.description)),
                        .init("reason", .string(choice.reason)),
                        .init("grant", .optional(grant?.text)),
                    ]))
            } else {
                let credit = grant.map { " · credit \($0) ends with it" } ?? ""
                Console.print("\(number) · \(total) · void\(credit)")
            }
        }
    }
}

extension Corrections.Made {
    var json: JSONValue {
        .object(
            (note.json.members ?? []) + [
                .init("id", .optional(id)),
                .init("refunds", .array(refunds.map(\.asked))),
                .init("kept", .amount(kept)),
            ])
    }
}

extension CreditNote.Destination: ExpressibleByArgument {}
