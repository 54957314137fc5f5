public import Catalog
public import FoundationEssentials
public import Money
public import Time

/// Why usage has no price.
public enum RatingError: Error, Equatable, Sendable {
    /// The charge cannot price what a customer used in a month.
    case unpriced(Charge.ID, plan: Plan.ID, Customer.ID, Month, PricingError)
    /// The price book does not say what the model costs.
    case unpricedModel(
        String?, book: String, Unpriced, customer: Customer.ID, Month, tokens: Quantity,
        events: Int)
    /// In which way a price book has no price for a model.
    public enum Unpriced: Sendable { case notInTable, noPrice, zeroPrice, byHour }

    /// Whose usage it is.
    public var customer: Customer.ID {
        switch self {
        case .unpriced(_, _, let customer, _, _),
            .unpricedModel(_, _, _, let customer, _, _, _):
            customer
        }
    }
}

extension RatingError: LocalizedError {
    public var errorDescription: String? {
        switch self {
        case .unpriced(let charge, let plan, let customer, let month, let error):
            "\(charge) of plan \(plan) for \(customer) in \(month): \(error.errorDescription ?? "")"
        case .unpricedModel(let model, let book, _, let customer, let month, let tokens, let events):
            "\(book) has no price for the model “\(model ?? "")”, of which \(customer) used "
                + "\(tokens.grouped) tokens in \(events) events in \(month)"
        }
    }

    public var failureReason: String? {
        switch self {
        case .unpriced(_, _, _, _, let error): error.failureReason
        case .unpricedModel(_, _, .notInTable, _, _, _, _): "no table in force names the model"
        case .unpricedModel(_, _, .noPrice, _, _, _, _):
            "the table names the model without a price for every class of tokens used"
        case .unpricedModel(_, _, .zeroPrice, _, _, _, _):
            "the table says zero, which may mean unknown; it is not taken for free"
        case .unpricedModel(_, _, .byHour, _, _, _, _):
            "the table has several lists of prices for it by the hour, or one by the day of the week"
        }
    }

    public var recoverySuggestion: String? {
        switch self {
        case .unpriced(_, _, _, _, let error): error.recoverySuggestion
        case .unpricedModel(_, _, .byHour, _, _, _, _):
            "import a table that states one price for it, such as one of your own in csv"
        case .unpricedModel:
            "import a table that prices it with bm pricing import, or check the model's name"
        }
    }
}
