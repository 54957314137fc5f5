public import Checkout
public import Ledger

/// What stands behind a statement: the journal entries that booked it, and what was not settled between channels
/// and books when it was closed.
public struct StatementProof: Sendable {
    /// In the order of the chain.
    public let entries: [StoredEntry]
    /// The merchant's open differences of the month, as of the close.
    public let differences: [Difference]

    public init(entries: [StoredEntry], differences: [Difference]) {
        self.entries = entries
        self.differences = differences
    }
}
