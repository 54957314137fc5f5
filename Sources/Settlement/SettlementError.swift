public import Catalog
public import FoundationEssentials
public import Money
public import Time

/// Why something cannot be settled.
public enum SettlementError: Error, Equatable, Sendable {
    case alreadyClosed(String)
    case monthNotOver(Merchant.ID, Month, endsAt: Instant)
    case dayNotOver(Merchant.ID, Day, endsAt: Instant)
    /// Months are settled one after the other: a balance passes from each to the next.
    case outOfTurn(Merchant.ID, Month, next: Month)
    case adjustmentOfNothing(Merchant.ID, String)
    case adjustmentDiffers(Merchant.ID, String, known: Amount)
    case unknownBatch(String)
    case payoutStep(String, PayoutEvent.Step, state: PayoutState)
    case payoutDiffers(String, PayoutEvent.Step, known: PayoutEvent)
    case payoutTime(String, PayoutEvent.Step, at: Instant, from: Instant, through: Instant)
    case kybNotApproved(Merchant.ID, String, Merchant.SettlementTerms.KYB)
}

extension SettlementError: LocalizedError {
    public var errorDescription: String? {
        switch self {
        case .alreadyClosed(let number): "\(number) is closed"
        case .monthNotOver(let merchant, let month, _): "\(month) is not over for \(merchant)"
        case .dayNotOver(let merchant, let day, _): "\(day) is not over for \(merchant)"
        case .outOfTurn(let merchant, let month, let next):
            "\(month) cannot be settled for \(merchant): \(next) is its next month"
        case .adjustmentOfNothing(let merchant, let id):
            "adjustment \(id) of \(merchant) is of CNY 0.00"
        case .adjustmentDiffers(let merchant, let id, let known):
            "adjustment \(id) of \(merchant) is recorded already, of \(known)"
        case .unknownBatch(let number): "there is no settlement \(number)"
        case .payoutStep(let number, let step, let state):
            "\(number) cannot be \(step.rawValue): it is \(state.words)"
        case .payoutDiffers(let number, let step, let known):
            "\(number) was \(step.rawValue) already, at \(known.at) as \(known.bankReference)"
        case .payoutTime(let number, let step, let instant, _, _):
            "\(number) cannot be \(step.rawValue) at \(instant)"
        case .kybNotApproved(let merchant, let number, let kyb):
            "\(number) stays held: KYB of \(merchant) is \(kyb.rawValue)"
        }
    }

    public var failureReason: String? {
        switch self {
        case .alreadyClosed: "a settlement is closed once and stays as it is"
        case .monthNotOver(_, _, let end), .dayNotOver(_, _, let end): "it ends at \(end)"
        case .outOfTurn: "months are settled in order, each opens with what the last one left"
        case .adjustmentOfNothing: "a row of nothing would say nothing"
        case .adjustmentDiffers: "an id stands for one adjustment: amount, month and reason"
        case .unknownBatch: "numbers are as SET-2026-06-mer_001-USD"
        case .payoutStep(_, let step, _):
            "a payout goes scheduled, sent, paid; or sent, returned; or held, released. "
                + "\(step.rawValue) follows \(step.from.words)"
        case .payoutDiffers: "each step is taken once"
        case .payoutTime(_, _, _, let from, let through):
            "from \(from) through \(through), the time of the run"
        case .kybNotApproved: "what is held is released once KYB is approved"
        }
    }

    public var recoverySuggestion: String? {
        switch self {
        case .alreadyClosed: "bm explain shows it; preview the month after it"
        case .monthNotOver, .dayNotOver: "preview it, or close it afterwards"
        case .outOfTurn(_, let month, let next):
            month < next
                ? "what was collected since is in the batches after it; settle \(next)"
                : "settle \(next) first"
        case .adjustmentOfNothing: "leave it out"
        case .adjustmentDiffers: "use another --id, and answer a wrong one by one that reverses it"
        case .unknownBatch: "bm settlements show lists the batches of a month"
        case .payoutStep: "bm settlements show lists what became of each payout"
        case .payoutDiffers: "a payout that came back is paid with the next batch, by its number"
        case .payoutTime: "say when the bank did it with --at"
        case .kybNotApproved: "apply a catalog that says kyb: approved from the day it was"
        }
    }
}

extension PayoutState {
    /// As it stands in a sentence.
    public var words: String { self == .carriedOver ? "carried over" : rawValue }
}
