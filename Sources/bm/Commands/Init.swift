import ArgumentParser
import Outbox
import Store

struct Init: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "init",
        abstract: "Makes an empty ledger.",
        discussion: "Example:\n  bm init --ledger ledger.sqlite")

    @OptionGroup var options: GlobalOptions

    func run() throws {
        let ledger = try LedgerFile.create(options.ledgerPath, beforeCommit: Outbox.tell)
        if options.json {
            Console.print(.object([.init("ledger", .string(ledger.path))]))
        } else {
            Console.print("ledger \(ledger.path) ready")
        }
    }
}
