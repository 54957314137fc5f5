public import FoundationEssentials
public import Money
public import Time

/// What can be wrong with exchange rates.
public enum FXError: Error, Equatable, Sendable {
    /// The file is not a table of rates there.
    case notARateTable(String, line: Int, found: String, allowed: String)
    /// The ledger holds another value for a rate of the same day.
    case rateDiffers(FXRate, ledger: String)
    /// Rates lie too far from those beside them to be taken without being asked.
    case jumps([RateJump], limit: Exact)
    /// No rate of the day or of the seven before it. `last` is the last day there is one.
    case noRate(Currency, Currency, Day, source: String, last: String?)
    /// A publisher cannot be called that.
    case notASource(String)
    /// A spread is no share of what is converted, or takes too much of it.
    case notASpread(String)
    /// There is no lock of that number.
    case noLock(String, last: Int64?)
}

extension FXError: LocalizedError {
    public var errorDescription: String? {
        switch self {
        case .notARateTable(let file, let line, let found, _): "\(file):\(line): \(found)"
        case .rateDiffers(let rate, let ledger):
            "\(rate.base.code)/\(rate.quote.code) of \(rate.day) is \(rate.value) in the file and "
                + "\(ledger) in the ledger"
        case .jumps(let jumps, _):
            jumps.prefix(3).map(\.text).joined(separator: "; ")
                + (jumps.count > 3 ? "; and \(jumps.count - 3) more" : "")
        case .noRate(let base, let quote, let day, let source, _):
            "there is no \(base.code)/\(quote.code) rate for \(day) by \(source)"
        case .notASource(let name): "“\(name)” cannot be the name of a publisher of rates"
        case .notASpread(let text): "“\(text)” is no spread"
        case .noLock(let text, _): "there is no FX lock “\(text)”"
        }
    }

    public var failureReason: String? {
        switch self {
        case .notARateTable(_, _, _, let allowed): "allowed: \(allowed)"
        case .rateDiffers: "a published rate is a fact: one of the two is wrong"
        case .jumps(_, let limit):
            "no rate may be more than \(limit) times the one beside it, at most "
                + "\(RateJump.reachDays) days off: a point or a pair may be the wrong way"
        case .noRate(_, _, _, _, let last):
            last.map { "the last one is of \($0), more than seven days before" }
                ?? "no rate of these currencies was imported"
        case .notASource:
            "allowed: up to 40 letters of A to Z, digits, blanks, “-”, “.” and “_”, but not "
                + "\(ECBTable.source), whose own files say whose they are"
        case .notASpread: "allowed: a percentage from 0 to 20 with up to 6 decimals"
        case .noLock(_, let last):
            last.map { "locks are numbered from 1 to \($0)" } ?? "no rate was locked yet"
        }
    }

    public var recoverySuggestion: String? {
        switch self {
        case .notARateTable: "check that the file and --format go together"
        case .rateDiffers: "import the publisher's own file; nothing of this one was taken"
        case .jumps: "compare with the publisher; where it is right, import with --accept-jump"
        case .noRate(_, _, _, let source, _):
            "import the rates of that day with bm fx import FILE "
                + (source == ECBTable.source ? "--format ecb" : "--format csv --source '\(source)'")
        case .notASource: "give --source a plain name, such as 'Treasury desk'"
        case .notASpread: "write half a percent as 0.5"
        case .noLock: "bm fx lock list shows them"
        }
    }
}
