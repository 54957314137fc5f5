public import Money

extension Merchant {
    /// The contract between platform and merchant.
    public struct SettlementTerms: Sendable, Hashable {
        /// One of the nine payout currencies.
        public let currency: Currency
        public let bankName: String
        /// The last four digits: more of a bank account is never kept.
        public let accountLast4: String
        /// Share of each collected payment kept by the platform, channel cost inside it. With tiers
        /// it is the first tier's.
        public let platformFeePercent: Exact
        /// By what the month collected; empty where one share holds for all.
        public let feeTiers: [FeeTier]
        /// Whether a refund gives the platform fee of its payment back.
        public let returnsFeeOnRefunds: Bool
        /// Platform subscription a month, in CNY.
        public let subscription: Amount
        /// Bank charge for one payout, in the payout currency.
        public let wireFee: Amount
        /// The least that is paid out, in the payout currency; less is carried over.
        public let minimumPayout: Amount
        /// What the platform keeps of the net when it converts it, apart from the published rate; 0
        /// where the contract says nothing of it.
        public let fxSpreadPercent: Exact
        public let revenueShare: RevenueShare?
        public let reserve: Reserve?
        public let kyb: KYB
        public let payout: PayoutRhythm

        /// `****1234`
        public var maskedAccount: String { "****" + accountLast4 }
    }
}

extension Merchant.SettlementTerms {
    /// A share of each payment for months that collect so much.
    public struct FeeTier: Sendable, Hashable {
        /// In CNY; the bound belongs to the tier it ends. nil where the tier has no end.
        public let upTo: Amount?
        public let percent: Exact
    }

    /// Whether the platform knows whom it pays ("know your business").
    public enum KYB: String, Sendable, CaseIterable { case approved, pending, rejected }

    /// When what was collected is paid.
    public enum PayoutRhythm: String, Sendable, CaseIterable {
        case monthly
        /// What a day collected, on the next day that banks are open in China and abroad.
        case nextBankDay = "t_plus_1"
    }

    /// The share of each payment in a month that collects `volume`: that of the tier it falls into,
    /// for all of the month's payments.
    ///
    /// With 2.5 % up to CNY 100,000.00 and 2 % above, a month of exactly 100,000.00 pays 2.5 %, and
    /// one of 100,000.01 pays 2 % of everything.
    public func feePercent(volume: Amount) -> Exact {
        feeTiers.first { tier in tier.upTo.map { volume <= $0 } ?? true }?.percent
            ?? platformFeePercent
    }

    init(_ node: CatalogNode) throws(CatalogError) {
        try node.only(
            "currency", "bank", "platform_fee_percent", "fee_tiers", "fee_on_refunds_returned",
            "subscription", "wire_fee", "minimum_payout", "fx_spread_percent", "revenue_share",
            "reserve", "kyb",
            "payout")
        let currencyNode = try node.required("currency")
        let currency = try currencyNode.currency()
        guard Currency.payout.contains(currency) else {
            throw currencyNode.problem(
                currencyNode.found,
                "one of " + Currency.payout.map(\.code).joined(separator: ", "))
        }
        self.currency = currency
        let bank = try node.required("bank")
        try bank.only("name", "account_last4")
        bankName = try bank.required("name").text()
        accountLast4 = try bank.required("account_last4").digits(4...4)
        if let tiers = try node.optional("fee_tiers") {
            if let percent = try node.optional("platform_fee_percent") {
                throw percent.problem("platform_fee_percent beside fee_tiers", "one of them")
            }
            feeTiers = try FeeTier.list(tiers)
            platformFeePercent = feeTiers[0].percent
        } else {
            feeTiers = []
            platformFeePercent = try node.required("platform_fee_percent").percent()
        }
        returnsFeeOnRefunds = try node.optional("fee_on_refunds_returned")?.bool() ?? false
        subscription = try node.required("subscription").amount(.cny)
        wireFee = try node.required("wire_fee").amount(currency)
        minimumPayout = try node.required("minimum_payout").amount(currency)
        fxSpreadPercent = try node.optional("fx_spread_percent")?.spreadPercent() ?? .zero
        revenueShare = try node.optional("revenue_share").map { node throws(CatalogError) in
            try RevenueShare(node)
        }
        reserve = try node.optional("reserve").map { node throws(CatalogError) in
            try Reserve(node)
        }
        kyb = try node.optional("kyb")?.choice(KYB.self) ?? .approved
        payout = try node.optional("payout")?.choice(PayoutRhythm.self) ?? .monthly
    }
}

extension Merchant.SettlementTerms.FeeTier {
    /// `[{up_to: "100000.00", percent: "2.5"}, {percent: "2"}]`: bounds rise, the last has none.
    static func list(_ node: CatalogNode) throws(CatalogError) -> [Self] {
        var tiers: [Self] = []
        for child in try node.list() {
            try child.only("up_to", "percent")
            let bound = try child.optional("up_to")
            let upTo = try bound?.amount(.cny)
            let last = tiers.last?.upTo ?? .zero(.cny)
            if let bound, let upTo, upTo <= last {
                throw bound.problem(bound.found, "an amount above \(last.decimal)")
            }
            if !tiers.isEmpty, tiers.last!.upTo == nil {
                throw child.problem(child.found, "only the last tier without up_to")
            }
            tiers.append(Self(upTo: upTo, percent: try child.required("percent").percent()))
        }
        guard let last = tiers.last, last.upTo == nil else {
            throw node.problem(node.found, "tiers of which the last has no up_to")
        }
        return tiers
    }
}
