public import Catalog
public import Money
import Store
public import Time

/// A dated, balanced fact in one book.
public struct JournalEntry: Sendable, Equatable {
    /// From 1, without gaps, over all books.
    public let sequence: Int64
    public let draft: Draft
    public let previousHash: String
    /// SHA-256 of the canonical JSON of all the above.
    public let hash: String

    /// What an entry says before it has its place in the chain.
    public struct Draft: Sendable, Equatable {
        public let book: Book
        public let day: Day
        public let kind: Kind
        /// The invoice, payment or batch it records: `invoice mer_001/INV-2025-0611-0019`.
        public let source: String
        public let postings: [Posting]

        /// Legs of zero are left out. An entry that does not balance is our bug and traps.
        public init(
            book: Book, day: Day, kind: Kind, source: String, postings: [Posting]
        ) {
            self.book = book
            self.day = day
            self.kind = kind
            self.source = source
            self.postings = postings.filter { !$0.amount.isZero }
            for (currency, sum) in imbalances where sum != 0 {
                preconditionFailure("\(kind) \(source) is off by \(sum) minor units of \(currency)")
            }
        }

        /// The same on a day when the books are open.
        func dated(notBefore open: Day) -> Draft {
            day >= open
                ? self
                : Draft(book: book, day: open, kind: kind, source: source, postings: postings)
        }

        private var imbalances: [Currency: Int64] {
            postings.reduce(into: [:]) {
                $0[$1.amount.currency, default: 0] += $1.amount.minorUnits
            }
        }
    }

    /// Which business event an entry records.
    public enum Kind: String, Sendable, CaseIterable {
        case invoice, payment, refund, chargeback, channelFee, settlement, payout, topUp, credit,
            creditNote, void, recognition, opening, manual, withdrawal
    }

    /// The chain begins with 64 zeros.
    public static let firstHash = String(repeating: "0", count: 64)

    init(_ draft: Draft, sequence: Int64, previousHash: String) {
        self.draft = draft
        self.sequence = sequence
        self.previousHash = previousHash
        hash = JournalEntry.content(draft, sequence, previousHash).digest
    }

    static func content(_ draft: Draft, _ sequence: Int64, _ previousHash: String) -> JSONValue {
        .object([
            .init("sequence", .int(sequence)), .init("book", .string(draft.book.code)),
            .init("date", .string(draft.day.description)),
            .init("kind", .string(draft.kind.rawValue)), .init("source", .string(draft.source)),
            .init("postings", .array(draft.postings.map(\.json))),
            .init("previous_hash", .string(previousHash)),
        ])
    }
}

/// One leg of an entry: debits are positive, credits negative.
public struct Posting: Sendable, Equatable {
    public let account: Account
    public let amount: Amount

    public init(debit account: Account, _ amount: Amount) {
        self.account = account
        self.amount = amount
    }

    public init(credit account: Account, _ amount: Amount) {
        self.account = account
        self.amount = -amount
    }

    var json: JSONValue {
        .object([
            .init("account", .string(account.name)),
            .init("currency", .string(amount.currency.code)),
            .init("minor_units", .int(amount.minorUnits)),
        ])
    }
}

/// Whose accounts an entry is about.
public enum Book: Hashable, Sendable, Comparable {
    case platform
    case merchant(Merchant.ID)

    public var code: String {
        switch self {
        case .platform: "platform"
        case .merchant(let id): id.text
        }
    }

    public init(code: String) {
        self = code == "platform" ? .platform : .merchant(Code(code))
    }

    public static func < (a: Book, b: Book) -> Bool {
        switch (a, b) {
        case (.platform, .merchant): true
        case (.merchant(let x), .merchant(let y)): x < y
        default: false
        }
    }
}
