import ArgumentParser
import Catalog
import GRDB
import Invoicing
import Store
import Time

/// `bm invoices fapiao`.
struct InvoicesFapiao: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "fapiao",
        abstract: "Records the number of the fapiao that was issued for an invoice.",
        discussion: """
            The tax authority's platform issues it; bm keeps its number of twenty digits (数电发票), and the \
            invoice shows it from then on. The same number again changes nothing.

            --json: invoice, merchant_id, fapiao[{number, issued_on, recorded_at}]

            Examples:
              bm invoices fapiao INV-2026-0601-0002 26312000000012345678 --issued 2026-06-05 --merchant mer_001
              bm invoices fapiao INV-2026-0601-0002 --merchant mer_001
            """)

    @OptionGroup var choice: PayableChoice
    @Argument(help: "The number of the fapiao; what is recorded is listed without one.")
    var fapiao: String?
    @Option(help: "The day on the fapiao, YYYY-MM-DD.") var issued: String?
    @OptionGroup var options: GlobalOptions

    func validate() throws {
        if (fapiao == nil) != (issued == nil) {
            throw ValidationError("a number comes with the day on it: --issued YYYY-MM-DD")
        }
    }

    func run() throws {
        let ledger = try options.open(for: fapiao == nil ? .reading : .writing)
        let now = try options.now()
        let body = { (db: Database) in
            let issued = try choice.issued(db)
            if let fapiao {
                guard let number = Fapiao.Number(fapiao) else {
                    throw InvoicingError.notAFapiao(
                        issued.invoice.number, fapiao, "it has not twenty digits")
                }
                try Fapiao(number, issuedOn: try Day(self.issued!), recordedAt: now)
                    .insert(db, invoice: issued.invoice, row: issued.id)
            }
            return (issued.invoice, try Fapiao.fetchAll(db, invoice: issued.id))
        }
        let (invoice, all) = try fapiao == nil ? ledger.read(body) : ledger.write(body)
        if options.json {
            Console.print(
                .object([
                    .init("invoice", .string(invoice.number.text)),
                    .init("merchant_id", .string(invoice.merchant.text)),
                    .init("fapiao", .array(all.map(\.json))),
                ]))
            return
        }
        Console.print("\(invoice.number) · \(invoice.merchant)")
        for fapiao in all { Console.print("  fapiao \(fapiao.number) · \(fapiao.issuedOn)") }
        if all.isEmpty { Console.print("  no fapiao is recorded") }
    }
}

extension Fapiao {
    var json: JSONValue {
        .object([
            .init("number", .string(number.text)),
            .init("issued_on", .string(issuedOn.description)),
            .init("recorded_at", .string(recordedAt.description)),
        ])
    }
}
