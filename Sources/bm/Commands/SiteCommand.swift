import ArgumentParser
import Dashboard
import Foundation
import Ledger
import Store
import Time

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
        let ledger = try options.open()
        let (written, all, _) = try SiteCommand.run(
            ledger, output: options.output, at: options.now())
        if options.json {
            Console.print(
                .object([.init("pages", .int(all)), .init("written", .int(written))]))
        } else {
            Console.print("\(all) files · \(written) written · \(options.output)/site/index.html")
        }
    }

    /// - Returns: how many files were written, how many there are, and what verifying found.
    static func run(
        _ ledger: LedgerFile, output: String, at instant: Instant
    ) throws -> (written: Int, all: Int, found: [Invariant]) {
        let site = try Site(templates: Resources.folder("templates/site"))
        let found = try Verify.run(ledger, output: output)
        let data = try ledger.read { try SiteData($0, asOf: instant, invariants: found) }
        let pages = site.pages(data)
        var written = 0
        for page in pages {
            let path = "\(output)/site/\(page.path)"
            if FileManager.default.contents(atPath: path).map({ [UInt8]($0) }) == page.bytes {
                continue
            }
            try WholeFile.write(page.bytes, to: path)
            written += 1
        }
        return (written, pages.count, found)
    }
}
