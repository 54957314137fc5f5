public import Money
public import Time

/// Which grants pay a debit, and how much each.
///
///     let drawdown = try CreditDrawdown(Exact(90), from: [grant], at: nil)
///     drawdown.drawn       // p1: 40
///     drawdown.overage     // 50
///
/// Low priority numbers first, then the earliest expiry, then promotional before paid, then the
/// oldest. A grant pays from its effective instant on until the one it expires at.
public struct CreditDrawdown: Sendable, Equatable {
    /// What is left of a grant before the draw.
    public struct Grant: Sendable, Equatable {
        public let id: String
        public let remaining: Exact
        public let priority: Int
        public let expiresAt: Instant?
        public let kind: Kind
        public let effectiveAt: Instant?

        /// Whether money was paid for it.
        public enum Kind: String, Sendable, CaseIterable { case paid, promotional }

        public init(
            id: String, remaining: Exact, priority: Int, expiresAt: Instant? = nil,
            kind: Kind = .paid, effectiveAt: Instant? = nil
        ) {
            self.id = id
            self.remaining = remaining
            self.priority = priority
            self.expiresAt = expiresAt
            self.kind = kind
            self.effectiveAt = effectiveAt
        }

        /// Whether it may pay at `instant`: `[effective, expires)`.
        public func isLive(at instant: Instant) -> Bool {
            (effectiveAt.map { $0 <= instant } ?? true) && (expiresAt.map { instant < $0 } ?? true)
        }
    }

    /// What each grant paid, in the order they were drawn.
    public let drawn: [(id: String, amount: Exact)]
    /// What is left of each grant, in the order they were given.
    public let remaining: [(id: String, amount: Exact)]
    /// What no grant paid.
    public let overage: Exact

    /// Grants are drawn by this priority unless they say another: the middle of 0 to 100.
    public static let defaultPriority = 50

    /// - Parameter instant: when the debit is made; nil takes every grant for live.
    /// - Throws: `MoneyError.doesNotFit`.
    public init(
        _ debit: Exact, from grants: [Grant], at instant: Instant?
    ) throws(MoneyError) {
        var left = debit
        var drawn: [(String, Exact)] = []
        var rest = grants.map(\.remaining)
        for index in CreditDrawdown.order(grants) {
            let grant = grants[index]
            guard left > .zero, grant.remaining > .zero,
                instant.map({ grant.isLive(at: $0) }) ?? true
            else { continue }
            let amount = min(left, grant.remaining)
            drawn.append((grant.id, amount))
            rest[index] = try grant.remaining.minus(amount)
            left = try left.minus(amount)
        }
        self.drawn = drawn
        remaining = zip(grants, rest).map { ($0.id, $1) }
        overage = left
    }

    /// The places of the grants in the order they are drawn.
    private static func order(_ grants: [Grant]) -> [Int] {
        func key(_ index: Int) -> (Int, Int64, Int, Int64, Int) {
            let grant = grants[index]
            return (
                grant.priority, grant.expiresAt?.nanoseconds ?? .max,
                grant.kind == .promotional ? 0 : 1, grant.effectiveAt?.nanoseconds ?? .min, index
            )
        }
        return grants.indices.sorted { key($0) < key($1) }
    }

    public static func == (a: CreditDrawdown, b: CreditDrawdown) -> Bool {
        a.overage == b.overage && a.drawn.elementsEqual(b.drawn, by: ==)
            && a.remaining.elementsEqual(b.remaining, by: ==)
    }
}
