public import ArgumentParser
public import Catalog
import Money
import Store
import Time

struct PricingCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "pricing", abstract: "Model price tables.",
        subcommands: [Import.self, PricingExport.self, PricingCheck.self])

    struct Import: ParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "import",
            abstract: "Adds a model price table as a new version of a price book.",
            discussion: """
                Keys of the table that are not read are counted and listed. A model that a later \
                table no longer names keeps its last price.

                litellm and genai-prices: the tables of these packages, in US dollars. Of genai-prices \
                the entries are called provider/model, and other names are found by the table's rules; \
                where several providers' rules fit a name, the first --provider wins. json: a price \
                book as bm pricing export writes it. csv: a table of our own, in US dollars, a row a \
                model, or a row for each band of request size:

                  model,max_input_tokens,per,input,cache_read,output,unit,price
                  house-large,200000,1000000,3,0.3,15,,
                  house-large,,1000000,6,0.6,22.5,,
                  house-image,,1,,,,output_image,0.04

                per says how many tokens or units the prices of a row are for; instead of it a column \
                may be called input_per_million or input_per_token. Further columns: state, match, \
                service, from, hours_utc, weekdays, weekday_zone, cache_write, cache_write_1h, \
                reasoning, image_output.

                Example:
                  bm pricing import model_prices.json --format litellm --effective 2026-01-01
                  bm pricing import data.json --format genai-prices --provider openai --provider azure
                  bm pricing import house.csv --format csv --book house --markup 1.20
                """)

        @Argument(help: "The price table.") var file: String
        @Option(help: "The layout of the table.") var format: PriceTableFormat
        @Option(help: "The price book it belongs to; default: the format, or what the file says.")
        var book: String?
        @Option(help: "The day (UTC) its prices hold from; default: what json says, or today.")
        var effective: String?
        @Option(help: "A factor on every price; default: what the file says, or 1.")
        var markup: String?
        @Option(
            help: ArgumentHelp(
                "Of genai-prices, only this provider; may repeat, in order of precedence.",
                valueName: "name"))
        var provider: [String] = []
        @OptionGroup var options: GlobalOptions

        func validate() throws {
            if !provider.isEmpty, format != .genaiPrices {
                throw ValidationError("--provider goes with --format genai-prices only")
            }
        }

        func run() throws {
            let bytes = try InputFile.textBytes(file, most: InputFile.mostOfTable)
            let table: any PriceTable =
                provider.isEmpty
                ? try format.table(bytes, file: file)
                : try GenAIPricesTable(bytes, file: file, only: provider)
            guard table.entries.contains(where: { $0.state != .unpriced }) else {
                throw CatalogError.notAPriceTable(
                    file, line: 0,
                    found: "none of its \(table.entries.count) models has a price",
                    allowed: "a table as \(format.rawValue) has it, with a price at least")
            }
            let own = table as? PriceBookFile
            guard let book = book ?? own?.book ?? (format == .csv ? nil : format.rawValue) else {
                throw ValidationError("--format csv needs --book, the price book it belongs to")
            }
            let markup = try markup.map { try Exact(parsing: $0) } ?? own?.markup ?? .one
            guard markup > .zero else { throw ValidationError("--markup must be above zero") }
            let ledger = try options.open()
            let now = try options.now()
            let day = try effective.map { try Day($0) } ?? own?.effectiveFrom ?? now.utcDay
            let result = try ledger.write { db in
                try PriceBook.add(
                    db, table, book: book, digest: digest(bytes),
                    sourceName: own?.sourceName ?? InputFile.name(file), markup: markup,
                    effectiveFrom: Zone.utc.start(of: day), at: now)
            }
            if options.json {
                Console.print(result.json)
                return
            }
            let known = result.isNew ? "" : " · imported before, nothing new"
            Console.print(
                "\(book) from \(day) · \(result.priced) priced · \(result.zero) zero · "
                    + "\(result.free) free · \(result.unpriced) unpriced\(known)")
            if !options.quiet, !result.details.isEmpty { Console.print(result.details) }
        }

        /// Of the file as it is read: with other providers chosen it is another table.
        private func digest(_ bytes: [UInt8]) -> String {
            SHA256Digest.hex(
                provider.isEmpty ? bytes : bytes + provider.map { "\n\($0)" }.joined().utf8)
        }
    }
}

extension PriceTableFormat: ExpressibleByArgument {}

extension PriceBook.Import {
    /// What besides plain token prices was read, and what was not.
    fileprivate var details: String {
        var lines: [String] = []
        func count(_ number: Int, _ what: String) {
            if number > 0 { lines.append("\(number) models with \(what)") }
        }
        count(withUnits, "prices of other units than tokens")
        count(withServices, "prices of other services, such as batch")
        count(withDates, "prices that change on a day")
        count(withHours, "prices by the hour, whose usage cannot be billed")
        let sorted = ignoredKeys.sorted { ($1.value, $0.key) < ($0.value, $1.key) }
        if !sorted.isEmpty {
            lines.append("not read: \(sorted.count) keys that are no prices in US dollars")
            lines += sorted.map { "  \($0.key) (\($0.value))" }
        }
        return lines.joined(separator: "\n")
    }

    fileprivate var json: JSONValue {
        .object([
            .init("new", .bool(isNew)), .init("priced", .int(priced)), .init("zero", .int(zero)),
            .init("free", .int(free)), .init("unpriced", .int(unpriced)),
            .init("with_units", .int(withUnits)), .init("with_services", .int(withServices)),
            .init("with_dates", .int(withDates)), .init("with_hours", .int(withHours)),
            .init(
                "ignored_keys",
                .object(
                    ignoredKeys.sorted { $0.key < $1.key }.map { .init($0.key, .int($0.value)) })),
        ])
    }
}
