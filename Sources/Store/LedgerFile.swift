import Foundation
public import GRDB
import Time

/// An open ledger: one SQLite file in WAL mode, with this version's schema.
///
///     let ledger = try LedgerFile.open("ledger.sqlite", for: .reading)
///     let invoices = try ledger.read { db in try Int.fetchOne(db, sql: "SELECT count(*) FROM invoice") }
///
/// Reads see one consistent state and never wait for a writer; there is one writer at a time, across
/// processes. The command opens the transaction, the rooms write into it.
public final class LedgerFile: Sendable {
    public let path: String
    private let queue: DatabaseQueue
    private let beforeCommit: BeforeCommit?

    /// What is done at the end of every transaction, with all that it has written, and is kept or lost
    /// with it.
    public typealias BeforeCommit = @Sendable (Database) throws -> Void

    /// What a command opens the ledger for.
    public enum Access: Sendable {
        /// Takes no lock that a writer holds; a file or folder that may not be written will do.
        case reading
        case writing
    }

    /// The tables a ledger has, in the order money flows.
    public static var tables: [String] { Schema.names }

    /// `bmL1` as a SQLite application id: what tells a ledger from other SQLite files.
    static let applicationID = 0x626D_4C31

    private init(path: String, queue: DatabaseQueue, _ beforeCommit: BeforeCommit?) {
        self.path = path
        self.queue = queue
        self.beforeCommit = beforeCommit
    }

    /// Makes an empty ledger at `path`, or opens the ledger that is there already.
    ///
    /// - Throws: `StoreError.notALedger` for any other file, `StoreError.cannotWrite`.
    public static func create(
        _ path: String, beforeCommit: BeforeCommit? = nil
    ) throws -> LedgerFile {
        // An empty file is what a disk that was full has left of an earlier try.
        guard [.absent, .empty].contains(try fileKind(path)) else {
            return try open(path, beforeCommit: beforeCommit)
        }
        // It holds names and addresses. SQLite gives its log and its index the same permissions; it takes these names
        // for something else.
        if path != ":memory:", !path.hasPrefix("file:") {
            close(Foundation.open(path, O_CREAT | O_WRONLY | O_CLOEXEC, 0o600))
        }
        return try naming(path) {
            let queue = try DatabaseQueue(path: path, configuration: configuration(.writing))
            try queue.writeWithoutTransaction { db in
                try db.execute(sql: "PRAGMA application_id = \(applicationID)")
                try db.execute(sql: "PRAGMA journal_mode = WAL")
            }
            try Migrations.migrator.migrate(queue)
            // SQLite takes an empty path, and :memory:, for databases that nobody can open again.
            guard FileManager.default.fileExists(atPath: path) else {
                throw StoreError.cannotWrite(path, reason: "that names no file")
            }
            return LedgerFile(path: path, queue: queue, beforeCommit)
        }
    }

    /// Opens the ledger at `path`; one of an earlier version is brought up to this version's schema.
    ///
    /// - Throws: `StoreError.missing`, `StoreError.notALedger`, `StoreError.newerLedger`,
    ///   `StoreError.busy`, `StoreError.cannotWrite`.
    public static func open(
        _ path: String, for access: Access = .writing, beforeCommit: BeforeCommit? = nil
    ) throws -> LedgerFile {
        switch try fileKind(path) {
        case .absent: throw StoreError.missing(path)
        case .empty: throw StoreError.notALedger(path, found: "an empty file")
        case .other(let found): throw StoreError.notALedger(path, found: found)
        case .ledger: break
        }
        return try naming(path) {
            let queue = try connect(path, access)
            let migrator = Migrations.migrator
            if try queue.read({ try migrator.hasBeenSuperseded($0) }) {
                throw StoreError.newerLedger(path)
            }
            if try queue.read({ try !migrator.hasCompletedMigrations($0) }) {
                try migrator.migrate(queue)
            }
            return LedgerFile(path: path, queue: queue, beforeCommit)
        }
    }

    /// SQLite itself falls back to reading where the file may not be written. Where not even the
    /// files beside it can be made, nobody is writing either, and the file is read as it stands.
    private static func connect(_ path: String, _ access: Access) throws -> DatabaseQueue {
        do {
            let queue = try DatabaseQueue(path: path, configuration: configuration(access))
            _ = try queue.read { try Int.fetchOne($0, sql: "PRAGMA schema_version") }
            return queue
        } catch let error as DatabaseError
            where access == .reading
            && [.SQLITE_CANTOPEN, .SQLITE_READONLY].contains(error.resultCode)
        {
            var uri = URLComponents()
            uri.scheme = "file"
            uri.path = URL(fileURLWithPath: path).path
            uri.queryItems = [URLQueryItem(name: "immutable", value: "1")]
            return try DatabaseQueue(path: uri.string!, configuration: configuration(access))
        }
    }

    private static func configuration(_ access: Access) -> Configuration {
        var configuration = Configuration()
        configuration.busyMode = .timeout(5)
        configuration.label = "ledger"
        configuration.prepareDatabase { db in
            // Every acknowledged row survives a power cut, not only a kill.
            try db.execute(sql: "PRAGMA synchronous = FULL")
            // 64 MB: a page that many transactions of a run write to is brought into the ledger once.
            try db.execute(sql: "PRAGMA wal_autocheckpoint = 16384")
            // A writer goes back to pages of indexes; who reads goes through once, often several side by side.
            try db.execute(sql: "PRAGMA cache_size = \(access == .writing ? -65_536 : -16_384)")
        }
        return configuration
    }

    /// A number that another connection's commit changes, in this process or another, and one's own does not: what was
    /// read by way of other connections still holds while it is the same.
    public static func edition(_ db: Database) throws -> Int64 {
        try Int64.fetchOne(db, sql: "PRAGMA data_version")!
    }

    /// Reads one consistent state. Nothing can be written: it would be taken back, and ends the program.
    public func read<T>(_ body: (Database) throws -> T) throws -> T {
        try LedgerFile.naming(path) {
            // Not GRDB's own `read`, which sets `PRAGMA query_only` and takes it back: after either SQLite prepares every
            // statement anew, a twentieth of what a document takes.
            try queue.writeWithoutTransaction { db in
                var result: T?
                let before = db.totalChangesCount
                try db.inTransaction(.deferred) {
                    result = try body(db)
                    return .rollback
                }
                precondition(db.totalChangesCount == before, "what reads wrote to the ledger")
                return result!
            }
        }
    }

    /// Writes in one transaction, and seals what it has added: all of it or nothing.
    public func write<T>(_ body: (Database) throws -> T) throws -> T {
        try Stopwatch.of("Store") { try writeSealed(body) }
    }

    private func writeSealed<T>(_ body: (Database) throws -> T) throws -> T {
        try LedgerFile.naming(path) {
            try queue.writeWithoutTransaction { db in
                var result: T?
                // Immediate: a second process waits here, and not in the middle of its work.
                try db.inTransaction(.immediate) {
                    try Seal.add(db, .other)
                    let before = db.totalChangesCount
                    result = try body(db)
                    try beforeCommit?(db)
                    if db.totalChangesCount > before { try Seal.add(db, .bm) }
                    return .commit
                }
                return result!
            }
        }
    }

    /// Runs what would write, and takes all of it back: to see what would come of it.
    public func rehearse<T>(_ body: (Database) throws -> T) throws -> T {
        try LedgerFile.naming(path) {
            try queue.writeWithoutTransaction { db in
                var result: T?
                try db.inTransaction(.immediate) {
                    result = try body(db)
                    return .rollback
                }
                return result!
            }
        }
    }

    /// Folds the write-ahead log into the file, so that the file alone is the ledger.
    public func checkpoint() throws {
        _ = try LedgerFile.naming(path) {
            try queue.writeWithoutTransaction { try $0.checkpoint(.truncate) }
        }
    }

    private static func naming<T>(_ path: String, _ body: () throws -> T) throws -> T {
        do {
            return try body()
        } catch let error as DatabaseError {
            throw StoreError(error, path: path)
        }
    }
}
