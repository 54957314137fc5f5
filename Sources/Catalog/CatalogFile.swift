import Money
public import Time

/// One catalog file: a merchant with its metrics, plans and customers, checked as a whole.
///
///     let file = try CatalogFile(yaml: text, file: "mer_001.yaml")
///     file.plans.map(\.code)
public struct CatalogFile: Sendable {
    /// The day in the merchant's zone from which it holds.
    public let effective: Day
    public let merchant: Merchant
    public let metrics: [BillableMetric]
    public let plans: [Plan]
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
        try root.only("effective", "merchant", "metrics", "plans", "customers")
        effective = try root.required("effective").day()
        let merchantNode = try root.required("merchant")
        let merchant = try Merchant(merchantNode)
        var objects = [CatalogObject(kind: .merchant, code: merchant.id.text, node: merchantNode)]

        var metrics: [BillableMetric] = []
        for node in try root.optional("metrics")?.list() ?? [] {
            let metric = try BillableMetric(node)
            objects.append(CatalogObject(kind: .metric, code: metric.code.text, node: node))
            metrics.append(metric)
        }
        var plans: [Plan] = []
        for node in try root.optional("plans")?.list() ?? [] {
            let plan = try Plan(node)
            objects.append(CatalogObject(kind: .plan, code: plan.code.text, node: node))
            plans.append(plan)
            try CatalogFile.check(plan, node, metrics)
        }
        var customers: [Customer] = []
        for node in try root.optional("customers")?.list() ?? [] {
            let customer = try Customer(node)
            objects.append(CatalogObject(kind: .customer, code: customer.id.text, node: node))
            customers.append(customer)
            guard plans.contains(where: { $0.code == customer.plan }) else {
                throw try node.required("plan").problem(
                    "“\(customer.plan)”", "one of " + plans.map(\.code.text).joined(separator: ", ")
                )
            }
        }
        var seen: Set<String> = []
        for object in objects
        where !seen.insert("\(object.kind) \(object.code.lowercased())").inserted {
            throw object.node.problem(
                "a second \(object.kind) “\(object.code)”",
                "each code once in a file, capital letters or not")
        }
        name = root.place.file
        self.merchant = merchant
        self.metrics = metrics
        self.plans = plans
        self.customers = customers
        self.objects = objects
    }

    private static func check(
        _ plan: Plan, _ node: CatalogNode, _ metrics: [BillableMetric]
    ) throws(CatalogError) {
        let nodes = try node.optional("charges")?.list() ?? []
        for (charge, node) in zip(plan.charges, nodes) {
            guard let metric = metrics.first(where: { $0.code == charge.metric }) else {
                throw try node.required("metric").problem(
                    "“\(charge.metric)”",
                    "one of " + metrics.map(\.code.text).joined(separator: ", "))
            }
            try ChargeCheck(charge, metric, node).run()
        }
    }
}

/// One object of a catalog as it is kept.
struct CatalogObject: Sendable {
    enum Kind: String { case merchant, metric, plan, customer }

    let kind: Kind
    let code: String
    let node: CatalogNode
}
