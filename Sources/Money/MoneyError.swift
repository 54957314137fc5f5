public import FoundationEssentials

/// What can be wrong with a number that came from outside.
public enum MoneyError: Error, Equatable, Sendable {
    /// The text is not one decimal number.
    case notANumber(String)
    /// No currency we know has that code.
    case unknownCurrency(String)
    /// The amount has more decimals than its currency can pay.
    case tooManyDecimals(String, Currency)
    /// A usage quantity has more than 18 whole digits or more than 12 decimals.
    case quantityOutOfRange(String)
    /// The result of the calculation named needs more than 38 digits.
    case doesNotFit(String)
    /// An amount has more than 10^14 minor units.
    case tooLarge(String)
    /// The calculation named divides by zero.
    case divisionByZero(String)
    /// The allocation named has nothing that could take a share.
    case noWeights(String)
}

extension MoneyError: LocalizedError {
    public var errorDescription: String? {
        switch self {
        case .notANumber(let text): "“\(text)” is not a decimal number"
        case .unknownCurrency(let code): "“\(code)” is not a currency bm knows"
        case .tooManyDecimals(let text, let currency):
            "\(text) has more decimals than \(currency.code) can pay"
        case .quantityOutOfRange(let text): "the quantity \(text) is out of range"
        case .doesNotFit(let calculation): "\(calculation) needs more than 38 digits"
        case .tooLarge(let amount): "\(amount) is more than an amount may be"
        case .divisionByZero(let calculation): "\(calculation) divides by zero"
        case .noWeights(let allocation): "\(allocation) has no weight above zero"
        }
    }

    public var failureReason: String? {
        switch self {
        case .notANumber: "a number is digits with at most one point, and may have an exponent"
        case .unknownCurrency: "amounts need a currency whose minor unit is known"
        case .tooManyDecimals(_, let currency):
            "\(currency.code) has \(currency.minorUnitDigits) decimals"
        case .quantityOutOfRange: "a quantity has up to 18 digits before the point and 12 behind it"
        case .doesNotFit: "numbers are exact, so none is cut to make it fit"
        case .tooLarge: "an amount has up to 10^14 minor units, so that sums of amounts always fit"
        case .divisionByZero: "nothing can be shared out over zero"
        case .noWeights: "an allocation adds up to the whole, so one part must take it"
        }
    }

    public var recoverySuggestion: String? {
        switch self {
        case .notANumber: "write it like 12400.00 or 1.5e-07, without blanks or digit grouping"
        case .unknownCurrency:
            "use one of " + Currency.allCases.map(\.code).joined(separator: ", ")
        case .tooManyDecimals: "round it by your own rule before handing it over"
        case .quantityOutOfRange: "report the quantity in a larger unit, or in several events"
        case .doesNotFit, .tooLarge:
            "check the price and the quantity: one of them is likely misplaced"
        case .divisionByZero, .noWeights: "give at least one weight or period above zero"
        }
    }
}
