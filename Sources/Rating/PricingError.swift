public import Catalog
public import FoundationEssentials
public import Money

/// Why usage cannot be priced under a charge.
public enum PricingError: Error, Equatable, Sendable {
    /// The last tier is closed and usage went past it.
    case unpricedUnits(pricedUpTo: Exact, used: Exact)
    /// A class of tokens was used that has no price and none to fall back to.
    case unpricedTokens(TokenClass)
    /// A request is larger than the last band.
    case unpricedRequest(tokens: Int64)
    /// The matrix has no price for a combination and no default.
    case unpricedCombination([String: String])
    /// Fewer than no units: a correction larger than what it corrects.
    case negativeUnits(Exact)
    /// The charge prices another kind of usage.
    case otherUsage(ChargeModel.Name, wanted: String)
    /// A number is exact and has no room.
    case doesNotFit(MoneyError)
}

extension PricingError: LocalizedError {
    public var errorDescription: String? {
        switch self {
        case .unpricedUnits(let limit, let used):
            "units are priced up to \(limit.grouped(minimumScale: 0)), and "
                + "\(used.grouped(minimumScale: 0)) were used"
        case .unpricedTokens(let tokenClass): "\(tokenClass.rawValue) tokens have no price"
        case .unpricedRequest(let tokens):
            "a request of \(Exact(tokens).grouped(minimumScale: 0)) input tokens has no price"
        case .unpricedCombination(let values):
            "there is no price for "
                + values.sorted { $0.key < $1.key }.map { "\($0.key) \($0.value)" }
                .joined(separator: ", ")
        case .negativeUnits(let units): "\(units.grouped(minimumScale: 0)) units cannot be priced"
        case .otherUsage(let model, let wanted): "a \(model.rawValue) charge prices \(wanted)"
        case .doesNotFit(let error): error.errorDescription
        }
    }

    public var failureReason: String? {
        switch self {
        case .unpricedUnits: "the last tier is closed, and what lies above it is not free"
        case .unpricedTokens: "neither the class nor the one it falls back to has a price"
        case .unpricedRequest: "the last band is closed, and what lies above it is not free"
        case .unpricedCombination: "the matrix does not list it and has no default"
        case .negativeUnits:
            "a correction was larger than what it corrects; only a standard price "
                + "can be credited unit by unit"
        case .otherUsage: "each model reads its own kind of usage"
        case .doesNotFit(let error): error.failureReason
        }
    }

    public var recoverySuggestion: String? {
        switch self {
        case .unpricedUnits:
            "leave the last up_to empty, or say beyond_last_tier: last_price"
        case .unpricedTokens: "give the class a price, or input and output that it falls back to"
        case .unpricedRequest: "leave the last max_input_tokens empty"
        case .unpricedCombination: "add the combination, or a default"
        case .negativeUnits: "correct no more than was used"
        case .otherUsage: "give that, or choose another model"
        case .doesNotFit(let error): error.recoverySuggestion
        }
    }
}
