import ArgumentParser
import Catalog
import Documents
import Invoicing
import Ledger
import Settlement
import Store
import Time
import Typesetting

struct Render: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Draws invoices and settlement statements.",
        discussion: """
            Files go to OUTPUT/MONTH/MERCHANT and their SHA-256 into the ledger, where bm verify finds \
            it. The same ledger and --as-of give the same bytes. A payment code past its expiry at that \
            time is not drawn.

            Examples:
              bm render invoices --period 2026-05
              bm render statements --period 2026-06 --format pdf --lang en
            """)

    enum What: String, ExpressibleByArgument, CaseIterable { case invoices, statements }

    @Argument(help: "What to draw; both when left out.") var what: What?
    @Option(help: "The month used (invoices) or settled (statements), YYYY-MM; all when left out.")
    var period: String?
    @Option(help: "Formats, separated by commas: pdf, svg, json.") var format = "pdf,svg,json"
    @Option(help: "Language: zh-Hans, en or both; each reader's own when left out.") var lang:
        String?
    @Option(help: "Only this merchant.") var merchant: String?
    @OptionGroup var options: GlobalOptions

    func run() throws {
        let ledger = try options.open()
        let formats = try format.split(separator: ",").map { name in
            guard let format = Publisher.Format(rawValue: String(name)) else {
                throw ValidationError("--format takes pdf, svg and json, not \(name)")
            }
            return format
        }
        if formats.isEmpty { throw ValidationError("--format takes pdf, svg and json") }
        let language = try lang.map { name in
            guard let language = DocumentLanguage(rawValue: name) else {
                throw ValidationError("--lang takes zh-Hans, en or both, not \(name)")
            }
            return language
        }
        let publisher = Publisher(
            ledger: ledger, output: options.output, now: try options.now(),
            studio: try Resources.studio(), formats: Set(formats), language: language)
        let month = try period.map { try Month($0) }
        let owner = merchant.map { Merchant.ID($0) }
        if let owner, try !ledger.read({ try MerchantCatalog.merchants($0) }).contains(owner) {
            throw CatalogError.unknownMerchant(owner.text)
        }
        var results: [(String, Publisher.Result)] = []
        if what != .statements {
            let stored = try ledger.read { try Invoice.fetchAll($0, merchant: owner, month: month) }
            results.append(("invoices", try publisher.invoices(stored)))
        }
        if what != .invoices {
            let stored = try ledger.read {
                try SettlementBatch.fetchAll($0, month: month, merchant: owner)
            }
            results.append(("statements", try publisher.statements(stored)))
        }
        if options.json {
            Console.print(
                .array(
                    results.flatMap(\.1.files).map {
                        .object([
                            .init("path", .string($0.path)), .init("sha256", .string($0.digest)),
                            .init("bytes", .int($0.byteCount)),
                        ])
                    }))
        } else {
            for (name, result) in results {
                Console.print(
                    "\(result.documents) \(name) · \(result.files.count) files in \(options.output)"
                )
            }
        }
        let missing = results.flatMap(\.1.missingGlyphs)
        for glyph in missing { Console.error("warning: no font has \(glyph)\n") }
        if !missing.isEmpty { throw ExitCode(1) }
    }
}
