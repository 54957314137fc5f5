public import Catalog
public import FoundationEssentials
public import Money
public import Time

/// What can be wrong with invoices.
public enum InvoicingError: Error, Equatable, Sendable {
    case unknownInvoice(String)
    /// Several merchants have issued that number.
    case ambiguous(Invoice.Number, [Merchant.ID])
    /// The month has not ended yet.
    case monthNotOver(Merchant.ID, Month, endsAt: Instant)
    /// What a customer used in a month is more than an invoice can hold.
    case doesNotFit(Customer.ID, Month, MoneyError)
    /// Months are billed one after the other, from the first that has usage.
    case outOfTurn(Merchant.ID, Month, next: Month)
    /// Only what was billed can be held against what it would be now.
    case notClosed(Merchant.ID, Month)
    /// A line that cannot be lowered, and why.
    case notCreditable(Invoice.Number, line: Int, String)
    /// A line is to be lowered by more than is left of it.
    case moreThanLeft(Invoice.Number, line: Int, wanted: Exact, left: PreciseAmount)
    /// Notes on an invoice come to no more than it does, lines below zero and all.
    case moreThanInvoice(Invoice.Number, wanted: Amount, left: Amount)
    /// A correction before what it corrects.
    case tooEarly(Invoice.Number, at: Instant, issuedAt: Instant)
    /// The id of a credit note is known with other content; both as `CreditNote.Request.words`.
    case noteDiffers(String, note: String, known: String, found: String)
    /// A credit note without an id says what the last one of the invoice says, at the same time.
    case noteRepeated(Invoice.Number, note: String)
    case isVoid(Invoice.Number)
    /// An invoice that was paid, or corrected, is to be declared never owed.
    case notVoidable(Invoice.Number, String)
    /// A sale of credit of which something is paid or used is to be declared never owed; and what then works.
    case saleNotVoidable(Invoice.Number, String, attempt: String)
    /// A number that cannot be that of the invoice's fapiao, and why.
    case notAFapiao(Invoice.Number, String, String)
    /// A credit note on a sale of credit; and what works instead.
    case saleNotLowered(Invoice.Number, attempt: String)
}

extension InvoicingError: LocalizedError {
    public var errorDescription: String? {
        switch self {
        case .unknownInvoice(let text): "there is no invoice \(text)"
        case .ambiguous(let number, let merchants):
            "\(number) is an invoice of " + merchants.map(\.text).joined(separator: " and of ")
        case .monthNotOver(let merchant, let month, _): "\(month) is not over for \(merchant)"
        case .doesNotFit(let customer, let month, let error):
            "the invoice of \(customer) for \(month): \(error.errorDescription ?? "")"
        case .outOfTurn(let merchant, let month, let next):
            "\(month) cannot be billed for \(merchant): \(next) is its next month"
        case .notCreditable(let number, let line, let why): "\(number)#\(line): \(why)"
        case .moreThanLeft(let number, let line, let wanted, let left):
            "\(number)#\(line) by \(wanted), of which \(left) is left"
        case .moreThanInvoice(let number, let wanted, let left):
            "\(number) by \(wanted), of which \(left) is left"
        case .tooEarly(let number, let instant, _): "\(number) cannot be corrected at \(instant)"
        case .noteDiffers(let id, let note, let known, let found):
            "\(id) is known as \(note): \(known); not \(found)"
        case .noteRepeated(let number, let note):
            "\(note) lowers \(number) by the same lines, for the same reason, at the same time"
        case .isVoid(let number): "\(number) is void"
        case .notAFapiao(let number, let text, let why): "fapiao “\(text)” of \(number): \(why)"
        case .notVoidable(let number, let why), .saleNotVoidable(let number, let why, _):
            "\(number) cannot be voided: \(why)"
        case .saleNotLowered(let number, _): "\(number) sells credit, which no credit note lowers"
        case .notClosed(let merchant, let month): "\(month) is not closed for \(merchant)"
        }
    }

    public var failureReason: String? {
        switch self {
        case .unknownInvoice: "invoice numbers look like INV-2025-0611-0019"
        case .ambiguous: "each merchant counts its own invoices of a day"
        case .monthNotOver(_, _, let end): "it ends at \(end)"
        case .doesNotFit(_, _, let error): error.failureReason
        case .outOfTurn:
            "months are billed in order, from the first with usage, so that none is left out"
        case .notCreditable: "a credit note lowers lines of which something is left"
        case .moreThanLeft: "what coupons left of a line, less what was taken off it before"
        case .moreThanInvoice:
            "the invoice before tax, lines below zero and all, less what was taken off it"
        case .tooEarly(_, _, let issued): "it was issued at \(issued)"
        case .noteDiffers:
            "the same id with the same content changes nothing; other content needs an id of its own"
        case .noteRepeated: "a command that is sent twice would take it off twice"
        case .isVoid: "it was declared never owed"
        case .notAFapiao:
            "a fapiao has twenty digits, the first two those of the year it was issued in, and a day on or after the invoice's"
        case .notVoidable: "what was paid or corrected was owed"
        case .saleNotVoidable:
            "a sale of credit is taken back whole, while nothing is paid of it and nothing used of its "
                + "credit"
        case .saleNotLowered: "credit that was sold is drawn, or taken back with its sale"
        case .notClosed: "a replay holds what was billed against what it would be now"
        }
    }

    public var recoverySuggestion: String? {
        switch self {
        case .unknownInvoice: "check the number; the dashboard of bm site lists all of them"
        case .ambiguous: "name the merchant with --merchant ID"
        case .doesNotFit(_, _, let error): error.recoverySuggestion
        case .outOfTurn(_, _, let next): "run bm close --period \(next)"
        case .notCreditable: "name other lines with --line, or none for all of them"
        case .moreThanLeft: "leave the value out to lower it by all that is left"
        case .moreThanInvoice(_, _, let left):
            "name lines with --line and values that come to \(left) or less"
        case .tooEarly(_, _, let issued): "give a time of the run from \(issued) on with --as-of"
        case .noteDiffers: "leave --id out, or give another one"
        case .noteRepeated: "give it an --id of its own where a second note is meant"
        case .notAFapiao: "copy its number and its day from the fapiao itself"
        case .isVoid: "there is nothing left to correct; bm explain shows why it is void"
        case .notVoidable: "correct it with bm credit-note create"
        case .saleNotVoidable(_, _, let attempt), .saleNotLowered(_, let attempt): attempt
        case .notClosed(_, let month):
            "run bm close --period \(month) first; bm simulate needs no closed month"
        case .monthNotOver: "close it afterwards, or give the time of the run with --as-of"
        }
    }
}
