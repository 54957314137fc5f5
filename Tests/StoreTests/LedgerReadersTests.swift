import GRDB
import Synchronization
import TestSupport
import Testing

@testable import Store

@Suite("Readers of a ledger in several threads")
struct LedgerReadersTests {
    let ledger: LedgerFile

    init() throws {
        ledger = try LedgerFile.create(try Scratch.folder() + "/ledger.sqlite")
        try add("mer_1")
    }

    private func add(_ code: String) throws {
        try ledger.write {
            try $0.execute(sql: "INSERT INTO merchant (code) VALUES (?)", arguments: [code])
        }
    }

    /// How many merchants each of ten readers sees, with the place of the reader.
    private static func counts(_ db: Database) throws -> [[Int]] {
        try LedgerReaders.each(Array(0..<10), as: db) { db, place in
            [place, try Int.fetchOne(db, sql: "SELECT count(*) FROM merchant")!]
        }
    }

    @Test("they answer in the order that was asked, from other connections")
    func order() throws {
        let seen = Mutex<Set<Int>>([])
        let (own, found) = try ledger.read { db in
            (
                Int(bitPattern: db.sqliteConnection),
                try LedgerReaders.each(Array(0..<50), as: db) { db, place in
                    _ = seen.withLock { $0.insert(Int(bitPattern: db.sqliteConnection)) }
                    return place * place
                }
            )
        }
        #expect(found == (0..<50).map { $0 * $0 })
        #expect(!seen.withLock { $0 }.contains(own))
    }

    @Test("what was written since the caller began to read is not seen")
    func oneState() throws {
        let other = try LedgerFile.open(ledger.path)
        let (before, during) = try ledger.read { db in
            let before = try Self.counts(db)
            try other.write { try $0.execute(sql: "INSERT INTO merchant (code) VALUES ('mer_2')") }
            return (before, try Self.counts(db))
        }
        #expect(before == (0..<10).map { [$0, 1] })
        #expect(during == before)
        #expect(try ledger.read(Self.counts) == (0..<10).map { [$0, 2] })
    }

    @Test("what the caller is about to write is seen")
    func ownWrites() throws {
        let found = try ledger.write { db in
            try db.execute(sql: "INSERT INTO merchant (code) VALUES ('mer_2')")
            return try Self.counts(db)
        }
        #expect(found == (0..<10).map { [$0, 2] })
    }

    @Test("the first item that fails is the one that is told")
    func failure() throws {
        struct Wrong: Error, Equatable { let place: Int }
        #expect(throws: Wrong(place: 3)) {
            try ledger.read { db in
                try LedgerReaders.each(Array(0..<20), as: db) { _, place in
                    if place >= 3 { throw Wrong(place: place) }
                }
            }
        }
    }
}
