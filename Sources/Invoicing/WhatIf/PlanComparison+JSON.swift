import Catalog
import Money
import Store

extension PlanComparison {
    /// As an invoice's snapshot has it: exact amounts in the currency of its prices.
    var json: JSONValue {
        .object([
            .init("own", .exact(own.exact)),
            .init(
                "plans",
                .array(
                    others.map {
                        .object([
                            .init("plan", .string($0.plan.text)), .init("name", $0.name.json),
                            .init("amount", .exact($0.amount.exact)),
                        ])
                    })),
        ])
    }

    /// - Parameter pricing: the currency of the invoice's prices.
    init(_ reader: JSONFields, _ pricing: Currency) throws {
        let own = PreciseAmount(try reader.exact("own"), pricing)
        self.init(
            own: own,
            others: try reader.list("plans").map {
                try Other(
                    plan: Code(try $0.text("plan")), name: try $0.localized("name"),
                    amount: PreciseAmount(try $0.exact("amount"), pricing), own: own)
            })
    }
}
