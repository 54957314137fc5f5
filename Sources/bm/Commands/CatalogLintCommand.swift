import ArgumentParser
import Catalog
import Foundation
import Store
import Time

extension CatalogCommand {
    struct Lint: ParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "lint",
            abstract: "Finds what is allowed in a catalog and likely a mistake.",
            discussion: """
                With files, reads them; without, what is in force in the ledger. Rules about price books \
                and events need a ledger: with files they are used when --ledger or BM_LEDGER names \
                one. An error stops an invoice, a warning loses money or surprises a customer, a note \
                is unusual. Exit code 1 where there is an error or a warning.

                Rules: \(CatalogLint.ruleNames.joined(separator: ", ")). What each finds: docs/lint.md.

                --json: schema, ok, findings[{rule, severity, file, line, key, what, advice}]; line is \
                null for what is read from the ledger.

                Examples:
                  bm catalog lint examples/catalog/*.yaml
                  bm catalog lint new.yaml --ledger ledger.sqlite
                  bm catalog lint --ledger ledger.sqlite --json
                """)

        @Argument(help: "Catalog files; default: the catalogs in force in the ledger.")
        var files: [String] = []
        @OptionGroup var options: GlobalOptions

        func run() throws {
            let now = try options.now()
            let findings = files.isEmpty ? try inForce(now) : try read(now)
            let bad = findings.contains { $0.severity != .note }
            if options.json {
                Console.print(
                    .object([
                        .init("schema", "bm.catalog-lint/1"), .init("ok", .bool(!bad)),
                        .init("findings", .array(findings.map(\.json))),
                    ]))
            } else {
                for finding in findings {
                    Console.print(
                        "\(finding.place): \(finding.severity.rawValue) \(finding.rule): "
                            + "\(finding.what)\n  try: \(finding.advice)")
                }
                Console.print(
                    LintFinding.Severity.allCases.map { severity in
                        let count = findings.count { $0.severity == severity }
                        return "\(count) \(severity.rawValue)\(count == 1 ? "" : "s")"
                    }.joined(separator: " · "))
            }
            if bad { throw ExitCode(1) }
        }

        private func read(_ now: Instant) throws -> [LintFinding] {
            let catalogs = try files.map { try CatalogFile(yaml: InputFile.text($0), file: $0) }
            // A ledger that happens to lie in the folder must not change what a file is told.
            guard
                options.ledger != nil || ProcessInfo.processInfo.environment["BM_LEDGER"] != nil
            else { return catalogs.flatMap { CatalogLint.findings(in: $0) } }
            return try options.open(for: .reading).read { db in
                try catalogs.flatMap {
                    CatalogLint.findings(in: $0, facts: try LintFacts(db, $0, at: now))
                }
            }
        }

        private func inForce(_ now: Instant) throws -> [LintFinding] {
            try options.open(for: .reading).read { db in
                try MerchantCatalog.merchants(db).flatMap { id -> [LintFinding] in
                    do {
                        let file = try CatalogFile(db, id, at: now)
                        return CatalogLint.findings(
                            in: file, facts: try LintFacts(db, file, at: now))
                    } catch CatalogError.unknownMerchant {
                        // Its first version is not in force yet.
                        return []
                    }
                }
            }
        }
    }
}
