import Catalog
import Credits
import GRDB
import Metering
import Money
import Rating
import Time

extension CreditBooks {
    /// What is due of credit before the invoices of a month draw on it: what plans give for each period
    /// that ends and was used, and, where customers pay from a balance, the holds of the month's work back.
    static func prepare(
        _ db: Database, _ rated: RatedMonth, at instant: Instant
    ) throws {
        let merchant = rated.catalog.merchant
        if merchant.billing == .self { return }
        for (customer, periods) in rated.periods.sorted(by: { $0.key < $1.key }) {
            for ended in periods {
                let (period, plan) = (ended.period, ended.plan)
                guard let credit = plan.periodCredit,
                    rated.fees[customer]?.contains(where: { $0.period == period }) == true
                else { continue }
                let span = period.used.instants(in: rated.history.zone)
                try CreditGrant(
                    id: CreditGrant.ID("\(customer)-\(plan.code)-\(period.used.from)"),
                    customer: customer, kind: .promotional, unit: CreditUnit(credit.currency),
                    amount: period.share(of: credit.exact), effectiveAt: span.from,
                    expiresAt: span.to, reason: "in plan \(plan.code)", grantedBy: "plan",
                    grantedAt: instant
                ).give(db, at: instant)
            }
        }
        if merchant.billing == .usage {
            try release(
                db, merchant.id, heldBefore: rated.history.zone.end(of: rated.month), at: instant)
        }
    }

    /// Gives back what a merchant's customers held for work that is billed now.
    private static func release(
        _ db: Database, _ merchant: Merchant.ID, heldBefore end: Instant, at instant: Instant
    ) throws {
        let released = Set(try CreditMovement.fetchAll(db, kind: .release).map(\.reference))
        for balance in try CreditBalance.fetchAll(db, merchant: merchant)
        where balance.held > .zero {
            let holds = try CreditMovement.fetchAll(db, grant: balance.grant.id, kind: .hold)
                .filter { $0.at < end && !released.contains($0.reference) }
            try record(
                db, CreditHold.release(holds, at: instant, reason: "the month is billed"))
        }
    }
}
