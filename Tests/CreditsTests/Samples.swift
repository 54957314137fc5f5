import Catalog
import Money
import Time

@testable import Credits

func number(_ text: String) -> Exact { try! Exact(parsing: text) }

func may(_ day: Int, _ hour: Int = 0) -> Instant {
    try! Instant("2026-05-\(day < 10 ? "0" : "")\(day)T\(hour < 10 ? "0" : "")\(hour):00:00Z")
}

extension CreditGrant {
    /// A promotional grant in USD that pays everything, for ever, from the first of May on.
    static func sample(
        _ id: String = "g1", _ amount: String = "10", kind: Kind = .promotional,
        unit: CreditUnit = CreditUnit(.usd), scope: Scope = .everything, priority: Int = 50,
        from: Instant = may(1), to: Instant? = nil, at: Instant = may(1), cost: Int64 = 1_000
    ) throws -> CreditGrant {
        try CreditGrant(
            id: ID(id), customer: "cus_1", kind: kind, unit: unit, amount: number(amount),
            scope: scope, priority: priority, effectiveAt: from, expiresAt: to, reason: "test",
            grantedBy: "test", grantedAt: at,
            sale: kind == .paid ? Sale(invoice: 1, cost: Amount(minorUnits: cost, .cny)) : nil)
    }

    /// What is left of it when nothing has happened to it.
    var untouched: CreditBalance { CreditBalance(self, liveFrom: effectiveAt) }
}

extension CreditApplication.Line {
    /// A line of one part, all of May.
    static func sample(
        _ id: Int, _ amount: String, charge: Charge.ID? = nil, metric: BillableMetric.ID? = nil
    ) throws -> CreditApplication.Line {
        try CreditApplication.Line(
            id: id, charge: charge, metric: metric,
            parts: [.init(from: may(1), to: may(31), amount: PreciseAmount(amount, .usd))])
    }
}
