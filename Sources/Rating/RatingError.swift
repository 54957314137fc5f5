public import Catalog
public import FoundationEssentials
public import Money
public import Time

/// Why usage has no price.
public enum RatingError: Error, Equatable, Sendable {
    /// The plan's last tier is closed and usage went past it.
    case unpricedUnits(
        Charge.ID, plan: Plan.ID, customer: Customer.ID, Month, pricedUpTo: Quantity,
        used: Quantity)
    /// The price book does not say what the model costs.
    case unpricedModel(
        String?, book: String, Unpriced, customer: Customer.ID, Month, tokens: Quantity,
        events: Int)
    /// A price times a quantity needs more than 38 digits.
    case doesNotFit(Charge.ID, Customer.ID, Month, MoneyError)

    /// In which way a price book has no price for a model.
    public enum Unpriced: Sendable { case notInTable, noPrice, zeroPrice }
}

extension RatingError: LocalizedError {
    public var errorDescription: String? {
        switch self {
        case .unpricedUnits(let charge, let plan, let customer, let month, let priced, let used):
            "plan \(plan) prices \(charge) up to \(priced.grouped) units, but \(customer) used "
                + "\(used.grouped) in \(month)"
        case .unpricedModel(let model, let book, _, let customer, let month, let tokens, let events):
            "\(book) has no price for the model “\(model ?? "")”, of which \(customer) used "
                + "\(tokens.grouped) tokens in \(events) events in \(month)"
        case .doesNotFit(let charge, let customer, let month, let error):
            "\(charge) of \(customer) in \(month): \(error.errorDescription ?? "")"
        }
    }

    public var failureReason: String? {
        switch self {
        case .unpricedUnits(_, _, _, _, let priced, _): "the last tier ends at \(priced.grouped)"
        case .unpricedModel(_, _, .notInTable, _, _, _, _): "no table in force names the model"
        case .unpricedModel(_, _, .noPrice, _, _, _, _):
            "the table names the model without a price for every class of tokens used"
        case .unpricedModel(_, _, .zeroPrice, _, _, _, _):
            "the table says zero, which may mean unknown; it is not taken for free"
        case .doesNotFit(_, _, _, let error): error.failureReason
        }
    }

    public var recoverySuggestion: String? {
        switch self {
        case .unpricedUnits: "leave that tier's up_to empty, or move the customer to another plan"
        case .unpricedModel:
            "import a table that prices it with bm pricing import, or check the model's name"
        case .doesNotFit(_, _, _, let error): error.recoverySuggestion
        }
    }
}
