import ArgumentParser
import Catalog
import Foundation
import GRDB
import Ledger
import Store

/// Writes the pages of `docs/` that come from the code itself.
struct GeneratedDocs: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "generated-docs",
        abstract: "Writes the pages of docs/ that are generated.",
        shouldDisplay: false)

    @Argument(help: "The folder.") var folder: String

    func run() throws {
        try WholeFile.write(Array(try schema().utf8), to: "\(folder)/schema.md")
        try WholeFile.write(Array(cli().utf8), to: "\(folder)/cli.md")
        try WholeFile.write(Array(lint().utf8), to: "\(folder)/lint.md")
        try WholeFile.write(Array(ExportsPage.text.utf8), to: "\(folder)/exports.md")
        try WholeFile.write(Array(accounts().utf8), to: "\(folder)/accounts.md")
    }

    private func accounts() -> String {
        let rows = ChartOfAccounts.pages.map {
            "| `\($0.name)` | \($0.books.rawValue) | \($0.root.rawValue) | "
                + "\($0.isDebit ? "debit" : "credit") | \($0.about) |"
        }
        return """
            <!-- Generated from Sources/Ledger/ChartOfAccounts.swift by make docs. Do not edit. -->
            # The accounts

            The platform has a book, and so has each merchant. Every entry balances in each currency, to the
            minor unit; what the platform owes a merchant is what the merchant has due, always. Words in
            capitals stand for the channel, merchant, customer or currency an account is of.

            | account | book | root | adds to it | what it holds |
            |---|---|---|---|---|
            \(rows.joined(separator: "\n"))

            """
    }

    private func lint() -> String {
        let rows = CatalogLint.pages.map { "| `\($0.name)` | \($0.about) |" }
        return """
            <!-- Generated from Sources/Catalog/Lint by make docs. Do not edit. -->
            # What `bm catalog lint` finds

            An error stops an invoice, a warning loses money or surprises a customer, a note is unusual.
            Rules about price books and events need a ledger.

            | rule | finds |
            |---|---|
            \(rows.joined(separator: "\n"))

            """
    }

    private func schema() throws -> String {
        let path = FileManager.default.temporaryDirectory
            .appendingPathComponent("bm-schema-\(ProcessInfo.processInfo.processIdentifier).sqlite")
            .path
        defer {
            for suffix in ["", "-wal", "-shm"] {
                try? FileManager.default.removeItem(atPath: path + suffix)
            }
        }
        let ledger = try LedgerFile.create(path)
        let tables = try ledger.read { db in
            try Row.fetchAll(
                db,
                sql: """
                    SELECT name, sql FROM sqlite_schema WHERE type = 'table'
                    AND name NOT LIKE 'sqlite_%' AND name NOT LIKE 'grdb_%' ORDER BY rowid
                    """
            ).map { (name: $0[0] as String, sql: $0[1] as String) }
        }
        var text = """
            <!-- Generated from Sources/Store/Schema by make docs. Do not edit. -->
            # The ledger file

            One SQLite file in WAL mode with the application id `0x626D4C31`. Every table is STRICT and
            append-only: triggers refuse UPDATE and DELETE, and a seal fixes what each transaction added.
            Amounts are INTEGER minor units, exact decimals TEXT, instants TEXT in UTC with nine decimals
            (nanoseconds since 1970 on the row of an event).


            """
        for table in tables {
            let lines = table.sql.split(separator: "\n", omittingEmptySubsequences: false)
                .map(String.init)
            // The comment that opens a table says what a row of it is.
            let opening = lines.dropFirst().prefix {
                $0.contains("-- ") && $0.drop { $0 == " " }.hasPrefix("--")
            }
            let words = opening.map { String($0.drop { $0 == " " }.dropFirst(3)) }
            let body = [lines[0]] + lines.dropFirst(1 + opening.count)
            text += "## \(table.name)\n\n"
            if !words.isEmpty { text += words.joined(separator: "\n") + "\n\n" }
            text += "```sql\n" + body.joined(separator: "\n") + "\n```\n\n"
        }
        return String(text.dropLast())
    }

    private func cli() -> String {
        var text = """
            <!-- Generated from the commands' own help by make docs. Do not edit. -->
            # Commands


            """
        func add(_ command: any ParsableCommand.Type, _ name: String) {
            guard command.configuration.shouldDisplay else { return }
            text += "## \(name)\n\n```\n\(command.helpMessage(columns: 100))\n```\n\n"
            for child in command.configuration.subcommands {
                add(child, "\(name) \(child._commandName)")
            }
        }
        add(BM.self, "bm")
        return String(text.dropLast())
    }
}
