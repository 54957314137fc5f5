import Catalog
import Money
import TestSupport
import Testing
import Time

@testable import Credits

/// Thousands of random invoices, held against a slow answer that pays one cent after the other.
@Suite("Drawing credit, at random")
struct CreditPropertyTests {
    /// Days of May on which random grants begin and end: the parts of every line are cut there.
    private static let days = [1, 6, 11, 16, 21, 26, 31]

    private struct Case {
        var lines: [CreditApplication.Line] = []
        var balances: [CreditBalance] = []

        init(_ random: inout SplitMix) throws {
            func any<T>(_ values: [T]) -> T { values.randomElement(using: &random)! }
            let units = [
                CreditUnit(.usd), try CreditUnit("halves", worth: UnitPrice("0.5", .usd)),
                try CreditUnit("pairs", worth: UnitPrice("2", .usd)), CreditUnit(.cny),
            ]
            for index in 0..<Int.random(in: 0...5, using: &random) {
                let from = Int.random(in: 0...4, using: &random)
                let to = Int.random(in: (from + 1)...6, using: &random)
                let scope: CreditGrant.Scope = any([
                    .everything, .everything, .init(metrics: ["m1"]), .init(charges: ["c2"]),
                    .init(metrics: ["m2"], charges: ["c1"]),
                ])
                let grant = try CreditGrant.sample(
                    "g\(index)", "\(Int.random(in: 1...12, using: &random) * 2)",
                    kind: any([.paid, .promotional]), unit: any(units), scope: scope,
                    priority: any([10, 50, 50]), from: may(CreditPropertyTests.days[from]),
                    to: Bool.random(using: &random) ? may(CreditPropertyTests.days[to]) : nil)
                balances.append(
                    CreditBalance(
                        grant,
                        liveFrom: Int.random(in: 0..<8, using: &random) == 0
                            ? nil : grant.effectiveAt))
            }
            for id in 0..<Int.random(in: 1...4, using: &random) {
                var parts: [CreditApplication.Part] = []
                for (from, to) in zip(
                    CreditPropertyTests.days, CreditPropertyTests.days.dropFirst())
                where Bool.random(using: &random) {
                    parts.append(
                        .init(
                            from: may(from), to: may(to),
                            amount: PreciseAmount(
                                Exact(Int.random(in: 0...9, using: &random)), .usd)))
                }
                lines.append(
                    .init(
                        id: id, charge: any(["c1", "c2"]), metric: any(["m1", "m2"]), parts: parts))
            }
        }
    }

    /// One dollar after the other, each from the best grant that may pay it, looked for anew.
    private func slowly(_ example: Case) -> (drawn: [String: Int], left: [Int: Int], rest: [Int]) {
        // In halves of a dollar, so that every unit of the examples is whole.
        let worth = ["USD": 2, "halves": 1, "pairs": 4]
        var rest = example.balances.map { balance in
            Int(balance.grant.amount.coefficient) * (worth[balance.grant.unit.name] ?? 0)
        }
        var drawn: [String: Int] = [:]
        var left: [Int: Int] = [:]
        for line in example.lines {
            for part in line.parts {
                for _ in 0..<Int(part.amount.exact.coefficient) * 2 {
                    var best: Int?
                    for (index, balance) in example.balances.enumerated() {
                        let grant = balance.grant
                        let scope = grant.scope
                        let fits =
                            (scope.metrics.isEmpty && scope.charges.isEmpty)
                            || scope.metrics.contains(line.metric!)
                            || scope.charges.contains(line.charge!)
                        let lives =
                            balance.liveFrom != nil && balance.liveFrom! <= part.from
                            && (grant.expiresAt == nil || grant.expiresAt! >= part.to)
                        guard rest[index] > 0, fits, lives else { continue }
                        if let known = best, !isBetter(grant, example.balances[known].grant) {
                            continue
                        }
                        best = index
                    }
                    if let best {
                        rest[best] -= 1
                        drawn["\(line.id) \(example.balances[best].grant.id)", default: 0] += 1
                    } else {
                        left[line.id, default: 0] += 1
                    }
                }
            }
        }
        return (drawn, left, rest)
    }

    /// Whether `a` is drawn before `b`, which comes earlier in the list.
    private func isBetter(_ a: CreditGrant, _ b: CreditGrant) -> Bool {
        if a.priority != b.priority { return a.priority < b.priority }
        switch (a.expiresAt, b.expiresAt) {
        case (let x?, let y?) where x != y: return x < y
        case (.some, nil): return true
        case (nil, .some): return false
        default: break
        }
        if a.kind != b.kind { return a.kind == .promotional }
        return a.effectiveAt < b.effectiveAt
    }

    @Test("20,000 invoices agree with the answer cent by cent, seed 20260511")
    func oracle() throws {
        var random = SplitMix(seed: 20_260_511)
        var drawnAtAll = 0
        for round in 0..<20_000 {
            let example = try Case(&random)
            let found = try CreditApplication(example.lines, from: example.balances)
            let slow = slowly(example)
            var drawn: [String: Exact] = [:]
            for draw in found.draws {
                #expect(drawn["\(draw.line) \(draw.grant)"] == nil, "round \(round): drawn twice")
                drawn["\(draw.line) \(draw.grant)"] = try draw.value.exact.times(Exact(2))
            }
            #expect(drawn == slow.drawn.mapValues { Exact($0) }, "round \(round)")
            for (line, amount) in found.left {
                #expect(
                    try amount.exact.times(Exact(2)) == Exact(slow.left[line] ?? 0),
                    "round \(round), line \(line)")
            }
            drawnAtAll += found.draws.count
        }
        // Examples in which nothing happens would prove nothing.
        #expect(drawnAtAll > 20_000)
    }

    /// Prices with many decimals and units that do not divide.
    @Test(
        "10,000 invoices: what goes in comes out or is left, and no grant pays more than it is worth, seed 20260512"
    )
    func conserved() throws {
        var random = SplitMix(seed: 20_260_512)
        let worths = ["0.003", "0.07", "3", "7", "1", "0.01", "1.3"]
        for round in 0..<10_000 {
            let balances = try (0..<Int.random(in: 1...4, using: &random)).map { index in
                try CreditGrant.sample(
                    "g\(index)", "\(Int.random(in: 1...3_000, using: &random))",
                    unit: CreditUnit(
                        "u\(index)",
                        worth: UnitPrice(worths.randomElement(using: &random)!, .usd))
                ).untouched
            }
            let lines = try (0..<6).map { id in
                try CreditApplication.Line.sample(
                    id,
                    "\(Int.random(in: 0...90, using: &random)).\(Int.random(in: 100_000...999_999, using: &random))"
                )
            }
            let found = try CreditApplication(lines, from: balances)
            for line in lines {
                var sum = found.left.first { $0.line == line.id }!.amount
                for draw in found.draws where draw.line == line.id {
                    sum = try sum.plus(draw.value)
                }
                #expect(sum == line.parts[0].amount, "round \(round), line \(line.id)")
            }
            for (balance, rest) in zip(balances, found.remaining) {
                let draws = found.draws.filter { $0.grant == balance.grant.id }
                var units = rest.amount
                var value = Exact.zero
                for draw in draws {
                    units = try units.plus(draw.amount)
                    value = try value.plus(draw.value.exact)
                }
                #expect(units == balance.grant.amount, "round \(round), \(rest.grant)")
                #expect(!rest.amount.isNegative, "round \(round), \(rest.grant)")
                #expect(
                    try value <= balance.grant.unit.value(of: balance.grant.amount),
                    "round \(round), \(rest.grant)")
            }
        }
    }
}
