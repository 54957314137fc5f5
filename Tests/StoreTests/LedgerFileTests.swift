import Foundation
import GRDB
import TestSupport
import Testing
import Time

@testable import Store

@Suite("The ledger file")
struct LedgerFileTests {
    let folder: String

    init() throws { folder = try Scratch.folder() }

    func path(_ name: String) -> String { "\(folder)/\(name)" }

    @Test("a ledger and the files beside it are for their user alone")
    func permissions() throws {
        let ledger = try LedgerFile.create(path("p.sqlite"))
        try ledger.write { try $0.execute(sql: "INSERT INTO merchant (code) VALUES ('mer_1')") }
        for end in ["", "-wal", "-shm"] {
            let found = try FileManager.default.attributesOfItem(atPath: path("p.sqlite" + end))
            #expect(found[.posixPermissions] as? Int == 0o600, "p.sqlite\(end)")
        }
        try WholeFile.write([1], to: path("rejects"), isPrivate: true)
        let rejects = try FileManager.default.attributesOfItem(atPath: path("rejects"))
        #expect(rejects[.posixPermissions] as? Int == 0o600)
    }

    @Test("every table of facts refuses UPDATE and DELETE")
    func appendOnly() throws {
        let ledger = try LedgerFile.create(path("a.sqlite"))
        let tables = try ledger.read { db in
            try String.fetchAll(
                db,
                sql: """
                    SELECT name FROM sqlite_schema WHERE type = 'table'
                    AND name NOT LIKE 'sqlite_%' AND name NOT LIKE 'grdb_%'
                    """)
        }
        #expect(tables.count > 30)
        for table in tables {
            let triggers = try ledger.read { db in
                try String.fetchAll(
                    db,
                    sql: "SELECT name FROM sqlite_schema WHERE type = 'trigger' AND tbl_name = ?",
                    arguments: [table])
            }
            #expect(triggers.count == 2, "\(table) has triggers \(triggers)")
        }
        try ledger.write { try $0.execute(sql: "INSERT INTO merchant (code) VALUES ('mer_1')") }
        #expect(throws: StoreError.self) {
            try ledger.write { try $0.execute(sql: "UPDATE merchant SET code = 'mer_2'") }
        }
        #expect(throws: StoreError.self) {
            try ledger.write { try $0.execute(sql: "DELETE FROM merchant") }
        }
        let left = try ledger.read { try String.fetchAll($0, sql: "SELECT code FROM merchant") }
        #expect(left == ["mer_1"])
    }

    @Test("every table is STRICT and foreign keys hold")
    func strict() throws {
        let ledger = try LedgerFile.create(path("b.sqlite"))
        let loose = try ledger.read { db in
            try String.fetchAll(
                db,
                sql: """
                    SELECT name FROM pragma_table_list
                    WHERE type = 'table' AND strict = 0 AND schema = 'main'
                    AND name NOT LIKE 'sqlite_%' AND name NOT LIKE 'grdb_%'
                    """)
        }
        #expect(loose.isEmpty)
        #expect(throws: StoreError.self) {
            try ledger.write {
                try $0.execute(sql: "INSERT INTO customer (merchantId, code) VALUES (99, 'c')")
            }
        }
    }

    @Test("a write that fails leaves nothing of itself")
    func atomic() throws {
        let ledger = try LedgerFile.create(path("c.sqlite"))
        struct Halt: Error {}
        #expect(throws: Halt.self) {
            try ledger.write { db in
                try db.execute(sql: "INSERT INTO merchant (code) VALUES ('mer_1')")
                throw Halt()
            }
        }
        #expect(try ledger.read { try Int.fetchOne($0, sql: "SELECT count(*) FROM merchant") } == 0)
    }

    @Test("what is not a ledger is named and left as it was")
    func foreign() throws {
        #expect(throws: StoreError.missing(path("none"))) { try LedgerFile.open(path("none")) }
        let text = path("notes.txt")
        try Data("hello".utf8).write(to: URL(fileURLWithPath: text))
        #expect(throws: StoreError.notALedger(text, found: "not a SQLite file")) {
            try LedgerFile.open(text)
        }
        #expect(try Data(contentsOf: URL(fileURLWithPath: text)) == Data("hello".utf8))
        let other = path("other.sqlite")
        try DatabaseQueue(path: other).write { try $0.execute(sql: "CREATE TABLE t (a)") }
        #expect(throws: StoreError.notALedger(other, found: "a SQLite file of another program")) {
            try LedgerFile.open(other)
        }
        #expect(throws: StoreError.notALedger(folder, found: "a folder")) {
            try LedgerFile.create(folder)
        }
    }

    @Test("what a disk that was full has left of a ledger is made into one")
    func empty() throws {
        let file = path("empty.sqlite")
        try Data().write(to: URL(fileURLWithPath: file))
        #expect(throws: StoreError.notALedger(file, found: "an empty file")) {
            try LedgerFile.open(file)
        }
        _ = try LedgerFile.create(file)
        _ = try LedgerFile.open(file)
    }

    @Test("a path that SQLite keeps no file for makes no ledger", arguments: ["", ":memory:"])
    func nowhere(path: String) {
        #expect(throws: StoreError.cannotWrite(path, reason: "that names no file")) {
            try LedgerFile.create(path)
        }
    }

    @Test("a damaged ledger is not said to be something else")
    func damaged() throws {
        let file = path("damaged.sqlite")
        try LedgerFile.create(file).checkpoint()
        var bytes = [UInt8](try Data(contentsOf: URL(fileURLWithPath: file)))
        for index in 100..<bytes.count { bytes[index] = 0xAA }
        try Data(bytes).write(to: URL(fileURLWithPath: file))
        #expect(throws: StoreError.damagedLedger(file)) { try LedgerFile.open(file) }
    }

    @Test("who writes to a ledger is known while it does")
    func writer() throws {
        let file = path("held.sqlite")
        let ledger = try LedgerFile.create(file)
        #expect(LedgerFile.writer(of: file) == nil)
        try ledger.write { db in
            try db.execute(sql: "INSERT INTO merchant (code) VALUES ('mer_1')")
            let writer = LedgerFile.writer(of: file)
            let process = ProcessInfo.processInfo.processIdentifier
            #expect(writer?.hasPrefix("\(process) (") == true, "\(writer ?? "nobody")")
        }
        #expect(LedgerFile.writer(of: file) == nil)
    }

    @Test("instants in columns sort as they follow each other")
    func instants() throws {
        let a = try Instant("2025-06-11T01:41:22Z")
        let b = try Instant("2025-06-11T01:41:22.5Z")
        #expect(a.column == "2025-06-11T01:41:22.000000000Z")
        #expect(a.column < b.column)
        #expect(try Instant(b.column) == b)
    }

    @Test("a file appears whole, and a failed write leaves no part of it")
    func wholeFile() throws {
        let target = path("deep/er/file.txt")
        try WholeFile.write(Array("one".utf8), to: target)
        try WholeFile.write(Array("two".utf8), to: target)
        #expect(try String(contentsOfFile: target, encoding: .utf8) == "two")
        #expect(throws: StoreError.self) { try WholeFile.write([1], to: target + "/below") }
        let names = try FileManager.default.contentsOfDirectory(atPath: path("deep/er"))
        #expect(names == ["file.txt"])
    }
}
