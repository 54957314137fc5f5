import Catalog
import GRDB
import Metering
import Money
import TestSupport
import Testing
import Time

@Suite("Measuring a month")
struct MeterTests {
    let ledger: TestLedger

    init() throws {
        ledger = try TestLedger()
        try ledger.apply(Fixture.catalog)
    }

    @Test("a month is cut in the merchant's zone: 2026-05-31T16:00Z is June in Shanghai")
    func zoneEdge() throws {
        try ledger.ingest([
            Fixture.event(id: "a", "chat", quantity: "1", at: "2026-04-30T15:59:59.999999999Z"),
            Fixture.event(id: "b", "chat", quantity: "10", at: "2026-04-30T16:00:00Z"),
            Fixture.event(id: "c", "chat", quantity: "100", at: "2026-05-31T15:59:59.999999999Z"),
            Fixture.event(id: "d", "chat", quantity: "1000", at: "2026-05-31T16:00:00Z"),
        ])
        let words = try Measured(ledger).words
        #expect(words.map(\.text) == ["cus_1 - - = 110 in 2"])
        #expect(words[0].firstAt == (try Instant("2026-05-01T00:00:00+08:00")))
        #expect(words[0].lastAt == (try Instant("2026-05-31T23:59:59.999999999+08:00")))
        // June has the last one alone.
        let june = try ledger.read { db in
            let catalog = try MerchantCatalog(db, "mer_1", at: TestLedger.end)
            return try Meter.measure(
                db, merchant: "mer_1", from: Measured.until,
                to: catalog.merchant.zone.end(of: Month(year: 2026, month: 6)),
                Measured.requests(catalog))
        }
        #expect(june[2].map(\.text) == ["cus_1 - - = 1000 in 1"])
    }

    @Test("an empty period and a merchant without events measure nothing")
    func empty() throws {
        #expect(try Measured(ledger).usage == [[], [], [], []])
        #expect(try Measured(ledger).digests.isEmpty)
        try ledger.ingest([Fixture.event("chat")])
        let none = try ledger.read { db in
            let requests = Measured.requests(try MerchantCatalog(db, "mer_1", at: TestLedger.end))
            return try Meter.measure(
                db, merchant: "mer_1", from: Measured.from, to: Measured.from, requests)
        }
        #expect(none == [[], [], [], []])
    }

    @Test("decimals add up exactly, to the twelfth place and past 64 bits")
    func decimals() throws {
        try ledger.ingest([
            // 0.1 + 0.2 is 0.30000000000000004 in binary.
            Fixture.event(id: "a", "chat", quantity: "0.1"),
            Fixture.event(id: "b", "chat", quantity: "0.2"),
            Fixture.event(id: "c", "chat", quantity: "0.000000000001", #"{"region":"x"}"#),
            Fixture.event(id: "d", "chat", quantity: "999999999999999999", #"{"region":"x"}"#),
            // Ten of nearly 10^18 are more than a 64-bit sum holds.
            Fixture.event(id: "e", "chat", quantity: "999999999999999999", #"{"region":"y"}"#),
        ])
        try ledger.ingest(
            (0..<9).map {
                Fixture.event(
                    id: "y\($0)", "chat", quantity: "999999999999999999", #"{"region":"y"}"#)
            })
        #expect(
            try Measured(ledger).words.map(\.text) == [
                "cus_1 - - = 0.3 in 2",
                "cus_1 - x = 999999999999999999.000000000001 in 2",
                "cus_1 - y = 9999999999999999990 in 10",
            ])
    }

    @Test("only what a filter names is billable; the rest stays in the ledger")
    func filters() throws {
        let statuses = ["\"ok\"", "\"slow\"", "\"failed\"", "\"OK\"", "null", "true", "0"]
        try ledger.ingest(
            statuses.map {
                Fixture.event(
                    id: $0.filter { $0 != "\"" }, "call", "{\"status\":\($0),\"seconds\":\"1.5\"}")
            }
                + [Fixture.event(id: "none", "call", #"{"seconds":1.5}"#)])
        let measured = try Measured(ledger)
        #expect(measured.calls.map(\.text) == ["cus_1 = 2 in 2"])
        #expect(measured.seconds.map(\.text) == ["cus_1 - = 3 in 2"])
        #expect(
            try ledger.read { try Int.fetchOne($0, sql: "SELECT count(*) FROM usageEvent") } == 8)
    }

    @Test("groups stand in order; an event without a value has a group of its own, first")
    func groups() throws {
        func chat(_ id: String, _ customer: String, _ properties: String) -> String {
            Fixture.event(id: id, customer: customer, "chat", properties)
        }
        try ledger.ingest([
            chat("a", "cus_2", #"{"model":"m","region":"eu"}"#),
            chat("b", "cus_2", #"{"region":"cn"}"#),
            chat("c", "cus_2", #"{"model":null,"region":"cn"}"#),  // null is absent
            chat("d", "cus_2", #"{"model":"","region":"cn"}"#),  // an empty text is a value
            chat("e", "cus_2", #"{"model":"m"}"#),
            chat("f", "cus_1", #"{"model":7,"region":true,"note":"not a dimension"}"#),
            chat("g", "cus_1", #"{"model":"7","region":"true"}"#),
        ])
        #expect(
            try Measured(ledger).words.map(\.text) == [
                "cus_1 7 true = 2 in 2",
                "cus_2 - cn = 2 in 2",
                "cus_2  cn = 1 in 1",
                "cus_2 m - = 1 in 1",
                "cus_2 m eu = 1 in 1",
            ])
    }

    @Test("a property that a sum reads and an event lacks adds nothing, but the event counts")
    func absentField() throws {
        try ledger.ingest([
            Fixture.event(id: "a", "call", #"{"status":"ok"}"#),
            Fixture.event(id: "b", "call", #"{"status":"ok","seconds":"0.25"}"#),
            Fixture.event(id: "c", "call", #"{"status":"ok","seconds":null}"#),
        ])
        #expect(try Measured(ledger).seconds.map(\.text) == ["cus_1 - = 0.25 in 3"])
    }

    @Test("only the customers asked for are measured")
    func customers() throws {
        try ledger.ingest([
            Fixture.event(id: "a", "chat"), Fixture.event(id: "b", customer: "cus_2", "chat"),
        ])
        let usage = try ledger.read { db in
            let metric = try MerchantCatalog(db, "mer_1", at: TestLedger.end).metric("words")
            let request = MeterRequest(metric: metric, groupBy: [], customers: ["cus_2"])
            return try Meter.measure(
                db, merchant: "mer_1", from: Measured.from, to: Measured.until, [request])
        }
        #expect(usage[0].map(\.text) == ["cus_2 = 1 in 1"])
    }

    @Test("token classes are disjoint: cached input is taken out of input, reasoning out of output")
    func tokenClasses() throws {
        try ledger.ingest([
            Fixture.event(
                "model_call",
                #"{"model":"m","in":100,"out":40,"read":70,"write":20,"think":15}"#)
        ])
        // 100 = 10 fresh + 70 read + 20 written; 40 = 25 said + 15 thought.
        #expect(
            try Measured(ledger).tokens.map(\.text) == [
                "cus_1 m = 1: input 10 cache_read 70 cache_write 20 output 25 reasoning 15 in 1"
            ])
    }

    @Test("where the input does not count cached tokens, they come on top of it")
    func inputWithoutCache() throws {
        let other = try TestLedger()
        try other.apply(
            Fixture.catalog.replacing(
                "input_includes_cache: true", with: "input_includes_cache: false"))
        try other.ingest([
            // Size 150 + 50 + 0 = 200: still the first band.
            Fixture.event(id: "a", "model_call", #"{"model":"big","in":150,"out":1,"read":50}"#),
            Fixture.event(id: "b", "model_call", #"{"model":"big","in":150,"out":1,"read":51}"#),
        ])
        #expect(
            try Measured(other).tokens.map(\.text) == [
                "cus_1 big = 1: input 150 cache_read 50 output 1"
                    + " | 1: input 150 cache_read 51 output 1 | 0:  in 2"
            ])
    }

    @Test("a band is chosen by all input of a request, its upper end in it; all tokens pay it")
    func bands() throws {
        func call(_ id: String, _ input: Int, read: Int, model: String = "big") -> String {
            Fixture.event(
                id: id, "model_call",
                "{\"model\":\"\(model)\",\"in\":\(input),\"out\":5,\"read\":\(read)}")
        }
        try ledger.ingest([
            call("a", 200, read: 150), call("b", 201, read: 150), call("c", 1000, read: 0),
            call("d", 1001, read: 1001), call("e", 0, read: 0),
            call("f", 5000, read: 0, model: "m"),
        ])
        #expect(
            try Measured(ledger).tokens.map(\.text) == [
                "cus_1 big = 2: input 50 cache_read 150 output 10"
                    + " | 2: input 1051 cache_read 150 output 10"
                    + " | 1: cache_read 1001 output 5 in 5",
                "cus_1 m = 1: input 5000 output 5 in 1",
            ])
    }

    // MARK: - The slower answer

    /// The events as a plain table, and sums over it by SQL: nothing of Metering has a part in it.
    struct Oracle {
        let queue: DatabaseQueue

        init() throws {
            queue = try DatabaseQueue()
            try queue.write {
                try $0.execute(
                    sql: """
                        CREATE TABLE event (at INTEGER, customer TEXT, name TEXT, status TEXT,
                            model TEXT, region TEXT, thousandths INTEGER, input INTEGER,
                            output INTEGER, cached INTEGER, written INTEGER, reasoning INTEGER)
                        """)
            }
        }

        /// Rows of one text each. `$may` stands for the month as seconds of UTC.
        func rows(_ sql: String) throws -> [String] {
            let may = """
                at >= strftime('%s', '2026-04-30 16:00:00')
                AND at < strftime('%s', '2026-05-31 16:00:00')
                """
            return try queue.read { try String.fetchAll($0, sql: sql.replacing("$may", with: may)) }
        }
    }

    @Test("sums, counts and tokens as SQL adds them up", arguments: [3, 42, 20_260_501])
    func oracle(seed: UInt64) throws {
        var random = SplitMix(seed: seed)
        let oracle = try Oracle()
        var lines: [String] = []
        let april30 = 1_777_507_200  // 2026-04-30T00:00:00Z
        try oracle.queue.write { db in
            for number in 0..<600 {
                let at = april30 + Int.random(in: 0..<33 * 86_400, using: &random)
                let customer = ["cus_1", "cus_2"].randomElement(using: &random)!
                let name = ["call", "chat", "model_call"].randomElement(using: &random)!
                let status = ["ok", "slow", "failed", nil].randomElement(using: &random)!
                let model = ["big", "small", nil].randomElement(using: &random)!
                let region = ["cn", "eu", nil].randomElement(using: &random)!
                let thousandths = Int.random(in: 0...5_000_000, using: &random)
                let cached = Int.random(in: 0...600, using: &random)
                let written = Int.random(in: 0...300, using: &random)
                let input = cached + written + Int.random(in: 0...400, using: &random)
                let output = Int.random(in: 0...9000, using: &random)
                let reasoning = Int.random(in: 0...output, using: &random)
                try db.execute(
                    sql: "INSERT INTO event VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
                    arguments: [
                        at, customer, name, status, model, region, thousandths, input, output,
                        cached, written, reasoning,
                    ])
                let decimal =
                    "\(thousandths / 1000).\(String(thousandths % 1000 + 1000).dropFirst())"
                var properties = [
                    "\"seconds\":\(decimal)", "\"in\":\(input)", "\"out\":\"\(output)\"",
                    "\"read\":\(cached)", "\"write\":\(written)", "\"think\":\(reasoning)",
                ]
                for (key, value) in [("status", status), ("model", model), ("region", region)] {
                    if let value { properties.append("\"\(key)\":\"\(value)\"") }
                }
                lines.append(
                    Fixture.event(
                        id: "evt_\(number)", customer: customer, name, quantity: decimal,
                        at: Instant(seconds: Int64(at)).description,
                        "{" + properties.joined(separator: ",") + "}"))
            }
        }
        #expect(try ledger.ingest(lines).accepted == 600, "seed \(seed)")
        let measured = try Measured(ledger)
        let units = { (usage: [MeteredUsage]) in
            usage.map { usage -> String in
                guard case .units(let units) = usage.amount else { return "?" }
                let thousandths = units.exact.scaled(to: 3).map { "\($0)" } ?? "?"
                let group = usage.group.map { $0.value ?? "-" }
                return ([usage.customer.text] + group + [thousandths, "\(usage.eventCount)"])
                    .joined(separator: " ")
            }
        }
        #expect(
            try units(measured.calls)
                == oracle.rows(
                    """
                    SELECT customer || ' ' || (1000 * count(*)) || ' ' || count(*) FROM event
                    WHERE name = 'call' AND status IN ('ok', 'slow') AND $may
                    GROUP BY customer ORDER BY customer
                    """), "seed \(seed)")
        #expect(
            try units(measured.seconds)
                == oracle.rows(
                    """
                    SELECT customer || ' ' || ifnull(region, '-') || ' ' || sum(thousandths)
                        || ' ' || count(*)
                    FROM event WHERE name = 'call' AND status IN ('ok', 'slow') AND $may
                    GROUP BY customer, region ORDER BY customer, region
                    """), "seed \(seed)")
        #expect(
            try units(measured.words)
                == oracle.rows(
                    """
                    SELECT customer || ' ' || ifnull(model, '-')
                        || ' ' || ifnull(region, '-') || ' ' || sum(thousandths)
                        || ' ' || count(*)
                    FROM event WHERE name = 'chat' AND $may
                    GROUP BY customer, model, region ORDER BY customer, model, region
                    """), "seed \(seed)")
        // Every class of every band on a row of its own; bands of `big` end at 200 and 1,000.
        let tokens = measured.tokens.flatMap { usage -> [String] in
            guard case .tokens(let bands) = usage.amount else { return [] }
            return bands.enumerated().filter { $0.element.requests > 0 }.map { index, band in
                let counts = [TokenClass.input, .cacheRead, .cacheWrite, .output, .reasoning]
                    .map { String(band.byClass[$0] ?? 0) }
                return
                    ([usage.customer.text, usage.group[0].value ?? "-", "\(index)"] + counts
                    + ["\(band.requests)"]).joined(separator: " ")
            }
        }
        #expect(
            try tokens
                == oracle.rows(
                    """
                    SELECT customer || ' ' || ifnull(model, '-') || ' ' || band
                        || ' ' || sum(input - cached - written) || ' ' || sum(cached)
                        || ' ' || sum(written) || ' ' || sum(output - reasoning)
                        || ' ' || sum(reasoning) || ' ' || count(*)
                    FROM (SELECT *, CASE WHEN model IS NOT 'big' OR input <= 200 THEN 0
                        WHEN input <= 1000 THEN 1 ELSE 2 END AS band FROM event)
                    WHERE name = 'model_call' AND $may
                    GROUP BY customer, model, band ORDER BY customer, model, band
                    """), "seed \(seed)")
    }
}
