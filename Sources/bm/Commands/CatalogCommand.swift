import ArgumentParser
import Catalog
import Store

struct CatalogCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "catalog", abstract: "Merchants, metrics, plans and customers as YAML.",
        subcommands: [Apply.self, Lint.self, Show.self, Diff.self, Export.self])

    struct Apply: ParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "apply",
            abstract: "Adds the catalogs as new versions; what is equal is left alone.",
            discussion: """
                All files are read and checked before any is applied. A version holds from its \
                effective day on, for events by their own time.

                Example:
                  bm catalog apply examples/catalog/*.yaml
                """)

        @Argument(help: "Catalog files, one merchant each.") var files: [String]
        @OptionGroup var options: GlobalOptions

        func run() throws {
            let ledger = try options.open()
            let now = try options.now()
            let catalogs = try files.map { path in
                (InputFile.name(path), try CatalogFile(yaml: InputFile.text(path), file: path))
            }
            let changes = try ledger.write { db in
                try catalogs.map { try $1.apply(db, sourceName: $0, at: now) }
            }
            if options.json {
                Console.printList("bm.catalog-changes/1", "changes", changes.map(\.json))
                return
            }
            for change in changes {
                let version = change.version.map { "version \($0)" } ?? "nothing new"
                Console.print(
                    "\(change.merchant) · \(version) · \(change.added) added · "
                        + "\(change.changed) changed · \(change.unchanged) unchanged")
            }
        }
    }
}

extension CatalogChange {
    var json: JSONValue {
        .object([
            .init("merchant_id", .string(merchant.text)),
            .init("version", version.map { .int($0) } ?? .null), .init("added", .int(added)),
            .init("changed", .int(changed)), .init("unchanged", .int(unchanged)),
        ])
    }
}
