import Money
import Testing

@testable import Catalog
@testable import Rating

/// Every amount here was worked out by hand from the rule named beside it.
@Suite("Percentages and prices on events")
struct PercentageTests {
    func percentage(
        _ rate: String, fixed: String = "0", freeEvents: Int? = nil, freeAmount: String? = nil,
        min: String? = nil, max: String? = nil, _ method: Percentage.Method? = nil
    ) throws -> ChargeModel {
        .percentage(
            Percentage(
                rate: try Rate(percent: Exact(parsing: rate)), fixedPerEvent: Exact(fixed)!,
                freeEvents: freeEvents, freeAmount: freeAmount.flatMap { Exact($0) },
                perEventMinimum: min.flatMap { Exact($0) },
                perEventMaximum: max.flatMap { Exact($0) },
                method: method ?? (min == nil && max == nil ? .whicheverFirst : .perEvent)))
    }

    func price(_ model: ChargeModel, _ amounts: String...) throws -> String {
        try Pricer.price(.amounts(amounts.map { Exact($0)! }), model).sum().description
    }

    @Test("a share of the amounts and a fixed fee an event")
    func plain() throws {
        // 175 × 2.9 % + 3 × 0.30
        #expect(try price(percentage("2.9", fixed: "0.30"), "100", "50", "25") == "5.975")
        #expect(try price(percentage("2.9", fixed: "0.30")) == "0")
    }

    @Test("free events and free amount: what is used up first ends both")
    func whicheverFirst() throws {
        // Two events free, then 25 × 10 % + 1.
        #expect(
            try price(percentage("10", fixed: "1", freeEvents: 2), "100", "50", "25") == "3.5")
        // 60 free of 100: the event that passes it pays on 40, and the fixed fee.
        #expect(try price(percentage("10", fixed: "1", freeAmount: "60"), "100") == "5")
        // One that ends on it exactly pays the fixed fee on nothing.
        #expect(try price(percentage("10", fixed: "1", freeAmount: "100"), "60", "40") == "1")
        // The events are used up first: the third pays whole, though 80 would still be free.
        let both = try percentage("10", fixed: "1", freeEvents: 2, freeAmount: "100")
        #expect(try price(both, "10", "10", "10") == "2")
        // The amount is used up first: the second pays on 50.
        #expect(try price(both, "100", "50") == "7")
    }

    @Test("by the event, the free amount goes on after the free events, within bounds for each")
    func perEvent() throws {
        let model = try percentage(
            "10", fixed: "0", freeEvents: 2, freeAmount: "100", min: "2", max: "8")
        // 10, 10 and 10 free; of 100, 70 free and 30 × 10 % = 3; 10 × 10 % = 1 raised to 2;
        // 200 × 10 % = 20 cut to 8.
        #expect(try price(model, "10", "10", "10", "100", "10", "200") == "13")
        let explanation = try Pricer.price(
            .amounts(["10", "10", "10", "100", "10", "200"].map { Exact($0)! }), model)
        #expect(
            explanation.steps.map(\.description) == ["30 × 10 % = 3", "1 × 2 = 2", "1 × 8 = 8"])
    }

    @Test("graduated percentage: each part of the amount at the rate of its tier")
    func graduated() throws {
        let model = ChargeModel.graduatedPercentage(
            Tiers([
                .init(
                    upTo: Exact(1000), rate: try Rate(percent: Exact(2)), flatFee: Exact(5)),
                .init(upTo: nil, rate: try Rate(percent: Exact(1)), flatFee: Exact(3)),
            ]))
        #expect(try price(model, "600", "400") == "25")  // 1,000 × 2 % + 5
        #expect(try price(model, "600", "600") == "30")  // … + 200 × 1 % + 3
    }

    @Test("dynamic: the sum of the prices that came with the events")
    func dynamic() throws {
        let events = [("2", "0.5"), ("3", "1.25")].map {
            PricedUsage.PricedEvent(units: Exact($0.0)!, amount: Exact($0.1)!)
        }
        let explanation = try Pricer.price(.priced(events), .dynamic)
        #expect(try explanation.sum().description == "1.75")
        #expect(explanation.units == Quantity(count: 5))
    }

    @Test("an event of a negative amount is refused, not clamped")
    func negative() throws {
        #expect(throws: PricingError.negativeUnits(Exact(-5))) {
            try price(percentage("10"), "-5")
        }
    }
}
