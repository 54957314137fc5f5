import Catalog
import Money
import TestSupport
import Testing
import Time

@testable import Metering

@Suite("Aggregations")
struct AggregatorTests {
    static func instant(_ text: String) -> Instant { try! Instant(text) }
    let june = (instant("2026-06-01T00:00:00Z"), instant("2026-07-01T00:00:00Z"))

    func quantity(
        _ kind: Aggregator.Kind, _ values: [(String, String)], initial: String = "0",
        span: Int64? = nil
    ) throws -> String {
        var aggregator = Aggregator(
            kind, from: june.0, to: june.1, initial: Exact(initial)!, span: span)
        for (at, number) in values {
            try aggregator.add(.init(at: Self.instant(at), number: Exact(number)!))
        }
        return try aggregator.quantity().description
    }

    @Test("count, sum, max and latest; the end of a period is not in it")
    func plain() throws {
        let values = [
            ("2026-06-30T23:59:59.999999999Z", "2.5"), ("2026-06-01T00:00:00Z", "7"),
            ("2026-06-10T00:00:00Z", "-3"), ("2026-07-01T00:00:00Z", "100"),
            ("2026-05-31T23:59:59Z", "100"),
        ]
        #expect(try quantity(.count, values) == "3")
        #expect(try quantity(.sum, values) == "6.5")
        #expect(try quantity(.max, values) == "7")
        #expect(try quantity(.latest, values) == "2.5")
        for kind in Aggregator.Kind.allCases { #expect(try quantity(kind, []) == "0") }
        // Nothing above zero is the largest all the same, and not nothing.
        #expect(try quantity(.max, [("2026-06-10T00:00:00Z", "-3")]) == "-3")
        #expect(try quantity(.latest, [], initial: "4") == "4")
    }

    @Test("a weighted sum is a level times the share of the period it was held")
    func weighted() throws {
        // 10 for half of June and 15 for the other half.
        let rise = [("2026-06-16T00:00:00Z", "5")]
        #expect(try quantity(.weightedSum, rise, initial: "10") == "12.5")
        // By the day: 15 days of 10 and 15 of 15 GB are 375 GB-days.
        let day: Int64 = 86_400 * 1_000_000_000
        #expect(try quantity(.weightedSum, rise, initial: "10", span: day) == "375")
        // Two changes of one instant add up; a level may fall to nothing.
        let moves = [
            ("2026-06-11T00:00:00Z", "6"), ("2026-06-11T00:00:00Z", "-3"),
            ("2026-06-21T00:00:00Z", "-3"),
        ]
        #expect(try quantity(.weightedSum, moves) == "1")  // 3 for ten days of thirty
        // One second of 1 in 2,592,000: 3.858…e-7, to twelve decimals.
        #expect(
            try quantity(.weightedSum, [("2026-06-30T23:59:59Z", "1")]) == "0.000000385802")
    }

    @Test("unique values are told apart by their bytes; operations take them away again")
    func unique() throws {
        var aggregator = Aggregator(.uniqueCount, from: june.0, to: june.1)
        let steps: [(Int, String, Bool)] = [
            (1, "a", false), (2, "b", false), (3, "a", false), (4, "a", true), (5, "c", true),
            (6, "\u{e9}", false), (7, "e\u{301}", false),
        ]
        for (day, text, removes) in steps.reversed() {
            try aggregator.add(
                .init(
                    at: Self.instant("2026-06-0\(day)T00:00:00Z"), text: text, removes: removes))
        }
        // b and both spellings of é: a was removed after it came, c before it ever did.
        #expect(try aggregator.quantity() == Exact(3))
    }

    @Test(
        "rounding after aggregation",
        arguments: [
            (UnitRounding.Function.ceil, 0, "1.2", "2"), (.floor, 0, "1.8", "1"),
            (.round, 0, "1.5", "2"), (.ceil, -2, "1234", "1300"), (.floor, -2, "1299", "1200"),
            (.round, 2, "1.005", "1.01"), (.ceil, 0, "-1.2", "-1"), (.round, -1, "5", "10"),
        ])
    func rounding(
        function: UnitRounding.Function, precision: Int, units: String, to: String
    )
        throws
    {
        #expect(try UnitRounding(function, precision: precision)(Exact(units)!).description == to)
    }
}

@Suite("Aggregations of a ledger")
struct MeteredAggregationTests {
    let ledger: TestLedger
    static let may = Month(year: 2026, month: 5)

    init() throws {
        ledger = try TestLedger()
        var catalog = SampleCatalog()
        catalog.metrics = [
            .init(
                "peak", ("Peak", "峰值"), unit: ("s", "秒"),
                [
                    "event: call", "aggregation: max", "field: seconds",
                ]),
            .init(
                "last", ("Last", "最新"), unit: ("s", "秒"),
                [
                    "event: call", "aggregation: latest", "field: seconds",
                ]),
            .init(
                "users", ("Users", "用户"), unit: ("users", "人"),
                [
                    "event: call", "aggregation: unique_count", "field: user",
                ]),
            .init(
                "seats", ("Seats", "席位"), unit: ("seats", "席"),
                [
                    "event: seat", "aggregation: unique_count", "field: user",
                    "operation_field: operation", "recurring: true",
                ]),
            .init(
                "stored", ("Stored", "存储"), unit: ("GB-days", "GB·天"),
                [
                    "event: storage", "aggregation: weighted_sum", "field: gb", "per: day",
                ]),
            .init(
                "minutes", ("Minutes", "分钟"), unit: ("min", "分"),
                [
                    "event: voice", "aggregation: sum", "field: minutes",
                    "rounding: {function: ceil, precision: 0}",
                ]),
        ]
        catalog.plans = [
            .init(
                "basic", ("Basic", "基础版"),
                catalog.metrics.map {
                    .init(
                        $0.code + "_fee", $0.name, metric: $0.code,
                        price: "{model: standard, unit_price: \"1\"}")
                })
        ]
        try ledger.apply(catalog.yaml)
    }

    func measured(_ metric: BillableMetric.ID, _ month: Month = may) throws -> [String] {
        let zone = try Zone("Asia/Shanghai")
        return try ledger.read { db in
            let catalog = try MerchantCatalog(db, "mer_1", at: zone.end(of: month))
            let usage = try Meter.measure(
                db, merchant: "mer_1", from: zone.start(of: month), to: zone.end(of: month),
                [
                    MeterRequest(
                        metric: catalog.metric(metric), groupBy: [],
                        customers: Set(catalog.customers.map(\.id)))
                ])
            return usage[0].map { usage in
                guard case .units(let units) = usage.amount else { return "tokens" }
                return "\(usage.customer) \(units) in \(usage.eventCount)"
            }
        }
    }

    static func lines() -> [String] {
        [
            Fixture.event(
                id: "b", "call", at: "2026-05-10T00:00:00Z", #"{"seconds":9,"user":"u1"}"#),
            // Of one instant: the key decides which is the last, not who came first.
            Fixture.event(
                id: "c", "call", at: "2026-05-20T00:00:00Z", #"{"seconds":2.5,"user":"u2"}"#),
            Fixture.event(
                id: "a", "call", at: "2026-05-20T00:00:00Z", #"{"seconds":4,"user":"u1"}"#),
            Fixture.event(id: "s1", "seat", at: "2026-05-02T00:00:00Z", #"{"user":"u1"}"#),
            Fixture.event(
                id: "s2", "seat", at: "2026-05-03T00:00:00Z", #"{"user":"u2","operation":"add"}"#),
            Fixture.event(
                id: "s3", "seat", at: "2026-06-03T00:00:00Z",
                #"{"user":"u1","operation":"remove"}"#),
            // Of one instant the key decides here, too: u3 goes after it came, u4 comes after it went.
            Fixture.event(
                id: "s4", "seat", at: "2026-05-04T00:00:00Z", #"{"user":"u3","operation":"add"}"#),
            Fixture.event(
                id: "s5", "seat", at: "2026-05-04T00:00:00Z",
                #"{"user":"u3","operation":"remove"}"#),
            Fixture.event(
                id: "s6", "seat", at: "2026-05-04T00:00:00Z",
                #"{"user":"u4","operation":"remove"}"#),
            Fixture.event(
                id: "s7", "seat", at: "2026-05-04T00:00:00Z", #"{"user":"u4","operation":"add"}"#),
            // From 16 May, 00:00 in Shanghai: 16 days of May at 10 GB; in June 5 from the 11th.
            Fixture.event(id: "g1", "storage", at: "2026-05-15T16:00:00Z", #"{"gb":10}"#),
            Fixture.event(id: "g2", "storage", at: "2026-06-10T16:00:00Z", #"{"gb":-5}"#),
            Fixture.event(id: "v1", "voice", at: "2026-05-02T00:00:00Z", #"{"minutes":1.25}"#),
            Fixture.event(id: "v2", "voice", at: "2026-05-03T00:00:00Z", #"{"minutes":0.5}"#),
        ]
    }

    @Test("each aggregation, and what is carried over, in any order of intake", arguments: [0, 1])
    func aggregations(order: Int) throws {
        let now = try Instant("2026-08-01T00:00:00Z")
        let lines = order == 0 ? Self.lines() : Self.lines().reversed()
        #expect(try ledger.ingest(lines, now: now).accepted == lines.count)
        #expect(try measured("peak") == ["cus_1 9 in 3"])
        #expect(try measured("last") == ["cus_1 2.5 in 3"])
        #expect(try measured("users") == ["cus_1 2 in 3"])
        #expect(try measured("minutes") == ["cus_1 2 in 2"])  // 1.75, rounded up once
        #expect(try measured("seats") == ["cus_1 3 in 6"])
        #expect(try measured("stored") == ["cus_1 160 in 1"])
        let june = Self.may.next
        #expect(try measured("seats", june) == ["cus_1 2 in 1"])
        // Ten days at 10 and twenty at 5.
        #expect(try measured("stored", june) == ["cus_1 200 in 1"])
        // In July nothing happens, and what is stored is stored: 31 days at 5.
        #expect(try measured("stored", june.next) == ["cus_1 155 in 0"])
        #expect(try measured("seats", june.next) == ["cus_1 2 in 0"])
        #expect(try measured("last", june.next) == [])
    }

    @Test("a level may fall, a sum may not; an operation is add or remove")
    func refused() throws {
        let tally = try ledger.ingest([
            Fixture.event(id: "a", "storage", #"{"gb":-1}"#),
            Fixture.event(id: "b", "voice", #"{"minutes":-1}"#),
            Fixture.event(id: "c", "voice", quantity: "-1", #"{"minutes":1}"#),
            Fixture.event(id: "d", "seat", #"{"user":"u","operation":"drop"}"#),
        ])
        #expect(tally.accepted == 1)
        #expect(tally.reasons == [.negativeQuantity: 2, .malformed: 1])
    }

    @Test("what comes after a close is no part of the level that the month began with")
    func late() throws {
        let now = try Instant("2026-08-01T00:00:00Z")
        try ledger.ingest(Self.lines(), now: now)
        let zone = try Zone("Asia/Shanghai")
        let june = Self.may.next
        try ledger.write {
            try CloseMark.record($0, "mer_1", june, zone: zone, at: now)
        }
        try ledger.ingest(
            [Fixture.event(id: "g0", "storage", at: "2026-05-15T16:00:00Z", #"{"gb":100}"#)],
            now: now)
        func stored(_ mark: CloseMark?) throws -> MeteredUsage.Measured {
            try ledger.read { db in
                let catalog = try MerchantCatalog(db, "mer_1", at: now)
                let request = MeterRequest(
                    metric: catalog.metric("stored"), groupBy: [], customers: ["cus_1"])
                return try Meter.measure(
                    db, merchant: "mer_1", from: zone.start(of: june), to: zone.end(of: june),
                    [request], through: mark)[0][0].amount
            }
        }
        let mark = try ledger.read { try CloseMark($0, "mer_1", june) }
        let (then, today) = (try stored(mark), try stored(nil))
        #expect(then == .units(Quantity(count: 200)))
        #expect(today == .units(Quantity(count: 3200)))
    }
}
