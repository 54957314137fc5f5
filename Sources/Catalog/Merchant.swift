public import Money
public import Time

/// An AI product that bills its customers through this ledger, as a catalog states it.
public struct Merchant: Sendable {
    public typealias ID = Code<Merchant>

    public let id: ID
    public let name: LocalizedText
    /// What it sells, for headings: "AI API".
    public let product: LocalizedText
    /// Unified social credit code (GB 32100-2015).
    public let registration: String
    public let address: LocalizedText
    /// Where it is registered; China where the catalog names none.
    public let country: Country
    public let email: String
    /// Where its days and months are cut.
    public let zone: Zone
    /// The language of its settlement statement.
    public let language: Language
    public let billing: Billing
    public let tax: Tax
    /// Days from issue to due.
    public let paymentTermsDays: Int
    public let wechatPay: WeChatPayAccount
    public let alipay: AlipayAccount
    public let settlement: SettlementTerms
    /// Its own page to pay an invoice on, where it has one.
    public let payLink: PayLink?
    /// How its customers' documents look: a folder of `templates/documents/themes`; nil for the house's look.
    public let theme: String?

    /// Whether its customers are billed through this ledger.
    public enum Billing: String, Sendable, CaseIterable {
        /// Usage is recorded and billed elsewhere, or not at all.
        case `self`
        /// An invoice for each period; what credits there are pay first.
        case period
        /// From a balance paid before, by what is used; work can hold an amount of it first.
        case usage
    }

    /// A tax on every line, added to the price.
    public struct Tax: Sendable, Hashable {
        public let name: LocalizedText
        /// 6 means six hundredths.
        public let percent: Exact
    }

    /// The account that orders through WeChat Pay are placed under.
    public struct WeChatPayAccount: Sendable, Hashable {
        public let mchid: String
        public let appid: String
    }

    /// The account that orders through Alipay are placed under.
    public struct AlipayAccount: Sendable, Hashable {
        public let pid: String
    }
}

extension Merchant {
    init(_ node: CatalogNode) throws(CatalogError) {
        try node.only(
            "id", "name", "product", "registration", "address", "country", "email",
            "time_zone", "language", "billing", "tax", "payment_terms_days", "channels",
            "settlement", "checkout", "theme")
        id = try node.required("id").code()
        name = try node.required("name").localized()
        product = try node.required("product").localized()
        registration = try node.required("registration").socialCreditCode()
        address = try node.required("address").localized()
        country = try node.optional("country")?.country() ?? .china
        email = try node.required("email").text()
        zone = try node.required("time_zone").zone()
        language = try node.required("language").choice(Language.self)
        billing = try node.optional("billing")?.choice(Billing.self) ?? .period
        tax = try Tax(try node.required("tax"))
        paymentTermsDays = try node.required("payment_terms_days").int(0...365)
        let channels = try node.required("channels")
        try channels.only("wechat_pay", "alipay")
        wechatPay = try WeChatPayAccount(try channels.required("wechat_pay"))
        alipay = try AlipayAccount(try channels.required("alipay"))
        settlement = try SettlementTerms(try node.required("settlement"))
        let checkout = try node.optional("checkout")
        try checkout?.only("pay_link")
        payLink = try checkout.map { node throws(CatalogError) in
            try PayLink(try node.required("pay_link"))
        }
        theme = try node.optional("theme").map { node throws(CatalogError) in
            // It names a folder, and nothing outside the folder of themes.
            let folder: Code<Merchant> = try node.code()
            return folder.text
        }
    }
}

extension Merchant.Tax {
    init(_ node: CatalogNode) throws(CatalogError) {
        try node.only("name", "percent")
        name = try node.required("name").localized()
        percent = try node.required("percent").percent()
    }
}

extension Merchant.WeChatPayAccount {
    init(_ node: CatalogNode) throws(CatalogError) {
        try node.only("mchid", "appid")
        mchid = try node.required("mchid").digits(8...10)
        appid = try node.required("appid").text()
    }
}

extension Merchant.AlipayAccount {
    init(_ node: CatalogNode) throws(CatalogError) {
        try node.only("pid")
        pid = try node.required("pid").digits(16...16)
    }
}
