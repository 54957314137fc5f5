public import Time

/// Who uses a merchant's product and is billed for it, as a catalog states it.
public struct Customer: Sendable {
    public typealias ID = Code<Customer>

    public let id: ID
    public let name: LocalizedText
    /// Unified social credit code; nil for customers that have none.
    public let registration: String?
    public let address: LocalizedText
    /// Where it is; China where the catalog names none.
    public let country: Country
    public let email: String
    /// Its own number of the order that these documents answer, which they repeat: `PO-2026-114`; nil for none.
    public let purchaseOrder: String?
    /// The languages of its documents.
    public let language: DocumentLanguage
    /// The plan it is on.
    public internal(set) var plan: Plan.ID
    /// The first day of its subscription, in the merchant's zone.
    public let since: Day
    /// The first day without it; nil while nobody has ended it.
    public let until: Day?
    /// All its seats, those its plan includes among them.
    public let seats: Int
    public let addOns: [AddOn.Taken]
    public let coupons: [Coupon.ID]
    /// When credit is ordered for it by itself; nil for never.
    public let autoTopUp: AutoTopUp?
    /// The caps it has set on its own spending.
    public let caps: [SpendCap]

    /// Whether the subscription runs on that day.
    public func isSubscribed(on day: Day) -> Bool { day >= since && until.map { day < $0 } ?? true }
}

extension Customer {
    init(_ node: CatalogNode) throws(CatalogError) {
        try node.only(
            "id", "name", "registration", "address", "country", "email", "purchase_order",
            "language", "plan", "since", "until", "seats", "add_ons", "coupons", "auto_top_up",
            "caps")
        id = try node.required("id").code()
        name = try node.required("name").localized()
        registration = try node.optional("registration")?.socialCreditCode()
        address = try node.required("address").localized()
        country = try node.optional("country")?.country() ?? .china
        email = try node.required("email").text()
        purchaseOrder = try node.optional("purchase_order")?.text()
        language = try node.required("language").choice(DocumentLanguage.self)
        plan = try node.required("plan").code()
        since = try node.required("since").day()
        until = try node.optional("until")?.day()
        if let until, until <= since {
            throw try node.required("until").problem("“\(until)”", "a day after \(since)")
        }
        seats = try node.optional("seats")?.int(0...1_000_000) ?? 0
        var addOns: [AddOn.Taken] = []
        for child in try node.optional("add_ons")?.list() ?? [] {
            let taken = try AddOn.Taken(child)
            if addOns.contains(where: { $0.code == taken.code }) {
                throw child.problem("a second “\(taken.code)”", "each add-on once, with a quantity")
            }
            addOns.append(taken)
        }
        self.addOns = addOns
        var coupons: [Coupon.ID] = []
        for child in try node.optional("coupons")?.list() ?? [] {
            let code: Coupon.ID = try child.code()
            if coupons.contains(code) { throw child.problem("a second “\(code)”", "each once") }
            coupons.append(code)
        }
        self.coupons = coupons
        autoTopUp = try node.optional("auto_top_up").map { node throws(CatalogError) in
            try AutoTopUp(node)
        }
        var caps: [SpendCap] = []
        for child in try node.optional("caps")?.list() ?? [] { caps.append(try SpendCap(child)) }
        self.caps = caps
    }
}
