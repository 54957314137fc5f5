public import Catalog
public import FoundationEssentials
public import Time

/// Why a month cannot be settled.
public enum SettlementError: Error, Equatable, Sendable {
    case alreadyClosed(String)
    case monthNotOver(Merchant.ID, Month, endsAt: Instant)
}

extension SettlementError: LocalizedError {
    public var errorDescription: String? {
        switch self {
        case .alreadyClosed(let number): "\(number) is closed"
        case .monthNotOver(let merchant, let month, _): "\(month) is not over for \(merchant)"
        }
    }

    public var failureReason: String? {
        switch self {
        case .alreadyClosed: "a settlement is closed once and stays as it is"
        case .monthNotOver(_, _, let end): "it ends at \(end)"
        }
    }

    public var recoverySuggestion: String? {
        switch self {
        case .alreadyClosed: "bm explain shows it; preview the month after it"
        case .monthNotOver: "preview it, or close it afterwards"
        }
    }
}
