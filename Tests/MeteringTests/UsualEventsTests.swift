import GRDB
import Store
import TestSupport
import Testing
import Time

@testable import Metering

/// Lines of the usual shape are taken in one go, all others document by document; nobody can tell from the ledger which
/// way a line went.
@Suite("The usual way and the way of all lines")
struct UsualEventsTests {
    /// The ledger after the lines: everything but the lines themselves.
    private static func ledger(_ lines: [String], backfill: Bool) throws -> [String] {
        let ledger = try TestLedger()
        try ledger.apply(Fixture.catalog)
        try ledger.apply(Fixture.otherCatalog)
        try ledger.ingest(lines, now: now, backfill: backfill)
        return try content(ledger)
    }

    private static let now = try! Instant("2026-06-01T00:00:00Z")

    /// The same of a run of several batches. Read ahead, a batch is resolved with what was known before the one that
    /// was written meanwhile, as a command does it.
    private static func ledger(_ lines: [String], batch: Int, readAhead: Bool) throws -> [String] {
        let ledger = try TestLedger()
        try ledger.apply(Fixture.catalog)
        try ledger.apply(Fixture.otherCatalog)
        let memory = IntakeMemory()
        var options = Intake.Options()
        options.backfill = true
        var (known, next) = (memory.known, memory.known)
        for start in stride(from: 0, to: lines.count, by: batch) {
            let part = lines[start..<min(start + batch, lines.count)].map { Array($0.utf8)[...] }
            var read = ReadLines()
            for line in part { read.append(line) }
            if readAhead { read.resolve(known) }
            (known, next) = (next, memory.known)
            if start == 3 * batch {
                // Somebody else writes to the ledger: what was known holds no more.
                try DatabaseQueue(path: ledger.file.path).write {
                    try $0.execute(sql: "CREATE TABLE other (a)")
                    try $0.execute(sql: "DROP TABLE other")
                }
            }
            try ledger.write { db in
                var intake = try Intake(
                    db, sourceName: "t", firstLine: start + 1, now: now, options: options,
                    remembering: readAhead ? memory : nil)
                if readAhead {
                    try intake.take(read)
                } else {
                    for line in part { try intake.take(line) }
                }
                _ = try intake.finish()
            }
        }
        return try content(ledger)
    }

    private static func content(_ ledger: TestLedger) throws -> [String] {
        try ledger.read { db in
            try [
                "SELECT * FROM usageEvent ORDER BY 1", "SELECT * FROM usageEventDetail ORDER BY 1",
                "SELECT * FROM usageEventKey ORDER BY 1, 2, 3",
                "SELECT * FROM usageSeries ORDER BY 1",
                "SELECT * FROM dimensionSet ORDER BY 1",
                "SELECT * FROM usageDuplicate ORDER BY 1, 2",
                "SELECT batchId, line, reason, field, value, allowed, occurredAt, quantity, idempotencyKey "
                    + "FROM usageReject WHERE reason <> 'malformed' ORDER BY id",
                "SELECT batchId, line, reason FROM usageReject ORDER BY id",
                "SELECT * FROM usageBatch ORDER BY 1",
                "SELECT * FROM usageBatchRange ORDER BY 1, 2",
            ].flatMap { sql in
                try Row.fetchAll(db, sql: sql).map { row in
                    // With their types: 1 and '1' are different.
                    row.databaseValues.map { "\($0)" }.joined(separator: " | ")
                }
            }
        }
    }

    /// The same content, of a shape that is not usual: two further objects of properties.
    private static func unusual(_ line: String) -> String {
        guard line.first == "{", line != "{}" else { return line }
        let unused = ["dimensions", "properties", "meta"].filter { !line.contains("\"\($0)\"") }
        let objects = unused.map { "\"\($0)\":{}" }.joined(separator: ",")
        return objects.isEmpty ? line : "{\(objects),\(line.dropFirst())"
    }

    @Test("most lines of a usual kind go the usual way, once their customer and series are known")
    func share() throws {
        let ledger = try TestLedger()
        try ledger.apply(Fixture.catalog)
        let lines = (0..<100).map {
            Fixture.event(
                id: "e\($0)", "call", #"{"status":"ok","region":"r\#($0 % 4)","seconds":\#($0)}"#)
        }
        let usual = try ledger.write { db in
            var intake = try Intake(
                db, sourceName: "t", now: Instant("2026-06-01T00:00:00Z"), options: .init())
            for line in lines + lines { try intake.take(Array(line.utf8)[...]) }
            let tally = try intake.finish()
            #expect(tally.accepted == 100 && tally.duplicate == 100)
            return intake.usualCount
        }
        // The first line teaches its customer and one of each series that; repeats go the way of all lines.
        #expect(usual == 95)
    }

    @Test("most lines that were read ahead are not read again")
    func ahead() throws {
        let ledger = try TestLedger()
        try ledger.apply(Fixture.catalog)
        let memory = IntakeMemory()
        func take(_ ids: Range<Int>) throws -> Intake.Tally {
            var lines = ReadLines()
            for id in ids {
                let line = Fixture.event(
                    id: "e\(id)", "call",
                    #"{"status":"ok","region":"r\#(id % 4)","seconds":\#(id)}"#)
                lines.append(Array(line.utf8)[...])
            }
            lines.resolve(memory.known)
            resolved.append(lines.events.count { $0 != nil })
            return try ledger.write { db in
                var intake = try Intake(
                    db, sourceName: "t", now: Self.now, options: .init(), remembering: memory)
                try intake.take(lines)
                return try intake.finish()
            }
        }
        var resolved: [Int] = []
        // Nothing is known at first; then all of it is, a repeat of ten included, and nothing once it is forgotten.
        #expect(try take(0..<50).accepted == 50)
        let second = try take(40..<100)
        #expect(second.accepted == 50 && second.duplicate == 10)
        memory.forget()
        #expect(try take(100..<110).accepted == 10)
        #expect(resolved == [0, 60, 0])
    }

    @Test("one by one: what a line may look like")
    func forms() throws {
        let head = #"{"id":"e","customer_id":"cus_1","metric":"#
        let time = #""timestamp":"2026-05-03T09:41:23.12Z""#
        let lines = [
            Fixture.event(
                id: "1", "chat", quantity: "12.50",
                #"{"model":"m","region":"x","n":1.50,"t":"a b"}"#),
            Fixture.event(id: "2", "chat", quantity: "0012", #"{"model":"m","region":"x"}"#),
            Fixture.event(id: "3", "chat", quantity: "1e3", #"{"z":1,"a":"2","model":"m"}"#),
            Fixture.event(id: "4", "chat", quantity: "-5"),
            Fixture.event(id: "5", "chat", quantity: "+5"),
            Fixture.event(id: "6", "chat", quantity: nil, #"{"model":"m"}"#),
            Fixture.event(id: "7", "chat", quantity: "1234567890123456789"),
            Fixture.event(id: "8", "chat", quantity: "0.1234567890123"),
            Fixture.event(id: "9", "chat", quantity: "123456789012345678.123456789012"),
            Fixture.event(id: "10", "call", #"{"status":"ok","region":"x","seconds":"2.50"}"#),
            Fixture.event(id: "11", "call", #"{"status":"ok","region":"x","seconds":2.500}"#),
            Fixture.event(id: "12", "call", #"{"status":"ok","region":7,"seconds":1}"#),
            Fixture.event(id: "13", "call", #"{"status":true,"region":null,"seconds":1}"#),
            Fixture.event(id: "14", "call", #"{"status":"ok","seconds":"abc"}"#),
            Fixture.event(id: "15", "call", #"{"status":"ok","seconds":-1}"#),
            Fixture.event(id: "16", "call", #"{"region":"é","seconds":1}"#),
            Fixture.event(id: "17", "call", #"{"region":"a\u0041","seconds":1}"#),
            Fixture.event(
                id: "18", "model_call",
                #"{"model":"m","in":10,"out":5,"read":8,"write":2,"think":5}"#),
            Fixture.event(
                id: "19", "model_call", #"{"model":"m","in":10,"out":5,"read":8,"write":3}"#),
            Fixture.event(id: "20", "model_call", #"{"model":"m","in":10,"out":5,"think":6}"#),
            Fixture.event(id: "21", "model_call", #"{"model":"m","in":10}"#),
            Fixture.event(id: "22", "model_call", #"{"model":"m","in":1.5,"out":5}"#),
            Fixture.event(id: "23", "model_call", #"{"model":"m","in":1000000000001,"out":5}"#),
            Fixture.event(
                id: "24", "model_call", #"{"model":"m","in":"10","out":"5","session":"s1"}"#),
            Fixture.event(
                id: "1", "chat", quantity: "12.5", #"{"region":"x","model":"m","n":1.50,"t":"a b"}"#
            ),
            Fixture.event(
                id: "1", "chat", quantity: "12.5", #"{"region":"x","model":"m","n":1.5,"t":"a b"}"#),
            Fixture.event(id: "2", "chat", quantity: "13", #"{"model":"m","region":"x"}"#),
            Fixture.event(id: nil, "chat"), Fixture.event(id: "", "chat"),
            Fixture.event(id: "content-x", "chat"),
            Fixture.event(id: "26", customer: "nobody", "chat"),
            Fixture.event(id: "27", customer: "cus_b1", "chat"),
            Fixture.event(id: "28", "nothing"), Fixture.event(id: "29", "chat", at: nil),
            Fixture.event(id: "30", "chat", at: "2026-05-03T09:41:23"),
            Fixture.event(id: "31", "chat", at: "2026-05-03 09:41:23+08:00"),
            Fixture.event(id: "32", "chat", at: "2026-05-03T09:41:60.123456789-03:30"),
            Fixture.event(id: "33", "chat", at: "2026-02-30T09:41:00Z"),
            Fixture.event(id: "34", "chat", at: "1969-12-31T23:59:59Z"),
            Fixture.event(id: "35", "chat", at: "2262-01-01T00:00:00Z"),
            Fixture.event(id: "36", "chat", at: "2026-01-01T00:00:00+08:00"),
            Fixture.event(id: "37", "chat", at: "2025-12-31T23:59:59+08:00"),
            Fixture.event(id: String(repeating: "i", count: 256), "chat"),
            Fixture.event(id: String(repeating: "i", count: 257), "chat"),
            " \t" + Fixture.event(id: "38", "chat") + " \r",
            head + #""chat","quantity":5,\#(time)}"#, head + #""chat","quantity":05,\#(time)}"#,
            head + #""chat","quantity":5.,\#(time)}"#, head + #""chat","quantity":5}"#,
            head + #""chat","quantity":5,\#(time),"id":"f"}"#,
            head + #""chat","quantity":5,\#(time),"idempotency_key":"e"}"#,
            head + #""chat","quantity":5,\#(time),"customer":"cus_1","extra":1}"#,
            head + #""chat","quantity":null,\#(time),"dimensions":null}"#,
            head + #""chat","quantity":5,\#(time),"dimensions":{"a":1,"a":2}}"#,
            head + #""chat","quantity":5,\#(time),"dimensions":{"a":[1],"b":{"c":1}}}"#,
            head + #""chat","quantity":5,\#(time),"dimensions":{"a":1e5,"b":-1,"c":0.0}}"#,
            head + #""chat","quantity":5,\#(time),"dimensions":{"":"","model":""}} x"#,
            head + #""chat","quantity":6,\#(time),"dimensions":{"":"","model":""}}"#,
            "", "  ", "{", "[]", "null", "{}", head, "\u{0}",
        ]
        for line in lines {
            // Twice, since the second may go the usual way where the first has taught it what it needs.
            let other = line.replacing(#""id":""#, with: #""id":"x"#)
            let usual = try Self.ledger([line, other], backfill: false)
            let general = try Self.ledger([line, other].map(Self.unusual), backfill: false)
            #expect(usual == general, "\(line)")
        }
        let all = try Self.ledger(lines, backfill: true)
        #expect(all == (try Self.ledger(lines.map(Self.unusual), backfill: true)))
        #expect(all.count > 100)
    }

    @Test("twelve hundred lines by chance, in one ledger", arguments: [11, 20_261_123, 5])
    func random(_ seed: UInt64) throws {
        var random = SplitMix(seed: seed)
        func pick<T>(_ values: [T]) -> T { values[Int(random.next() % UInt64(values.count))] }
        let lines = (0..<1200).map { _ -> String in
            var fields = [
                "\"\(pick(["id", "id", "idempotency_key"]))\":\"e\(random.next() % 900)\"",
                "\"\(pick(["customer_id", "customer"]))\":\"\(pick(["cus_1", "cus_2", "cus_b1", "cus_b2", "x"]))\"",
                "\"metric\":\"\(pick(["chat", "call", "model_call", "spare", "none"]))\"",
                "\"timestamp\":\"2026-05-\(10 + random.next() % 25)T0\(random.next() % 10):00:00\(pick(["Z", ".5Z", "+08:00", ".000000001-01:00"]))\"",
            ]
            if random.next() % 8 > 0 {
                fields.append(
                    "\"quantity\":\(pick(["1", "\"1\"", "2.50", "\"2.5\"", "0", "\"-1\"", "\"x\""]))"
                )
            }
            let names = [
                "status", "region", "model", "seconds", "in", "out", "read", "write", "think",
                "session", "z",
            ]
            let values = [
                "\"ok\"", "\"slow\"", "1", "2", "\"3\"", "4.50", "\"a\"", "\"b c\"", "null", "true",
                "\"\"",
            ]
            var properties: [String] = []
            for name in names where random.next() % 3 > 0 {
                let isCount = ["in", "out", "read", "write", "think"].contains(name)
                let value = isCount ? "\(random.next() % 20)" : pick(values)
                properties.append("\"\(name)\":\(value)")
            }
            properties.shuffle(using: &random)
            fields.append(
                "\"\(pick(["dimensions", "properties", "meta"]))\":{\(properties.joined(separator: pick([",", " , "])))}"
            )
            fields.shuffle(using: &random)
            return "{" + fields.joined(separator: ",") + "}"
        }
        let usual = try Self.ledger(lines, backfill: true)
        #expect(usual == (try Self.ledger(lines.map(Self.unusual), backfill: true)), "seed \(seed)")
        let ahead = try Self.ledger(lines, batch: 100, readAhead: true)
        let one = try Self.ledger(lines.map(Self.unusual), batch: 100, readAhead: false)
        #expect(ahead == one, "seed \(seed)")
    }
}
