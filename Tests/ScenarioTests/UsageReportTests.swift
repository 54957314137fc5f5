import Catalog
import GRDB
import Metering
import Money
import Store
import TestSupport
import Testing
import Time

@testable import bm

/// Every line that comes in ends in exactly one class, and the classes add up to the input.
@Suite("The report of all usage")
struct UsageReportTests {
    /// A merchant with a priced metric, one that is free, one with a filter, and tokens; `cus_2` is on
    /// a plan without charges.
    static let catalog = SampleCatalog(
        metrics: [
            .init("seconds", ("s", "s"), unit: ("s", "s"), ["aggregation: sum"]),
            .init("gifts", ("g", "g"), unit: ("g", "g"), ["aggregation: sum"]),
            .init(
                "calls", ("c", "c"), unit: ("c", "c"),
                ["aggregation: count", "filter: {status: [ok]}"]),
            .init(
                "chats", ("t", "t"), unit: ("t", "t"),
                [
                    "aggregation: tokens", "input_includes_cache: true",
                    "tokens: {input: in, output: out, cache_read: read}",
                ]),
        ],
        plans: [
            .init(
                "paid", ("Paid", "付费"),
                [
                    .init(
                        "seconds", ("s", "s"), metric: "seconds",
                        price: "{model: standard, unit_price: \"0.5\"}"),
                    .init(
                        "gifts", ("g", "g"), metric: "gifts",
                        price: "{model: standard, unit_price: \"0\"}"),
                    .init(
                        "calls", ("c", "c"), metric: "calls",
                        price: "{model: standard, unit_price: \"2\"}"),
                    .init(
                        "chats", ("t", "t"), metric: "chats",
                        price: "{model: tokens, bands: [{input: \"1\", output: \"2\"}]}"),
                ]),
            .init("nothing", ("Nothing", "免费")),
        ],
        customers: [.init("cus_1", plan: "paid"), .init("cus_2", plan: "nothing")])

    /// Lines with what must become of each, worked out while they are made.
    struct Mixture {
        var lines: [String] = []
        var expected: [UsageOutcome: UsageReport.Figure] = [:]
        private var taken: [(line: String, quantity: Int)] = []

        mutating func add(_ line: String, _ outcome: UsageOutcome, _ quantity: Int) {
            lines.append(line)
            expected[outcome, default: .init()].lines += 1
            let sum = expected[outcome]!.quantity
            expected[outcome]!.quantity = try! sum.plus(Exact(quantity))
        }

        init(seed: UInt64, count: Int) {
            var random = SplitMix(seed: seed)
            for number in 0..<count {
                let quantity = Int.random(in: 1...1_000, using: &random)
                let day = Int.random(in: 10...30, using: &random)
                func event(
                    _ name: String, customer: String = "cus_1", _ properties: String = "{}"
                ) -> String {
                    Fixture.event(
                        id: "e\(number)", customer: customer, name, quantity: "\(quantity)",
                        at: "2026-05-\(day)T02:00:00Z", properties)
                }
                switch Int.random(in: 0..<12, using: &random) {
                case 0, 1, 2:
                    let line = event("seconds")
                    add(line, .billed, quantity)
                    taken.append((line, quantity))
                case 3: add(event("calls", #"{"status":"ok"}"#), .billed, quantity)
                case 4: add(event("calls", #"{"status":"failed"}"#), .notBillable, quantity)
                case 5: add(event("gifts"), .free, quantity)
                case 6: add(event("seconds", customer: "cus_2"), .free, quantity)
                case 7: add(event("seconds", customer: "cus_9"), .unmatched, quantity)
                case 8: add(event("minutes"), .unmatched, quantity)
                case 9:
                    add(event("chats", #"{"in":10,"out":1,"read":11}"#), .quarantined, quantity)
                case 10:
                    // What cannot be read says no quantity; what can be, does.
                    if quantity % 2 == 0 {
                        add("{\"id\":\"e\(number)\"", .malformed, 0)
                    } else {
                        add(event("chats", #"{"in":10}"#), .malformed, quantity)
                    }
                default:
                    guard let known = taken.randomElement(using: &random) else { continue }
                    add(known.line, .duplicate, known.quantity)
                }
            }
        }
    }

    static func figures(_ report: UsageReport) -> [UsageOutcome: UsageReport.Figure] {
        Dictionary(
            uniqueKeysWithValues: report.classes.filter { $0.figure.lines > 0 }
                .map { ($0.outcome, $0.figure) })
    }

    @Test("12,000 lines end where they must, in any order", arguments: [7, 20_260_601] as [UInt64])
    func mixture(seed: UInt64) throws {
        let mixture = Mixture(seed: seed, count: 12_000)
        #expect(mixture.lines.count >= 10_000)
        var random = SplitMix(seed: seed + 1)
        for lines in [mixture.lines, mixture.lines.shuffled(using: &random)] {
            let ledger = try TestLedger()
            try ledger.apply(Self.catalog.yaml)
            // In files of their own, so that repeats come in the same run and in later ones.
            for part in stride(from: 0, to: lines.count, by: 5_000) {
                try ledger.ingest(Array(lines[part..<min(part + 5_000, lines.count)]))
            }
            let report = try ledger.read { try UsageReport($0) }
            #expect(Self.figures(report) == mixture.expected, "seed \(seed)")
            #expect(report.total.lines == lines.count)
            // All of them with a time are of May.
            let may = try ledger.read { try UsageReport($0, in: Month("2026-05")) }
            let unread = lines.filter { !$0.hasSuffix("}") }.count
            #expect(may.total.lines == lines.count - unread)
        }
    }

    @Test(
        "what came after a close is late, once billed and before; lines of another month are none of it"
    )
    func late() throws {
        let ledger = try TestLedger()
        try ledger.apply(Self.catalog.yaml)
        try ledger.ingest([Fixture.event(id: "a", "seconds", quantity: "3")])
        func close(_ month: String, _ at: String) throws {
            try ledger.write {
                try CloseMark.record(
                    $0, "mer_1", Month(month), zone: Zone("Asia/Shanghai"), at: Instant(at))
            }
        }
        try close("2026-05", "2026-06-01T00:00:00Z")
        try ledger.ingest([
            Fixture.event(id: "b", "seconds", quantity: "4"),
            Fixture.event(id: "c", "seconds", quantity: "5", at: "2026-06-01T00:00:00Z"),
        ])
        let outcomes = try ledger.read { db in
            var found: [String] = []
            try UsageRows.forEach(db) {
                found.append("\($0.key!) \($0.outcome.rawValue) \($0.precise?.description ?? "-")")
            }
            return found
        }
        // a: May was closed without an invoice here, so no line bills it. c: 5 × 0.5 so far.
        #expect(outcomes == ["a free -", "b late -", "c billed 2.5"])
        let june = try ledger.read { try UsageReport($0, in: Month("2026-06")) }
        #expect(Self.figures(june) == [.billed: .init(lines: 1, quantity: Exact(5))])
    }

    @Test(
        "a report that does not add up fails",
        arguments: [
            "DELETE FROM usageDuplicate",
            "UPDATE usageEvent SET quantity = 8",
            "DELETE FROM usageReject",
        ])
    func tampered(sql: String) throws {
        let ledger = try TestLedger()
        try ledger.apply(Self.catalog.yaml)
        try ledger.ingest([
            Fixture.event(id: "a", "seconds", quantity: "3"),
            Fixture.event(id: "a", "seconds", quantity: "3"), "{",
        ])
        _ = try ledger.read { try UsageReport($0) }
        try ledger.tamper(sql)
        #expect(throws: MeteringError.self) { try ledger.read { try UsageReport($0) } }
    }

    @Test(
        "usage without a price waits for one; that of others, and the customer's other usage, is billed"
    )
    func unpriced() throws {
        let ledger = try TestLedger()
        try ledger.apply(Fixture.catalog)
        try ledger.ingest([
            Fixture.event(id: "a", "model_call", #"{"model":"m","in":1,"out":1}"#),
            Fixture.event(id: "b", customer: "cus_2", "call", #"{"status":"ok","seconds":1}"#),
            Fixture.event(id: "c", "call", #"{"status":"ok","seconds":1}"#),
        ])
        try ledger.write {
            _ = try PriceBook.add(
                $0, LiteLLMTable(Array("{}".utf8), file: "p.json"), book: "litellm", digest: "d",
                sourceName: "p.json", markup: .one, effectiveFrom: TestLedger.start,
                at: TestLedger.start)
        }
        let outcomes = try ledger.read { db in
            var found: [String] = []
            try UsageRows.forEach(db) { found.append("\($0.key!) \($0.outcome.rawValue)") }
            return found
        }
        #expect(outcomes == ["a unmatched", "b billed", "c billed"])
        let stops = try ledger.read { try UsageReport($0) }.stops
        #expect(stops.map(\.customer) == ["cus_1"])
        #expect(stops.map(\.lines) == [1])
        #expect(stops[0].reason.contains("no price for the model “m”"))
    }

    @Test("a price book that is missing stops the bills that need it, and no report")
    func noBook() throws {
        let ledger = try TestLedger()
        try ledger.apply(Fixture.catalog)
        try ledger.ingest([
            Fixture.event(id: "a", "model_call", #"{"model":"m","in":1,"out":1}"#),
            Fixture.event(id: "b", customer: "cus_2", "call", #"{"status":"ok","seconds":1}"#),
        ])
        let report = try ledger.read { try UsageReport($0) }
        // Both customers are on the plan that asks for the book.
        #expect(Self.figures(report) == [.unmatched: .init(lines: 2, quantity: Exact(2))])
        #expect(report.stops.map(\.customer) == ["cus_1", "cus_2"])
        #expect(Set(report.stops.map(\.reason)) == ["there is no price book litellm"])
    }

    @Test("the evidence of late usage is its late events, and verify holds it against them")
    func lateEvidence() throws {
        let run = try ScenarioRun(Scenario(file: "late-usage.txt"))
        #expect(run.problems == [])
        // 20 seconds that came in after May was closed, told as 21 now.
        try run.ledger.tamper("UPDATE usageEvent SET quantity = 21 WHERE quantity = 20")
        #expect(try run.broken().contains { $0.contains("evidence_matches") })
    }

    @Test("a line that waits says what is wrong with it now, and not when it came")
    func lookedAtAgain() throws {
        let ledger = try TestLedger()
        try ledger.apply(Self.catalog.yaml)
        try ledger.ingest([
            Fixture.event(
                id: "a", customer: "cus_3", "chats", #"{"in":100,"out":10,"read":120}"#),
            Fixture.event(id: "b", customer: "cus_3", "seconds", quantity: "-5"),
            Fixture.event(id: "c", customer: "cus_9", "seconds"),
            Fixture.event(id: "d", customer: "cus_3", "seconds", quantity: "7"),
        ])
        func found() throws -> [String] {
            try ledger.read { db in
                var found: [String] = []
                try UsageRows.forEach(db) { row in
                    if row.sequence != nil { return }
                    found.append("\(row.key!) \(row.outcome.rawValue) \(row.reason!)")
                }
                return found
            }
        }
        let unknown = "unmatched unknownCustomer: customer_id"
        #expect(
            try found() == [
                "a \(unknown) cus_3", "b \(unknown) cus_3", "c \(unknown) cus_9",
                "d \(unknown) cus_3",
            ])

        var catalog = Self.catalog
        catalog.effective = "2026-01-02"
        catalog.customers.append(.init("cus_3", plan: "paid"))
        try ledger.apply(catalog.yaml)
        let wrong = [
            "a quarantined negativeClass: in 100", "b malformed negativeQuantity: quantity -5",
            "c \(unknown) cus_9",
        ]
        #expect(try found() == wrong + ["d unmatched it can be taken now by a replay"])
        let tally = try ledger.write { try Replay.run($0, at: TestLedger.end) }
        #expect(tally.accepted == 1)
        #expect(try found() == wrong)

        let lines = try ledger.read { try WaitingLine.all($0, at: TestLedger.end) }
        #expect(
            lines.map(\.reject.reason) == [.negativeClass, .negativeQuantity, .unknownCustomer])
        // The money that hangs on the first is known now.
        let readings = try ledger.read { try TokenReadings.all($0, lines[0].event) }
        #expect(readings.map(\.atStake?.exact) == [Exact(120)])
        #expect(
            WaitingText.row(lines[1], [])[4] == "quantity “-5”; allowed: 0 or more")
        let report = try ledger.read { try UsageReport($0) }
        #expect(Self.figures(report)[.malformed] == .init(lines: 1, quantity: Exact(-5)))
        #expect(Self.figures(report)[.quarantined] == .init(lines: 1, quantity: Exact(1)))
    }

    @Test("a line that waits is exported with its dimensions")
    func dimensions() throws {
        let ledger = try TestLedger()
        try ledger.apply(Self.catalog.yaml)
        try ledger.ingest([
            Fixture.event(id: "a", customer: "cus_9", "calls", #"{"status":"ok","n":1}"#)
        ])
        try ledger.read { db in
            try UsageRows.forEach(db) { row in
                let document = JSONValue.object(row.members)
                #expect(document["dimensions"]?.compact == #"{"n":1,"status":"ok"}"#)
                #expect(document["customer_id"]?.string == "cus_9")
            }
        }
    }

    @Test("both readings of a record that contradicts itself have their price")
    func readings() throws {
        let ledger = try TestLedger()
        try ledger.apply(Self.catalog.yaml)
        try ledger.ingest([
            Fixture.event(id: "a", "chats", #"{"in":100,"out":10,"read":120}"#)
        ])
        let found = try ledger.read { db in
            try WaitingLine.all(db, .quarantined, at: TestLedger.end).flatMap {
                try TokenReadings.all(db, $0.event)
            }
        }
        // A cache read without a price of its own costs what input costs, 1; output costs 2.
        // As declared: (100 − 120) + 120 + 20 = 120. Beside each other: 100 + 120 + 20 = 240.
        #expect(found.map(\.inside.exact) == [Exact(120)])
        #expect(found.map(\.beside.exact) == [Exact(240)])
        #expect(found.map(\.atStake?.exact) == [Exact(120)])
    }
}
