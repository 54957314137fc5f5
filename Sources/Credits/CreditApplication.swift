public import Catalog
public import Money
public import Time

/// Which grants pay which lines of an invoice, and how much each: exact, before any rounding.
///
/// Lines pay in their order and the parts of a line in the order of time, each from the grants whose life
/// and scope it lies in: low priority first, then the earliest expiry, promotional before paid, the
/// oldest. What no grant pays is left on the line.
///
/// A grant of USD 10 from 10 May on, and a line of USD 8 before and USD 6 from that day on: the grant
/// pays the 6, and 8 are left to bill.
public struct CreditApplication: Sendable, Equatable {
    /// A line before credits.
    public struct Line: Sendable, Equatable {
        public let id: Int
        public let charge: Charge.ID?
        public let metric: BillableMetric.ID?
        /// In the order of time.
        public let parts: [Part]

        public init(id: Int, charge: Charge.ID?, metric: BillableMetric.ID?, parts: [Part]) {
            self.id = id
            self.charge = charge
            self.metric = metric
            self.parts = parts
        }
    }

    /// What a line costs in `[from, to)`. Nothing of a grant begins or ends inside it.
    public struct Part: Sendable, Equatable {
        public let from: Instant
        public let to: Instant
        public let amount: PreciseAmount

        public init(from: Instant, to: Instant, amount: PreciseAmount) {
            precondition(from < to, "a part from \(from) to \(to)")
            self.from = from
            self.to = to
            self.amount = amount
        }
    }

    /// What one grant pays of one line.
    public struct Draw: Sendable, Equatable {
        public let line: Int
        public let grant: CreditGrant.ID
        /// In the grant's own unit.
        public let amount: Exact
        /// In the currency of the line.
        public let value: PreciseAmount
    }

    /// One for each line and grant that paid it, in the order they paid first.
    public let draws: [Draw]
    /// What is left to bill of each line, in their order.
    public let left: [(line: Int, amount: PreciseAmount)]
    /// What is left of each grant in its own unit, in the order given.
    public let remaining: [(grant: CreditGrant.ID, amount: Exact)]

    /// The instants inside `[from, to)` at which a grant begins or ends: where a line is cut.
    public static func cuts(
        _ balances: [CreditBalance], from: Instant, to: Instant
    ) -> [Instant] {
        let ends = balances.flatMap { [$0.liveFrom, $0.grant.expiresAt].compactMap { $0 } }
        return Set(ends.filter { $0 > from && $0 < to }).sorted()
    }

    /// - Parameter balances: what is left of the customer's grants, the oldest first. Grants in another
    ///   currency than a line's do not pay it.
    /// - Throws: `MoneyError.doesNotFit`. A part that a grant's life cuts is our bug and traps.
    public init(_ lines: [Line], from balances: [CreditBalance]) throws(MoneyError) {
        var rest: [Exact] = []
        for balance in balances { rest.append(try balance.left) }
        var draws: [Draw] = []
        var left: [(Int, PreciseAmount)] = []
        for line in lines {
            var unpaid: PreciseAmount?
            for part in line.parts {
                let due = try CreditApplication.pay(part, of: line, balances, &rest, &draws)
                unpaid = try unpaid?.plus(due) ?? due
            }
            if let unpaid { left.append((line.id, unpaid)) }
        }
        self.draws = draws
        self.left = left
        remaining = zip(balances, rest).map { ($0.grant.id, $1) }
    }

    /// Draws on the grants that may pay a part.
    ///
    /// - Returns: what is left of it to bill.
    private static func pay(
        _ part: Part, of line: Line, _ balances: [CreditBalance], _ rest: inout [Exact],
        _ draws: inout [Draw]
    ) throws(MoneyError) -> PreciseAmount {
        var grants: [CreditDrawdown.Grant] = []
        for (index, balance) in balances.enumerated()
        where rest[index] > .zero && balance.grant.unit.currency == part.amount.currency
            && balance.grant.scope.covers(charge: line.charge, metric: line.metric)
            && balance.lives(through: part)
        {
            grants.append(
                balance.drawable(
                    String(index), worth: try balance.grant.unit.value(of: rest[index])))
        }
        if grants.isEmpty { return part.amount }
        let paid = try CreditDrawdown(part.amount.exact, from: grants, at: nil)
        for (place, value) in paid.drawn {
            let index = Int(place)!
            let grant = balances[index].grant
            let isAll = try value == grant.unit.value(of: rest[index])
            let amount =
                isAll
                ? rest[index] : try grant.unit.amount(paying: value, ofAtMost: rest[index])
            rest[index] = try rest[index].minus(amount)
            try add(
                Draw(
                    line: line.id, grant: grant.id, amount: amount,
                    value: PreciseAmount(value, part.amount.currency)), to: &draws)
        }
        return PreciseAmount(paid.overage, part.amount.currency)
    }

    private static func add(_ draw: Draw, to draws: inout [Draw]) throws(MoneyError) {
        guard let index = draws.lastIndex(where: { $0.line == draw.line && $0.grant == draw.grant })
        else {
            draws.append(draw)
            return
        }
        let known = draws[index]
        draws[index] = Draw(
            line: draw.line, grant: draw.grant, amount: try known.amount.plus(draw.amount),
            value: try known.value.plus(draw.value))
    }

    public static func == (a: CreditApplication, b: CreditApplication) -> Bool {
        a.draws == b.draws && a.left.elementsEqual(b.left, by: ==)
            && a.remaining.elementsEqual(b.remaining, by: ==)
    }
}

extension CreditBalance {
    /// Whether it lives all through the part; false where it lives at no time of it.
    fileprivate func lives(through part: CreditApplication.Part) -> Bool {
        guard let liveFrom, liveFrom < part.to else { return false }
        if let end = grant.expiresAt, end <= part.from { return false }
        precondition(
            liveFrom <= part.from && (grant.expiresAt.map { $0 >= part.to } ?? true),
            "\(grant.id) begins or ends between \(part.from) and \(part.to)")
        return true
    }

    /// As the one rule of the order sees it.
    func drawable(_ id: String, worth: Exact) -> CreditDrawdown.Grant {
        CreditDrawdown.Grant(
            id: id, remaining: worth, priority: grant.priority, expiresAt: grant.expiresAt,
            kind: grant.kind, effectiveAt: grant.effectiveAt)
    }
}
