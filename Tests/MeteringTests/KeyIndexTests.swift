import Catalog
import GRDB
import Store
import TestSupport
import Testing
import Time

@testable import Metering

@Suite("Keys of many days")
struct KeyIndexTests {
    @Test("a filter knows every key it has, and takes few others for known")
    func filter() {
        var filter = KeyFilter(capacity: 10_000)
        for number in 0..<10_000 { filter.insert(KeyIndex.hash(1, "evt_\(number)")) }
        #expect((0..<10_000).allSatisfy { filter.mayContain(KeyIndex.hash(1, "evt_\($0)")) })
        let wrong = (10_000..<20_000).filter { filter.mayContain(KeyIndex.hash(1, "evt_\($0)")) }
        // Four bits of a key in sixteen bits a key: (1 - e^(-1/4))^4 is 24 of ten thousand; blocks fill unevenly.
        #expect(wrong.count < 80, "\(wrong.count)")
        var empty = KeyFilter(capacity: 0)
        #expect(!empty.mayContain(7))
        empty.insert(7)
        #expect(empty.mayContain(7))
    }

    /// Enough look-ups that a filter is made, and made anew as the keys become more.
    @Test("a key is found on every day, with a filter and without, and no merchant has another's")
    func days() throws {
        let ledger = try TestLedger()
        try ledger.write { db in
            try db.execute(
                sql: """
                    INSERT INTO merchant (code) VALUES ('mer_1'), ('mer_2');
                    INSERT INTO customer (merchantId, code) VALUES (1, 'cus_1');
                    INSERT INTO usageEventName (merchantId, name) VALUES (1, 'call');
                    INSERT INTO dimensionSet (document) VALUES ('{}');
                    INSERT INTO usageSeries VALUES (1, 1, 1, 1)
                    """)
            var index = try KeyIndex(db)
            let first = try Day("2026-05-01")
            for number in 0..<300 {
                let hash = KeyIndex.hash(1, "evt_\(number)")
                #expect(try index.isNew(1, hash: hash))
                #expect(try index.first(1, hash: hash) { $0 } == nil)
                let day = first.advanced(by: number % 30)
                let sequence = try index.nextSequence(1, block: EventSequence.block(1, day))
                #expect(EventSequence.day(ofBlock: EventSequence.block(of: sequence)) == day)
                #expect(sequence % EventSequence.aDay == Int64(number / 30 + 1))
                try db.execute(
                    sql: """
                        INSERT INTO usageEvent (sequence, seriesId, occurredAt, quantity)
                        VALUES (?, 1, 1, 1)
                        """, arguments: [sequence])
                try index.insert([(hash, sequence)])
                #expect(try !index.isNew(1, hash: hash))
                let other = EventSequence.block(1, first.advanced(by: 31))
                for block in [nil, EventSequence.block(of: sequence), other] {
                    #expect(try index.first(1, hash: hash, block: block) { $0 } == sequence)
                }
                // What does not match is not it.
                #expect(try index.first(1, hash: hash) { $0 == 0 ? $0 : nil } == nil)
                #expect(try index.first(2, hash: hash) { $0 } == nil)
            }
            // Read again from the ledger, it says the same: the first look goes through all days.
            var again = try KeyIndex(db)
            for number in [7, 299, 0, 150] {
                let hash = KeyIndex.hash(1, "evt_\(number)")
                let sequence = try index.first(1, hash: hash) { $0 }
                #expect(try sequence != nil && again.first(1, hash: hash) { $0 } == sequence)
            }
            #expect(
                try again.nextSequence(1, block: EventSequence.block(1, first)) % 100_000_000 == 11)
        }
    }

    @Test("a day that has all its numbers takes no more, and says so")
    func full() throws {
        let ledger = try TestLedger()
        try ledger.write { db in
            let day = try Day("2026-05-01")
            let last = EventSequence.sequences(inBlock: EventSequence.block(1, day)).upperBound
            try db.execute(
                sql: """
                    INSERT INTO merchant (code) VALUES ('mer_1');
                    INSERT INTO customer (merchantId, code) VALUES (1, 'cus_1');
                    INSERT INTO usageEventName (merchantId, name) VALUES (1, 'call');
                    INSERT INTO dimensionSet (document) VALUES ('{}');
                    INSERT INTO usageSeries VALUES (1, 1, 1, 1)
                    """)
            try db.execute(
                sql: """
                    INSERT INTO usageEvent (sequence, seriesId, occurredAt, quantity)
                    VALUES (?, 1, 1, 1)
                    """, arguments: [last])
            var index = try KeyIndex(db)
            #expect(throws: MeteringError.dayIsFull(day)) {
                try index.nextSequence(1, block: EventSequence.block(1, day))
            }
        }
    }

    @Test(
        "a sequence says merchant and day, from the first instant there is to the last",
        arguments: [Int64.min, -1, 0, 1_777_593_600_000_000_000, .max])
    func sequence(_ nanoseconds: Int64) {
        let instant = Instant(nanoseconds: nanoseconds)
        let block = EventSequence.block(92_232, instant.utcDay)
        #expect(EventSequence.day(ofBlock: block) == instant.utcDay)
        #expect(EventSequence.blocks(of: 92_232).contains(block))
        let all = EventSequence.sequences(inBlock: block)
        #expect(EventSequence.block(of: all.lowerBound) == block)
        #expect(EventSequence.block(of: all.upperBound) == block)
    }
}
