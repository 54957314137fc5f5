import ArgumentParser
import Catalog
import Foundation
import GRDB
import Store
import Time

extension CatalogCommand {
    struct Diff: ParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "diff",
            abstract: "What one catalog adds to another, removes from it and changes, key by key.",
            discussion: """
                A catalog is a file, MERCHANT@VERSION as the ledger has it, or MERCHANT for what is in \
                force at --as-of. None differ exactly where applying the one over the other would do \
                nothing; the effective days are compared between two files. An apply removes nothing: \
                what a file leaves out stays in force.

                Exit code 1 where they differ. --json: schema, old, new, equal, differences[{kind, key, \
                old, new}]; kind is added, removed, changed or reordered.

                Examples:
                  bm catalog diff old.yaml new.yaml
                  bm catalog diff mer_001@1 mer_001@3
                  bm catalog diff mer_001 new.yaml --json
                """)

        @Argument(help: "A file, MERCHANT@VERSION, or MERCHANT.") var old: String
        @Argument(help: "Another one.") var new: String
        @OptionGroup var options: GlobalOptions

        func run() throws {
            let now = try options.now()
            let sources = [old, new].map(CatalogSource.init)
            let files = try sources.map { source in
                guard case .file(let path) = source else {
                    return try options.open(for: .reading).read { try source.read($0, at: now) }
                }
                return try CatalogFile(yaml: InputFile.text(path), file: path)
            }
            let found = files[0].differences(
                to: files[1], withEffective: sources.allSatisfy(\.isFile))
            if options.json {
                Console.print(
                    .object([
                        .init("schema", "bm.catalog-diff/1"), .init("old", .string(old)),
                        .init("new", .string(new)), .init("equal", .bool(found.isEmpty)),
                        .init("differences", .array(found.map(\.json))),
                    ]))
            } else if found.isEmpty {
                Console.print("\(old) and \(new) say the same")
            } else {
                Console.print(found.map(\.description).joined(separator: "\n"))
                func count(_ kinds: CatalogDifference.Kind...) -> Int {
                    found.count { kinds.contains($0.kind) }
                }
                Console.print(
                    "\(count(.added)) added · \(count(.removed)) removed · "
                        + "\(count(.changed, .reordered)) changed")
            }
            if !found.isEmpty { throw ExitCode(1) }
        }
    }
}

/// Where a catalog stands, as a command names it.
enum CatalogSource {
    case file(String)
    case inForce(Merchant.ID)
    case version(Merchant.ID, Int64)

    /// A file that exists is meant before a merchant of that name; what looks like neither is taken
    /// for a path, so that the complaint is about a file.
    init(_ text: String) {
        let parts = text.split(separator: "@", omittingEmptySubsequences: false)
        if !FileManager.default.fileExists(atPath: text), text != "-" {
            if parts.count == 2, let number = Int64(parts[1]) {
                self = .version(Merchant.ID(String(parts[0])), number)
                return
            }
            if parts.count == 1, !text.contains("/"), !text.contains(".") {
                self = .inForce(Merchant.ID(text))
                return
            }
        }
        self = .file(text)
    }

    var isFile: Bool { if case .file = self { true } else { false } }

    /// What the ledger has under that name.
    func read(_ db: Database, at now: Instant) throws -> CatalogFile {
        switch self {
        case .file(let path): throw CommandError.missingFile(path)
        case .inForce(let merchant): try CatalogFile(db, merchant, at: now)
        case .version(let merchant, let number): try CatalogFile(db, merchant, version: number)
        }
    }
}

extension CatalogDifference {
    var json: JSONValue {
        .object([
            .init("kind", .string(kind.rawValue)), .init("key", .string(key)),
            .init("old", old ?? .null), .init("new", new ?? .null),
        ])
    }
}
