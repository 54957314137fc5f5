public import Catalog
public import Money
public import Store
public import Time

/// One reported action, as its line says it.
public struct UsageEvent: Sendable, Equatable {
    /// What makes the event unique for its merchant.
    public let key: String
    public let customer: Customer.ID
    /// The event name: the line's "metric".
    public let name: String
    /// nil where the line gives none.
    public let quantity: Exact?
    public let occurredAt: Instant
    /// Every property of `dimensions`, `properties` and `meta`, by name.
    public let properties: [String: JSONValue]
}

/// Why a line was not taken, in words a person can act on.
public struct UsageReject: Error, Sendable, Equatable {
    /// The closed list of reasons, as they stand in the ledger.
    public enum Reason: String, Sendable, CaseIterable {
        case malformed, missingField, unknownCustomer, unknownMetric, notANumber
        case negativeQuantity, outOfRange, notATime, outsideWindow, conflict, noPlan
        case negativeClass

        /// What becomes of the line: an event that fits no catalog waits until one is mended, counts
        /// that contradict each other wait for somebody to look at them, and the rest says something
        /// that no mended catalog makes true.
        public var fate: Fate {
            switch self {
            case .unknownCustomer, .unknownMetric, .noPlan: .unmatched
            case .negativeClass: .quarantined
            case .malformed, .missingField, .notANumber, .negativeQuantity, .outOfRange, .notATime,
                .outsideWindow, .conflict:
                .malformed
            }
        }
    }

    /// Where a line that was not taken is counted. Unmatched and quarantined ones can be replayed.
    public enum Fate: String, Sendable, CaseIterable { case unmatched, quarantined, malformed }

    public let reason: Reason
    /// The field at fault.
    public let field: String?
    /// The value found there.
    public let value: String?
    /// What would have been taken.
    public let allowed: String

    init(_ reason: Reason, _ field: String?, found value: String?, allowed: String) {
        self.reason = reason
        self.field = field
        self.value = value.map { String($0.prefix(200)) }
        self.allowed = allowed
    }
}
