import ArgumentParser
import Dashboard
import Ledger
import Store
import Time
import Web

struct SiteCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "site", abstract: "Makes the static dashboard.",
        discussion: """
            Pages go to OUTPUT/site and open from a folder, without a server and without JavaScript. \
            Only pages that changed are written again. Each merchant's own site, with nothing of another, is \
            OUTPUT/site/share/MERCHANT. What was checked is what bm verify --record found last. Margins \
            are at the prices of the book that a merchant's plans name, or of --cost.

            Example:
              bm site && open output/site/index.html
            """)

    @Option(
        help: ArgumentHelp(
            "The price book with the suppliers' prices, for margins.", valueName: "book"))
    var cost: String?
    @OptionGroup var options: GlobalOptions

    func run() throws {
        let publication = try SiteCommand.run(
            options.open(for: .reading), output: options.output, at: options.now(),
            costBook: cost
        ) { try options.open() }
        let (written, all) = (publication.writtenCount, publication.files.count)
        if options.json {
            Console.print(
                .object([.init("pages", .int(all)), .init("written", .int(written))]))
        } else {
            Console.print("\(all) files · \(written) written · \(options.output)/site/index.html")
        }
    }

    /// - Parameter record: the ledger opened to record the files, once they are drawn.
    static func run(
        _ ledger: LedgerFile, output: String, at instant: Instant, costBook: String? = nil,
        record: () throws -> LedgerFile
    ) throws -> Publication {
        let sites = try Sites(
            templates: Templates(Resources.folder("templates/site")), wording: Studios.wording())
        return try Publication.make(output, at: instant, record: record) { publication in
            let progress = Progress("files")
            try ledger.read { db in
                let head = try Journal.head(db)
                try Stopwatch.of("Dashboard") {
                    try sites.make(db, asOf: instant, costBook: costBook) { page in
                        try publication.add(
                            page.bytes, to: page.path, in: "site/", kind: "site",
                            source: "journal \(head.sequence)", sourceDigest: head.hash)
                        progress.advance()
                    }
                }
            }
        }
    }
}
