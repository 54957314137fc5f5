import ArgumentParser
import Generator
import Glibc
import Store
import Time

struct GenerateCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "generate",
        abstract: "Writes a synthetic month: events from a seed, and what they need.",
        discussion: """
            Usage events as lines of JSON on standard output: customers of very unequal size, bursts, calls as large as \
            published traces have them, 1 % repeats, 2 % up to three days late, a few broken ones. The same seed and \
            sizes give the same bytes, and every name in them says that it is synthetic. --setup writes the catalogs, \
            prices and rates they need, --summary what should become of the lines.

            Examples:
              bm generate --setup month
              bm catalog apply month/catalog/*.yaml
              bm pricing import month/prices.csv --book synthetic --format csv --effective 2025-01-01
              bm fx import month/rates.csv --format ecb
              bm generate --events 25000000 --seed 1 --summary month/expected.json |
                bm usage-events ingest - --as-of 2026-06-01T00:00:00Z
            """)

    @Option(help: "How many lines.") var events = 100_000
    @Option(help: "What all chance comes from.") var seed: UInt64 = 1
    @Option(help: ArgumentHelp("The month of the events, in Shanghai.", valueName: "YYYY-MM"))
    var period = "2026-05"
    @Option(help: "How many merchants.") var merchants = GeneratedMonth.usualMerchants
    @Option(help: "How many customers.") var customers = GeneratedMonth.usualCustomers
    @Option(
        help: ArgumentHelp(
            "Write catalogs, prices and rates there, and no events.", valueName: "dir"))
    var setup: String?
    @Option(help: ArgumentHelp("Write there what should become of the lines.", valueName: "file"))
    var summary: String?

    func validate() throws {
        let most = GeneratedMonth.mostCustomers
        guard (1...most).contains(customers) else {
            throw ValidationError("--customers takes 1 to \(most)")
        }
        let mostMerchants = min(customers, GeneratedMonth.mostMerchants)
        guard (1...mostMerchants).contains(merchants) else {
            throw ValidationError(
                "--merchants takes 1 to \(mostMerchants), no more than there are customers")
        }
        guard (0...GeneratedMonth.mostLines).contains(events) else {
            throw ValidationError("--events takes 0 to \(GeneratedMonth.mostLines)")
        }
        if setup != nil, summary != nil {
            throw ValidationError(
                "--summary counts events, and --setup writes none; leave one of them out")
        }
    }

    func run() throws {
        let month = GeneratedMonth(
            try Month(period), lines: events, seed: seed, merchants: merchants, customers: customers
        )
        if let setup {
            for file in month.setup() {
                try WholeFile.write(Array(file.text.utf8), to: "\(setup)/\(file.path)")
            }
            return
        }
        let tally = month.write { Console.write($0) }
        if let summary { try WholeFile.write(Array(tally.json.pretty.utf8), to: summary) }
    }
}

extension GeneratedMonth.Tally {
    /// What intake counts, under the names that it has for it.
    fileprivate var json: JSONValue {
        .object([
            .init("input", .int(lines)), .init("accepted", .int(accepted)),
            .init("duplicate", .int(repeats)),
            .init("rejected", .int(rejected.values.reduce(0, +))),
            .init(
                "reasons",
                .object(rejected.sorted { $0.key < $1.key }.map { .init($0.key, .int($0.value)) })),
            .init("delayed", .int(delayed)), .init("bytes", .int(bytes)),
            .init(
                "events",
                .object(
                    events.sorted { $0.key < $1.key }.map {
                        .init(
                            $0.key,
                            .object([
                                .init("count", .int($0.value.count)),
                                .init("quantity_thousandths", .int($0.value.thousandths)),
                            ]))
                    })),
        ])
    }
}
