/// How units become money. What each model costs, and why, is Rating's; here is what is agreed.
///
///     price: {model: graduated, per: "1000000", tiers: [{up_to: "1000000", unit_price: "0.50"}, …]}
public enum ChargeModel: Sendable, Equatable {
    /// Every unit at one price.
    case standard(Rate)
    /// Each unit at the price of the tier it falls in.
    case graduated(Tiers)
    /// All units at the price of the tier their total falls in.
    case volume(Tiers, lookup: TierLookup)
    /// Whole packages of units.
    case package(Package)
    /// A share of each event's amount.
    case percentage(Percentage)
    /// A share of the amount, each part of it at the rate of its tier.
    case graduatedPercentage(Tiers)
    /// The price stands on each event.
    case dynamic
    /// Tokens of model calls by class.
    case tokens(Tokens)
    /// A price for each combination of dimension values.
    case matrix(Matrix)
    /// Tiers of whole blocks.
    case blockTiers(BlockTiers)

    /// How a catalog names the model.
    public enum Name: String, Sendable, CaseIterable {
        case standard, graduated, volume, package, percentage
        case graduatedPercentage = "graduated_percentage"
        case dynamic, tokens, matrix
        case blockTiers = "block_tiers"
    }

    public var name: Name {
        switch self {
        case .standard: .standard
        case .graduated: .graduated
        case .volume: .volume
        case .package: .package
        case .percentage: .percentage
        case .graduatedPercentage: .graduatedPercentage
        case .dynamic: .dynamic
        case .tokens: .tokens
        case .matrix: .matrix
        case .blockTiers: .blockTiers
        }
    }
}

extension ChargeModel {
    /// Reads a price, from a catalog or from a quote.
    ///
    /// - Throws: `CatalogError` with the place and what is allowed there.
    public init(_ node: CatalogNode) throws(CatalogError) {
        let name = try node.required("model").choice(Name.self)
        try node.refuse(besides: ChargeModel.keys(name))
        switch name {
        case .standard: self = .standard(try Rate(node, per: node))
        case .graduated: self = .graduated(try Tiers(node))
        case .volume:
            self = .volume(
                try Tiers(node),
                lookup: try node.optional("tier_lookup")?.choice(TierLookup.self) ?? .exact)
        case .package: self = .package(try Package(node))
        case .percentage: self = .percentage(try Percentage(node))
        case .graduatedPercentage: self = .graduatedPercentage(try Tiers(node, percent: true))
        case .dynamic: self = .dynamic
        case .tokens: self = .tokens(try Tokens(node))
        case .matrix: self = .matrix(try Matrix(node))
        case .blockTiers: self = .blockTiers(try BlockTiers(node))
        }
    }

    /// Each model has its own keys: one that it does not read must not pass unnoticed.
    private static func keys(_ name: Name) -> [String] {
        switch name {
        case .standard: ["model", "unit_price", "per"]
        case .graduated: ["model", "tiers", "per", "bounds", "zero_units", "beyond_last_tier"]
        case .volume:
            ["model", "tiers", "per", "bounds", "zero_units", "beyond_last_tier", "tier_lookup"]
        case .package: ["model", "package_size", "package_price", "free_units", "rounding"]
        case .percentage:
            [
                "model", "rate_percent", "fixed_per_event", "free_events", "free_amount",
                "per_event_min", "per_event_max", "method",
            ]
        case .graduatedPercentage: ["model", "tiers", "bounds", "zero_units", "beyond_last_tier"]
        case .dynamic: ["model"]
        case .tokens:
            ["model", "price_book", "dimension", "per", "bands", "band_by", "off_peak"]
        case .matrix: ["model", "dimensions", "prices", "default", "per"]
        case .blockTiers: ["model", "tiers", "policy", "beyond_last_tier"]
        }
    }
}
