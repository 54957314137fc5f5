import ArgumentParser
import Catalog
import Invoicing
import Money
import Rating
import Store
import Time

struct ReplayCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "replay",
        abstract: "Rates a closed month again as things are known now, against what was billed.",
        discussion: """
            With the catalog as it is stated now, or as a file has it: the invoice lines that would be \
            others, by how much, and whether a credit note or a debit note would follow. Events that came \
            after the close are listed apart, with what the next invoice bills for them. Nothing is \
            written. Exit code 1 where a line would be other, or something is late.

            --json: schema, period, ok, merchants[{merchant_id, invoices[{customer_id, number, currency, \
            difference, correction, lines[{name, dimensions, from, to, currency, before, after, \
            billed, now}]}], unpriced[], late[{customer_id, name, events, units, currency, amount}]}].

            Examples:
              bm replay --period 2026-05
              bm replay --period 2026-05 --catalog mended.yaml
            """)

    @Option(help: "The month, YYYY-MM.") var period: String
    @Option(help: "A catalog file to rate it by.") var catalog: String?
    @Option(help: "Only this merchant.") var merchant: String?
    @Flag(help: ArgumentHelp("Issue what would follow: not yet there.", visibility: .hidden))
    var post = false
    @OptionGroup var options: GlobalOptions

    func validate() throws {
        if post {
            throw ValidationError(
                "--post: credit and debit notes cannot be issued yet; replay shows what they would be"
            )
        }
    }

    func run() throws {
        let month = try Month(period)
        let file = try catalog.map { try CatalogFile(yaml: InputFile.text($0), file: $0) }
        let found = try options.open(for: .reading).read { db in
            let merchants =
                merchant == nil && file == nil
                ? try MerchantCatalog.merchants(db)
                : [try MerchantChoice.one(db, merchant, file: file)]
            return try merchants.map { id in
                let replay = try InvoiceReplay.all(
                    db, id, month, supposing: file.map { [.file($0)] } ?? [])
                return MerchantReplay(
                    merchant: id, invoices: replay.invoices, unpriced: replay.unpriced,
                    late: replay.late)
            }
        }
        let isSame = found.allSatisfy {
            $0.invoices.isEmpty && $0.unpriced.isEmpty && $0.late.isEmpty
        }
        if options.json {
            Console.print(
                .object([
                    .init("schema", "bm.replay/1"), .init("period", .string(period)),
                    .init("ok", .bool(isSame)),
                    .init("merchants", .array(try found.map { try $0.json() })),
                ]))
        } else {
            for replay in found { Console.print(try replay.text()) }
        }
        if !isSame { throw ExitCode(1) }
    }
}
