import Catalog
import Credits
import GRDB
import Metering
import Money
import Rating
import Time

extension CreditBooks {
    /// What is due of credit before the invoices of a month draw on it: what plans give for each period
    /// that ends, used or not, as usage may come late, and, where customers pay from a balance, the holds of the month's work back.
    static func prepare(
        _ db: Database, _ rated: RatedMonth, at instant: Instant
    ) throws {
        let merchant = rated.catalog.merchant
        if merchant.billing == .self { return }
        for (customer, periods) in rated.periods.sorted(by: { $0.key < $1.key }) {
            for ended in periods {
                let (period, plan) = (ended.period, ended.plan)
                guard let credit = try rated.credit(of: ended, for: customer) else { continue }
                let span = period.used.instants(in: rated.history.zone)
                try CreditGrant(
                    id: CreditGrant.ID("\(customer):\(plan.code):\(period.used.from)"),
                    customer: customer, kind: .promotional, unit: CreditUnit(credit.currency),
                    amount: credit.exact, effectiveAt: span.from,
                    expiresAt: span.to, reason: "in plan \(plan.code)", grantedBy: "plan",
                    grantedAt: instant
                ).give(db, at: instant)
            }
        }
        if merchant.billing == .usage { try release(db, rated, at: instant) }
    }

    /// Gives back what customers held for work that is billed now: in periods that have ended.
    private static func release(
        _ db: Database, _ rated: RatedMonth, at instant: Instant
    ) throws {
        let history = rated.history
        let released = Set(try CreditMovement.fetchAll(db, kind: .release).map(\.reference))
        for balance in try CreditBalance.fetchAll(db, merchant: rated.catalog.merchant.id)
        where balance.held > .zero {
            let end = history.zone.start(
                of: history.openSince(balance.grant.customer) ?? rated.month.next.firstDay)
            let holds = try CreditMovement.fetchAll(db, grant: balance.grant.id, kind: .hold)
                .filter { $0.at < end && !released.contains($0.reference) }
            try record(
                db, CreditHold.release(holds, at: instant, reason: "the month is billed"))
        }
    }
}
