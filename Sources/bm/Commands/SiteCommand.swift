import ArgumentParser
import Dashboard
import GRDB
import Ledger
import Store
import Time
import Web

struct SiteCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "site", abstract: "Makes the static dashboard.",
        discussion: """
            Pages go to OUTPUT/site and open from a folder, without a server and without JavaScript. \
            Only pages that changed are written again.

            Example:
              bm site && open output/site/index.html
            """)

    @OptionGroup var options: GlobalOptions

    func run() throws {
        let publication = try SiteCommand.run(
            options.open(for: .reading), output: options.output, at: options.now()
        ) { try options.open() }.publication
        let (written, all) = (publication.writtenCount, publication.files.count)
        if options.json {
            Console.print(
                .object([.init("pages", .int(all)), .init("written", .int(written))]))
        } else {
            Console.print("\(all) files · \(written) written · \(options.output)/site/index.html")
        }
    }

    /// - Parameter record: the ledger opened to record the files, once they are drawn.
    /// - Returns: the files, and what verifying found.
    static func run(
        _ ledger: LedgerFile, output: String, at instant: Instant,
        record: () throws -> LedgerFile
    ) throws -> (publication: Publication, found: [Invariant]) {
        let sites = try Sites(
            templates: Templates(Resources.folder("templates/site")), wording: Studios.wording())
        let found = try Verify.run(ledger, output: output, leavingOut: "site/")
        let data = try ledger.read {
            try SiteData($0, asOf: instant, invariants: withoutFiles($0, found))
        }
        let publication = try Publication.make(output, at: instant, record: record) { publication in
            try sites.make(data) { page in
                try publication.add(
                    page.bytes, to: page.path, in: "site/", kind: "site",
                    source: "journal \(data.head.sequence)", sourceDigest: data.head.hash)
            }
        }
        return (publication, found)
    }

    /// What was checked, without published files and their seals: the site adds some, so its own page
    /// could not give their number.
    private static func withoutFiles(
        _ db: Database, _ found: [Invariant]
    ) throws -> [Invariant] {
        let own = try Int.fetchOne(
            db, sql: "SELECT (SELECT count(*) FROM publishedFile) + count(*) FROM seal")!
        return found.map {
            $0.name == .sealed
                ? Invariant(.sealed, checked: max(0, $0.checked - own), failures: $0.failures) : $0
        }
    }
}
