import Metering
import Money
import Testing
import Time

@testable import Catalog
@testable import Rating

@Suite("Charge models")
struct ChargeModelTests {
    let developer = Tiers([
        .init(upTo: Exact(1_000_000), rate: try! rate("0.50", 1_000_000)),
        .init(upTo: Exact(10_000_000), rate: try! rate("0.30", 1_000_000)),
    ])

    static func rate(_ price: String, _ per: Int = 1) throws -> Rate {
        try Rate(price: Exact(parsing: price), per: Exact(per))
    }

    func price(
        _ model: ChargeModel, _ units: String, _ terms: ChargeTerms = ChargeTerms()
    ) throws -> String {
        try Pricer.price(.units(Exact(parsing: units), prorated: nil), model, terms).sum()
            .description
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
        #expect(try price(.graduated(developer), units) == fee)
    }

    @Test("units above a closed last tier have no price, unless the last one goes on")
    func closedTier() throws {
        let used = Exact(12_400_000)
        let error = PricingError.unpricedUnits(pricedUpTo: Exact(10_000_000), used: used)
        #expect(throws: error) { try price(.graduated(developer), "12400000") }
        #expect(throws: error) { try price(.volume(developer, lookup: .exact), "12400000") }
        let open = Tiers(developer.tiers, beyondLast: .lastPrice)
        // 0.50 + 11.4 × 0.30; and 12.4 × 0.30.
        #expect(try price(.graduated(open), "12400000") == "3.92")
        #expect(try price(.volume(open, lookup: .exact), "12400000") == "3.72")
    }

    @Test("a tier's flat fee is due once the tier is entered, the first also at zero units")
    func flatFees() throws {
        let tiers: [Tiers.Tier] = [
            .init(upTo: Exact(100), rate: try Self.rate("1"), flatFee: Exact(10)),
            .init(upTo: nil, rate: try Self.rate("0.5"), flatFee: Exact(20)),
        ]
        #expect(try price(.graduated(Tiers(tiers)), "0") == "10")
        #expect(try price(.graduated(Tiers(tiers, zeroUnits: .nothing)), "0") == "0")
        #expect(try price(.graduated(Tiers(tiers)), "100") == "110")  // the bound is in tier one
        #expect(try price(.graduated(Tiers(tiers, bounds: .exclusive)), "100") == "130")
        #expect(try price(.graduated(Tiers(tiers)), "101") == "130.5")
    }

    @Test("a volume price is that of the tier the total falls in: one more unit can halve the bill")
    func volume() throws {
        let tiers: [Tiers.Tier] = [
            .init(upTo: Exact(10_000_000), rate: try Self.rate("0.20", 1_000_000)),
            .init(upTo: nil, rate: try Self.rate("0.10", 1_000_000)),
        ]
        let volume = ChargeModel.volume(Tiers(tiers), lookup: .exact)
        #expect(try price(volume, "10000000") == "2")
        // In the first tier too, an explanation says that all units pay one price.
        let explained = try Pricer.price(
            .units(Exact(10_000_000), prorated: nil), volume, ChargeTerms())
        #expect(explained.steps.map(\.subject) == [.volume(from: .zero, upTo: Exact(10_000_000))])
        #expect(Explanation(explained.json) == explained)
        #expect(try price(volume, "10000001") == "1.0000001")
        let exclusive = ChargeModel.volume(Tiers(tiers, bounds: .exclusive), lookup: .exact)
        #expect(try price(exclusive, "10000000") == "1")
        // 100.5 lies above 100; rounded up to 101 it still does, and 99.5 counts as 100.
        let hundreds: [Tiers.Tier] = [
            .init(upTo: Exact(100), rate: try Self.rate("2"), flatFee: Exact(1)),
            .init(upTo: Exact(101), rate: try Self.rate("1")),
            .init(upTo: nil, rate: try Self.rate("0.5")),
        ]
        #expect(try price(.volume(Tiers(hundreds), lookup: .exact), "100.5") == "100.5")
        #expect(try price(.volume(Tiers(hundreds), lookup: .ceilUnits), "99.5") == "200")
        #expect(try price(.volume(Tiers(hundreds), lookup: .ceilUnits), "101.2") == "50.6")
        #expect(try price(.volume(Tiers(hundreds), lookup: .exact), "0") == "1")
        // The tier by all units, the price on the prorated ones, the flat fee whole.
        let prorated = try Pricer.price(
            .units(Exact(100), prorated: Exact(50)), .volume(Tiers(hundreds), lookup: .exact))
        #expect(try prorated.sum().description == "101")
    }

    @Test(
        "packages of 1,000 at 0.08: one begun is one due",
        arguments: [
            ("0", "0", "0", "0"), ("1", "0.08", "0", "0"), ("1000", "0.08", "0.08", "0.08"),
            ("12500", "1.04", "0.96", "1.04"), ("12499", "1.04", "0.96", "0.96"),
        ])
    func package(units: String, up: String, down: String, nearest: String) throws {
        for (rounding, fee) in [(Package.Rounding.up, up), (.down, down), (.nearest, nearest)] {
            let model = ChargeModel.package(
                Package(size: Exact(1000), price: try Self.rate("0.08"), rounding: rounding))
            #expect(try price(model, units) == fee)
        }
        let free = ChargeModel.package(
            Package(size: Exact(1000), price: try Self.rate("0.08"), freeUnits: Exact(1)))
        #expect(try price(free, "1001") == "0.08")
    }

    @Test("blocks: a tier's bound counts blocks, and the top tier may price all of them")
    func blocks() throws {
        func model(_ policy: BlockTiers.Policy) throws -> ChargeModel {
            .blockTiers(
                BlockTiers(
                    tiers: [
                        .init(
                            blockSize: Exact(1000), maxBlocks: Exact(101),
                            price: try Self.rate("1")),
                        .init(blockSize: Exact(1000), maxBlocks: nil, price: try Self.rate("0.5")),
                    ], policy: policy, beyondLast: .unpriced))
        }
        #expect(try price(model(.topTier), "101000") == "101")
        #expect(try price(model(.topTier), "101001") == "51")
        #expect(try price(model(.allTiers), "101000") == "101")
        #expect(try price(model(.allTiers), "101001") == "101.5")
        #expect(try price(model(.allTiers), "0") == "0")
    }

    @Test("0.08 per 1K, prorated to the unit: 12,500 cost 1.00")
    func standard() throws {
        let explanation = try Pricer.price(
            .units(Exact(12_500), prorated: nil), .standard(Self.rate("0.08", 1000)))
        #expect(try explanation.sum() == .one)
        #expect(explanation.steps[0].description == "12,500 × 0.08 / 1K = 1")
        #expect(explanation.steps[0].text(unitPrices: true) == "12,500 × 0.00008 = 1")
    }

    @Test("a matrix has a price for a combination, a default, or none")
    func matrix() throws {
        let matrix = Matrix(
            dimensions: ["size", "queue"],
            cells: [
                .init(values: ["size": "hd", "queue": "fast"], rate: try Self.rate("0.2")),
                .init(values: ["size": "hd"], rate: try Self.rate("0.12")),
            ], other: nil)
        func price(_ values: [String: String]) throws -> String {
            try Pricer.price(.combination(Exact(10), values), .matrix(matrix)).sum().description
        }
        #expect(try price(["size": "hd", "queue": "fast"]) == "2")
        #expect(try price(["size": "hd", "queue": "slow"]) == "1.2")
        #expect(throws: PricingError.unpricedCombination(["size": "sd"])) {
            try price(["size": "sd"])
        }
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
            var tiers: [Tiers.Tier] = []
            for _ in 0..<(1 + random(4)) {
                bound += 1 + random(40)
                tiers.append(
                    .init(
                        upTo: Exact(bound), rate: try Self.rate("0.\(1 + random(999))"),
                        flatFee: Exact(random(3))))
            }
            tiers.append(.init(upTo: nil, rate: try Self.rate("0.01")))
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
            let fast = try price(.graduated(Tiers(tiers)), "\(units)")
            #expect(fast == slow.description, "\(units) units over \(tiers)")
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
        let explanation = try Pricer.price(
            .tokens([low, high]), .tokens(Tokens(prices: .own(TokenPrices(entry)))),
            ChargeTerms(multiplier: price("1.2")))
        // 0.003 + 0.03 + 0.0075 + 0.00015 (reasoning as output) = 0.04065; 200,001 × 6e-06 (cache
        // read as input) = 1.200006; times 1.2.
        #expect(try explanation.sum().description == "1.4887872")
        #expect(explanation.steps[0].description == "1,000 × 3 / 1M × 1.2 = 0.0036")
    }

    @Test("quiet hours may pass midnight; equal ends are the whole day", arguments: 0..<1440)
    func offPeak(minute: Int) {
        func hours(_ from: Int, _ to: Int) -> Bool {
            TokenPrices.OffPeak(hours: [.init(from: from, to: to)], bands: [])
                .includes(minute: minute)
        }
        #expect(hours(990, 30) == (minute >= 990 || minute < 30))  // 16:30 to 00:30
        #expect(hours(30, 990) == (minute >= 30 && minute < 990))
        #expect(hours(600, 600))
    }
}
