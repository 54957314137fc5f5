import Catalog
import Metering
import Money
import Store
import TestSupport
import Testing
import Time

@testable import Rating

@Suite("Spend caps that stop billing")
struct BillingStopTests {
    /// Extras cost 1 each; units 5 cents each, and 2 cents above 1,000.
    static let graduated =
        "{model: graduated, tiers: [{up_to: \"1000\", unit_price: \"0.05\"}, {unit_price: \"0.02\"}]}"

    /// What a customer used, one event after the other.
    struct Use {
        let isExtra: Bool
        let quantity: Int
    }

    /// In cents: each event is billed as far as there is room for it.
    static func oracle(_ uses: [Use], cap: Int) -> (units: Int, extras: Int) {
        var (units, unitsBilled, extrasBilled) = (0, 0, 0)
        for use in uses {
            let room = cap - unitsBilled - extrasBilled
            if use.isExtra {
                extrasBilled += min(room, use.quantity * 100)
            } else {
                var cost = 0
                for _ in 0..<use.quantity {
                    units += 1
                    cost += units <= 1000 ? 5 : 2
                }
                unitsBilled += min(room, cost)
            }
        }
        return (unitsBilled, extrasBilled)
    }

    @Test("event by event, the same is billed; the fees add up to the cap or to what was used")
    func random() throws {
        let seed: UInt64 = 61
        var random = SplitMix(seed: seed)
        let ledger = try TestLedger()
        var catalog = WhatIfSample.catalog(payg: Self.graduated)
        catalog.customers = []
        var worlds: [(customer: Customer.ID, uses: [Use], cap: Int)] = []
        var events: [String] = []
        for number in 1...120 {
            let id = "cus_\(number)"
            let cap = Int.random(in: 1...12_000, using: &random)
            var customer = SampleCatalog.Customer(id, plan: "payg")
            let dollars = try Exact(cap).shifted(right: 2)
            customer.terms = ["caps: [{amount: \"\(dollars)\", reaction: stop_billing}]"]
            catalog.customers.append(customer)
            let uses = (0..<Int.random(in: 0...12, using: &random)).map { _ in
                let isExtra = Bool.random(using: &random)
                return Use(
                    isExtra: isExtra,
                    quantity: Int.random(in: 0...(isExtra ? 20 : 400), using: &random))
            }
            worlds.append((Customer.ID(id), uses, cap))
            for (hour, use) in uses.enumerated() {
                events.append(
                    Fixture.event(
                        id: "\(id)-\(hour)", customer: id, use.isExtra ? "extras" : "units",
                        quantity: "\(use.quantity)",
                        at: "2026-05-02T\(hour < 10 ? "0" : "")\(hour):00:00Z"))
            }
        }
        try ledger.apply(catalog.yaml)
        try ledger.ingest(events.shuffled(using: &random))
        let rated = try ledger.read {
            try RatedMonth($0, "mer_1", WhatIfSample.may, withEvidence: false)
        }
        var stopped = 0
        for (customer, uses, cap) in worlds {
            let fees = rated.fees[customer] ?? []
            func cents(_ metric: BillableMetric.ID) throws -> Exact {
                try fees.filter { $0.usage.metric == metric }
                    .total(.usd).exact.times(Exact(100))
            }
            let expected = Self.oracle(uses, cap: cap)
            #expect(try cents("units") == Exact(expected.units), "\(customer), seed \(seed)")
            #expect(try cents("extras") == Exact(expected.extras), "\(customer), seed \(seed)")
            for fee in fees where fee.explanation.steps.contains(where: \.isStop) {
                stopped += 1
                #expect(Explanation(fee.explanation.json) == fee.explanation)
                #expect(try fee.explanation.total(.usd) == fee.amount)
            }
        }
        #expect(stopped > 40, "seed \(seed)")
    }

    @Test("the list of caps says what came after, and what usage would have cost")
    func listed() throws {
        let ledger = try TestLedger()
        try ledger.apply(
            WhatIfSample.catalog(caps: "[{amount: \"30\", reaction: stop_billing}]").yaml)
        try ledger.ingest([
            WhatIfSample.event("a", "400", at: "2026-05-02T08:00:00Z"),
            WhatIfSample.event("b", "400", at: "2026-05-03T08:00:00Z"),
            WhatIfSample.event("c", "100", at: "2026-05-04T08:00:00Z"),
        ])
        let use = try #require(
            try ledger.read { try CapUse.all($0, "mer_1", WhatIfSample.may) }.first)
        #expect(use.used == PreciseAmount(Exact(45), .usd))
        #expect(use.crossing?.event == "b")
        let fees = try ledger.read {
            try RatedMonth($0, "mer_1", WhatIfSample.may, withEvidence: false)
        }.fees["cus_1"]
        #expect(
            fees?.first?.explanation.steps.map(\.description) == [
                "900 × 0.05 = 45", "0 − 15 = -15",
            ])
    }
}

extension Explanation.Step {
    fileprivate var isStop: Bool { if case .spendCap = subject { true } else { false } }
}
