import ArgumentParser
import Catalog
import Store
import Time

extension CatalogCommand {
    struct Export: ParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "export",
            abstract: "What is in force as one YAML file; applied again, it changes nothing.",
            discussion: """
                Every text stays as it was written: "0.08" is a decimal and "off" a text to every \
                reader of YAML. --json prints the same document as JSON.

                Examples:
                  bm catalog export mer_001 > mer_001.yaml
                  bm catalog export mer_001 --at 2026-06-01T00:00:00+08:00
                """)

        @Argument(help: "The merchant.") var merchant: String
        @Option(help: "The time it is in force at, RFC 3339. Default: now.") var at: String?
        @OptionGroup var options: GlobalOptions

        func run() throws {
            let instant = try at.map { try Instant($0) } ?? options.now()
            let file = try options.open(for: .reading).read {
                try CatalogFile($0, Merchant.ID(merchant), at: instant)
            }
            if options.json {
                Console.print(file.json)
            } else {
                Console.print(String(file.yaml.dropLast()))
            }
        }
    }
}
