import Time

/// A plan that no customer is on: an offer, or a customer's plan misspelt.
enum PlanWithoutCustomers: LintRule {
    static let name = "plan_without_customers"
    static let about = "No customer is on a plan. Note."

    static func findings(_ subject: LintSubject) -> [LintFinding] {
        subject.plans.compactMap { plan, node in
            if subject.customers.contains(where: { $0.customer.plan == plan.code }) { return nil }
            return finding(
                .note, at: node, "no customer is on the plan \(plan.code)",
                advice: "leave it if it is an offer")
        }
    }
}

/// A customer that begins before its plan is in force, or so long after it that the year looks wrong.
enum NoPlanYet: LintRule {
    static let name = "no_plan_yet"
    static let about =
        "A customer begins before its plan is in force (warning; a note where no ledger "
        + "says since when), or more than a year after the catalog takes effect (note)."

    static func findings(_ subject: LintSubject) -> [LintFinding] {
        let effective = subject.file.effective
        return subject.customers.compactMap { customer, node in
            let since = node["since"] ?? node
            let known = subject.facts.firstDay[customer.plan]
            let first = known.map { min($0, effective) } ?? effective
            if customer.since < first {
                // A file may be the second version of a catalog whose first one held by then.
                return finding(
                    known == nil ? .note : .warning, at: since,
                    "\(customer.id) begins on \(customer.since), and its plan \(customer.plan) is in "
                        + "force from \(first) on",
                    advice: "move effective to \(customer.since), or since to \(first)")
            }
            if customer.since.sinceEpoch - effective.sinceEpoch > 366 {
                return finding(
                    .note, at: since,
                    "\(customer.id) begins on \(customer.since), more than a year after the catalog "
                        + "takes effect on \(effective)",
                    advice: "check the year")
            }
            return nil
        }
    }
}
