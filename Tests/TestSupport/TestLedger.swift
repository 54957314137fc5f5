public import Catalog
import Foundation
public import GRDB
public import Metering
public import Store
public import Time

/// A ledger in a folder of its own, which goes when the test is done with it.
public final class TestLedger: Sendable {
    public let file: LedgerFile
    private let folder: String

    /// - Parameters:
    ///   - bytes: a ledger file to begin with, in place of an empty one.
    ///   - beforeCommit: what every transaction ends with.
    public init(
        copying bytes: [UInt8]? = nil, beforeCommit: LedgerFile.BeforeCommit? = nil
    ) throws {
        folder = try Scratch.folder()
        let path = folder + "/ledger.sqlite"
        if let bytes { try WholeFile.write(bytes, to: path) }
        file = try LedgerFile.create(path, beforeCommit: beforeCommit)
    }

    /// A folder beside the ledger file, for what a test writes.
    public var output: String { folder + "/output" }

    deinit { try? FileManager.default.removeItem(atPath: folder) }

    public func read<T>(_ body: (Database) throws -> T) throws -> T { try file.read(body) }

    @discardableResult
    public func write<T>(_ body: (Database) throws -> T) throws -> T { try file.write(body) }

    /// Applies a catalog in one transaction, as the command does.
    @discardableResult
    public func apply(
        _ yaml: String, at instant: Instant = TestLedger.start
    ) throws -> CatalogChange {
        let catalog = try CatalogFile(yaml: yaml, file: "catalog.yaml")
        return try file.write { try catalog.apply($0, sourceName: "catalog.yaml", at: instant) }
    }

    /// Takes lines of events in one transaction. They may be of any age, unless `backfill` is off.
    @discardableResult
    public func ingest(
        _ lines: [String], now: Instant = TestLedger.end, backfill: Bool = true, zone: Zone? = nil
    ) throws -> Intake.Tally {
        var options = Intake.Options()
        options.backfill = backfill
        options.zone = zone
        return try file.write { db in
            var intake = try Intake(db, sourceName: "test.ndjson", now: now, options: options)
            for line in lines { try intake.take(Array(line.utf8)[...]) }
            return try intake.finish()
        }
    }

    /// Changes facts as somebody with the file in hand could: the triggers go, and come back when
    /// it is done, so that only what was changed gives it away.
    public func tamper(_ sql: String) throws {
        var configuration = Configuration()
        configuration.foreignKeysEnabled = false
        let queue = try DatabaseQueue(path: file.path, configuration: configuration)
        try queue.write { db in
            let triggers = try Row.fetchAll(
                db, sql: "SELECT name, sql, tbl_name FROM sqlite_schema WHERE type = 'trigger'")
            for trigger in triggers {
                try db.execute(sql: "DROP TRIGGER \"\(trigger[0] as String)\"")
            }
            try db.execute(sql: sql)
            for trigger in triggers where try db.tableExists(trigger[2]) {
                try db.execute(sql: trigger[1])
            }
        }
        try queue.close()
    }

    /// When catalogs are applied unless a test says otherwise.
    public static let start = try! Instant("2026-01-01T00:00:00Z")
    /// When events are taken in unless a test says otherwise.
    public static let end = try! Instant("2026-06-01T00:00:00Z")
}
