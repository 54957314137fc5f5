public import Money

extension Merchant.SettlementTerms {
    /// What one side gives the other of what it earned in a month.
    ///
    ///     revenue_share: {percent: 10, above: {volume_usd: 100000, percent: 15}}
    ///
    /// To the merchant it is a share of the platform's net processing revenue: the platform fees of
    /// the month less what the channels cost. To the platform it is a share of what was collected
    /// for the merchant less what was paid back.
    public struct RevenueShare: Sendable, Hashable {
        public let percent: Exact
        public let above: Above?
        public let direction: Direction

        /// Another share once the month collects so much.
        public struct Above: Sendable, Hashable {
            /// In USD at the settlement lock; it is reached at exactly this figure.
            public let volume: Amount
            public let percent: Exact
            /// Of the part above only; otherwise of all of the month's.
            public let isMarginal: Bool
        }

        /// Who gets it.
        public enum Direction: String, Sendable, CaseIterable {
            case toMerchant = "to_merchant"
            case toPlatform = "to_platform"
        }

        public init(percent: Exact, above: Above?, direction: Direction) {
            self.percent = percent
            self.above = above
            self.direction = direction
        }
    }
}

extension Merchant.SettlementTerms.RevenueShare.Above {
    public init(volume: Amount, percent: Exact, marginal: Bool) {
        self.volume = volume
        self.percent = percent
        isMarginal = marginal
    }
}

extension Merchant.SettlementTerms.RevenueShare {
    init(_ node: CatalogNode) throws(CatalogError) {
        try node.only("percent", "above", "direction")
        percent = try node.required("percent").percent()
        direction = try node.optional("direction")?.choice(Direction.self) ?? .toMerchant
        above = try node.optional("above").map { node throws(CatalogError) in
            try node.only("volume_usd", "percent", "marginal")
            return Above(
                volume: try node.required("volume_usd").amount(.usd),
                percent: try node.required("percent").percent(),
                marginal: try node.optional("marginal")?.bool() ?? false)
        }
    }
}
