public import Catalog
public import FoundationEssentials
public import Time

/// What can be wrong with what is asked of events that are in the ledger.
public enum MeteringError: Error, Equatable, Sendable {
    /// No event has the key: of that merchant, or of any.
    case unknownEvent(String, Merchant.ID?)
    /// Several merchants have an event with the key.
    case ambiguous(String, [Merchant.ID])
    /// The event's month has been billed.
    case closed(String, Month, Merchant.ID)
    /// The event does not count any more: it was replaced by one with the key, or cancelled.
    case corrected(String, by: String?)
    /// The key of the new event belongs to another one.
    case keyTaken(String, for: String)
    /// What the event would say cannot be taken.
    case notTaken(String, UsageReject)
    /// A merchant has as many events of that UTC day as can be numbered.
    case dayIsFull(Day)
    /// The lines that came in are not those that were accounted for.
    case doesNotAddUp(String, input: String, classes: String)
}

extension MeteringError: LocalizedError {
    public var errorDescription: String? {
        switch self {
        case .unknownEvent(let key, let merchant):
            "there is no event \(key)" + (merchant.map { " of \($0)" } ?? "")
        case .ambiguous(let key, let merchants):
            "\(key) is an event of " + merchants.map(\.text).joined(separator: " and of ")
        case .closed(let key, let month, let merchant):
            "\(key) is usage of \(month), which \(merchant) has closed"
        case .corrected(let key, let by):
            by.map { "\(key) was replaced by \($0)" } ?? "\(key) was cancelled"
        case .keyTaken(let key, let event): "\(key), which would replace \(event), is another event"
        case .notTaken(let key, let reject):
            "\(key) cannot be adjusted: \(reject.field ?? "it") is \(reject.value ?? "missing")"
        case .dayIsFull(let day): "\(day) has 99,999,999 events of one merchant"
        case .doesNotAddUp(let what, let input, let classes):
            "\(what): \(input) came in, \(classes) are accounted for"
        }
    }

    public var failureReason: String? {
        switch self {
        case .unknownEvent: "an event is named by its id, as its line gave it"
        case .ambiguous: "each merchant's keys are its own"
        case .closed: "what was billed is not changed in place"
        case .corrected: "an event is corrected once; what stands in its place can be again"
        case .keyTaken: "a key names one event for ever"
        case .notTaken(_, let reject): "allowed: \(reject.allowed)"
        case .dayIsFull: "the number of an event within its day has eight digits"
        case .doesNotAddUp: "every line ends in exactly one class"
        }
    }

    public var recoverySuggestion: String? {
        switch self {
        case .unknownEvent: "check the id; bm export usage lists all of them"
        case .ambiguous: "name the merchant with --merchant"
        case .closed:
            "send what was missing as an event of its own, which the next invoice bills as late "
                + "usage; give back what was too much by a credit note"
        case .corrected(_, let by): by.map { "correct \($0) instead" } ?? "send a new event"
        case .keyTaken: "give the new event another --id"
        case .notTaken: "give a value that is allowed"
        case .dayIsFull: "send sums of several calls as one event"
        case .doesNotAddUp: "run bm verify: the ledger was changed, or this is a fault of bm"
        }
    }
}
