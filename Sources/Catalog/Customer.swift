public import Time

/// Who uses a merchant's product and is billed for it, as a catalog states it.
public struct Customer: Sendable {
    public typealias ID = Code<Customer>

    public let id: ID
    public let name: LocalizedText
    /// Unified social credit code; nil for customers that have none.
    public let registration: String?
    public let address: LocalizedText
    public let email: String
    /// The languages of its documents.
    public let language: DocumentLanguage
    /// The plan it is on.
    public let plan: Plan.ID
    /// The first day of its subscription, in the merchant's zone.
    public let since: Day
    /// When credit is ordered for it by itself; nil for never.
    public let autoTopUp: AutoTopUp?
}

extension Customer {
    init(_ node: CatalogNode) throws(CatalogError) {
        try node.only(
            "id", "name", "registration", "address", "email", "language", "plan", "since",
            "auto_top_up")
        id = try node.required("id").code()
        name = try node.required("name").localized()
        registration = try node.optional("registration")?.socialCreditCode()
        address = try node.required("address").localized()
        email = try node.required("email").text()
        language = try node.required("language").choice(DocumentLanguage.self)
        plan = try node.required("plan").code()
        since = try node.required("since").day()
        autoTopUp = try node.optional("auto_top_up").map { node throws(CatalogError) in
            try AutoTopUp(node)
        }
    }
}
