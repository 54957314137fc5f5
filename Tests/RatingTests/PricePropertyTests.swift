import Foundation
import Money
import TestSupport
import Testing

@testable import Catalog
@testable import Rating

/// What holds of every price, from a printed seed over ten thousand charges each.
@Suite("Any price")
struct PricePropertyTests {
    static let cases = 10_000

    /// Runs the body for ten thousand random charges; a failure names seed and case.
    static func each(
        seed: UInt64, _ kinds: [RandomCharge.Kind] = RandomCharge.Kind.allCases,
        _ body: (RandomCharge, inout SplitMix) throws -> Bool
    ) rethrows {
        var random = SplitMix(seed: seed)
        for number in 0..<cases {
            let charge = RandomCharge(&random, kinds)
            guard try body(charge, &random) else {
                Issue.record("seed \(seed), case \(number): \(charge)")
                return
            }
        }
    }

    @Test("is what it costs unit by unit, with its terms in their order; seed 101")
    func slowly() throws {
        try Self.each(seed: 101) { charge, random in
            let units = Int(random.next() % 120)
            let expected = Exact(coefficient: Int128(charge.slow(units)), scale: 7)
            let found = try charge.price(units).sum()
            if found != expected { print("\(units) units: \(found), expected \(expected)") }
            return found == expected
        }
    }

    @Test("is the sum of its steps, each of which works out as printed, in both prints; seed 102")
    func printed() throws {
        try Self.each(seed: 102) { charge, random in
            let explanation = try charge.price(Int(random.next() % 120))
            var sum = Exact.zero
            for step in explanation.steps {
                for text in [step.description, step.text(unitPrices: true)] {
                    let sides = text.components(separatedBy: " = ")
                    let left = try Arithmetic.value(sides[0])
                    guard sides.count == 2, try left == Arithmetic.value(sides[1]),
                        left == step.amount
                    else {
                        print(text)
                        return false
                    }
                }
                sum = try sum.plus(step.amount)
            }
            return try sum == explanation.sum() && Explanation(explanation.json) == explanation
        }
    }

    @Test("does not fall when more is used, but for a volume price and a top block; seed 103")
    func rises() throws {
        let kinds: [RandomCharge.Kind] = [.standard, .graduated, .package, .allBlocks]
        try Self.each(seed: 103, kinds) { charge, random in
            let units = Int(random.next() % 120)
            let more = units + Int(random.next() % 30)
            return try charge.price(units).sum() <= charge.price(more).sum()
        }
    }

    @Test("of a period cut anywhere sums to the price of the whole; seed 104")
    func cut() throws {
        try Self.each(seed: 104) { charge, random in
            let cuts = (0...Int(random.next() % 4)).map { _ in Int(random.next() % 120) }.sorted()
            var billed = Exact.zero
            for (index, units) in cuts.enumerated() {
                let before = index == 0 ? 0 : cuts[index - 1]
                // What a fallen price gives back inside the period is told by the amount alone.
                let isKnown = charge.kind == .volume || charge.kind == .topBlock || before == 0
                let part = try Pricer.increment(
                    .units(Exact(units), prorated: nil), charge.model, charge.terms,
                    alreadyBilled: Exact(before),
                    amount: isKnown || random.next() % 2 == 0 ? billed : nil,
                    isLast: index == cuts.count - 1)
                billed = try billed.plus(part.sum())
            }
            return try billed == charge.price(cuts.last!).sum()
        }
    }

    @Test("goes on across a change of price as if there had been none; seed 105")
    func continued() throws {
        try Self.each(seed: 105) { charge, random in
            let terms = charge.terms
            let whole = Int(random.next() % 120)
            let first = Int(random.next() % UInt64(whole + 1))
            var start = Pricer.Progress()
            // What a volume tier looks at is known by then.
            start.total = try Pricer.price(
                .units(Exact(whole), prorated: nil), after: Pricer.Progress(), charge.model, terms,
                includedLeft: terms.included, isLast: true
            ).1.position
            let (before, progress) = try Pricer.price(
                .units(Exact(first), prorated: nil), after: start, charge.model, terms,
                includedLeft: terms.included, isLast: false)
            let left = try terms.included.minus(before.included.exact)
            let (after, _) = try Pricer.price(
                .units(Exact(whole - first), prorated: nil), after: progress, charge.model, terms,
                includedLeft: left, isLast: true)
            let undivided = try Pricer.price(
                .units(Exact(whole), prorated: nil), charge.model, terms
            ).sum()
            let sum = try before.sum().plus(after.sum())
            if sum != undivided { print("\(first) of \(whole): \(sum), whole \(undivided)") }
            return sum == undivided
        }
    }

    @Test("of events is what each costs by itself, after what is free; seed 106")
    func percentages() throws {
        var random = SplitMix(seed: 106)
        func below(_ bound: Int) -> Int { Int(truncatingIfNeeded: random.next() % UInt64(bound)) }
        for number in 0..<Self.cases {
            let isBounded = below(3) == 0
            let (rate, fixed) = (below(200), below(2) * below(5))
            let freeEvents = below(2) == 0 ? 1 + below(6) : nil
            let freeAmount = below(2) == 0 ? 1 + below(200) : nil
            let least = isBounded ? below(4) : nil
            let most = isBounded ? (least ?? 0) + below(9) : nil
            let amounts = (0..<below(12)).map { _ in below(80) }
            let model = ChargeModel.percentage(
                Percentage(
                    rate: try Rate(percent: Exact(coefficient: Int128(rate), scale: 1)),
                    fixedPerEvent: Exact(fixed), freeEvents: freeEvents,
                    freeAmount: freeAmount.map { Exact($0) },
                    perEventMinimum: least.map { Exact($0) },
                    perEventMaximum: most.map { Exact($0) },
                    method: isBounded ? .perEvent : .whicheverFirst))
            // In thousandths: the rate is in tenths of a percent.
            var slow = 0
            var used = 0
            for (index, amount) in amounts.enumerated() {
                let wasOpen = freeAmount.map { used < $0 } ?? false
                used += amount
                let eventsLeft = freeEvents.map { index < $0 } ?? false
                var share = amount
                if freeAmount != nil, wasOpen, freeEvents == nil || eventsLeft || isBounded {
                    if used < freeAmount! { continue }
                    share = used - freeAmount!
                } else if freeAmount == nil, eventsLeft {
                    continue
                }
                var cost = share * rate + fixed * 1000
                if let least { cost = max(cost, least * 1000) }
                if let most { cost = min(cost, most * 1000) }
                slow += cost
            }
            let price = try Pricer.price(.amounts(amounts.map { Exact($0) }), model)
            let found = try price.sum()
            #expect(
                found == Exact(coefficient: Int128(slow), scale: 3),
                "seed 106, case \(number): \(model) \(amounts)")
            // Cut anywhere, the parts sum to it.
            let cut = amounts.prefix(below(amounts.count + 1)).map { Exact($0) }
            let first = try Pricer.price(.amounts(cut), model, isLast: false).sum()
            let rest = try Pricer.increment(
                .amounts(amounts.map { Exact($0) }), model, alreadyBilled: .zero, amount: first)
            #expect(try first.plus(rest.sum()) == found, "seed 106, case \(number)")
            if found != Exact(coefficient: Int128(slow), scale: 3) { return }
        }
    }
}
