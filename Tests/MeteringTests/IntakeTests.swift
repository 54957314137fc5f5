import Catalog
import Foundation
import GRDB
import Metering
import Money
import Store
import TestSupport
import Testing
import Time

@Suite("Intake of events")
struct IntakeTests {
    let ledger: TestLedger

    init() throws {
        ledger = try TestLedger()
        try ledger.apply(Fixture.catalog)
    }

    /// What was rejected, a line each: line number, reason, field, value.
    func rejects() throws -> [String] {
        try ledger.read { db in
            try Row.fetchAll(
                db, sql: "SELECT line, reason, field, value FROM usageReject ORDER BY id"
            ).map { row in
                let field: String? = row[2]
                let value: String? = row[3]
                return "\(row[0] as Int) \(row[1] as String) \(field ?? "-") \(value ?? "-")"
            }
        }
    }

    @Test(
        "what a run remembers holds from batch to batch, and not over what another program writes")
    func memory() throws {
        let memory = IntakeMemory()
        func batch(_ lines: [String], to file: LedgerFile, _ memory: IntakeMemory?) throws -> [Int]
        {
            try file.write { db in
                var intake = try Intake(
                    db, sourceName: "test.ndjson", now: TestLedger.end, options: .init(),
                    remembering: memory)
                for line in lines { try intake.take(Array(line.utf8)[...]) }
                let tally = try intake.finish()
                return [tally.accepted, tally.duplicate, tally.rejected]
            }
        }
        let lines = (1...9).map { Fixture.event(id: "evt_\($0)", "chat", quantity: "\($0)") }
        #expect(try batch(Array(lines[0..<3]), to: ledger.file, memory) == [3, 0, 0])
        #expect(try batch(Array(lines[1..<5]), to: ledger.file, memory) == [2, 2, 0])
        let other = try LedgerFile.open(ledger.file.path)
        #expect(try batch(Array(lines[5..<7]), to: other, nil) == [2, 0, 0])
        // Two of these came through the other connection, and their sequences are given out.
        #expect(try batch(Array(lines[4..<9]), to: ledger.file, memory) == [2, 3, 0])
        // A transaction that is taken back has to be forgotten.
        struct Stop: Error {}
        #expect(throws: Stop.self) {
            try ledger.file.write { db in
                var intake = try Intake(
                    db, sourceName: "test.ndjson", now: TestLedger.end, options: .init(),
                    remembering: memory)
                try intake.take(Array(Fixture.event(id: "evt_10", "chat", quantity: "1").utf8)[...])
                _ = try intake.finish()
                throw Stop()
            }
        }
        memory.forget()
        let last = Fixture.event(id: "evt_10", "chat", quantity: "1")
        #expect(try batch([last], to: ledger.file, memory) == [1, 0, 0])
        let sequences = try ledger.read {
            try Int64.fetchAll($0, sql: "SELECT sequence % 100000000 FROM usageEvent ORDER BY 1")
        }
        #expect(sequences == Array(1...10))
    }

    @Test("a retry is counted once, in the same run and in a later one")
    func duplicate() throws {
        let line = Fixture.event("chat", quantity: "12500")
        // 12500.0 and another order of fields are the same content.
        let again =
            #"{"metric":"chat","quantity":12500.0,"timestamp":"2026-05-03T17:41:23.120+08:00","customer":"cus_1","idempotency_key":"evt_1"}"#
        let first = try ledger.ingest([
            line, again, Fixture.event(id: "evt_2", "chat", quantity: "900"),
        ])
        #expect(first.accepted == 2 && first.duplicate == 1 && first.rejected == 0)
        let second = try ledger.ingest([again])
        #expect(second.accepted == 0 && second.duplicate == 1)
        #expect(try Measured(ledger).words.map(\.text) == ["cus_1 - - = 13400 in 2"])
    }

    @Test(
        "the same key with other content is a conflict, and the first stays",
        arguments: [
            Fixture.event("chat", quantity: "2"),
            Fixture.event("chat", at: "2026-05-03T09:41:23.121Z"),
            Fixture.event(customer: "cus_2", "chat"),
            Fixture.event("chat", #"{"model":"m"}"#),
            Fixture.event("chat", #"{"note":"x"}"#),
            Fixture.event("call", #"{"status":"ok"}"#),
            // In another month, where keys stand in another bucket.
            Fixture.event("chat", at: "2026-03-03T09:41:23.12Z"),
        ])
    func conflict(line: String) throws {
        try ledger.ingest([Fixture.event("chat")])
        let tally = try ledger.ingest([line])
        #expect(tally.accepted == 0 && tally.rejected == 1 && tally.conflict == 1)
        #expect(try rejects() == ["1 conflict id evt_1"])
        #expect(try Measured(ledger).words.map(\.text) == ["cus_1 - - = 1 in 1"])
    }

    @Test("content that differs in its bytes alone differs", arguments: ["note", "region"])
    func spelling(property: String) throws {
        try ledger.ingest([Fixture.event("chat", "{\"\(property)\":\"caf\u{E9}\"}")])
        let same = try ledger.ingest([Fixture.event("chat", "{\"\(property)\":\"caf\\u00e9\"}")])
        #expect(same.duplicate == 1)
        let other = try ledger.ingest([
            Fixture.event("chat", "{\"\(property)\":\"cafe\u{301}\"}")
        ])
        #expect(other.conflict == 1)
    }

    @Test("the same key at another merchant is another event")
    func otherMerchant() throws {
        try ledger.apply(Fixture.otherCatalog)
        let tally = try ledger.ingest([
            Fixture.event("chat", quantity: "3"),
            Fixture.event(customer: "cus_b1", "chat", quantity: "4"),
        ])
        #expect(tally.accepted == 2)
        #expect(try Measured(ledger).words.map(\.text) == ["cus_1 - - = 3 in 1"])
        #expect(
            try Measured(ledger, merchant: "mer_2").words.map(\.text) == ["cus_b1 - - = 4 in 1"])
    }

    @Test("without an id the same content is taken once, and that is reported")
    func contentKey() throws {
        let line = Fixture.event(id: nil, "chat", quantity: "5")
        let tally = try ledger.ingest([line, line, Fixture.event(id: nil, "chat", quantity: "6")])
        #expect(tally.accepted == 2 && tally.duplicate == 1 && tally.withoutKey == 3)
        #expect(try Measured(ledger).words.map(\.text) == ["cus_1 - - = 11 in 2"])
    }

    @Test(
        "the window is 35 days back and five minutes ahead, both ends in it",
        arguments: [
            ("2026-04-27T00:00:00Z", true), ("2026-04-26T23:59:59.999999999Z", false),
            ("2026-06-01T00:05:00Z", true), ("2026-06-01T00:05:00.000000001Z", false),
        ])
    func window(time: String, isTaken: Bool) throws {
        let line = Fixture.event("chat", at: time)
        let tally = try ledger.ingest([line], backfill: false)
        #expect(tally.accepted == (isTaken ? 1 : 0))
        #expect(tally.reasons == (isTaken ? [:] : [.outsideWindow: 1]))
        // A backfill takes events of any age.
        #expect(try ledger.ingest([line]).accepted == (isTaken ? 0 : 1))
    }

    @Test("an event of a closed month is taken and counted as late")
    func late() throws {
        try ledger.write {
            try CloseMark.record(
                $0, "mer_1", Month("2026-05"), zone: Zone("Asia/Shanghai"), at: TestLedger.end)
        }
        let tally = try ledger.ingest([
            Fixture.event(id: "a", "chat", at: "2026-05-31T15:59:59.999Z"),
            Fixture.event(id: "b", "chat", at: "2026-05-31T16:00:00Z"),  // June in Shanghai
            Fixture.event(id: "c", "chat", at: "2026-04-30T16:00:00Z"),
            Fixture.event(id: "d", "chat", at: "2026-04-30T15:59:59.999Z"),
            Fixture.event(id: "a", "chat", at: "2026-05-31T15:59:59.999Z"),
        ])
        // April was never closed, and never will be: what is billed of it is billed as late.
        #expect(tally.accepted == 4 && tally.late == 3 && tally.duplicate == 1)
    }

    @Test("an event before its customer's plan began is refused: nothing would bill it")
    func beforePlan() throws {
        // 1 January begins in Shanghai at 16:00 UTC on 31 December.
        let tally = try ledger.ingest([
            Fixture.event(id: "a", "chat", at: "2025-12-31T16:00:00Z"),
            Fixture.event(id: "b", "chat", at: "2025-12-31T15:59:59.999999999Z"),
        ])
        #expect(tally.accepted == 1)
        #expect(try rejects() == ["2 noPlan timestamp 2025-12-31T15:59:59.999999999Z"])
    }

    @Test("a line that is no text is kept byte by byte, and a cut keeps whole characters")
    func raw() throws {
        let bytes: [UInt8] = [0x7B, 0xFF, 0x00, 0xFE, 0x7D]
        let long = "{" + String(repeating: "价", count: 2_000)
        try ledger.write { db in
            var intake = try Intake(
                db, sourceName: "t", now: TestLedger.end, options: Intake.Options())
            try intake.take(bytes[...])
            try intake.take(Array(long.utf8)[...])
            _ = try intake.finish()
        }
        let kept = try ledger.read {
            try DatabaseValue.fetchAll($0, sql: "SELECT raw FROM usageReject ORDER BY id")
        }
        #expect(kept[0] == Data(bytes).databaseValue)
        // One byte for the brace and 1,365 characters of three bytes each are 4,096 bytes.
        #expect(kept[1] == ("{" + String(repeating: "价", count: 1_365)).databaseValue)
    }

    @Test("every line ends somewhere, the tally adds up and is kept")
    func tally() throws {
        let lines = [
            Fixture.event(id: "a", "chat"),
            "",  // not input, but a line of the file all the same
            Fixture.event(id: "a", "chat"),
            " \r",
            "{",
            Fixture.event(id: "b", customer: "cus_9", "chat"),
            Fixture.event(id: "c", "chatter"),
            Fixture.event(id: "d", "chat", quantity: nil),
            Fixture.event(id: "e", "chat", #"{"region":["cn"]}"#),
            Fixture.event(id: "f", "call", #"{"status":"ok","seconds":"long"}"#),
            Fixture.event(id: "g", "call", #"{"status":"ok","seconds":-1}"#),
            Fixture.event(id: "h", "model_call", #"{"model":"m","in":1}"#),
            Fixture.event(id: "i", "model_call", #"{"model":"m","in":1,"out":0.5}"#),
            Fixture.event(
                id: "j", "model_call", #"{"model":"m","in":10,"out":1,"read":8,"write":3}"#),
            Fixture.event(id: "k", "model_call", #"{"model":"m","in":10,"out":4,"think":5}"#),
            Fixture.event(id: "a", "chat", quantity: "2"),
            Fixture.event(id: "l", "call", quantity: nil, #"{"status":"ok"}"#),  // counts need none
            "\r" + Fixture.event(id: "m", "chat") + "\r",
        ]
        let tally = try ledger.ingest(lines)
        #expect(
            try rejects() == [
                "5 malformed - byte 1: expected a key in quotes",
                "6 unknownCustomer customer_id cus_9",
                "7 unknownMetric metric chatter",
                "8 missingField quantity -",
                #"9 malformed region ["cn"]"#,
                #"10 notANumber seconds "long""#,
                "11 negativeQuantity seconds -1",
                "12 missingField out -",
                "13 outOfRange out 0.5",
                "14 negativeClass in 10",
                // Reasoning is part of the output: five of four would make a class negative.
                "15 negativeClass out 4",
                "16 conflict id a",
            ])
        #expect(tally.input == 16)
        #expect(tally.accepted == 3 && tally.duplicate == 1 && tally.rejected == 12)
        #expect(tally.input == tally.accepted + tally.duplicate + tally.rejected)
        #expect(tally.reasons.values.reduce(0, +) == tally.rejected)
        #expect(tally.conflict == 1)
        let kept = try ledger.read {
            try Row.fetchOne(
                $0,
                sql: """
                    SELECT acceptedCount, duplicateCount, rejectedCount, inputCount, sourceName
                    FROM usageBatch
                    """)!
        }
        #expect((0..<4).map { kept[$0] as Int } == [3, 1, 12, 16])
        #expect(kept[4] == "test.ndjson")
    }

    @Test("tallies of batches add up to the tally of the run")
    func sum() throws {
        let first = try ledger.ingest([Fixture.event(id: "a", "chat"), "{"])
        let second = try ledger.ingest([
            Fixture.event(id: "a", "chat"), Fixture.event(id: nil, "chat"), "[",
        ])
        let both = first + second
        #expect(both.input == 5 && both.accepted == 2 && both.duplicate == 1 && both.rejected == 2)
        #expect(both.withoutKey == 1 && both.reasons == [.malformed: 2])
    }

    @Test("a line of a merchant whose catalog is not in force yet stops no other line")
    func notInForce() throws {
        try ledger.apply(
            Fixture.otherCatalog.replacing("effective: 2026-01-01", with: "effective: 2027-01-01"))
        let tally = try ledger.ingest([
            Fixture.event(id: "a", customer: "cus_b1", "chat"), Fixture.event(id: "b", "chat"),
            Fixture.event(id: "c", customer: "cus_b2", "chat"),
        ])
        #expect(tally.accepted == 1 && tally.reasons == [.noPlan: 2])
        #expect(try rejects() == ["1 noPlan customer_id cus_b1", "3 noPlan customer_id cus_b2"])
    }

    @Test("one that looks like a known name and is not does not shut the known one out")
    func lookalike() throws {
        // U+212A, the Kelvin sign, equals K for Swift's strings; for the ledger it is another name.
        try ledger.apply(Fixture.otherCatalog.replacing("cus_b2", with: "cus_K"))
        let tally = try ledger.ingest([
            Fixture.event(id: "a", customer: "cus_\u{212A}", "chat"),
            Fixture.event(id: "b", customer: "cus_K", "chat"),
            Fixture.event(id: "c", customer: "cus_\u{212A}", "chat"),
        ])
        #expect(tally.accepted == 1 && tally.reasons == [.unknownCustomer: 2])
    }
}

@Suite("Any order, any files, any repeats")
struct IntakeOrderTests {
    /// 400 lines of all kinds of events around May, some without an id, some not to be taken.
    static func lines(_ random: inout SplitMix) -> [String] {
        (0..<400).map { number in
            func pick<T>(_ values: [T]) -> T { values.randomElement(using: &random)! }
            let second = Int.random(in: 0..<86_400, using: &random)
            let day = pick(["2026-04-30", "2026-05-01", "2026-05-15", "2026-05-31", "2026-06-01"])
            func two(_ value: Int) -> String { value < 10 ? "0\(value)" : "\(value)" }
            let time =
                "\(day)T\(two(second / 3600)):\(two(second / 60 % 60)):\(two(second % 60))Z"
            let id = number % 7 == 0 ? nil : "evt_\(number)"
            let customer = pick(["cus_1", "cus_2"])
            // Two spellings of é: equal to Swift, not to SQLite, and not to be mixed up.
            let region = pick(["cn", "eu", "", "caf\u{E9}", "cafe\u{301}"])
            let regionField = region.isEmpty ? "" : ",\"region\":\"\(region)\""
            let quantity = "\(Int.random(in: 0..<500, using: &random)).\(pick([1, 25, 333]))"
            switch number % 4 {
            case 0:
                return Fixture.event(
                    id: id, customer: customer, "chat", quantity: quantity, at: time,
                    "{\"model\":\"\(pick(["a", "b"]))\"\(regionField)}")
            case 1, 2:
                return Fixture.event(
                    id: id, customer: customer, "call", at: time,
                    "{\"status\":\"\(pick(["ok", "slow", "failed"]))\",\"seconds\":\(quantity)"
                        + ",\"trace\":\"t\(number)\"\(regionField)}")
            default:
                let input = Int.random(in: 0..<2000, using: &random)
                return Fixture.event(
                    id: id, customer: customer, "model_call", at: time,
                    "{\"model\":\"\(pick(["big", "small"]))\",\"in\":\(input),\"out\":\(second)"
                        + ",\"read\":\(input / 2),\"think\":\(pick([0, second]))}")
            }
        }
    }

    static func ledger() throws -> TestLedger {
        let ledger = try TestLedger()
        try ledger.apply(Fixture.catalog)
        return ledger
    }

    @Test("the same events meter the same and prove the same", arguments: [1, 20_260_601, 77])
    func anyOrder(seed: UInt64) throws {
        var random = SplitMix(seed: seed)
        let lines = Self.lines(&random)
        let inOrder = try Self.ledger()
        let taken = try inOrder.ingest(lines)
        #expect(taken.accepted == 400 - taken.duplicate, "seed \(seed)")
        let expected = try Measured(inOrder)
        #expect(expected.usage.allSatisfy { !$0.isEmpty }, "seed \(seed)")
        #expect(expected.digests.count == expected.usage.joined().count, "seed \(seed)")

        let shuffled = try Self.ledger()
        try shuffled.ingest(lines.shuffled(using: &random))
        #expect(try Measured(shuffled) == expected, "shuffled, seed \(seed)")

        let inBatches = try Self.ledger()
        let mixed = lines.shuffled(using: &random)
        for part in [0..<90, 90..<91, 91..<400] { try inBatches.ingest(Array(mixed[part])) }
        #expect(try Measured(inBatches) == expected, "three batches, seed \(seed)")

        let repeated = try Self.ledger()
        let tenths = lines.enumerated().filter { $0.offset % 10 == 0 }.map(\.element)
        let again = try repeated.ingest((lines + tenths).shuffled(using: &random))
        #expect(again.accepted == taken.accepted, "seed \(seed)")
        #expect(again.duplicate == taken.duplicate + tenths.count, "seed \(seed)")
        #expect(try repeated.ingest(tenths).duplicate == tenths.count, "seed \(seed)")
        #expect(try Measured(repeated) == expected, "every tenth repeated, seed \(seed)")
    }
}

@Suite("Lines that are broken")
struct IntakeManglingTests {
    @Test(
        "a mangled line ends as accepted, duplicate or rejected, and never stops the run",
        arguments: [5, 606])
    func mangled(seed: UInt64) throws {
        var random = SplitMix(seed: seed)
        let ledger = try TestLedger()
        try ledger.apply(Fixture.catalog)
        let lines = (0..<3000).map { number in
            let id = "evt_\(number)"
            let sound = [
                Fixture.event(id: id, "chat", quantity: "12.5", #"{"model":"m","region":"cn"}"#),
                Fixture.event(
                    id: id, "call", #"{"status":"ok","seconds":1.25,"note":["x",{"y":1}]}"#),
                Fixture.event(
                    id: id, "model_call", #"{"model":"m","in":100,"out":7,"read":30,"think":5}"#),
            ]
            return random.mangled(sound[number % 3])
        }
        var options = Intake.Options()
        options.backfill = true
        let tallies = try (0..<2).map { _ in
            try ledger.write { db in
                var intake = try Intake(
                    db, sourceName: "mangled", now: TestLedger.end, options: options)
                for line in lines { try intake.take(line[...]) }
                return try intake.finish()
            }
        }
        let first = tallies[0]
        #expect(first.input == first.accepted + first.duplicate + first.rejected, "seed \(seed)")
        #expect(first.accepted > 50 && first.rejected > 500, "seed \(seed)")
        // Again, all that was taken is known, and all that was not is refused for the same reasons.
        #expect(tallies[1].accepted == 0, "seed \(seed)")
        #expect(tallies[1].duplicate == first.accepted + first.duplicate, "seed \(seed)")
        #expect(tallies[1].reasons == first.reasons, "seed \(seed)")
        // What was taken can be measured, and proven.
        let measured = try Measured(ledger)
        #expect(measured.digests.count == measured.usage.joined().count, "seed \(seed)")
    }
}
