public import Catalog
public import Money
public import Time

/// Credit sold or given to a customer.
///
/// A grant never changes: what is left of it is a `CreditBalance`, the sum of its movements.
public struct CreditGrant: Sendable, Equatable {
    public typealias ID = Code<CreditGrant>
    /// Whether money was paid for it.
    public typealias Kind = CreditDrawdown.Grant.Kind

    public let id: ID
    public let customer: Customer.ID
    public let kind: Kind
    public let unit: CreditUnit
    /// How much, in its own unit.
    public let amount: Exact
    public let scope: Scope
    /// Low numbers are drawn first.
    public let priority: Int
    /// It pays for usage from this instant on, and not before it is active.
    public let effectiveAt: Instant
    /// It pays for usage before this instant; nil for ever.
    public let expiresAt: Instant?
    public let reason: String
    /// Who made it.
    public let grantedBy: String
    public let grantedAt: Instant
    /// How a paid grant was sold; nil for a promotional one.
    public let sale: Sale?

    /// The lines it may pay.
    public struct Scope: Sendable, Hashable {
        public let metrics: [BillableMetric.ID]
        public let charges: [Charge.ID]

        /// Everything: a pooled grant.
        public static let everything = Scope()

        public init(metrics: [BillableMetric.ID] = [], charges: [Charge.ID] = []) {
            self.metrics = Set(metrics).sorted()
            self.charges = Set(charges).sorted()
        }

        public var isEverything: Bool { metrics.isEmpty && charges.isEmpty }

        /// Whether it may pay a line: one of its metrics or one of its charges is the line's.
        public func covers(charge: Charge.ID?, metric: BillableMetric.ID?) -> Bool {
            isEverything || (metric.map(metrics.contains) ?? false)
                || (charge.map(charges.contains) ?? false)
        }
    }

    /// The invoice that sold a grant.
    public struct Sale: Sendable, Hashable {
        /// Its row in the ledger.
        public let invoice: Int64
        /// What it was sold for, without tax: owed in usage until it is drawn.
        public let cost: Amount

        public init(invoice: Int64, cost: Amount) {
            self.invoice = invoice
            self.cost = cost
        }
    }

    /// - Parameter sale: given exactly where the grant is paid.
    /// - Throws: `CreditsError.notAnAmount` for an amount not above zero, or worth more than an amount of
    ///   money can be; `.endsBeforeItBegins`.
    public init(
        id: ID, customer: Customer.ID, kind: Kind, unit: CreditUnit, amount: Exact,
        scope: Scope = .everything, priority: Int = CreditDrawdown.defaultPriority,
        effectiveAt: Instant, expiresAt: Instant? = nil, reason: String, grantedBy: String,
        grantedAt: Instant, sale: Sale? = nil
    ) throws(CreditsError) {
        precondition(
            (kind == .paid) == (sale != nil), "\(id): paid without a sale, or sold for free")
        // Sums of what it is worth must have room for all their decimals.
        guard amount > .zero, (try? Quantity(amount)) != nil,
            let worth = try? unit.value(of: amount),
            (try? PreciseAmount(worth, unit.currency).rounded(.halfAwayFromZero)) != nil
        else { throw .notAnAmount("\(unit) \(amount)") }
        if let expiresAt, expiresAt <= effectiveAt {
            throw .endsBeforeItBegins(id, from: effectiveAt, to: expiresAt)
        }
        self.id = id
        self.customer = customer
        self.kind = kind
        self.unit = unit
        self.amount = amount
        self.scope = scope
        self.priority = priority
        self.effectiveAt = effectiveAt
        self.expiresAt = expiresAt
        self.reason = reason
        self.grantedBy = grantedBy
        self.grantedAt = grantedAt
        self.sale = sale
    }

    /// What of the cost is used up once `used` of the amount is: cost × used ÷ amount, rounded half
    /// away from zero to the fen, so that it is all of it when nothing is left. A movement's cost is
    /// the difference it makes to this.
    ///
    /// CNY 10.00 for 3 credits: 3.33 after one, 6.67 after two, 10.00 after three. Zero for a
    /// promotional grant.
    ///
    /// - Throws: `MoneyError.doesNotFit`.
    public func cost(of used: Exact) throws(MoneyError) -> Amount {
        guard let sale else { return .zero(.cny) }
        let share = try sale.cost.exact.times(used).divided(
            by: amount, scale: sale.cost.currency.minorUnitDigits, .halfAwayFromZero)
        return try PreciseAmount(share, sale.cost.currency).rounded(.halfAwayFromZero)
    }
}
