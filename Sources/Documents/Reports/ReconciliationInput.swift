import Catalog
public import Checkout
public import Time

/// Everything a reconciliation report prints.
public struct ReconciliationInput: Sendable {
    public let reconciliation: Reconciliation
    public let month: Month
    public let asOf: Instant

    public init(_ reconciliation: Reconciliation, month: Month, asOf: Instant) {
        self.reconciliation = reconciliation
        self.month = month
        self.asOf = asOf
    }

    /// `REC-2026-06`
    public var number: String { "REC-\(month)" }
}
