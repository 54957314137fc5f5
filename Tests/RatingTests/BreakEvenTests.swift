import Money
import TestSupport
import Testing

@testable import Catalog
@testable import Rating

@Suite("Break-even")
struct BreakEvenTests {
    func plans(_ payg: String, _ flat: String) throws -> (flat: Plan, payg: Plan) {
        let yaml = WhatIfSample.catalog(payg: payg, flat: flat).yaml
        let plans = try CatalogFile(yaml: yaml, file: "c.yaml").plans
        return (plans[1], plans[0])
    }

    func answer(_ payg: String, _ flat: String) throws -> BreakEven {
        let (flat, payg) = try plans(payg, flat)
        return try #require(try BreakEven.all(flat, against: payg).first)
    }

    static let five = "{model: standard, unit_price: \"0.05\"}"

    @Test("20 + 0.01 u = 0.05 u at 500 units")
    func linear() throws {
        let answer = try answer(Self.five, "{model: standard, unit_price: \"0.01\"}")
        #expect(!answer.isCheaperAtFirst)
        #expect(answer.points == [.init(units: Exact(500), isExact: true, isCheaperAbove: true)])
        #expect(answer.searchedUpTo == nil)
        #expect(answer.notSolved == nil)
    }

    @Test("a quotient without an end says so: 20 = 0.03 u, 666.666666666667 rounded up")
    func withoutEnd() throws {
        let answer = try answer(Self.five, "{model: standard, unit_price: \"0.02\"}")
        #expect(
            answer.points == [
                .init(units: Exact("666.666666666667")!, isExact: false, isCheaperAbove: true)
            ])
    }

    @Test("never, where a unit costs as much or more")
    func never() throws {
        for price in ["0.05", "0.06"] {
            let answer = try answer(Self.five, "{model: standard, unit_price: \"\(price)\"}")
            #expect(answer.points.isEmpty)
            #expect(!answer.isCheaperAtFirst)
        }
    }

    @Test("from the first unit, and the other way round: the flat plan against the other")
    func fromTheFirst() throws {
        let (flat, payg) = try plans(Self.five, "{model: standard, unit_price: \"0.01\"}")
        let back = try BreakEven.all(payg, against: flat)[0]
        #expect(back.isCheaperAtFirst)
        #expect(back.points == [.init(units: Exact(500), isExact: true, isCheaperAbove: false)])
        // The metric that only one of them charges for is not compared.
        #expect(try BreakEven.all(payg, against: flat).count == 1)
    }

    @Test("inside the second tier: 10 + 0.05 (u − 100) = 20 + 0.01 u at 375 units")
    func tiers() throws {
        // 5 + 0.05 u = 20 + 0.01 u: 0.04 u = 15.
        let tiers = """
            {model: graduated, tiers: [{up_to: "100", unit_price: "0.10"}, \
            {up_to: null, unit_price: "0.05"}]}
            """
        let answer = try answer(tiers, "{model: standard, unit_price: \"0.01\"}")
        #expect(answer.points == [.init(units: Exact(375), isExact: true, isCheaperAbove: true)])
    }

    @Test("a volume cliff turns the order back at its bound")
    func cliff() throws {
        // 0.05 u passes 20 + 0.01 u at 500; above 1,000 all cost 0.02: 20.00 at 1,000 and a bit
        // against 30: payg is cheaper again, until 0.02 u = 20 + 0.01 u at 2,000.
        let volume = """
            {model: volume, tiers: [{up_to: "1000", unit_price: "0.05"}, \
            {up_to: null, unit_price: "0.02"}]}
            """
        let answer = try answer(volume, "{model: standard, unit_price: \"0.01\"}")
        #expect(
            answer.points == [
                .init(units: Exact(500), isExact: true, isCheaperAbove: true),
                .init(units: Exact(1000), isExact: true, isCheaperAbove: false),
                .init(units: Exact(2000), isExact: true, isCheaperAbove: true),
            ])
    }

    @Test("a closed last tier ends the search, and packages end it after ten thousand")
    func searched() throws {
        let closed = "{model: graduated, tiers: [{up_to: \"300\", unit_price: \"0.05\"}]}"
        let answer = try answer(closed, "{model: standard, unit_price: \"0.01\"}")
        #expect(answer.points.isEmpty)
        #expect(answer.searchedUpTo == Exact(300))
        // Packages of 100 at 5: the fifth begins with 401 units, and costs 25 against 20 + 4.01.
        let packages = "{model: package, package_size: \"100\", package_price: \"5\"}"
        let packed = try self.answer(packages, "{model: standard, unit_price: \"0.01\"}")
        #expect(
            packed.points.first == .init(units: Exact(400), isExact: true, isCheaperAbove: true))
        #expect(packed.searchedUpTo == Exact(1_000_000))
    }

    @Test("what is no straight line is said, not guessed")
    func notSolved() throws {
        let answer = try answer("{model: percentage, rate_percent: \"2\"}", Self.five)
        #expect(answer.notSolved == "units_fee is priced by percentage")
        #expect(answer.points.isEmpty)
    }

    @Test("unit by unit, the order is what it says", arguments: 0..<40)
    func oracle(seed: Int) throws {
        var random = SplitMix(seed: UInt64(seed))
        func price(_ most: Int) -> String {
            "0.\(String(100 + Int.random(in: 1...most, using: &random)).dropFirst())"
        }
        func model() -> String {
            let bound = Int.random(in: 50...400, using: &random)
            let tiers = """
                tiers: [{up_to: "\(bound)", unit_price: "\(price(9))"}, \
                {up_to: "\(bound * 2)", unit_price: "\(price(9))"}, {up_to: null, unit_price: "\(price(9))"}]
                """
            switch Int.random(in: 0..<4, using: &random) {
            case 0: return "{model: standard, unit_price: \"\(price(9))\"}"
            case 1: return "{model: graduated, \(tiers)}"
            case 2: return "{model: volume, \(tiers)}"
            default:
                return
                    "{model: package, package_size: \"\(bound)\", package_price: \"\(bound / 20)\"}"
            }
        }
        let (flat, payg) = try plans(model(), model())
        let answer = try BreakEven.all(flat, against: payg)[0]
        for unit in 1...1500 {
            func cost(_ plan: Plan) throws -> Exact {
                try Pricer.price(
                    .units(Exact(unit), prorated: nil), plan.charges[0].price,
                    plan.charges[0].terms
                ).sum().plus(plan.baseFee.exact)
            }
            let (ours, theirs) = (try cost(flat), try cost(payg))
            if ours == theirs { continue }
            let passed = answer.points.filter { $0.units < Exact(unit) }
            let isCheaper = passed.last?.isCheaperAbove ?? answer.isCheaperAtFirst
            #expect(isCheaper == (ours < theirs), "seed \(seed), \(unit) units, \(answer.points)")
        }
    }
}
