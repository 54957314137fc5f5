public import Money

/// Whole packages of units: a package begun is a package due, unless it is rounded otherwise.
public struct Package: Sendable, Equatable {
    public let size: Exact
    /// The price of a package.
    public let price: Rate
    public let freeUnits: Exact
    public let rounding: Rounding

    /// What a part of a package counts for.
    public enum Rounding: String, Sendable, CaseIterable {
        case up, down, nearest

        public var rule: RoundingRule {
            switch self {
            case .up: .up
            case .down: .down
            case .nearest: .halfAwayFromZero
            }
        }
    }

    public init(size: Exact, price: Rate, freeUnits: Exact = .zero, rounding: Rounding = .up) {
        self.size = size
        self.price = price
        self.freeUnits = freeUnits
        self.rounding = rounding
    }
}

extension Package {
    init(_ node: CatalogNode) throws(CatalogError) {
        self.init(
            size: try node.required("package_size").positive(),
            price: try Rate(node, "package_price", per: CatalogNode(.map([]), at: node.place)),
            freeUnits: try node.optional("free_units")?.price() ?? .zero,
            rounding: try node.optional("rounding")?.choice(Rounding.self) ?? .up)
    }
}

/// Tiers of whole blocks, where a bound counts blocks and not units.
public struct BlockTiers: Sendable, Equatable {
    public let tiers: [Tier]
    public let policy: Policy
    public let beyondLast: Tiers.BeyondLast

    /// Which tiers are paid.
    public enum Policy: String, Sendable, CaseIterable {
        /// The blocks of each tier at that tier's price.
        case allTiers = "all_tiers"
        /// All blocks at the price of the tier their number falls in.
        case topTier = "top_tier"
    }

    /// So many blocks of one size at one price.
    public struct Tier: Sendable, Equatable {
        public let blockSize: Exact
        /// The most blocks of the tier; nil where it has no end.
        public let maxBlocks: Exact?
        /// The price of a block.
        public let price: Rate
    }

    /// The most blocks of tier `index`: nil where it has no end, also because its price goes on.
    public func maxBlocks(_ index: Int) -> Exact? {
        index == tiers.count - 1 && beyondLast == .lastPrice ? nil : tiers[index].maxBlocks
    }
}

extension BlockTiers {
    init(_ node: CatalogNode) throws(CatalogError) {
        let tiersNode = try node.required("tiers")
        var tiers: [Tier] = []
        for child in try tiersNode.list() {
            try child.only("block_size", "max_blocks", "block_price")
            if let last = tiers.last, last.maxBlocks == nil {
                throw child.problem(child.found, "only the last tier without max_blocks")
            }
            tiers.append(
                Tier(
                    blockSize: try child.required("block_size").positive(),
                    maxBlocks: try child.optional("max_blocks")?.positive(),
                    price: try Rate(
                        child, "block_price", per: CatalogNode(.map([]), at: child.place))))
        }
        if tiers.isEmpty { throw tiersNode.problem(tiersNode.found, "at least one tier") }
        self.tiers = tiers
        policy = try node.optional("policy")?.choice(Policy.self) ?? .allTiers
        beyondLast =
            try node.optional("beyond_last_tier")?.choice(Tiers.BeyondLast.self) ?? .unpriced
    }
}
