import Foundation
import GRDB
import Ledger
import Store
import TestSupport
import Testing

/// Any byte of any fact, changed by somebody who has the file: `bm verify` says so, and where.
///
/// A hundred places, or as many as `BM_TAMPER_PLACES` says, from the seed `BM_TAMPER_SEED` on. The ledgers are
/// those of scenarios and of worlds made by chance, so that nearly every table has rows.
@Suite("Tampering")
struct TamperingTests {
    static let environment = ProcessInfo.processInfo.environment
    static let places = environment["BM_TAMPER_PLACES"].flatMap { Int($0) } ?? 100
    static let seed = environment["BM_TAMPER_SEED"].flatMap { UInt64($0) } ?? 1

    /// Scenarios with what the worlds have not.
    static let scenarios = [
        "semantics.txt", "books.txt", "codes.txt", "outbox.txt", "replay.txt", "adjust.txt",
        "duplicates.txt", "coupons.txt", "corrections.txt", "levels.txt", "token-bands.txt",
        "credit-sold.txt", "auto-top-up.txt", "returned-payout.txt", "paid-twice.txt", "terms.txt",
    ]

    /// Their files' paths; the files go with the ledgers.
    static let ledgers: Result<[(name: String, ledger: TestLedger)], any Error> = Result {
        try scenarios.map { ($0, try ScenarioRun(Scenario(file: $0)).ledger) }
            + ([3, 5] as [UInt64]).map { seed in
                let world = try RandomWorld(seed: seed)
                _ = try world.play()
                return ("world \(seed)", world.run.ledger)
            }
    }

    /// What `bm verify` says of rows before it asks what they mean.
    static func failures(_ db: Database) -> [String] {
        Checks.rows(db).flatMap { check in check.failures.map { "\(check.name.rawValue): \($0)" } }
    }

    @Test("one byte of any fact: it is found, and what it stands in is named")
    func everyByte() throws {
        print("\(Self.places) places from seed \(Self.seed)")
        let ledgers = try Self.ledgers.get()
        var configuration = Configuration()
        configuration.foreignKeysEnabled = false
        let queues = try ledgers.map {
            try DatabaseQueue(path: $0.ledger.file.path, configuration: configuration)
        }
        for queue in queues { #expect(try queue.read(Self.failures) == []) }
        var random = SplitMix(seed: Self.seed)
        // Every table of every ledger, in an order made by chance and as often as it takes.
        let all = try zip(queues.indices, queues).flatMap { index, queue in
            try queue.read(Spoiling.tables).map { (index, $0) }
        }
        // One ledger's turn for each table at first, so that none is left out.
        var turns = Dictionary(grouping: all.shuffled(using: &random)) { $0.1 }
            .sorted { $0.key < $1.key }.map { $0.value[0] }
        turns += (0..<max(0, Self.places - turns.count)).map { _ in
            all.randomElement(using: &random)!
        }
        var tried = 0
        var seen: Set<String> = []
        for (index, table) in turns {
            tried += 1
            seen.insert(table)
            try queues[index].inDatabase { db in
                try db.inTransaction {
                    let place = try Self.spoil(db, table, &random)
                    let failures = Self.failures(db)
                    let isNamed = failures.contains {
                        $0.contains(table == "sealedRange" ? "seal" : table)
                    }
                    #expect(
                        isNamed,
                        "\(ledgers[index].name): \(place) gives \(failures.prefix(3))")
                    return .rollback
                }
            }
        }
        print("\(tried) places in \(seen.count) tables of \(ledgers.count) ledgers")
        #expect(tried >= Self.places)
        // Seven in eight tables; the others, such as locks of books, no scenario fills.
        #expect(seen.count >= 60, "\(Set(LedgerFile.tables).subtracting(seen).sorted())")
    }

    /// Places that the schema itself refuses are not places: another is taken.
    private static func spoil(
        _ db: Database, _ table: String, _ random: inout SplitMix
    ) throws -> Spoiling {
        while true {
            let place = try Spoiling.place(db, table: table, &random)
            do {
                try db.inSavepoint {
                    try place.spoil(db)
                    return .commit
                }
                return place
            } catch let error as DatabaseError where error.resultCode == .SQLITE_CONSTRAINT {
                continue
            }
        }
    }
}
