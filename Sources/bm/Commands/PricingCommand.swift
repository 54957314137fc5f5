import ArgumentParser
import Catalog
import Money
import Store
import Time

struct PricingCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "pricing", abstract: "Model price tables.", subcommands: [Import.self])

    struct Import: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Adds a model price table as a new version of a price book.",
            discussion: """
                Keys of the table that are not read are counted and listed. A model that a later \
                table no longer names keeps its last price.

                Example:
                  bm pricing import model_prices.json --format litellm --effective 2026-01-01
                """)

        enum Format: String, ExpressibleByArgument, CaseIterable { case litellm }

        @Argument(help: "The price table.") var file: String
        @Option(help: "The layout of the table.") var format: Format
        @Option(help: "The price book it belongs to.") var book = "litellm"
        @Option(help: "The day (UTC) its prices hold from; default: the day of the run.")
        var effective: String?
        @Option(help: "A factor on every price.") var markup = "1"
        @OptionGroup var options: GlobalOptions

        func run() throws {
            let ledger = try options.open()
            let now = try options.now()
            let bytes = try InputFile.bytes(file)
            let table = try LiteLLMTable(bytes, file: file)
            let markup = try Exact(parsing: markup)
            guard markup > .zero else { throw ValidationError("--markup must be above zero") }
            let day = try effective.map { try Day($0) } ?? now.utcDay
            let result = try ledger.write { db in
                try PriceBook.add(
                    db, table, book: book, digest: SHA256Digest.hex(bytes),
                    sourceName: InputFile.name(file), markup: markup,
                    effectiveFrom: Zone.utc.start(of: day), at: now)
            }
            if options.json {
                Console.print(result.json)
                return
            }
            let known = result.isNew ? "" : " · imported before, nothing new"
            Console.print(
                "\(book) from \(day) · \(result.priced) priced · \(result.zero) zero · "
                    + "\(result.unpriced) unpriced\(known)")
            if result.ignoredKeys.isEmpty || options.quiet { return }
            let costs = result.ignoredKeys.filter { $0.key.contains("cost") }
            Console.print(
                "not read: \(costs.count) price keys of other services, "
                    + "\(result.ignoredKeys.count - costs.count) keys that are no prices")
            for (key, count) in costs.sorted(by: { ($1.value, $0.key) < ($0.value, $1.key) }) {
                Console.print("  \(key) (\(count))")
            }
        }
    }
}

extension PriceBook.Import {
    var json: JSONValue {
        .object([
            .init("new", .bool(isNew)), .init("priced", .int(priced)), .init("zero", .int(zero)),
            .init("unpriced", .int(unpriced)),
            .init(
                "ignored_keys",
                .object(
                    ignoredKeys.sorted { $0.key < $1.key }.map { .init($0.key, .int($0.value)) })),
        ])
    }
}
