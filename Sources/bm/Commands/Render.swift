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
        commandName: "render",
        abstract: "Draws invoices and their notices, statements, and finance's reports.",
        discussion: """
            Files go to OUTPUT/MONTH/MERCHANT and their SHA-256 into the ledger, where bm verify finds \
            it. The same ledger and --as-of give the same bytes. A payment code past its expiry at that \
            time is not drawn; a run with cards takes away those of codes that are good no more.

            Examples:
              bm render invoices --period 2026-05
              bm render statements --period 2026-06 --format pdf --lang en
              bm render invoices --period 2026-05 --format xml
              bm render --preview --theme lantern --merchant mer_001
            """)

    /// `pdf,svg`
    struct Formats: ExpressibleByArgument {
        let formats: Set<Publisher.Format>

        static let all = Formats(argument: "pdf,svg,csv,png,xml,json")!

        init?(argument: String) {
            let names = argument.split(separator: ",", omittingEmptySubsequences: false)
            let formats = names.compactMap { Publisher.Format(rawValue: String($0)) }
            guard formats.count == names.count else { return nil }
            self.formats = Set(formats)
        }

        var defaultValueDescription: String { "pdf,svg,csv,png,xml,json" }
    }

    @Argument(help: "What to draw; everything when left out.") var what: DocumentKind?
    @Option(
        help:
            "The month: used (invoices), settled (statements), paid, issued or run in; all when left out."
    )
    var period: String?
    @Option(
        help: """
            Formats, separated by commas: pdf, svg, json; csv of statements, png of cards, xml (EN 16931 \
            in CII and UBL) of invoices and credit notes.
            """)
    var format = Formats.all
    @Option(help: "The documents' language; each reader's own when left out.")
    var lang: DocumentLanguage?
    @Option(help: "Only this merchant.") var merchant: String?
    @Flag(
        help: "One invoice, to see a theme at work: OUTPUT/preview-THEME.pdf; nothing is recorded.")
    var preview = false
    @Option(help: "The theme of a preview; the merchant's own when left out.") var theme: String?
    @Option(
        help: "How many documents are drawn at once; as many as there are processors when left out."
    )
    var threads: Int?
    @OptionGroup var options: GlobalOptions

    func validate() throws {
        if let threads, !(1...64).contains(threads) {
            throw ValidationError("--threads \(threads) is not allowed: 1 to 64")
        }
        if theme != nil, !preview { throw ValidationError("--theme is the look of a --preview") }
        // It names a folder among the themes, and with it the preview's file.
        if let theme, theme.isEmpty || theme.hasPrefix(".") || theme.contains("/") {
            throw ValidationError(
                "--theme “\(theme)” is not the name of a folder of templates/documents/themes")
        }
        if preview, let what, what != .invoices {
            throw ValidationError("a preview is of an invoice, not of \(what.rawValue)")
        }
    }

    func run() throws {
        let ledger = try options.open(for: .reading)
        let publisher = Publisher(
            ledger: ledger, now: try options.now(),
            threads: try DrawingThreads(limit: threads), formats: format.formats, language: lang)
        let month = try period.map { try Month($0) }
        let owner = try ledger.read { try MerchantChoice.only($0, merchant) }
        if preview { return try drawPreview(publisher, of: owner) }
        var counts: [(kind: DocumentKind, count: Int)] = []
        let publication = try Publication.make(
            options.output, at: publisher.now, record: { try options.open() }
        ) {
            for kind in what.map({ [$0] }) ?? DocumentKind.allCases {
                let before = $0.undrawnCount
                let count = try publisher.draw(kind, of: owner, month, into: &$0)
                counts.append((kind, count - ($0.undrawnCount - before)))
            }
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
            let drawn = counts.filter { $0.count > 0 || counts.count == 1 }.map {
                Console.count($0.count, $0.kind.word)
            }
            Console.print(
                (drawn + [Console.count(publication.files.count, "file")]).joined(separator: " · ")
                    + ", \(publication.writtenCount) written · " + options.output)
        }
        if let last = publication.undrawn.last {
            publication.warnings.tell()
            publication.undrawn.dropLast().forEach(Failure.tell)
            throw last
        }
        try publication.warnings.finish()
    }
}

extension Render {
    /// The invoice with most lines, as it would look.
    private func drawPreview(_ publisher: Publisher, of merchant: Merchant.ID?) throws {
        let (path, pages) = try publisher.ledger.read { db in
            let all = try Issued.fetchAll(db, merchant: merchant, at: publisher.now)
            guard let item = all.max(by: { $0.content.lineCount < $1.content.lineCount }) else {
                throw CommandError.nothingToPreview
            }
            var input = try publisher.input(db, item, at: publisher.now)
            input.edition = .preview
            let studio =
                if let theme { try publisher.studios.studio(theme) } else {
                    try publisher.studio(db, of: item.invoice.merchant)
                }
            return (
                "\(options.output)/preview-\(theme ?? item.invoice.merchant.text).pdf",
                try studio.invoice(input, language: lang)
            )
        }
        _ = try OutputFolder(options.output)
        try WholeFile.write(try pages.pdf(), to: path)
        Console.print("\(path) · \(Console.count(pages.document.frames.count, "page"))")
        var warnings = GlyphWarnings()
        warnings.add(pages.missingGlyphs, of: path)
        try warnings.finish()
    }
}

extension DocumentKind: ExpressibleByArgument {}

extension DocumentLanguage: ExpressibleByArgument {}
