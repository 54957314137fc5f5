import Catalog
import Money
import Testing
import Time

@testable import Credits

@Suite("Drawing credit on an invoice")
struct CreditApplicationTests {
    private func text(_ application: CreditApplication) -> [String] {
        application.draws.map { "\($0.line) \($0.grant) \($0.amount) \($0.value)" }
            + application.left.map { "left \($0.line) \($0.amount)" }
            + application.remaining.map { "rest \($0.grant) \($0.amount)" }
    }

    /// Priority 10 first; of the others g3 ends first; of those without an end promotional g5 before
    /// paid g2, and g2 before g4, which is younger. 25 − 5 × 4 = 5 are drawn of the last but one.
    @Test("priority, then the earliest end, then promotional before paid, then the oldest")
    func order() throws {
        let grants = [
            try CreditGrant.sample("g2", "6", kind: .paid, from: may(1)),
            try CreditGrant.sample("g3", "6", kind: .paid, from: may(1), to: may(31)),
            try CreditGrant.sample("g1", "6", kind: .paid, priority: 10, from: may(1)),
            try CreditGrant.sample("g4", "6", kind: .paid, from: may(1), at: may(2)),
            try CreditGrant.sample("g5", "6", from: may(1)),
        ]
        let application = try CreditApplication(
            [.sample(1, "25")], from: grants.map(\.untouched))
        #expect(application.draws.map(\.grant) == ["g1", "g3", "g5", "g2", "g4"])
        #expect(application.draws.map(\.value.exact) == ["6", "6", "6", "6", "1"].map(number))
        #expect(application.left.map(\.amount.exact) == [.zero])
        #expect(application.remaining.map(\.amount) == ["0", "0", "0", "5", "0"].map(number))
    }

    /// USD 8 before 10 May and 6 after it; the grant of 10 lives from the 10th on: it pays 6, and 4
    /// of the next line, which is all after it.
    @Test("a grant pays only for usage inside its life")
    func life() throws {
        let grant = try CreditGrant.sample(from: may(10)).untouched
        let lines = [
            CreditApplication.Line(
                id: 1, charge: nil, metric: nil,
                parts: [
                    .init(from: may(1), to: may(10), amount: try PreciseAmount("8", .usd)),
                    .init(from: may(10), to: may(31), amount: try PreciseAmount("6", .usd)),
                ]),
            CreditApplication.Line(
                id: 2, charge: nil, metric: nil,
                parts: [.init(from: may(10), to: may(31), amount: try PreciseAmount("7", .usd))]),
        ]
        #expect(
            text(try CreditApplication(lines, from: [grant])) == [
                "1 g1 6 USD 6.00", "2 g1 4 USD 4.00", "left 1 USD 8.00", "left 2 USD 3.00",
                "rest g1 0",
            ])
    }

    @Test("a month is cut where a grant begins or ends, once")
    func cuts() throws {
        let balances = [
            try CreditGrant.sample("g1", from: may(10), to: may(20)).untouched,
            try CreditGrant.sample("g2", from: may(1), to: may(20)).untouched,
            CreditBalance(try .sample("g3", from: may(5)), liveFrom: nil),
            try CreditGrant.sample("g4", from: may(12), to: may(31)).untouched,
        ]
        #expect(
            CreditApplication.cuts(balances, from: may(1), to: may(31))
                == [may(10), may(12), may(20)])
    }

    @Test("a scope is a metric or a charge; other currencies and unpaid grants pay nothing")
    func scope() throws {
        let balances = [
            try CreditGrant.sample("g1", scope: .init(metrics: ["tokens"])).untouched,
            try CreditGrant.sample("g2", scope: .init(charges: ["images"])).untouched,
            try CreditGrant.sample("g3", unit: CreditUnit(.cny)).untouched,
            CreditBalance(try .sample("g4"), liveFrom: nil),
        ]
        let lines = [
            try CreditApplication.Line.sample(1, "3", charge: "text", metric: "tokens"),
            try .sample(2, "4", charge: "images", metric: "renders"), try .sample(3, "5"),
        ]
        #expect(
            text(try CreditApplication(lines, from: balances)) == [
                "1 g1 3 USD 3.00", "2 g2 4 USD 4.00", "left 1 USD 0.00", "left 2 USD 0.00",
                "left 3 USD 5.00", "rest g1 7", "rest g2 6", "rest g3 10", "rest g4 10",
            ])
    }

    /// 1,000 credits at USD 0.003: USD 3. A line of USD 1.00 takes 1 ÷ 0.003 = 333.333… credits, up at
    /// the twelfth decimal; the next of USD 5 all 666.666666666666 that are left, worth
    /// 1.999999999999998.
    @Test("a unit that does not divide: all that is left pays what it is worth, never more")
    func endless() throws {
        let unit = try CreditUnit("credits", worth: UnitPrice("0.003", .usd))
        let grant = try CreditGrant.sample("g1", "1000", unit: unit).untouched
        let application = try CreditApplication([.sample(1, "1"), .sample(2, "5")], from: [grant])
        #expect(
            text(application) == [
                "1 g1 333.333333333334 USD 1.00", "2 g1 666.666666666666 USD 1.999999999999998",
                "left 1 USD 0.00", "left 2 USD 3.000000000000002", "rest g1 0",
            ])
    }

    @Test("a line below zero draws nothing, and one without parts is not there")
    func negative() throws {
        let empty = CreditApplication.Line(id: 2, charge: nil, metric: nil, parts: [])
        #expect(
            text(
                try CreditApplication(
                    [.sample(1, "-3"), empty], from: [CreditGrant.sample().untouched]))
                == ["left 1 USD -3.00", "rest g1 10"])
    }
}
