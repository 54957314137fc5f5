public import Catalog
public import FoundationEssentials
public import Money
public import Time

/// What can be wrong with credits and codes.
public enum CreditsError: Error, Equatable, Sendable {
    /// The name of a credit unit is taken, or one of it is worth nothing.
    case notAUnit(String, UnitPrice)
    /// An amount of credit is not above zero, or has more digits than a quantity.
    case notAnAmount(String)
    case endsBeforeItBegins(CreditGrant.ID, from: Instant, to: Instant)
    /// A grant would end before the first usage that it could pay.
    case endsBilled(Customer.ID, at: Instant, billedUntil: Instant)
    /// A grant that has ended is to be paid for.
    case ended(CreditGrant.ID, at: Instant)
    /// Something is to happen to a grant before it was made.
    case beforeItIsMade(CreditGrant.ID, madeAt: Instant, at: Instant)
    /// A hold that was given back is to be made again.
    case holdReleased(String)
    /// A grant would pay in another currency than the customer's plan is priced in.
    case otherCurrency(Customer.ID, found: Currency, plan: Currency)
    /// A merchant whose usage is recorded only has nothing that credit could pay.
    case notBilled(Merchant.ID)
    /// A scope names a metric or charge that the merchant does not have.
    case unknownScope(String, known: [String])
    case unknownGrant(CreditGrant.ID)
    /// An id has characters that ids do not have.
    case notAnID(String)
    /// An id is known with other content.
    case differs(String, what: String, found: String, known: String)
    /// A grant whose invoice is not paid; the invoice as a command names it.
    case notActive(CreditGrant.ID, invoice: String?)
    case nothingLeft(CreditGrant.ID)
    case moreThanLeft(CreditGrant.ID, wanted: Exact, left: Exact)
    /// A hold of more than there is.
    case notEnough(PreciseAmount, left: PreciseAmount)
    case unknownHold(String)
    /// The ledger has a movement that takes more than there was.
    case overdrawn(CreditGrant.ID, CreditMovement.Kind, Exact)
    case unknownCode(String)
    /// The text of a code is in the ledger already.
    case codeExists(String)
    /// A code's text, or what it says, is not allowed.
    case notACode(String, found: String, allowed: String)
    /// A code that was withdrawn is to be switched on or off.
    case codeWithdrawn(String)
    case notRedeemable(String, Customer.ID, RedemptionCode.Refusal)
}

extension CreditsError: LocalizedError {
    public var errorDescription: String? {
        switch self {
        case .notAUnit(let name, let worth): "“\(name)” worth \(worth) is no unit of credit"
        case .notAnAmount(let text): "\(text) is no amount of credit"
        case .endsBeforeItBegins(let id, let from, let to):
            "the grant \(id) would begin at \(from) and end at \(to)"
        case .endsBilled(let customer, let end, _):
            "credit of \(customer) that ends at \(end)"
        case .ended(let id, let end): "the grant \(id) ended at \(end)"
        case .beforeItIsMade(let id, _, let instant): "the grant \(id) at \(instant)"
        case .holdReleased(let id): "the hold \(id) was released"
        case .otherCurrency(let customer, let found, let plan):
            "credit in \(found.code) for \(customer), whose plan is priced in \(plan.code)"
        case .notBilled(let merchant): "credit and codes of \(merchant), which bills elsewhere"
        case .unknownScope(let name, _): "there is no metric or charge “\(name)”"
        case .unknownGrant(let id): "there is no grant \(id)"
        case .notAnID(let text): "“\(text)” is no id"
        case .differs(let id, let what, let found, let known):
            "\(id) is known with another \(what): \(known), not \(found)"
        case .notActive(let id, _): "the grant \(id) is not active"
        case .nothingLeft(let id): "nothing is left of the grant \(id)"
        case .moreThanLeft(let id, let wanted, let left):
            "\(wanted) of the grant \(id), of which \(left) is left"
        case .notEnough(let wanted, let left): "\(wanted) cannot be held: \(left) is left"
        case .unknownHold(let id): "there is no hold \(id)"
        case .overdrawn(let id, let kind, let amount):
            "the grant \(id) has a \(kind.rawValue) of \(amount), which is more than there was"
        case .unknownCode(let code): "there is no code \(code)"
        case .codeExists(let code): "the code \(code) exists already"
        case .notACode(let code, let found, _): "the code \(code): \(found)"
        case .codeWithdrawn(let code): "the code \(code) was withdrawn"
        case .notRedeemable(let code, let customer, let refusal):
            "\(customer) cannot redeem \(code): \(refusal)"
        }
    }

    public var failureReason: String? {
        switch self {
        case .notAUnit:
            "a unit has up to 32 letters, digits, _ and -, is no currency, is worth something, and is "
                + "not called after tokens, which are counted and not sold"
        case .notAnAmount:
            "an amount is above zero, with up to 18 digits and 12 decimals, and what it is worth fits an "
                + "amount of money"
        case .endsBeforeItBegins: "a grant pays from the instant it begins to the one it ends at"
        case .endsBilled(_, _, let billed):
            "usage before \(billed) is billed, so nothing is left that it could pay"
        case .ended: "what is paid for it now could pay for nothing"
        case .beforeItIsMade(_, let made, _): "it was made at \(made)"
        case .holdReleased: "nothing is held by it any more; an id is used once"
        case .otherCurrency: "credit pays lines in their own currency and is not converted"
        case .notBilled: "its billing is self: usage is recorded, and no invoice is made"
        case .unknownScope(_, let known): "known: \(known.joined(separator: ", "))"
        case .unknownGrant: "bm credits list CUSTOMER lists all of them"
        case .notAnID: "an id has up to 64 letters, digits, _, - and ., not beginning with ."
        case .differs:
            "the same id with the same content changes nothing; other content needs an id"
        case .notActive: "its invoice is not paid in full, so there is nothing to take back"
        case .nothingLeft: "it was drawn, has expired, was voided or is held"
        case .moreThanLeft: "only what is left can be taken back"
        case .notEnough: "a hold is made whole or not at all, of credit that pays everything"
        case .unknownHold: "a hold is named by the id it was made with"
        case .overdrawn: "the ledger was changed"
        case .unknownCode: "codes are read without regard to capital letters, blanks and -"
        case .codeExists: "a code is given out once, over all merchants"
        case .notACode(_, _, let allowed): "allowed: \(allowed)"
        case .codeWithdrawn: "a code that was withdrawn stays so; its history is kept"
        case .notRedeemable(_, _, let refusal): refusal.reason
        }
    }

    public var recoverySuggestion: String? {
        switch self {
        case .notAUnit: "call it credits, or points, and give --rate 0.01"
        case .notAnAmount: "give an amount such as 100 or 12.50"
        case .endsBeforeItBegins: "give --expires a later time"
        case .endsBilled: "give --expires a later time"
        case .ended: "sell a new one with bm credits grant"
        case .beforeItIsMade: "give --as-of a later time"
        case .holdReleased: "hold with another id"
        case .otherCurrency(_, _, let plan): "grant it in \(plan.code)"
        case .notBilled: "set its billing to period or usage in the catalog"
        case .unknownScope, .unknownGrant, .unknownHold, .unknownCode: "check the name"
        case .notAnID: "leave it out, or give another one"
        case .codeWithdrawn: "make a new code"
        case .differs: "leave the id out, or give another one"
        case .notActive(_, let invoice):
            "void its invoice with bm invoices void \(invoice ?? "INVOICE") --reason WHY, or wait for the "
                + "payment"
        case .nothingLeft: nil
        case .moreThanLeft: "leave --amount out to take back all that is left"
        case .notEnough: "hold less, or grant more first"
        case .overdrawn: "run bm verify"
        case .codeExists: "give another text, or leave it out"
        case .notACode: "mend it; no code was made"
        case .notRedeemable: "look at it with bm codes list --search CODE"
        }
    }
}
