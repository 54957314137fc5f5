public import ArgumentParser
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

    /// `pdf,svg`
    struct Formats: ExpressibleByArgument {
        let formats: Set<Publisher.Format>

        static let all = Formats(argument: "pdf,svg,json")!

        init?(argument: String) {
            let names = argument.split(separator: ",", omittingEmptySubsequences: false)
            let formats = names.compactMap { Publisher.Format(rawValue: String($0)) }
            guard formats.count == names.count else { return nil }
            self.formats = Set(formats)
        }

        var defaultValueDescription: String { "pdf,svg,json" }
    }

    enum What: String, ExpressibleByArgument, CaseIterable { case invoices, statements }

    @Argument(help: "What to draw; both when left out.") var what: What?
    @Option(help: "The month used (invoices) or settled (statements), YYYY-MM; all when left out.")
    var period: String?
    @Option(help: "Formats, separated by commas: pdf, svg, json.") var format = Formats.all
    @Option(help: "The documents' language; each reader's own when left out.")
    var lang: DocumentLanguage?
    @Option(help: "Only this merchant.") var merchant: String?
    @OptionGroup var options: GlobalOptions

    func run() throws {
        let ledger = try options.open(for: .reading)
        let publisher = Publisher(
            ledger: ledger, now: try options.now(),
            studio: try Resources.studio(), formats: format.formats, language: lang)
        let month = try period.map { try Month($0) }
        let owner = try ledger.read { try MerchantChoice.only($0, merchant) }
        let invoices =
            what == .statements
            ? [] : try ledger.read { try Invoice.fetchAll($0, merchant: owner, month: month) }
        let batches =
            what == .invoices
            ? []
            : try ledger.read { try SettlementBatch.fetchAll($0, month: month, merchant: owner) }
        let publication = try Publication.make(
            options.output, at: publisher.now, record: { try options.open() }
        ) {
            try publisher.invoices(invoices, into: &$0)
            try publisher.statements(batches, into: &$0)
        }
        if options.json {
            Console.print(
                .array(
                    publication.files.map {
                        .object([
                            .init("path", .string($0.path)), .init("sha256", .string($0.digest)),
                            .init("bytes", .int($0.byteCount)),
                        ])
                    }))
        } else {
            Console.print(
                "\(Console.count(invoices.count, "invoice")) · \(Console.count(batches.count, "statement")) · \(Console.count(publication.files.count, "file")), \(publication.writtenCount) written · "
                    + options.output)
        }
        let missing = publication.missingGlyphs
        for glyph in missing { Console.error("warning: no font has \(glyph)\n") }
        if !missing.isEmpty { throw ExitCode(1) }
    }
}

extension DocumentLanguage: ExpressibleByArgument {}
