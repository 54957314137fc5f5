public import Money

extension Pricer {
    /// How far a period has come with a charge and group, at prices that no longer hold.
    public struct Progress: Sendable, Equatable {
        /// Units that were used, as they were measured: a part of a converted unit goes on.
        public var used = Exact.zero
        /// Units that were paid, converted and without included ones: where the tiers go on.
        public var position = Exact.zero
        /// Whether anything of it has been priced, and a first flat fee been due.
        public var hasBegun = false
        /// For a percentage: the events so far, on which free events and the free amount have gone.
        public var amounts: [Exact] = []
        /// What they came to: maximum and minimum are of the whole.
        public var billed = Exact.zero
        /// The position the period ends at, where the price depends on it: a volume tier's; nil where it
        /// is not known to go on.
        public var total: Exact?

        public init() {}
    }
}
