public import Money

/// Stretches of units with a price each, one after the other from zero.
///
/// A bound belongs to the tier it ends: unit 1,000,000 is in `0–1M`. With `bounds: exclusive` it is the
/// first of the next tier. Quantities are continuous: 100.5 lies above 100.
public struct Tiers: Sendable, Equatable {
    /// In order; bounds rise, and only the last may have none.
    public let tiers: [Tier]
    public let bounds: Bounds
    public let zeroUnits: ZeroUnits
    public let beyondLast: BeyondLast

    /// To which tier a quantity equal to a bound belongs.
    public enum Bounds: String, Sendable, CaseIterable { case inclusive, exclusive }

    /// Whether the first tier's flat fee is due when nothing was used.
    public enum ZeroUnits: String, Sendable, CaseIterable {
        case firstTierFlat = "first_tier_flat"
        case nothing
    }

    /// What units above a closed last tier cost.
    public enum BeyondLast: String, Sendable, CaseIterable {
        /// They have no price, and stop the bill.
        case unpriced
        /// As those of the last tier.
        case lastPrice = "last_price"
    }

    /// Units above the tier before it, up to and with `upTo`.
    public struct Tier: Sendable, Equatable {
        /// The last unit of the tier; nil where it has no end.
        public let upTo: Exact?
        public let rate: Rate
        /// Due once when the tier is entered.
        public let flatFee: Exact

        public init(upTo: Exact?, rate: Rate, flatFee: Exact = .zero) {
            self.upTo = upTo
            self.rate = rate
            self.flatFee = flatFee
        }
    }

    public init(
        _ tiers: [Tier], bounds: Bounds = .inclusive, zeroUnits: ZeroUnits = .firstTierFlat,
        beyondLast: BeyondLast = .unpriced
    ) {
        self.tiers = tiers
        self.bounds = bounds
        self.zeroUnits = zeroUnits
        self.beyondLast = beyondLast
    }

    /// The end of tier `index`: nil where it has none, also because its price goes on.
    public func end(_ index: Int) -> Exact? {
        index == tiers.count - 1 && beyondLast == .lastPrice ? nil : tiers[index].upTo
    }
}

/// How a volume charge finds its tier.
public enum TierLookup: String, Sendable, CaseIterable {
    /// By the quantity as it is: 100.5 lies above 100.
    case exact
    /// By the quantity rounded up to a whole unit.
    case ceilUnits = "ceil_units"
}

extension Tiers {
    init(_ node: CatalogNode, percent: Bool = false) throws(CatalogError) {
        let tiersNode = try node.required("tiers")
        var tiers: [Tier] = []
        for child in try tiersNode.list() {
            try child.only("up_to", percent ? "rate_percent" : "unit_price", "flat_fee")
            let upTo = try child.optional("up_to")?.positive()
            if let last = tiers.last {
                guard let lastBound = last.upTo, upTo.map({ $0 > lastBound }) ?? true else {
                    throw child.problem(
                        child.found, "bounds that rise, and only the last tier without one")
                }
            }
            tiers.append(
                Tier(
                    upTo: upTo,
                    rate: percent ? try Rate(percent: child) : try Rate(child, per: node),
                    flatFee: try child.optional("flat_fee")?.price() ?? .zero))
        }
        if tiers.isEmpty { throw tiersNode.problem(tiersNode.found, "at least one tier") }
        self.init(
            tiers, bounds: try node.optional("bounds")?.choice(Bounds.self) ?? .inclusive,
            zeroUnits: try node.optional("zero_units")?.choice(ZeroUnits.self) ?? .firstTierFlat,
            beyondLast: try node.optional("beyond_last_tier")?.choice(BeyondLast.self)
                ?? .unpriced)
    }
}
