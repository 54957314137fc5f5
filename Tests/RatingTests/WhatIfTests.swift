import Catalog
import Metering
import Money
import Store
import TestSupport
import Testing
import Time

@testable import Rating

@Suite("A month rated otherwise")
struct WhatIfTests {
    let ledger = try! TestLedger()

    func rated(_ suppositions: [CatalogSupposition] = [], scale: Exact = .one) throws -> RatedMonth
    {
        try ledger.read {
            try RatedMonth(
                $0, "mer_1", WhatIfSample.may, withEvidence: false,
                supposing: Supposition(suppositions, scale: scale))
        }
    }

    func amounts(_ rated: RatedMonth) -> [String] {
        (rated.fees["cus_1"] ?? []).map(\.amount.exact.description)
    }

    func units(_ quantity: String = "1000") throws {
        try ledger.apply(WhatIfSample.catalog().yaml)
        try ledger.ingest([WhatIfSample.event("a", quantity, at: "2026-05-02T08:00:00Z")])
    }

    @Test("under a file's prices, which nothing of is written")
    func file() throws {
        try units()
        let file = try CatalogFile(
            yaml: WhatIfSample.catalog(payg: "{model: standard, unit_price: \"0.06\"}").yaml,
            file: "new.yaml")
        #expect(amounts(try rated([.file(file)])) == ["60"])  // 1,000 × 0.06
        #expect(amounts(try rated()) == ["50"])
        #expect(try ledger.read { try CatalogVersion.all($0, "mer_1").count } == 1)
    }

    @Test("on another plan, one customer or all; a plan that is not there is named")
    func plan() throws {
        try units()
        #expect(amounts(try rated([.plan("flat", customers: nil)])) == ["10"])  // 1,000 × 0.01
        #expect(amounts(try rated([.plan("flat", customers: ["cus_2"])])) == ["50"])
        #expect(throws: CatalogError.unknownPlan("none", "mer_1", known: ["flat", "payg"])) {
            try rated([.plan("none", customers: nil)])
        }
    }

    @Test("what a file leaves without a price is kept, and the rest is priced")
    func unpriced() throws {
        try units()
        let closed = "{model: graduated, tiers: [{up_to: \"500\", unit_price: \"0.05\"}]}"
        let file = try CatalogFile(
            yaml: WhatIfSample.catalog(payg: closed).yaml, file: "new.yaml")
        try ledger.ingest([WhatIfSample.event("x", "7", at: "2026-05-02T08:00:00Z", "extras")])
        let rated = try rated([.file(file)])
        #expect(amounts(rated) == ["7"])
        #expect(
            rated.unpriced == [
                .unpriced(
                    "units_fee", plan: "payg", "cus_1", WhatIfSample.may,
                    .unpricedUnits(pricedUpTo: Exact(500), used: Exact(1000)))
            ])
    }

    @Test("a file that reads a property the ledger does not have at hand is refused")
    func unread() throws {
        try units()
        var catalog = WhatIfSample.catalog()
        catalog.metrics[0].keys = ["aggregation: sum", "field: size"]
        let file = try CatalogFile(yaml: catalog.yaml, file: "new.yaml")
        #expect(throws: CatalogError.unreadProperty(event: "units", property: "size", events: 1)) {
            try rated([.file(file)])
        }
    }

    @Test("at other volumes", arguments: [("0.25", "12.5"), ("1", "50"), ("4", "200")])
    func scale(factor: String, amount: String) throws {
        try units()
        #expect(amounts(try rated(scale: Exact(factor)!)) == [amount])
    }

    @Test("tokens stay whole, events keep their number and their own price")
    func scaled() throws {
        func scaled(_ amount: MeteredUsage.Measured) throws -> MeteredUsage {
            try MeteredUsage(
                customer: "cus_1", metric: "m", group: [], amount: amount, eventCount: 3,
                firstAt: TestLedger.start, lastAt: TestLedger.end
            ).scaled(by: Exact("0.25")!)
        }
        var totals = MeteredUsage.TokenTotals()
        totals.requests = 3
        totals.byClass = [.input: 1000, .output: 2, .cacheRead: 1]
        guard case .tokens(let tokens) = try scaled(.tokens([totals])).amount else {
            Issue.record("no tokens")
            return
        }
        // 250, 0.5 and 0.25: a half is rounded away from zero.
        #expect(tokens[0].byClass == [.input: 250, .output: 1, .cacheRead: 0])
        #expect(tokens[0].requests == 3)
        #expect(
            try scaled(.each([Exact(8), Exact(2)])).amount == .each([Exact(2), Exact("0.5")!]))
        let priced = MeteredUsage.Measured.Priced(units: Exact(8), unitPrice: Exact(3))
        #expect(
            try scaled(.priced([priced])).amount
                == .priced([.init(units: Exact(2), unitPrice: Exact(3))]))
        #expect(try scaled(.units(Quantity(count: 8))).eventCount == 3)
    }

    /// The sample's models at 3 and 15, and at 1 and 5, per million, with a fifth on top.
    func models() throws {
        try ledger.apply(Fixture.catalog)
        let json = """
            {"m": {"input_cost_per_token": 3e-06, "output_cost_per_token": 1.5e-05},
             "s": {"input_cost_per_token": 1e-06, "output_cost_per_token": 5e-06}}
            """
        try ledger.add(prices: json, markup: "1.2")
        func call(_ id: String, _ model: String) -> String {
            Fixture.event(
                id: id, "model_call", "{\"model\":\"\(model)\",\"in\":1000,\"out\":100}")
        }
        try ledger.ingest([call("a", "m"), call("b", "s"), call("c", "other")])
    }

    @Test("at cost: the book's prices without its markup, and models it does not name are listed")
    func cost() throws {
        try models()
        let cost = try rated([.cost(book: "litellm", dimension: "model")])
        // 1,000 × 3 / 1M + 100 × 15 / 1M, and 1,000 × 1 / 1M + 100 × 5 / 1M
        #expect(amounts(cost) == ["0.0045", "0.0015"])
        #expect(cost.fees["cus_1"]?.map { $0.usage.group[0].value } == ["m", "s"])
        #expect(
            cost.unpriced == [
                .unpricedModel(
                    "other", book: "litellm", .notInTable, customer: "cus_1", WhatIfSample.may,
                    tokens: Quantity(count: 1100), events: 1)
            ])
    }

    @Test("the dear models: the dearest on the average, and those at least half as dear")
    func premium() throws {
        try models()
        // 0.0045 and 0.0015 for 1,100 tokens each: a third is less than half.
        #expect(try rated().premiumModels() == ["m"])
        let alone = try rated([.plan("developer", customers: nil)])
        #expect(try alone.premiumModels().isEmpty)
    }
}
