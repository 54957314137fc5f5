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

@Suite("What a month would have brought")
struct WhatIfTests {
    static let may = Month(year: 2026, month: 5)
    let ledger = try! TestLedger()

    static func catalog(
        price: String = "0.05", coupons: [String] = [], taken: String? = nil
    ) -> SampleCatalog {
        func plan(
            _ code: String, _ fee: String, _ charges: [SampleCatalog.Charge]
        )
            -> SampleCatalog.Plan
        {
            SampleCatalog.Plan(code, ("Plan", "方案"), currency: "CNY", baseFee: fee, charges)
        }
        func units(_ price: String) -> SampleCatalog.Charge {
            SampleCatalog.Charge(
                "fee", ("Units", "单位"), metric: "units",
                price: "{model: standard, unit_price: \"\(price)\"}")
        }
        var (one, two) = (SampleCatalog.Customer.one, SampleCatalog.Customer.two)
        (one.plan, two.plan) = ("payg", "payg")
        if let taken { one.terms = ["coupons: [\(taken)]"] }
        var catalog = SampleCatalog(
            metrics: [
                .init("units", ("Units", "单位"), unit: ("units", "个"), ["aggregation: sum"])
            ],
            plans: [
                plan("payg", "0", [units(price)]), plan("flat", "20", [units("0.01")]),
                plan("idle", "5", []),
            ], customers: [one, two])
        catalog.coupons = coupons
        return catalog
    }

    func use(_ id: String, _ quantity: String, _ customer: String = "cus_1") throws {
        try ledger.ingest([
            Fixture.event(id: id, customer: customer, "units", quantity: quantity)
        ])
    }

    func revenue(_ suppositions: [CatalogSupposition] = []) throws -> Revenue {
        try ledger.read { db in
            try Revenue(
                db, "mer_1",
                RatedMonth(
                    db, "mer_1", Self.may, withEvidence: false,
                    supposing: Supposition(suppositions)))
        }
    }

    func file(_ catalog: SampleCatalog) throws -> CatalogSupposition {
        .file(try CatalogFile(yaml: catalog.yaml, file: "new.yaml"))
    }

    func words(_ changes: [RevenueChange]) -> [String] {
        changes.map { "\($0.customer) \($0.before.exact) \($0.after.exact) \($0.difference.exact)" }
    }

    @Test("before and after, base fees in it, the biggest movers first")
    func changes() throws {
        try ledger.apply(Self.catalog().yaml)
        try use("a", "1000")
        try use("b", "100", "cus_2")
        let before = try revenue()
        // 1,000 × 0.01 + 20 and 100 × 0.01 + 20
        let flat = try RevenueChange.all(
            from: before, to: revenue([.plan("flat", customers: nil)]))
        #expect(words(flat) == ["cus_1 50 30 -20", "cus_2 5 21 16"])
        let totals = try RevenueChange.totals(flat)
        #expect(totals.map(\.before) == [PreciseAmount(Exact(55), .cny)])
        #expect(totals.map(\.after) == [PreciseAmount(Exact(51), .cny)])
        let dearer = try RevenueChange.all(
            from: before, to: revenue([file(Self.catalog(price: "0.06"))]))
        #expect(words(dearer) == ["cus_1 50 60 10", "cus_2 5 6 1"])
    }

    @Test("coupons lower both, as often as they may")
    func coupons() throws {
        let ten = "{code: ten, name: {en: T, zh-Hans: 十}, percent: \"10\", duration: once}"
        try ledger.apply(Self.catalog(coupons: [ten], taken: "ten").yaml)
        try use("a", "1000")
        let dearer = try file(Self.catalog(price: "0.06", coupons: [ten], taken: "ten"))
        // 50 and 60 less a tenth each
        #expect(
            words(try RevenueChange.all(from: revenue(), to: revenue([dearer]))) == [
                "cus_1 45 54 9"
            ])
    }

    @Test("usage that no charge of the other plan is for is named")
    func uncharged() throws {
        try ledger.apply(Self.catalog().yaml)
        try use("a", "1000")
        let (before, after) = (try revenue(), try revenue([.plan("idle", customers: nil)]))
        #expect(
            try RevenueChange.uncharged(from: before, to: after) == [
                .init(customer: "cus_1", metric: "units", units: Quantity(count: 1000))
            ])
        #expect(try RevenueChange.uncharged(from: before, to: before).isEmpty)
    }

    // MARK: - Margin

    /// The sample's tokens at a multiplier, on a book that says 3 and 15 per million with a fifth on
    /// top of it.
    func margin(multiplier: String, models: [String], words: Bool = false) throws -> Margin {
        try ledger.apply(
            Fixture.catalog.replacing("multiplier: \"1.2\"", with: "multiplier: \"\(multiplier)\""))
        let json = #"{"m": {"input_cost_per_token": 3e-06, "output_cost_per_token": 1.5e-05}}"#
        try ledger.add(prices: json, markup: "1.2")
        try ledger.ingest(
            models.enumerated().map { index, model in
                Fixture.event(
                    id: "c\(index)", "model_call",
                    "{\"model\":\"\(model)\",\"in\":1000,\"out\":100}")
            })
        if words {
            try ledger.ingest([
                Fixture.event(
                    id: "w", customer: "cus_2", "chat", quantity: "1500",
                    #"{"model":"m","region":"cn"}"#)
            ])
        }
        let revenue = try revenue()
        return try ledger.read { db in
            try Margin(
                revenue,
                cost: RatedMonth(
                    db, "mer_1", Self.may, withEvidence: false,
                    supposing: Supposition([.cost(book: "litellm", dimension: "model")])))
        }
    }

    @Test("revenue less cost, by customer and by model")
    func known() throws {
        let margin = try margin(multiplier: "1", models: ["m"])
        // 1,000 × 3 / 1M + 100 × 15 / 1M = 0.0045; a fifth on top is 0.0054.
        for rows in [margin.byCustomer, margin.byModel] {
            #expect(rows.count == 1)
            #expect(rows[0].revenue == [PreciseAmount(Exact("0.0054")!, .usd)])
            #expect(rows[0].cost == PreciseAmount(Exact("0.0045")!, .usd))
            #expect(rows[0].margin == PreciseAmount(Exact("0.0009")!, .usd))
            #expect(rows[0].percent == Exact("16.67")!)  // 9 / 54
            #expect(!rows[0].isNegative)
        }
        #expect(margin.byModel[0].name == "m")
    }

    @Test("below cost it is negative")
    func negative() throws {
        // 0.0054 × 0.5 = 0.0027; 0.0027 − 0.0045
        let row = try margin(multiplier: "0.5", models: ["m"]).byCustomer[0]
        #expect(row.margin == PreciseAmount(Exact("-0.0018")!, .usd))
        #expect(row.percent == Exact("-66.67")!)
        #expect(row.isNegative)
    }

    @Test("what the book does not price is of unknown cost, and the margin the most it can be")
    func unknown() throws {
        let margin = try margin(multiplier: "1", models: ["m", "other"], words: true)
        #expect(margin.byCustomer.map(\.name) == ["cus_1", "cus_2"])
        let row = margin.byCustomer[0]
        #expect(row.margin == nil)
        #expect(row.percent == nil)
        #expect(row.atMost == PreciseAmount(Exact("0.0009")!, .usd))
        #expect(
            row.unknown == [
                .init(customer: "cus_1", model: "other", metric: nil, units: Quantity(count: 1100))
            ])
        // Two packages of words, which no book prices.
        #expect(margin.byCustomer[1].atMost == PreciseAmount(Exact("2")!, .usd))
        #expect(margin.byCustomer[1].unknown.map(\.metric) == ["words"])
        // The words name the model too, so what is known of it is not all.
        #expect(margin.byModel.map(\.name) == ["other", "m"])
        #expect(margin.byModel.allSatisfy { $0.margin == nil })
    }
}
