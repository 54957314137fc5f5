import ArgumentParser
import FX
import Money
import Store
import Time

struct FXLockCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "lock", abstract: "Rates that were fixed, and what they converted.",
        subcommands: [Create.self, List.self, Certificate.self])

    struct Create: ParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "create",
            abstract: "Fixes a rate for a preview, and keeps it.",
            discussion: """
                For an offer that names its rate. Invoices and settlements take their own locks, at \
                the European Central Bank's rates.

                Example:
                  bm fx lock create --base USD --spread-percent 0.5
                """)

        @Option(help: "The currency of which there is one.") var base: String
        @Option(help: "The currency it is priced in.") var quote = "CNY"
        @Option(help: "Whose rates.") var source = ECBTable.source
        @Option(help: "What is kept of what is converted, apart from the rate.")
        var spreadPercent = "0"
        @OptionGroup var options: GlobalOptions

        func run() throws {
            let ledger = try options.open()
            let now = try options.now()
            guard let percent = Exact(spreadPercent) else {
                throw FXError.notASpread(spreadPercent)
            }
            let spread = try FXLock.spread(percent: percent)
            let pair = (try Currency(code: base), try Currency(code: quote))
            let certificate = try ledger.write { db in
                let lock = try FXLock(
                    db, .preview, base: pair.0, quote: pair.1, at: now, source: source,
                    spread: spread)
                return try LockCertificate(db, id: "\(lock.insert(db))")
            }
            if options.json {
                Console.print(certificate.json)
            } else {
                Console.print(certificate.lines.joined(separator: "\n"))
            }
        }
    }

    struct List: ParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "list",
            abstract: "Every lock, in the order they were made.",
            discussion: """
                Example:
                  bm fx lock list
                """)

        @OptionGroup var options: GlobalOptions

        func run() throws {
            let ledger = try options.open(for: .reading)
            let locks = try ledger.read { try FXLock.fetchAll($0) }
            if options.json {
                Console.printList(
                    "bm.fx-locks/1", "locks",
                    locks.map { .object(LockCertificate.members($0.id, $0.lock)) })
            } else if locks.isEmpty {
                Console.print("no rate was locked yet")
            } else {
                let rows = locks.map { id, lock in
                    [
                        "\(id)", lock.purpose.rawValue, lock.rate.text,
                        lock.spread.isZero ? "" : "spread \(lock.spreadPercent) %",
                        lock.rate.source, "\(lock.rate.day)", "locked \(lock.lockedAt)",
                    ]
                }
                Console.print(Console.table(rows, right: [0]))
            }
        }
    }

    struct Certificate: ParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "show", abstract: "A lock's certificate: from what, and for what.",
            discussion: """
                Ends with 1 where a check fails. --json: schema, id, purpose, base, quote, value, \
                direction, rate_date, source, derived_from[], derivation, wanted_date, spread, \
                applied{from_base, from_quote}, rounding, locked_at, converted[{document, \
                merchant_id, number, line, from, amount, to, precise, result, at_published_rate, \
                spread, ok}], check{published, derived, days, converted, ok}.

                Example:
                  bm fx lock show 3
                """)

        @Argument(help: "The number of the lock.") var id: String
        @OptionGroup var options: GlobalOptions

        func run() throws {
            let ledger = try options.open(for: .reading)
            let certificate = try ledger.read { try LockCertificate($0, id: id) }
            if options.json {
                Console.print(certificate.json)
            } else {
                Console.print(certificate.lines.joined(separator: "\n"))
            }
            if !certificate.isRight { throw ExitCode(1) }
        }
    }
}
