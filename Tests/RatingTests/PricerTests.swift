import Foundation
import Money
import TestSupport
import Testing

@testable import Catalog
@testable import Rating

@Suite("Terms around a price")
struct PricerTests {
    static func exact(_ text: String) -> Exact { Exact(text)! }

    func standard(_ price: String) throws -> ChargeModel {
        .standard(try Rate(price: Self.exact(price)))
    }

    func price(_ units: String, _ model: ChargeModel, _ terms: ChargeTerms) throws -> Explanation {
        try Pricer.price(.units(Self.exact(units), prorated: nil), model, terms)
    }

    @Test("convert, include, price, discount, cap, raise: in that order")
    func order() throws {
        let terms = ChargeTerms(
            conversion: .init(operation: .divide, factor: Exact(1000), rounding: .up),
            included: Exact(2), multiplier: Self.exact("1.1"), discountPercent: Exact(20),
            maximum: Exact(50), minimum: Exact(5))
        // 11,400 → 12 − 2 = 10; 10 × 10 × 1.1 = 110; −20 % = 88; at most 50.
        let high = try price("11400", standard("10"), terms)
        #expect(try high.sum().description == "50")
        #expect(
            high.steps.map(\.description) == [
                "10 × 10 × 1.1 = 110", "-110 × 20 % = -22", "50 − 88 = -38",
            ])
        // 2,400 → 3 − 2 = 1; 1 × 1 × 1.1 = 1.1; −20 % = 0.88; at least 5.
        let low = try price("2400", standard("1"), terms)
        #expect(try low.sum().description == "5")
        #expect(low.steps.last?.description == "5 − 0.88 = 4.12")
        #expect(low.included == Quantity(count: 2))
    }

    @Test("conversion rounds from the exact quotient, not from twelve decimals of it")
    func conversion() throws {
        func convert(
            _ units: String, by factor: String, _ rounding: Package.Rounding?
        ) throws
            -> String
        {
            try ChargeTerms.UnitConversion(
                operation: .divide, factor: Self.exact(factor), rounding: rounding)(
                    Self.exact(units)
                ).description
        }
        #expect(try convert("1400", by: "1000", .up) == "2")
        #expect(try convert("1400", by: "1000", nil) == "1.4")
        #expect(try convert("1", by: "3", nil) == "0.333333333333")
        // 0.4999999999999 is not a half, though twelve decimals of it are.
        #expect(try convert("0.4999999999999", by: "1", .nearest) == "0")
    }

    @Test("fewer than no units are a credit at a standard price, and refused elsewhere")
    func negative() throws {
        #expect(try price("-3", standard("2"), ChargeTerms()).sum().description == "-6")
        let package = ChargeModel.package(
            Package(size: Exact(10), price: try Rate(price: .one)))
        #expect(throws: PricingError.negativeUnits(Exact(-3))) {
            try price("-3", package, ChargeTerms())
        }
    }

    @Test("a period cut anywhere costs what the whole costs; seed 11")
    func increments() throws {
        var random = SplitMix(seed: 11)
        let models: [ChargeModel] = [
            try standard("0.3"),
            .graduated(
                Tiers([
                    .init(upTo: Exact(50), rate: try Rate(price: .one), flatFee: Exact(2)),
                    .init(upTo: nil, rate: try Rate(price: Self.exact("0.4")), flatFee: Exact(7)),
                ])),
            .volume(
                Tiers([
                    .init(upTo: Exact(50), rate: try Rate(price: .one)),
                    .init(upTo: nil, rate: try Rate(price: Self.exact("0.4"))),
                ]), lookup: .exact),
            .package(Package(size: Exact(30), price: try Rate(price: Exact(5)))),
        ]
        for _ in 0..<500 {
            let model = models[Int(random.next() % 4)]
            let terms = ChargeTerms(
                included: Exact(Int(random.next() % 20)),
                discountPercent: Exact(Int(random.next() % 30)),
                maximum: random.next() % 2 == 0 ? Exact(40) : nil,
                minimum: random.next() % 2 == 0 ? Exact(25) : nil)
            var cuts = (0..<3).map { _ in Int(random.next() % 120) }.sorted()
            cuts.append(cuts[2] + Int(random.next() % 30))
            var billed = Exact.zero
            for (index, cut) in cuts.enumerated() {
                let before = index == 0 ? 0 : cuts[index - 1]
                // A volume price waits for the last one, so that nothing was billed before it.
                let isVolume = if case .volume = model { true } else { false }
                let increment = try Pricer.increment(
                    .units(Exact(cut), prorated: nil), model, terms,
                    alreadyBilled: Exact(before), amount: before == 0 || isVolume ? billed : nil,
                    isLast: index == cuts.count - 1)
                billed = try billed.plus(increment.sum())
            }
            let whole = try price("\(cuts[3])", model, terms).sum()
            #expect(billed == whole, "\(model) \(terms) \(cuts)")
        }
    }

    @Test("what an explanation prints works out to what it says; seed 5")
    func textRecomputes() throws {
        var random = SplitMix(seed: 5)
        for _ in 0..<500 {
            let terms = ChargeTerms(
                multiplier: Exact(coefficient: Int128(1 + random.next() % 300), scale: 2),
                discountPercent: Exact(Int(random.next() % 50)),
                maximum: Exact(Int(random.next() % 3000)))
            let model = ChargeModel.graduated(
                Tiers([
                    .init(
                        upTo: Exact(1000),
                        rate: try Rate(
                            price: Exact(coefficient: Int128(random.next() % 999), scale: 3),
                            per: Exact(1000))),
                    .init(
                        upTo: nil,
                        rate: try Rate(
                            price: Exact(coefficient: Int128(random.next() % 99), scale: 1)),
                        flatFee: Exact(Int(random.next() % 9))),
                ]))
            let explanation = try price("\(random.next() % 5000)", model, terms)
            for step in explanation.steps {
                let sides = step.description.components(separatedBy: " = ")
                #expect(try Arithmetic.value(sides[0]) == Arithmetic.value(sides[1]))
                #expect(try Arithmetic.value(sides[1]) == step.amount)
            }
            #expect(Explanation(explanation.json) == explanation)
        }
    }
}

/// Works out what a step prints, from the left: `3,200,000 × 0.30 / 1M × 1.2 + 10`.
enum Arithmetic {
    struct Unreadable: Error { let text: String }

    static func value(_ text: String) throws -> Exact {
        var words = text.split(separator: " ").map(String.init)
        var result = try number(words.removeFirst())
        while !words.isEmpty {
            let sign = words.removeFirst()
            if sign == "%" {
                result = try result.shifted(right: 2)
                continue
            }
            let next = try number(words.removeFirst())
            switch sign {
            case "×": result = try result.times(next)
            case "/": result = try result.divided(by: next, scale: 30, .halfEven)
            case "+": result = try result.plus(next)
            case "−": result = try result.minus(next)
            default: throw Unreadable(text: text)
            }
        }
        return result
    }

    private static func number(_ word: String) throws -> Exact {
        let zeros = ["K": 3, "M": 6, "B": 9][String(word.last!)] ?? 0
        let digits = (zeros > 0 ? String(word.dropLast()) : word).replacing(",", with: "")
        guard let number = Exact(digits) else { throw Unreadable(text: word) }
        return try number.times(
            Exact(coefficient: (0..<zeros).reduce(1) { a, _ in a * 10 }, scale: 0))
    }
}
