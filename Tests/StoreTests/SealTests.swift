import GRDB
import TestSupport
import Testing

@testable import Store

@Suite("Seals")
struct SealTests {
    let ledger: TestLedger

    init() throws { ledger = try TestLedger() }

    func write(_ sql: String) throws { try ledger.write { try $0.execute(sql: sql) } }

    func failures() throws -> [String] { try ledger.read { try Seal.differences($0) }.failures }

    /// A merchant, an entry with two legs, two rates, a field, and an event on each of two days.
    func fill() throws {
        try write("INSERT INTO merchant (code) VALUES ('mer_1'), ('é')")
        try write(
            """
            INSERT INTO journalEntry (book, day, kind, source, previousHash, hash) VALUES
                ('mer_1', '2026-05-01', 'invoice', 'invoice 1', printf('%064d', 0), printf('%064d', 1)),
                ('mer_1', '2026-05-02', 'invoice', 'invoice 2', printf('%064d', 1), printf('%064d', 2));
            INSERT INTO posting VALUES
                (1, 1, 'a', 'CNY', 5), (1, 2, 'b', 'CNY', -5), (2, 1, 'a', 'CNY', 7), (2, 2, 'b', 'CNY', -7)
            """)
        try write(
            """
            INSERT INTO fxImport (importedAt, source, sourceName, digest) VALUES ('t', 'ECB', 'f', 'd');
            INSERT INTO fxRate VALUES ('ECB', 'USD', 'CNY', '2026-05-01', '7.1', 1),
                ('ECB', 'USD', 'CNY', '2026-05-02', '7.2', 1)
            """)
        try write(
            """
            INSERT INTO usageEventName (merchantId, name) VALUES (1, 'call');
            INSERT INTO usageField VALUES (1, 2, 'tokens', 'number')
            """)
        try events([122_057_400_000_001, 122_057_500_000_001])
    }

    /// Events of one batch.
    func events(_ sequences: [Int64]) throws {
        try ledger.write { db in
            try db.execute(
                sql: """
                    INSERT OR IGNORE INTO customer (id, merchantId, code) VALUES (1, 1, 'cus_1');
                    INSERT OR IGNORE INTO dimensionSet (id, document) VALUES (1, '{}');
                    INSERT OR IGNORE INTO usageSeries VALUES (1, 1, 1, 1);
                    INSERT INTO usageBatch (kind, ingestedAt, sourceName, acceptedCount, lateCount,
                        duplicateCount, rejectedCount, inputCount, inputQuantity)
                    VALUES ('ingest', 't', '-', 0, 0, 0, 0, 0, '0')
                    """)
            for sequence in sequences {
                try db.execute(
                    sql: """
                        INSERT INTO usageEvent (sequence, seriesId, occurredAt, quantity)
                        VALUES (?, 1, 5, 1)
                        """, arguments: [sequence])
            }
            // Each run of numbers without a gap.
            for first in sequences where !sequences.contains(first - 1) {
                let last = (first...).first { !sequences.contains($0 + 1) }!
                try db.execute(
                    sql: """
                        INSERT INTO usageBatchRange VALUES ((SELECT max(id) FROM usageBatch), ?, ?)
                        """,
                    arguments: [first, last])
            }
        }
    }

    /// Worked out by another program, from the format as it is described: for the rows SHA-256 of
    /// `merchant (id, code)`, a line break, and for each of (1, 'mer_1') and (2, 'é') an i, the number in
    /// eight bytes, a t, the length in four, and the text; for the seal that of `1 bm 000…` and
    /// `1 merchant 1 2 2 2 DIGEST`, each with a line break.
    @Test("a seal is what anyone can work out with SHA-256")
    func format() throws {
        try write("INSERT INTO merchant (code) VALUES ('mer_1'), ('é')")
        let found = try ledger.read { db in
            try [
                String.fetchOne(db, sql: "SELECT digest FROM sealedRange"),
                String.fetchOne(db, sql: "SELECT hash FROM seal"),
            ]
        }
        #expect(
            found == [
                "3baa235a5315c0c8929d34d8a955927f4e92ffe7fcdfa4ee5f16e6582d281a07",
                "26c74f210e62eb61feb843b47f447cd651caee0471893599b431dbe423bf4010",
            ])
    }

    @Test("what is written holds, and what is read or refused adds no seal")
    func holds() throws {
        #expect(try failures() == [])
        try fill()
        let found = try ledger.read { try Seal.differences($0) }
        #expect(found.failures == [])
        // 2 merchants, 2 entries, 4 legs, 1 import, 2 rates, 1 name, 1 field, 1 customer, 1 set, 1 series,
        // 1 batch, 2 ranges of it, 2 events; 5 seals.
        #expect(found.checked == 26)
        try ledger.write { _ in }
        _ = try? ledger.write { db in
            try db.execute(sql: "INSERT INTO merchant (code) VALUES ('gone')")
            throw StoreError.missing("gone")
        }
        #expect(try ledger.read { try Seal.heads($0) }.count == 5)
    }

    @Test(
        "a change is named by its table and rows",
        arguments: [
            (
                "UPDATE merchant SET code = 'mer_2'  WHERE id = 1",
                "rows 1 to 2 of merchant: not what seal 1 says"
            ),
            (
                "DELETE FROM merchant WHERE id = 2",
                "rows 1 to 2 of merchant: 1 are there, seal 1 has 2"
            ),
            ("DELETE FROM merchant", "rows 1 to 2 of merchant: all 2 that seal 1 has are gone"),
            (
                "UPDATE posting SET minorUnits = 6 WHERE minorUnits = 5",
                "rows of posting with entry 1 to 2: not what seal 2 says"
            ),
            (
                "UPDATE fxRate SET value = '7.11' WHERE value = '7.1'",
                "rows of fxRate with importId 1: not what seal 3 says"
            ),
            (
                "UPDATE usageField SET slot = 3",
                "a row of usageField that seal 4 has is gone or says something else"
            ),
            (
                "UPDATE usageEvent SET occurredAt = 6 WHERE sequence < 122057500000000",
                "row 122057400000001 of usageEvent: not what seal 5 says"
            ),
            // A number that says the same as a text.
            (
                "UPDATE usageEvent SET quantity = '1' WHERE sequence > 122057500000000",
                "row 122057500000001 of usageEvent: not what seal 5 says"
            ),
            (
                "UPDATE usageEvent SET sequence = 122057600000001 WHERE sequence > 122057500000000",
                "row 122057500000001 of usageEvent: all 1 that seal 5 has are gone"
            ),
            (
                "UPDATE seal SET origin = 'other' WHERE id = 3",
                "seal 3 does not have the hash of its content"
            ),
            (
                "UPDATE seal SET previousHash = hash WHERE id = 3",
                "seal 3 names another seal before it"
            ),
            ("DELETE FROM seal WHERE id = 2", "seal 2 is missing: 3 follows"),
            (
                "UPDATE sealedRange SET columnCount = 1 WHERE tableName = 'merchant'",
                "seal 1 does not have the hash of its content"
            ),
            (
                "UPDATE sealedRange SET id = 99 WHERE id = 3",
                "seal 2 does not have the hash of its content"
            ),
            (
                "DELETE FROM sealedRange WHERE id = 3",
                "seal 2 does not have the hash of its content"
            ),
        ])
    func named(sql: String, says: String) throws {
        try fill()
        try ledger.tamper(sql)
        #expect(try failures().first == says)
    }

    @Test("a text moved from one column into the next is another row")
    func columns() throws {
        try fill()
        try ledger.tamper(
            "UPDATE posting SET account = 'aC', currency = 'NYx' WHERE entry = 1 AND position = 1")
        #expect(try failures().first == "rows of posting with entry 1 to 2: not what seal 2 says")
    }

    @Test("a row that another program put in is known for good")
    func stray() throws {
        try fill()
        try ledger.tamper("INSERT INTO merchant (code) VALUES ('by hand')")
        #expect(try failures() == ["merchant: rows that no seal has: 1, the first with id 3"])
        try ledger.tamper("INSERT INTO usageField VALUES (1, 1, 'by hand', 'text')")
        try write("INSERT INTO merchant (code) VALUES ('mer_3')")
        #expect(
            try failures() == [
                "row 3 of merchant came from another program, before seal 6",
                "a row of usageField came from another program, before seal 6",
            ])
    }

    /// Rows that are sealed each for itself are looked through again when there are more of them; what was
    /// changed before that must not be taken for new.
    @Test("a change is found after the next transaction too")
    func later() throws {
        try fill()
        try ledger.tamper("UPDATE usageField SET name = 'other'")
        try ledger.tamper("UPDATE usageEvent SET quantity = 2 WHERE sequence < 122057500000000")
        try write("INSERT INTO usageField VALUES (1, 1, 'seconds', 'number')")
        try events([122_057_400_000_002])
        let failures = try failures()
        #expect(
            failures.contains("a row of usageField that seal 4 has is gone or says something else"))
        #expect(failures.contains("row 122057400000001 of usageEvent: not what seal 5 says"))
    }

    @Test("an event of an earlier day is sealed behind those of its day")
    func days() throws {
        try fill()
        try events([122_057_400_000_002, 122_057_400_000_003, 122_057_300_000_001])
        #expect(try failures() == [])
        let ranges = try ledger.read { db in
            try Row.fetchAll(
                db,
                sql: """
                    SELECT firstKey % 1000000000, lastKey % 1000000000, rowCount FROM sealedRange
                    WHERE tableName = 'usageEvent' ORDER BY firstKey
                    """
            ).map { [$0[0], $0[1], $0[2]] as [Int64] }
        }
        // The last digit of the day, and eight digits.
        #expect(
            ranges == [
                [300_000_001, 300_000_001, 1], [400_000_001, 400_000_001, 1],
                [400_000_002, 400_000_003, 2], [500_000_001, 500_000_001, 1],
            ])
    }

    @Test("many rows are cut into ranges of 256, and the one that a change stands in is named")
    func ranges() throws {
        try ledger.write { db in
            for number in 1...600 {
                try db.execute(
                    sql: "INSERT INTO merchant (code) VALUES (?)", arguments: ["m\(number)"])
            }
        }
        try ledger.tamper("UPDATE merchant SET code = 'x' WHERE id = 300")
        #expect(try failures() == ["rows 257 to 512 of merchant: not what seal 1 says"])
        try ledger.tamper("UPDATE merchant SET code = 'y' WHERE id = 513")
        #expect(try failures().last == "rows 513 to 600 of merchant: not what seal 1 says")
    }

    @Test("a table that is gone, or has lost a column, is named, and the others are read")
    func gone() throws {
        try fill()
        try ledger.tamper("UPDATE merchant SET code = 'mer_2' WHERE id = 1; DROP TABLE capReached")
        try ledger.tamper("ALTER TABLE fxRate RENAME COLUMN importId TO imported")
        let failures = try failures()
        #expect(failures.count == 3)
        #expect(failures[0] == "rows 1 to 2 of merchant: not what seal 1 says")
        #expect(failures[1].hasPrefix("the table fxRate cannot be read: "))
        // A connection that has read the table before is told so by SQLite, in its words.
        #expect(failures[2].hasPrefix("the table capReached "))
    }

    @Test("a column that a later version adds leaves the seals of before as they are")
    func wider() throws {
        try fill()
        try ledger.tamper("ALTER TABLE merchant ADD COLUMN note TEXT")
        #expect(try failures() == [])
        #expect(try ledger.read(LedgerFile.schemaDifferences).failures.count == 1)
    }

    /// A new table has rows that can be told from old ones, or says how else it is sealed.
    @Test("every table says how it is sealed")
    func everyTable() throws {
        let names = Set(Schema.names)
        #expect(Set(Schema.sealing.keys).subtracting(names) == [])
        try ledger.read { db in
            for name in Schema.names {
                let keys = try db.primaryKey(name).columns
                let columns = Dictionary(
                    uniqueKeysWithValues: try db.columns(in: name).map { ($0.name, $0) })
                switch Schema.sealing[name] ?? .byNumber {
                case .byNumber, .byBatch:
                    let references = try db.foreignKeys(on: name)
                        .flatMap { $0.mapping.map(\.origin) }
                    let isByBatch = Schema.sealing[name] == .byBatch
                    #expect(keys.count == 1 && columns[keys[0]]?.type == "INTEGER", "\(name)")
                    #expect(
                        isByBatch || !references.contains(keys[0]),
                        "\(name): not a number of its own")
                case .with(let parent, let column):
                    #expect(columns[column]?.type == "INTEGER", "\(name)")
                    #expect(columns[column]?.isNotNull == true || keys == [column], "\(name)")
                    #expect(names.contains(parent) && Schema.sealing[parent] == nil, "\(name)")
                case .each, .not: break
                }
            }
        }
    }

    @Test(
        "a declaration that is gone, changed or added is named",
        arguments: [
            ("DROP TABLE publishedFile", "the table publishedFile is gone"),
            ("DROP INDEX invoiceByCustomer", "the index invoiceByCustomer is gone"),
            (
                "ALTER TABLE merchant ADD COLUMN note TEXT DEFAULT 'x'",
                "the table merchant is not declared as bm declares it"
            ),
            ("CREATE VIEW v AS SELECT 1", "the view v is not one of bm's"),
            (
                "DROP INDEX invoiceByCustomer; CREATE INDEX invoiceByCustomer ON invoice (month)",
                "the index invoiceByCustomer is not declared as bm declares it"
            ),
            ("PRAGMA user_version = 3", "user_version is 3, and 0 in a ledger"),
        ])
    func declarations(sql: String, says: String) throws {
        #expect(try ledger.read(LedgerFile.schemaDifferences).failures == [])
        try ledger.tamper(sql)
        let found = try ledger.read(LedgerFile.schemaDifferences)
        #expect(found.failures.contains(says), "\(found.failures)")
    }
}
