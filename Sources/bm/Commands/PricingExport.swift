import ArgumentParser
import Catalog
import Store

struct PricingExport: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "export",
        abstract: "Writes a version of a price book to standard output.",
        discussion: """
            The version in force at --as-of, or the one numbered, with every price it holds. What is \
            written reads back with bm pricing import as the same version: json with its day and \
            markup, csv with the prices alone. Prices are the supplier's, before the markup. A model \
            that only an earlier version names is in that version.

            Example:
              bm pricing export --book litellm --format csv > prices.csv
            """)

    enum Format: String, ExpressibleByArgument, CaseIterable { case csv, json }

    @Option(help: "The price book.") var book = "litellm"
    @Option(help: "The format.") var format: Format
    @Option(help: "The number of the version; default: the latest in force.") var version: Int64?
    @OptionGroup var options: GlobalOptions

    func validate() throws { try options.goesWith(isJSON: format == .json) }

    func run() throws {
        let ledger = try options.open(for: .reading)
        let now = try options.now()
        let file = try ledger.read {
            try PriceBook.contents($0, book: book, version: version, at: now)
        }
        switch format {
        case .csv: Console.print(try CSVPriceTable.text(file.entries))
        case .json: Console.print(file.json)
        }
    }
}
