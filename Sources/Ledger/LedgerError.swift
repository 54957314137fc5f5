public import Foundation
public import Money
public import Time

/// What the books refuse.
public enum LedgerError: Error, Sendable, Equatable {
    /// Books are locked month after month.
    case lockedAlready(Month, through: Month)
    /// A merchant with usage has not closed the month.
    case openMonth(String, Month)
    /// Something is left that nobody has explained.
    case roundingLeft(String, Amount)
    /// A row of a file of postings.
    case row(Int, found: String, allowed: String)
    /// Debits less credits of a book.
    case unbalanced(String, Amount)
    /// A code that is known with other content.
    case differs(String)
    case unknownBook(String)
    /// A book that has entries.
    case openedAlready(String)
    case noMirror(String, owed: Amount, due: Amount)
    /// An opening names a customer that its book's merchant does not have.
    case unknownCustomer(String, of: String)
    case unknownPosting(String)
    /// A posting is to be taken back on a day before its own.
    case beforeItsPosting(String, posted: Day, found: Day)
    case futureDay(Day, now: Day)
    /// A settlement has opened with it.
    case settledAlready(String)
    case lockedDay(Day, open: Day)
    case reversedAlready(String, by: String)
}

extension LedgerError: LocalizedError {
    public var errorDescription: String? {
        switch self {
        case .lockedAlready(let month, _): "the books of \(month) are locked already"
        case .openMonth(let merchant, let month): "\(merchant) has not closed \(month)"
        case .roundingLeft(let book, let amount): "rounding holds \(amount) in the book \(book)"
        case .row(let line, let found, _): "line \(line) has \(found)"
        case .unbalanced(let book, let amount): "the book \(book) is off by \(amount)"
        case .differs(let code): "\(code) is known with other content"
        case .unknownBook(let book): "there is no book “\(book)”"
        case .openedAlready(let book): "the book \(book) has entries"
        case .noMirror(let merchant, let owed, let due):
            "the platform would owe \(merchant) \(owed), and \(merchant) would have \(due) due"
        case .lockedDay(let day, _): "the books of \(day) are locked"
        case .futureDay(let day, let now): "\(day) is after \(now)"
        case .settledAlready(let merchant): "a settlement of \(merchant) has opened with it"
        case .unknownCustomer(let customer, let merchant): "\(merchant) has no customer \(customer)"
        case .beforeItsPosting(let code, _, let day): "\(code) cannot be taken back on \(day)"
        case .unknownPosting(let code): "nothing was posted by hand as “\(code)”"
        case .reversedAlready(let code, let other): "\(code) is taken back by \(other)"
        }
    }

    public var failureReason: String? {
        switch self {
        case .lockedAlready(_, let last):
            "they are locked through \(last); only later months can be"
        case .openMonth: "a month is locked once every merchant with usage has closed it"
        case .roundingLeft: "it holds what nobody has explained; locked books have nothing there"
        case .row(_, _, let allowed): "allowed: \(allowed)"
        case .unbalanced: "debits and credits of a book are equal in each currency"
        case .differs: "a code stands for one posting"
        case .unknownBook: "books are platform, and a merchant's id"
        case .openedAlready: "what was there before is posted before the first entry"
        case .noMirror: "what the one owes is what the other has due, always"
        case .lockedDay(_, let open): "the first open day is \(open)"
        case .futureDay: "what has not happened is not posted"
        case .settledAlready: "what was settled stays as it is"
        case .unknownCustomer: "what a customer owed before is owed by one that the catalog has"
        case .beforeItsPosting(_, let posted, _): "it was posted on \(posted)"
        case .unknownPosting: "entries that a command makes are corrected by commands"
        case .reversedAlready: "a posting is taken back once"
        }
    }

    public var recoverySuggestion: String? {
        switch self {
        case .lockedAlready(_, let last): "lock them through \(last.next) or later"
        case .openMonth(let merchant, let month):
            "bm close --period \(month) --merchant \(merchant)"
        case .roundingLeft: "bm books post an entry that says where it belongs"
        case .row: "mend the line; nothing was posted"
        case .unbalanced: "add what is missing; an opening has opening_balance for the other side"
        case .differs: "give it another code, or post the same again"
        case .unknownBook: "bm catalog show names the merchants"
        case .openedAlready: "open a merchant's book before its first close or payment"
        case .noMirror: "post merchant_payable and due_from_platform together, in one file"
        case .lockedDay(_, let open):
            "post it on \(open) or later, and say in the note what day it is of"
        case .futureDay(_, let now):
            "give \(now) or an earlier day, or the time of the run with --as-of"
        case .settledAlready: "correct it with bm settlements adjust"
        case .unknownCustomer: "check the name, or put the customer in the catalog first"
        case .beforeItsPosting(_, let posted, _): "give --day \(posted) or later"
        case .unknownPosting: "bm books list shows what was posted by hand"
        case .reversedAlready: "post what is meant as a new entry"
        }
    }
}
