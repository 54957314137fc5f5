import Catalog
import Metering
import Money
import TestSupport
import Testing
import Time

@testable import Rating

@Suite("Spend caps")
struct CapUseTests {
    let ledger = try! TestLedger()

    /// 20.00, 20.00, 20.00 and 5.00 of units, and between them 7.00 of extras.
    func use(_ caps: String?, replaying cap: SpendCap? = nil) throws -> [CapUse] {
        try ledger.apply(WhatIfSample.catalog(caps: caps).yaml)
        try ledger.ingest([
            WhatIfSample.event("a", "400", at: "2026-05-02T08:00:00Z"),
            WhatIfSample.event("b", "400", at: "2026-05-03T08:00:00Z"),
            WhatIfSample.event("x", "7", at: "2026-05-03T09:00:00Z", "extras"),
            WhatIfSample.event("c", "400", at: "2026-05-04T08:00:00Z"),
            WhatIfSample.event("d", "100", at: "2026-05-05T08:00:00Z"),
        ])
        return try ledger.read { try CapUse.all($0, "mer_1", WhatIfSample.may, replaying: cap) }
    }

    @Test("the event that brings the amount to the cap has reached it; what came after is listed")
    func reached() throws {
        let use = try #require(
            try use("[{amount: \"40\", reaction: pause, metrics: [units]}]").first)
        #expect(use.used == PreciseAmount(Exact(65), .usd))  // 1,300 × 0.05
        #expect(use.left == .zero(.usd))
        let crossing = try #require(use.crossing)
        #expect(crossing.event == "b")
        #expect(crossing.at == (try Instant("2026-05-03T08:00:00Z")))
        #expect(crossing.reached == PreciseAmount(Exact(40), .usd))
        #expect(
            crossing.after == [
                .init(
                    metric: "units", events: 2, units: Quantity(count: 500),
                    amount: PreciseAmount(Exact(25), .usd))
            ])
        #expect(try use.refused() == PreciseAmount(Exact(25), .usd))
    }

    @Test("without metrics all usage counts, and what is left is said")
    func all() throws {
        let uses = try use(
            "[{amount: \"47\", reaction: warn}, {amount: \"100\", reaction: throttle}]")
        // 20 + 20 + 7: the extras reach it.
        #expect(uses[0].crossing?.event == "x")
        #expect(uses[0].crossing?.after.map(\.metric) == ["units"])
        #expect(uses[1].crossing == nil)
        #expect(uses[1].left == PreciseAmount(Exact(28), .usd))  // 100 − 65 − 7
    }

    @Test("a customer that set none has none, and one is replayed")
    func replayed() throws {
        #expect(try use(nil).isEmpty)
        let uses = try ledger.read {
            try CapUse.all(
                $0, "mer_1", WhatIfSample.may,
                replaying: SpendCap(amount: Exact("60.01")!, reaction: .pause, metrics: ["units"]))
        }
        #expect(uses.map(\.crossing?.event) == ["d"])
    }

    @Test(
        "adding up event by event finds the same event",
        arguments: [1, 20, 21, 40, 41, 47, 48, 67, 68, 72, 73])
    func oracle(amount: Int) throws {
        let cap = SpendCap(amount: Exact(amount), reaction: .warn)
        let use = try #require(try use(nil, replaying: cap).first)
        var sum = 0
        var expected: String?
        for (event, cost) in [("a", 20), ("b", 20), ("x", 7), ("c", 20), ("d", 5)] {
            sum += cost
            if expected == nil, sum >= amount { expected = event }
        }
        #expect(use.crossing?.event == expected)
    }
}
