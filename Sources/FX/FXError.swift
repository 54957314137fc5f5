public import FoundationEssentials
public import Money
public import Time

/// What can be wrong with exchange rates.
public enum FXError: Error, Equatable, Sendable {
    /// The file is not a table of rates there.
    case notARateTable(String, line: Int, found: String, allowed: String)
    /// The ledger holds another value for a rate of the same day.
    case rateDiffers(FXRate, ledger: String)
    /// No rate of the day or of the seven before it. `last` is the last day there is one.
    case noRate(Currency, Currency, Day, last: String?)
}

extension FXError: LocalizedError {
    public var errorDescription: String? {
        switch self {
        case .notARateTable(let file, let line, let found, _): "\(file):\(line): \(found)"
        case .rateDiffers(let rate, let ledger):
            "\(rate.base.code)/\(rate.quote.code) of \(rate.day) is \(rate.value) in the file and "
                + "\(ledger) in the ledger"
        case .noRate(let base, let quote, let day, _):
            "there is no \(base.code)/\(quote.code) rate for \(day)"
        }
    }

    public var failureReason: String? {
        switch self {
        case .notARateTable(_, _, _, let allowed): "allowed: \(allowed)"
        case .rateDiffers: "a published rate is a fact: one of the two is wrong"
        case .noRate(_, _, _, let last):
            last.map { "the last one is of \($0), more than seven days before" }
                ?? "no rate of these currencies was imported"
        }
    }

    public var recoverySuggestion: String? {
        switch self {
        case .notARateTable: "check that the file and --format go together"
        case .rateDiffers: "import the publisher's own file; nothing of this one was taken"
        case .noRate: "import the rates of that day with bm fx import FILE --format ecb"
        }
    }
}
