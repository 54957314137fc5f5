import Money
public import Store
public import Time

/// A posting by hand: what was there before a book's first entry, or what no command books, such as tax that
/// was paid or a currency that was bought. It is never changed; a reversal that names it takes it back.
///
///     book,account,currency,debit,credit
///     platform,bank:CNY,CNY,100.00,
///     platform,channel_clearing:wechat_pay,CNY,,100.00
public struct ManualPosting: Sendable, Equatable {
    /// Given by whoever posts it; the same one twice posts once.
    public let code: String
    public let kind: Kind
    public let day: Day
    public let note: String
    /// The code of the posting it takes back.
    public let reverses: String?
    /// By book, in the order of the file.
    public let postings: [Book: [Posting]]

    /// Whether it was there before the first entry, or came since.
    public enum Kind: String, Sendable { case opening, manual }

    /// Reads the rows of a file by its header's names.
    ///
    /// - Throws: `LedgerError.row` with line, what was found and what is allowed; `.unbalanced`.
    public init(
        _ rows: [CSVRows.Row], code: String, kind: Kind, day: Day, note: String
    ) throws(LedgerError) {
        let names = ["book", "account", "currency", "debit", "credit"]
        guard let header = rows.first, header.cells == names else {
            throw .row(
                rows.first?.line ?? 1, found: rows.first?.cells.joined(separator: ",") ?? "nothing",
                allowed: "the header \(names.joined(separator: ","))")
        }
        var postings: [Book: [Posting]] = [:]
        for row in rows.dropFirst() {
            let (book, posting) = try ManualPosting.posting(row, kind)
            postings[book, default: []].append(posting)
        }
        guard !postings.isEmpty else {
            throw .row(header.line + 1, found: "nothing", allowed: "at least two rows")
        }
        try self.init(
            code: code, kind: kind, day: day, note: note, reverses: nil, postings: postings)
    }

    /// What takes a posting back.
    public init(
        reversing posting: ManualPosting, code: String, day: Day, note: String
    ) throws(LedgerError) {
        try self.init(
            code: code, kind: posting.kind, day: day, note: note, reverses: posting.code,
            postings: posting.postings.mapValues {
                $0.map { Posting(debit: $0.account, -$0.amount) }
            })
    }

    init(
        code: String, kind: Kind, day: Day, note: String, reverses: String?,
        postings: [Book: [Posting]]
    ) throws(LedgerError) {
        self.code = code
        self.kind = kind
        self.day = day
        self.note = note
        self.reverses = reverses
        self.postings = postings
        for (book, legs) in postings.sorted(by: { $0.key < $1.key }) {
            var sums: [Currency: Int64] = [:]
            for leg in legs {
                let (sum, overflow) = sums[leg.amount.currency, default: 0].addingReportingOverflow(
                    leg.amount.minorUnits)
                guard !overflow else { throw .unbalanced(book.code, leg.amount) }
                sums[leg.amount.currency] = sum
            }
            for (currency, sum) in sums.sorted(by: { $0.key.code < $1.key.code }) where sum != 0 {
                throw .unbalanced(book.code, Amount(minorUnits: sum, currency))
            }
        }
    }

    private static func posting(
        _ row: CSVRows.Row, _ kind: Kind
    ) throws(LedgerError) -> (Book, Posting) {
        guard row.cells.count == 5 else {
            throw .row(row.line, found: "\(row.cells.count) cells", allowed: "5")
        }
        let book = Book(code: row.cells[0])
        let accounts = ManualPosting.accounts(book, kind)
        guard let account = Account(name: row.cells[1]),
            accounts.contains(where: { $0.covers(account) })
        else {
            throw .row(
                row.line, found: "the account “\(row.cells[1])” in the book \(row.cells[0])",
                allowed: accounts.map(\.name).joined(separator: ", "))
        }
        guard let currency = Currency(rawValue: row.cells[2]) else {
            throw .row(
                row.line, found: "the currency “\(row.cells[2])”",
                allowed: Currency.allCases.map(\.code).joined(separator: ", "))
        }
        if case .bank(let bank) = account, bank != currency {
            throw .row(row.line, found: "\(currency.code) in \(account.name)", allowed: bank.code)
        }
        let (debit, credit) = (row.cells[3], row.cells[4])
        guard debit.isEmpty != credit.isEmpty,
            let amount = try? Amount(debit.isEmpty ? credit : debit, currency),
            amount > .zero(currency)
        else {
            throw .row(
                row.line, found: "debit “\(debit)”, credit “\(credit)”",
                allowed: "one of the two, above zero, with at most \(currency.minorUnitDigits) "
                    + "decimals")
        }
        return (
            book, debit.isEmpty ? Posting(credit: account, amount) : Posting(debit: account, amount)
        )
    }

    /// The accounts that may be posted to by hand. Those that add up from facts (what customers owe for
    /// invoices, what is to be earned, credit, reserves, payouts) move with their facts alone.
    public static func accounts(_ book: Book, _ kind: Kind) -> [ChartOfAccounts.Page] {
        let names: [String]
        switch (book, kind) {
        case (.platform, .opening):
            names = ["bank:CURRENCY", "channel_clearing:CHANNEL", "merchant_payable:MERCHANT"]
        case (.merchant, .opening):
            names = ["bank:CURRENCY", "receivable:CUSTOMER", "tax_payable", "due_from_platform"]
        case (.platform, .manual):
            names = [
                "bank:CURRENCY", "channel_clearing:CHANNEL", "channel_cost", "platform_revenue",
            ]
        case (.merchant, .manual):
            names = ["bank:CURRENCY", "tax_payable", "payment_fees"]
        }
        let both =
            kind == .opening ? ["opening_balance"] : ["fx_clearing", "fx_gain_loss", "rounding"]
        return ChartOfAccounts.pages.filter { (names + both).contains($0.name) }
    }

    /// `manual TAX-2026-05`, and `manual TAX-2026-05b, which takes back TAX-2026-05`.
    public var source: String { ManualPosting.source(kind, code, reverses) }

    static func source(_ kind: Kind, _ code: String, _ reverses: String?) -> String {
        "\(kind.rawValue) \(code)" + (reverses.map { ", which takes back \($0)" } ?? "")
    }

    public var entries: [JournalEntry.Draft] {
        postings.sorted { $0.key < $1.key }.map { book, legs in
            JournalEntry.Draft(
                book: book, day: day, kind: kind == .opening ? .opening : .manual, source: source,
                postings: legs)
        }
    }

    /// What it says, for its digest.
    public var json: JSONValue {
        .object([
            .init("code", .string(code)), .init("kind", .string(kind.rawValue)),
            .init("day", .string(day.description)), .init("note", .string(note)),
            .init("reverses", .optional(reverses)),
            .init(
                "entries",
                .array(
                    entries.map {
                        .object([
                            .init("book", .string($0.book.code)),
                            .init("postings", .array($0.postings.map(\.json))),
                        ])
                    })),
        ])
    }
}

extension ChartOfAccounts.Page {
    /// Whether an account is this one, or one of this family.
    func covers(_ account: Account) -> Bool {
        let parts = name.split(separator: ":").map(String.init)
        let isFamily = parts.last.map { $0 == $0.uppercased() && parts.count == 2 } ?? false
        return isFamily ? account.name.hasPrefix(parts[0] + ":") : account.name == name
    }
}
