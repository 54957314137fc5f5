import Metering
import Money
import Testing
import Time

@testable import Catalog
@testable import Rating

@Suite("Charge models")
struct ChargeModelTests {
    let developer = ChargeModel.Graduated(tiers: [
        .init(upTo: Exact(1_000_000), rate: try! rate("0.50", 1_000_000), flatFee: .zero),
        .init(upTo: Exact(10_000_000), rate: try! rate("0.30", 1_000_000), flatFee: .zero),
    ])

    static func rate(_ price: String, _ per: Int) throws -> ChargeModel.Rate {
        try ChargeModel.Rate(price: Exact(parsing: price), per: Exact(per))
    }

    func total(_ steps: [Explanation.Step]) throws -> String {
        try Explanation(units: .zero, included: .zero, steps: steps).total(.usd).exact.description
    }

    @Test(
        "input tokens on ai_developer: 0–1M @ 0.50/1M, 1M–10M @ 0.30/1M",
        arguments: [
            ("0", "0"),
            ("1000000", "0.5"),
            ("1000001", "0.5000003"),  // the first unit of tier two, at tier two's price
            ("1000000.5", "0.50000015"),  // quantities are continuous
            ("4200000", "1.46"),
            ("10000000", "3.2"),
        ])
    func graduated(units: String, fee: String) throws {
        let (steps, unpriced) = try developer.steps(Exact(parsing: units))
        #expect(try total(steps) == fee)
        #expect(unpriced.isZero)
    }

    @Test("units above a closed last tier are left over, not free")
    func closedTier() throws {
        let (_, unpriced) = try developer.steps(Exact(12_400_000))
        #expect(unpriced == Exact(2_400_000))
    }

    @Test("a tier's flat fee is due once the tier is entered, the first also at zero units")
    func flatFees() throws {
        let model = ChargeModel.Graduated(tiers: [
            .init(upTo: Exact(100), rate: try Self.rate("1", 1), flatFee: Exact(10)),
            .init(upTo: nil, rate: try Self.rate("0.5", 1), flatFee: Exact(20)),
        ])
        #expect(try total(model.steps(.zero).steps) == "10")
        #expect(try total(model.steps(Exact(100)).steps) == "110")  // the bound is in tier one
        #expect(try total(model.steps(Exact(101)).steps) == "130.5")
    }

    @Test(
        "packages of 1,000 at 0.08: one begun is one due",
        arguments: [("0", "0"), ("1", "0.08"), ("1000", "0.08"), ("12500", "1.04")])
    func package(units: String, fee: String) throws {
        let model = ChargeModel.Package(
            size: Exact(1000), price: try Exact(parsing: "0.08"), freeUnits: .zero)
        #expect(try total(model.steps(Exact(parsing: units))) == fee)
    }

    @Test("0.08 per 1K, prorated to the unit: 12,500 cost 1.00")
    func standard() throws {
        let model = ChargeModel.Standard(rate: try Self.rate("0.08", 1000))
        let steps = try model.steps(Exact(12_500))
        #expect(try total(steps) == "1")
        #expect(steps[0].description == "12,500 × 0.08 / 1K = 1")
    }

    @Test("a graduated fee equals the sum of its units, each priced alone; seed 7")
    func unitByUnit() throws {
        var state: UInt64 = 7
        func random(_ bound: Int) -> Int {
            state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            return Int(state >> 33) % bound
        }
        for _ in 0..<200 {
            var bound = 0
            var tiers: [ChargeModel.Tier] = []
            for index in 0..<(1 + random(4)) {
                bound += 1 + random(40)
                tiers.append(
                    .init(
                        upTo: index == 3 ? nil : Exact(bound),
                        rate: try Self.rate("0.\(1 + random(999))", 1),
                        flatFee: Exact(random(3))))
            }
            tiers.append(.init(upTo: nil, rate: try Self.rate("0.01", 1), flatFee: .zero))
            if tiers.dropLast().contains(where: { $0.upTo == nil }) { tiers.removeLast() }
            let units = random(200)
            // The slow answer: walk unit by unit, entering tiers on the way.
            var slow = tiers[0].flatFee
            var tier = 0
            for unit in 1..<(units + 1) {
                while let end = tiers[tier].upTo, Exact(unit) > end {
                    tier += 1
                    slow = try slow.plus(tiers[tier].flatFee)
                }
                slow = try slow.plus(tiers[tier].rate.unitPrice)
            }
            let fast = try ChargeModel.Graduated(tiers: tiers).steps(Exact(units))
            #expect(try total(fast.steps) == slow.description, "\(units) units over \(tiers)")
        }
    }

    @Test("tokens: each class at its price, missing ones fall back, bands by request size")
    func tokens() throws {
        // claude-sonnet-4-5 in litellm 1.81.0: 3 and 15 USD a million, cache read 0.30, write 3.75;
        // above 200,000 input tokens 6 and 22.50, read 0.60, write 7.50.
        func price(_ text: String) -> Exact { Exact(text)! }
        let entry = PriceBookEntry(
            model: "claude-sonnet-4-5", state: .priced,
            bands: [
                .init(
                    maxInputTokens: 200_000,
                    prices: [
                        .input: price("3e-06"), .output: price("1.5e-05"),
                        .cacheRead: price("3e-07"), .cacheWrite: price("3.75e-06"),
                    ]),
                .init(
                    maxInputTokens: nil,
                    prices: [.input: price("6e-06"), .output: price("2.25e-05")]),
            ])
        var low = MeteredUsage.TokenTotals()
        low.requests = 2
        low.byClass = [.input: 1000, .output: 500, .cacheRead: 100_000, .reasoning: 10]
        var high = MeteredUsage.TokenTotals()
        high.requests = 1
        high.byClass = [.cacheRead: 200_001]
        let model = ChargeModel.Tokens(
            priceBook: "litellm", dimension: "model", multiplier: price("1.2"))
        let found = PriceBook.Found(
            entry: entry, version: 1, sourceName: "t.json", markup: .one)
        let steps = try #require(try model.steps([low, high], found))
        // 0.003 + 0.03 + 0.0075 + 0.00015 (reasoning as output) = 0.04065; 200,001 × 6e-06 (cache
        // read as input) = 1.200006; times 1.2.
        #expect(try total(steps) == "1.4887872")
        #expect(steps[0].description == "1,000 × 3 / 1M × 1.2 = 0.0036")
    }

    @Test("an explanation survives the way through JSON")
    func json() throws {
        let steps = try developer.steps(Exact(4_200_000)).steps
        let explanation = Explanation(
            units: Quantity(count: 4_200_000), included: .zero, steps: steps, priceSource: "x")
        #expect(Explanation(explanation.json) == explanation)
    }
}
