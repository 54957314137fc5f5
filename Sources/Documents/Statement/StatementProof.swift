public import Checkout

/// What stands behind a statement: the journal entries that booked it, and what was not settled between channels
/// and books when it was closed.
public struct StatementProof: Sendable {
    public let entries: [Entry]
    /// The merchant's open differences of the month, as of the close.
    public let differences: [Difference]

    /// An entry of the journal, with its place in the chain.
    public struct Entry: Sendable {
        public let sequence: Int64
        public let book: String
        public let hash: String

        public init(sequence: Int64, book: String, hash: String) {
            self.sequence = sequence
            self.book = book
            self.hash = hash
        }
    }

    public init(entries: [Entry], differences: [Difference]) {
        self.entries = entries
        self.differences = differences
    }
}
