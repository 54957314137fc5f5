public import Money
public import Time

/// What happened to a grant.
public struct CreditMovement: Sendable, Equatable {
    /// What it was.
    public enum Kind: String, Sendable, CaseIterable {
        /// Usage on an invoice line was paid from it.
        case draw
        /// Its life ended with something left.
        case expire
        /// What was left was taken back.
        case void
        /// A draw was undone.
        case rollBack
        /// Set aside before the work is done.
        case hold
        /// No longer set aside.
        case release

        /// Whether it takes from what is left of a grant.
        public var takes: Bool {
            switch self {
            case .draw, .expire, .void, .hold: true
            case .rollBack, .release: false
            }
        }
    }

    public let grant: CreditGrant.ID
    public let kind: Kind
    /// In the grant's own unit: negative where it leaves the grant.
    public let amount: Exact
    /// What it pays, sets aside or gives back, in the currency of the lines the grant pays, with the same
    /// sign; nil where it ends credit.
    public let value: Exact?
    /// The row of the invoice line a draw or roll-back is of.
    public let line: Int64?
    /// The id of a hold, or of a void; the void invoice that sold it; the invoice and line that give credit
    /// back.
    public let reference: String?
    public let at: Instant
    public let reason: String

    /// - Parameter amount: without its sign, which follows from the kind.
    public init(
        _ kind: Kind, _ amount: Exact, of grant: CreditGrant.ID, value: Exact? = nil,
        line: Int64? = nil, reference: String? = nil, at instant: Instant, reason: String
    ) {
        precondition(!amount.isNegative, "\(kind) \(amount) of \(grant)")
        precondition((kind == .expire || kind == .void) == (value == nil), "\(kind) of \(grant)")
        self.grant = grant
        self.kind = kind
        self.amount = kind.takes ? amount.negated : amount
        self.value = kind.takes ? value?.negated : value
        self.line = line
        self.reference = reference
        at = instant
        self.reason = reason
    }

    /// All of a grant, taken back because the invoice that sold it is void.
    ///
    /// - Parameter invoice: its number.
    public init(
        ending grant: CreditGrant, soldBy invoice: String, at instant: Instant, reason: String
    ) {
        self.init(
            .void, grant.amount, of: grant.id, reference: CreditMovement.soldBy + invoice,
            at: instant, reason: reason)
    }

    /// Whether the invoice that sold the grant took it back: the reversal of that invoice has the cost, so
    /// the movement posts nothing.
    public var isOfVoidSale: Bool { kind == .void && reference?.hasPrefix(Self.soldBy) ?? false }

    // Ids that are given to voids have no blanks.
    private static let soldBy = "void "
}
