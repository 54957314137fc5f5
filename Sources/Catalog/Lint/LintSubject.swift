import Money

/// A catalog as rules look at it: each thing with the place it stands at.
struct LintSubject {
    let file: CatalogFile
    let facts: LintFacts
    let metrics: [(metric: BillableMetric, node: CatalogNode)]
    let plans: [(plan: Plan, node: CatalogNode)]
    let customers: [(customer: Customer, node: CatalogNode)]
    let charges: [LintedCharge]

    init(_ file: CatalogFile, _ facts: LintFacts) {
        func nodes(_ kind: CatalogObject.Kind) -> [CatalogNode] {
            file.objects.filter { $0.kind == kind }.map(\.node)
        }
        self.file = file
        self.facts = facts
        metrics = Array(zip(file.metrics, nodes(.metric)))
        plans = Array(zip(file.plans, nodes(.plan)))
        customers = Array(zip(file.customers, nodes(.customer)))
        charges = plans.flatMap { plan, node -> [LintedCharge] in
            zip(plan.charges, node["charges"]?.items ?? []).map { charge, node in
                LintedCharge(
                    charge: charge, plan: plan, node: node,
                    metric: file.metrics.first { $0.code == charge.metric }!)
            }
        }
    }

    /// Models that a charge will have to price: those that customers on its plan have used.
    func models(_ item: LintedCharge, _ dimension: String) -> [String] {
        let subscribed = file.customers.filter { $0.plan == item.plan.code }.map(\.id)
        return facts.models(item.metric, dimension, customers: Set(subscribed)).sorted()
    }

    /// Where a complaint about the whole stands.
    var root: CatalogNode { file.objects[0].node }
}

/// A charge with all that decides what it costs.
struct LintedCharge {
    let charge: Charge
    let plan: Plan
    let node: CatalogNode
    let metric: BillableMetric

    /// Its price, where complaints about one stand.
    var price: CatalogNode { node["price"] ?? node }
    /// The tiers or bands of its price, as they are written.
    var tiers: [CatalogNode] { price["tiers"]?.items ?? [] }
    var label: String { "\(charge.code) of \(plan.code)" }

    /// The key of the terms, or the charge where it is not written.
    func term(_ key: String) -> CatalogNode { node[key] ?? node }

    /// Whether its units are whole numbers always: events counted and not turned into other units.
    var hasWholeUnits: Bool {
        guard case .count = metric.aggregation, charge.terms.included.isWhole else { return false }
        return charge.terms.conversion.map { $0.rounding != nil } ?? true
    }

    /// Graduated, volume or graduated percentage tiers.
    var plainTiers: Tiers? {
        switch charge.price {
        case .graduated(let tiers), .graduatedPercentage(let tiers), .volume(let tiers, _): tiers
        default: nil
        }
    }
}

extension CatalogNode {
    /// The value under a key that a checked catalog may have.
    subscript(key: String) -> CatalogNode? {
        guard case .map(let members) = value else { return nil }
        return members.first { $0.key == key }?.node
    }

    /// The items of a list, or none.
    var items: [CatalogNode] {
        if case .list(let nodes) = value { nodes } else { [] }
    }
}
