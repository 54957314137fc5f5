import ArgumentParser
import GRDB
import Ledger
import Money
import Store
import Time

struct BooksCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "books",
        abstract: "The accounts, postings by hand, and the period lock.",
        subcommands: [Accounts.self, Post.self, Reverse.self, List.self, Lock.self])

    struct Accounts: ParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "accounts",
            abstract: "The chart of accounts, as docs/accounts.md has it.",
            discussion: """
                --json: schema, accounts[] with name, book (platform, merchant or both), root, normal_side, \
                about.

                Example:
                  bm books accounts
                """)

        @OptionGroup var options: GlobalOptions

        func run() throws {
            let pages = ChartOfAccounts.pages
            if options.json {
                Console.printList(
                    "bm.accounts/1", "accounts",
                    pages.map { page in
                        .object([
                            .init("name", .string(page.name)),
                            .init("book", .string(page.books.rawValue)),
                            .init("root", .string(page.root.rawValue)),
                            .init("normal_side", page.isDebit ? "debit" : "credit"),
                            .init("about", .string(page.about)),
                        ])
                    })
                return
            }
            Console.print(
                Console.table(
                    pages.map { [$0.name, $0.books.rawValue, $0.root.rawValue, $0.about] }))
        }
    }

    /// What a posting by hand is called and why it is made.
    struct Label: ParsableArguments {
        @Option(help: "Its code: the same one twice posts once.") var id: String
        @Option(help: "Its day, YYYY-MM-DD.") var day: String
        @Option(help: "Why; it stands in the ledger.") var note: String

        func validate() throws {
            if id.allSatisfy(\.isWhitespace) { throw ValidationError("--id is empty") }
            if note.allSatisfy(\.isWhitespace) { throw ValidationError("--note is empty") }
        }
    }

    struct Post: ParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "post",
            abstract: "Posts by hand what no command books, or what was there before.",
            discussion: """
                The file has a row for each leg: book, account, currency, debit, credit. Each book has to \
                balance in each currency. Accounts that add up from facts (what customers owe for invoices, \
                what is to be earned, credit, reserves, payouts) move with their facts alone and are refused; \
                bm books accounts says what each account holds.

                --opening: what was there before a merchant's first entry. What the platform owes a merchant \
                stands in both books, merchant_payable and due_from_platform, and is what its first settlement \
                opens with; opening_balance is the other side.

                Examples:
                  printf 'book,account,currency,debit,credit\\nmer_001,tax_payable,CNY,512.40,\\nmer_001,bank:CNY,CNY,,512.40\\n' |
                    bm books post - --id TAX-2026-05 --day 2026-06-15 --note "VAT of May"
                  bm books post opening.csv --opening --id OPEN-mer_001 --day 2026-04-30 --note "balances of the old system"
                """)

        @Argument(help: "The file; - for standard input.") var file: String
        @OptionGroup var label: Label
        @Flag(help: "What was there before the first entry.") var opening = false
        @OptionGroup var options: GlobalOptions

        func run() throws {
            let rows = try CSVRows(InputFile.textBytes(file)).rows
            let posting = try ManualPosting(
                rows, code: label.id, kind: opening ? .opening : .manual, day: Day(label.day),
                note: label.note)
            try BooksCommand.post(posting, options)
        }
    }

    struct Reverse: ParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "reverse",
            abstract: "Takes a posting by hand back, by one that names it.",
            discussion: """
                Example:
                  bm books reverse TAX-2026-05 --id TAX-2026-05-R --day 2026-06-16 --note "paid twice in error"
                """)

        @Argument(help: "The code of what is taken back.") var code: String
        @OptionGroup var label: Label
        @OptionGroup var options: GlobalOptions

        func run() throws {
            let known = try options.open(for: .reading).read {
                try ManualPosting.fetch($0, code: code)
            }
            guard let known else { throw LedgerError.unknownPosting(code) }
            try BooksCommand.post(
                ManualPosting(
                    reversing: known, code: label.id, day: Day(label.day), note: label.note),
                options)
        }
    }

    struct List: ParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "list",
            abstract: "What was posted by hand.",
            discussion: """
                --json: schema, postings[] with code, kind, day, note, reverses, entries[].

                Example:
                  bm books list
                """)

        @OptionGroup var options: GlobalOptions

        func run() throws {
            let postings = try options.open(for: .reading).read { try ManualPosting.fetchAll($0) }
            if options.json {
                Console.printList("bm.postings/1", "postings", postings.map(\.json))
            } else if postings.isEmpty {
                Console.print("nothing was posted by hand")
            } else {
                Console.print(postings.map(BooksCommand.text).joined(separator: "\n"))
            }
        }
    }

    struct Lock: ParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "lock",
            abstract: "Locks all books through a month.",
            discussion: """
                Nothing that is booked later has a day in locked books: a payment of a bill that comes late is \
                booked on the first day after them, and keeps its own time as the payment's. Every merchant \
                with usage has to have closed the month, and rounding has to be exactly zero. A lock is for good.

                Example:
                  bm books lock --through 2026-05 --note "reviewed, bills of May are in"
                """)

        @Option(help: "The last month that is locked, YYYY-MM.") var through: String
        @Option(help: "Why; it stands in the ledger.") var note: String
        @OptionGroup var options: GlobalOptions

        func run() throws {
            let month = try Month(through)
            let now = try options.now()
            let lock = try options.open().write {
                try BookLock.lock($0, through: month, note: note, at: now)
            }
            if options.json {
                Console.print(
                    .object([
                        .init("schema", "bm.book-lock/1"),
                        .init("through", .string(lock.through.description)),
                        .init("first_open_day", .string(lock.firstOpenDay.description)),
                        .init("last_entry", .int(lock.lastEntry)),
                        .init("note", .string(lock.note)),
                    ]))
            } else {
                Console.print(
                    "locked through \(lock.through), entry \(lock.lastEntry); the first open day is "
                        + "\(lock.firstOpenDay)")
            }
        }
    }

    private static func post(_ posting: ManualPosting, _ options: GlobalOptions) throws {
        let now = try options.now()
        let isNew = try options.open().write { try posting.post($0, at: now) }
        if options.json {
            Console.print(posting.json)
        } else {
            Console.print(text(posting) + (isNew ? "" : "\n  posted before; nothing changed"))
        }
    }

    private static func text(_ posting: ManualPosting) -> String {
        let legs = posting.entries.flatMap { entry in
            entry.postings.map { leg in
                [
                    "  \(entry.book.code)", leg.account.name, leg.amount.currency.code,
                    leg.amount.isNegative ? "" : leg.amount.grouped,
                    leg.amount.isNegative ? (-leg.amount).grouped : "",
                ]
            }
        }
        return "\(posting.source) · \(posting.day) · \(posting.note)\n"
            + Console.table(legs, right: [3, 4])
    }
}
