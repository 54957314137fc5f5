import Catalog
import Money
import Rating
import Time

extension Invoicer {
    /// Puts late usage on the last invoice of its customer that has its currency. Who has none, having
    /// moved to prices in another or left, gets one for it.
    static func add(
        _ late: [LateUsage], to drafts: inout [Customer.ID: [Draft]], _ history: MerchantHistory
    ) throws(MoneyError) {
        for month in late {
            for customer in month.fees.keys.sorted() {
                for (plan, items) in try month.items(customer) {
                    let ours = drafts[customer] ?? []
                    if let index = ours.lastIndex(where: { $0.plan.currency == plan.currency }) {
                        drafts[customer]![index].late += items
                        continue
                    }
                    guard let entry = history.last.customer(customer) else { continue }
                    drafts[customer, default: []].append(
                        Draft(
                            catalog: history.last, customer: entry, month: history.month,
                            window: DaySpan(history.month), periods: [], fees: [], recurring: [],
                            plan: plan, coupons: [], late: items, days: DaySpan(history.month)))
                }
            }
        }
    }
}

extension LateUsage {
    /// What a customer owes of the month, by plan: usage, and what it changes of a commitment.
    fileprivate func items(
        _ customer: Customer.ID
    ) throws(MoneyError) -> [(plan: Plan, items: [LineItem])] {
        var found: [(plan: Plan, items: [LineItem])] = []
        let periods = periods[customer] ?? []
        for plan in periods.map(\.plan) where !found.contains(where: { $0.plan.code == plan.code })
        {
            let ours = periods.filter { $0.plan.code == plan.code }
            var items = (fees[customer] ?? []).filter { $0.plan == plan.code }
                .map { LineItem($0, .lateUsage) }
            let now = try Invoicer.commitments(ours, whole[customer] ?? [])
            let before = try Invoicer.commitments(ours, billed[customer] ?? [])
            for (now, before) in zip(now, before) where now.amount != before.amount {
                items.append(try now.beyond(before))
            }
            if !items.isEmpty { found.append((plan, items)) }
        }
        return found
    }
}

extension LineItem {
    /// What is due beside what was billed before.
    fileprivate func beyond(_ before: LineItem) throws(MoneyError) -> LineItem {
        let step = try Explanation.Step(
            .alreadyBilled(units: before.units.exact), amount: before.amount.exact.negated)
        let explanation = Explanation(
            units: units, included: .zero, steps: (explanation?.steps ?? []) + [step])
        return LineItem(
            kind: kind, name: name, service: service, plan: plan, units: units,
            amount: try explanation.total(amount.currency), explanation: explanation)
    }
}
