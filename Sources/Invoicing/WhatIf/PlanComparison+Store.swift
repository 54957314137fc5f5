public import Catalog
public import GRDB
public import Metering
import Money
public import Rating
import Time

extension PlanComparison {
    /// Those of a month, by customer: of who has one invoice, on one plan, which names others (`compare_with`).
    ///
    /// A plan is left out that does not price everything the customer used: its total would be too low.
    ///
    /// - Parameters:
    ///   - drafts: of the month, as they are to be billed.
    ///   - mark: as the month stood when it was closed; nil while it is closed.
    /// - Throws: what stops a month from being rated.
    public static func all(
        _ db: Database, _ merchant: Merchant.ID, _ rated: RatedMonth,
        _ drafts: [Customer.ID: [Invoicer.Draft]], through mark: CloseMark? = nil
    ) throws -> [Customer.ID: PlanComparison] {
        var asked: [Customer.ID: Plan] = [:]
        var wanted: [Plan.ID: Set<Customer.ID>] = [:]
        for (customer, drafts) in drafts
        where drafts.contains(where: { !$0.plan.comparedWith.isEmpty }) {
            let due = try drafts.filter { try Invoicer.isDue($0) }
            guard due.count == 1, case let plan = due[0].plan, !plan.comparedWith.isEmpty,
                due[0].periods.allSatisfy({ $0.plan.code == plan.code })
            else { continue }
            asked[customer] = plan
            for other in plan.comparedWith { wanted[other, default: []].insert(customer) }
        }
        if asked.isEmpty { return [:] }
        let own = try Revenue(db, merchant, rated, only: Set(asked.keys))
        var others: [Plan.ID: (revenue: Revenue, name: LocalizedText)] = [:]
        for (code, customers) in wanted {
            let supposed = try RatedMonth(
                db, merchant, rated.month, customers: customers, withEvidence: false,
                through: mark, supposing: Supposition([.plan(code, customers: customers)]))
            guard let plan = supposed.catalog.plans.first(where: { $0.code == code }) else {
                continue
            }
            others[code] = (try Revenue(db, merchant, supposed), plan.name)
        }
        return try asked.reduce(into: [:]) { found, asked in
            let (customer, plan) = asked
            guard let ownTotal = try own.total(customer, plan.currency) else { return }
            let used = own.used(customer)
            let compared = try plan.comparedWith.compactMap { code -> Other? in
                guard let (revenue, name) = others[code], revenue.prices(used, customer),
                    let total = try revenue.total(customer, plan.currency)
                else { return nil }
                return try Other(plan: code, name: name, amount: total, own: ownTotal)
            }
            if !compared.isEmpty {
                found[customer] = PlanComparison(own: ownTotal, others: compared)
            }
        }
    }
}

extension Revenue {
    /// What a customer pays; nil where that is nothing, or not in that currency alone.
    fileprivate func total(_ customer: Customer.ID, _ currency: Currency) throws -> PreciseAmount? {
        let sums = try (lines[customer] ?? []).map(\.amount).byCurrency()
        return sums.count == 1 && sums[0].currency == currency ? sums[0] : nil
    }

    /// The metrics that a customer used something of.
    fileprivate func used(_ customer: Customer.ID) -> Set<BillableMetric.ID> {
        Set((lines[customer] ?? []).filter { !$0.units.isZero }.compactMap(\.metric))
    }

    /// Whether all of that has a price.
    fileprivate func prices(_ metrics: Set<BillableMetric.ID>, _ customer: Customer.ID) -> Bool {
        metrics.isSubset(of: charged[customer] ?? [])
            && !unpriced.contains { $0.customer == customer }
    }
}
