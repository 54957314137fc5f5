public import Catalog
public import FoundationEssentials
public import Time

/// Why a month cannot be settled.
public enum SettlementError: Error, Equatable, Sendable {
    case alreadyClosed(String)
    case monthNotOver(Merchant.ID, Month, endsAt: Instant)
    /// Months are settled one after the other: a balance passes from each to the next.
    case outOfTurn(Merchant.ID, Month, next: Month)
}

extension SettlementError: LocalizedError {
    public var errorDescription: String? {
        switch self {
        case .alreadyClosed(let number): "\(number) is closed"
        case .monthNotOver(let merchant, let month, _): "\(month) is not over for \(merchant)"
        case .outOfTurn(let merchant, let month, let next):
            "\(month) cannot be settled for \(merchant): \(next) is its next month"
        }
    }

    public var failureReason: String? {
        switch self {
        case .alreadyClosed: "a settlement is closed once and stays as it is"
        case .monthNotOver(_, _, let end): "it ends at \(end)"
        case .outOfTurn: "months are settled in order, each opens with what the last one left"
        }
    }

    public var recoverySuggestion: String? {
        switch self {
        case .alreadyClosed: "bm explain shows it; preview the month after it"
        case .monthNotOver: "preview it, or close it afterwards"
        case .outOfTurn(_, let month, let next):
            month < next
                ? "what was collected since is in the batches after it; settle \(next)"
                : "settle \(next) first"
        }
    }
}
