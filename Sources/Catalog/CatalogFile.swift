import Money
public import Time

/// One catalog file: a merchant with all it sells and its customers, checked as a whole.
///
///     let file = try CatalogFile(yaml: text, file: "mer_001.yaml")
///     file.plans.map(\.code)
public struct CatalogFile: Sendable {
    /// The day in the merchant's zone from which it holds.
    public let effective: Day
    public let merchant: Merchant
    public let features: [Feature]
    public let metrics: [BillableMetric]
    public let plans: [Plan]
    public let addOns: [AddOn]
    public let coupons: [Coupon]
    public let customers: [Customer]
    /// The file it was read from, or what of the ledger it is.
    public let name: String
    /// Every object as it is kept: kind, code, and the text of its values.
    let objects: [CatalogObject]

    /// Reads and checks a file whole.
    ///
    /// - Throws: `CatalogError` with file, line and key of the first thing to mend.
    public init(yaml text: String, file: String) throws(CatalogError) {
        try self.init(CatalogNode(yaml: text, file: file))
    }

    init(_ root: CatalogNode) throws(CatalogError) {
        try root.refuse(besides: ["effective"] + CatalogObject.Kind.allCases.map(\.key))
        effective = try root.required("effective").day()
        let merchantNode = try root.required(CatalogObject.Kind.merchant.key)
        let merchant = try Merchant(merchantNode)
        var objects = [CatalogObject(kind: .merchant, code: merchant.id.text, node: merchantNode)]

        func all<Value>(
            _ kind: CatalogObject.Kind, _ read: (CatalogNode) throws(CatalogError) -> Value,
            _ code: (Value) -> String
        ) throws(CatalogError) -> [Value] {
            var values: [Value] = []
            for node in try root.optional(kind.key)?.list() ?? [] {
                let value = try read(node)
                objects.append(CatalogObject(kind: kind, code: code(value), node: node))
                values.append(value)
            }
            return values
        }
        metrics = try all(.metric, BillableMetric.init(_:)) { $0.code.text }
        features = try all(.feature, Feature.init(_:)) { $0.code.text }
        plans = try all(.plan, Plan.init(_:)) { $0.code.text }
        addOns = try all(.addOn, AddOn.init(_:)) { $0.code.text }
        coupons = try all(.coupon, Coupon.init(_:)) { $0.code.text }
        customers = try all(.customer, Customer.init(_:)) { $0.id.text }
        name = root.place.file
        self.merchant = merchant
        self.objects = objects
        try check()
    }
}

/// One object of a catalog as it is kept.
struct CatalogObject: Sendable {
    /// The kinds, in the order a file has them, as the ledger writes them.
    enum Kind: String, CaseIterable {
        case merchant, metric, feature, plan, addOn, coupon, customer

        /// The key of a file that they stand under.
        var key: String {
            switch self {
            case .merchant: "merchant"
            case .addOn: "add_ons"
            case .metric, .feature, .plan, .coupon, .customer: rawValue + "s"
            }
        }
    }

    let kind: Kind
    let code: String
    let node: CatalogNode
}
