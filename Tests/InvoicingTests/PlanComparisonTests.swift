import Catalog
import GRDB
import Metering
import Money
import Rating
import Store
import TestSupport
import Testing
import Time

@testable import Invoicing

@Suite("What other plans would have cost")
struct PlanComparisonTests {
    let ledger = try! TestLedger()

    /// 1,000 units at 0.05 on `payg`, whose invoices name the other plans.
    func compared(
        with plans: String, units: [String: String] = ["cus_1": "1000"]
    ) throws -> [Customer.ID: PlanComparison] {
        var catalog = WhatIfTests.catalog()
        catalog.plans[0].terms = ["compare_with: [\(plans)]"]
        try ledger.apply(catalog.yaml)
        for (customer, quantity) in units {
            try ledger.ingest([
                Fixture.event(id: customer, customer: customer, "units", quantity: quantity)
            ])
        }
        return try ledger.read { db in
            let rated = try RatedMonth(db, "mer_1", WhatIfTests.may)
            return try PlanComparison.all(
                db, "mer_1", rated, Invoicer.drafts(db, "mer_1", rated))
        }
    }

    @Test("1,000 units: 50.00 at 0.05, and 20.00 + 10.00 on the plan at 0.01")
    func amounts() throws {
        let found = try compared(with: "flat")
        #expect(found.count == 1)
        let comparison = try #require(found["cus_1"])
        #expect(try comparison.own == PreciseAmount("50", .cny))
        #expect(comparison.others.map(\.plan) == ["flat"])
        #expect(try comparison.others[0].amount == PreciseAmount("30", .cny))
        #expect(try comparison.others[0].difference == PreciseAmount("-20", .cny))
        let kept = JSONFields(comparison.json, key: "plan_comparison")
        #expect(try PlanComparison(kept, .cny) == comparison)
    }

    @Test("a plan without a price for what was used is no comparison: it would be too cheap")
    func unpriced() throws {
        #expect(try compared(with: "idle").isEmpty)
        let both = try compared(with: "idle, flat")
        #expect(both["cus_1"]?.others.map(\.plan) == ["flat"])
    }

    @Test("each customer on the plan is compared by its own usage, and who used nothing is not")
    func customers() throws {
        let found = try compared(with: "flat", units: ["cus_1": "1000", "cus_2": "100"])
        // 100 × 0.05, and 20.00 + 100 × 0.01.
        #expect(try found["cus_2"]?.own == PreciseAmount("5", .cny))
        #expect(try found["cus_2"]?.others[0].amount == PreciseAmount("21", .cny))
        let none = try PlanComparisonTests().compared(with: "flat", units: [:])
        #expect(none.isEmpty)
    }

    @Test(
        "a plan is compared with others in its currency, each once and not itself",
        arguments: [
            ("payg", "at most 3 other plans, each once"),
            ("flat, flat", "at most 3 other plans, each once"), ("none", "one of payg, flat, idle"),
        ])
    func refused(plans: String, allowed: String) throws {
        do {
            _ = try compared(with: plans)
            Issue.record("\(plans) was taken")
        } catch let error as CatalogError {
            #expect(error.failureReason?.contains(allowed) == true, "\(error)")
        }
    }
}
